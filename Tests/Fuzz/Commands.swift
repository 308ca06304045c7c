@testable import Secrets
@testable import Survey
@testable import hailong

/// Files that an operator hands to a command, and what a command asks of the server.
enum Commands {
    /// A kiosk's outbox: nothing outside the file is named, and a changed one is not signed.
    static func outbox(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            guard let file = try? OutboxFile(bytes) else { return }
            require(file.answers.count <= OutboxFile.answersMax, "answers are bounded")
            require(file.signed.upperBound <= bytes.count, "what is signed lies in the file")
            var end = 0
            for answer in file.answers {
                require(answer.bytes.lowerBound > end, "answers stand one after the other")
                end = answer.bytes.upperBound
                require(end < file.signed.upperBound, "every answer is signed")
                guard let value = OutboxFile.value(bytes, answer.bytes) else { continue }
                if let submission = try? SubmissionJSON.decode(value) { Office.check(submission) }
            }
            let salt = [UInt8](repeating: 7, count: 16)
            let key = OfficeSecret().key(for: .device, salt: salt, name: file.device)
            require(!file.isSigned(with: key, in: bytes), "nobody guesses a signature")
        }
    }

    /// Somebody's table, under designs from none to all.
    static func estimate(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        cells(text)
        bytes.withUnsafeBytes { bytes in
            for query in queries {
                guard let table = try? ScoreTable(bytes, for: query, in: .en) else { continue }
                let rows = table.lines.count
                require(table.answers.allSatisfy { $0.count == rows }, "an answer a row")
                for column in [table.strata, table.clusters, table.groups].compactMap(\.self) {
                    require(column.values.count == rows, "a name a row")
                    let names = -1..<column.names.count
                    require(column.values.allSatisfy(names.contains), "a number has its name")
                }
                for column in [table.weights, table.populations].compactMap(\.self) {
                    require(column.values.count == rows, "a number a row")
                    let range = 0...NumberColumn.valueMax
                    require(column.values.allSatisfy(range.contains), "numbers stay finite")
                }
            }
        }
    }

    private static func cells(_ text: String) {
        if case .score(let score) = ScoreCell(text) {
            require(ScoreCell(String(score)) == .score(score), "a score is its number")
            require((0...9_999).contains(score), "a score is small")
        }
    }

    private static let queries = [
        query(scores: ["q1"]),
        query(scores: ["q1,q2"], strata: "s", cluster: "c", weight: "w", population: "N"),
        query(scores: ["q1"], weight: "w", group: "g"),
    ]

    private static func query(
        scores: [String], strata: String? = nil, cluster: String? = nil, weight: String? = nil,
        population: String? = nil, group: String? = nil
    ) -> EstimateQuery {
        EstimateQuery(
            scores: scores, satisfied: [4, 5], scale: 1...5, strata: strata, cluster: cluster,
            weight: weight, population: population, group: group, method: nil, level: 0.95)
    }

    /// Requests in the folder between a command and the server, and answers.
    static func request(_ bytes: [UInt8]) {
        guard let value = try? JSONParser.parse(bytes) else { return }
        if let request = OfficeRequest(value) {
            require(OfficeRequest(request.json(in: .vi)) == request, "a request written and read")
        }
        if let answer = OfficeAnswer(value) {
            require(OfficeAnswer(answer.json) == answer, "an answer written and read")
        }
        if let change = DeviceChange(value) {
            require(DeviceChange(change.json) == change, "a change written and read")
            if let settings = change.applied(to: DeviceSettings()) {
                require(settings.isSound, "settings stay sound")
            }
        }
    }
}
