import Foundation
import Survey
import Testing

@testable import Storage

/// A data folder in the temporary directory, removed with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("hailong-storage-\(UUID().uuidString)").path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var folder: DataFolder { DataFolder(path) }

    /// A store with the forms of ``Office`` in it.
    func store() throws -> Store {
        let store = try Store(folder, makes: true)
        for form in Office.forms { try store.keep(form.form, content: form.content) }
        return store
    }

    func reader() throws -> StoreReader { try StoreReader(folder) }

    /// Everything that can be read, in the order of arrival.
    func responses() throws -> [Response] {
        var found: [Response] = []
        let unreadable = try reader().eachResponse { found.append($0) }
        #expect(unreadable == 0)
        return found
    }

    /// A copy of the folder as it is at this moment, as a killed process would leave it.
    ///
    /// Made by another process: closing a file in this one would end SQLite's locks on it.
    func copied() throws -> TemporaryFolder {
        let copy = TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/cp")
        process.arguments = ["-r", path, copy.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return copy
    }

    /// The size of a file of the folder in bytes; nil where there is none.
    func size(of name: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
        return attributes?[.size] as? Int
    }
}

/// A small office: a department, a commune, two counters, two forms.
enum Office {
    static let now = Timestamp(milliseconds: 1_772_000_000_000)

    static let units = [
        Unit(
            code: "so-xd", name: "Sở Xây dựng", kind: .department, parent: nil,
            validFrom: CalendarDay("2025-07-01"), validTo: nil, successor: nil),
        Unit(
            code: "xa-1", name: "Xã Một", kind: .commune, parent: "so-xd", validFrom: nil,
            validTo: CalendarDay("2030-12-31"), successor: "so-xd"),
    ]
    static let places = [
        Place(code: "Q1", unit: "so-xd", centre: "xa-1", name: "Quầy 1", form: "six"),
        Place(code: "Q2", unit: "xa-1", centre: "xa-1", name: "Quầy 2", form: "six"),
    ]

    /// Levels and a comment; `wording` makes another content of the same version.
    private static func content(
        version: Int, wording: String, items count: Int
    ) -> [UInt8] {
        let items = (1...count).map {
            """
            {"id": "q\($0)", "kind": "score", "text": {"vi": "\(wording) \($0)"}, "dontKnow": true}
            """
        }
        let comment = #"{"id": "comment", "kind": "text", "text": {"vi": "Ý kiến"}}"#
        return Array(
            """
            {"schema": "hailong.form/1", "id": "six", "version": \(version), "status": "draft",
             "source": "test", "languages": ["vi"], "title": {"vi": "Phiếu"},
             "levels": {"vi": ["1", "2", "3", "4", "5"]},
             "items": [\((items + [comment]).joined(separator: ","))]}
            """.utf8)
    }

    static func form(
        version: Int = 1, wording: String = "Câu", items: Int = 6
    ) -> (form: Questionnaire, content: [UInt8]) {
        let content = content(version: version, wording: wording, items: items)
        return (decoded(content), content)
    }

    private static func decoded(_ content: [UInt8]) -> Questionnaire {
        do {
            return try QuestionnaireDecoder.decode(content)
        } catch {
            preconditionFailure("the test's own form: \(error)")
        }
    }

    static let choices: (form: Questionnaire, content: [UInt8]) = {
        let content = Array(
            """
            {"schema": "hailong.form/1", "id": "tap", "version": 1, "status": "draft",
             "source": "test", "languages": ["vi"], "title": {"vi": "Phiếu"},
             "levels": {"vi": ["1", "2", "3", "4", "5"]},
             "items": [
               {"id": "overall", "kind": "score", "text": {"vi": "Chung"}},
               {"id": "why", "kind": "multiple", "text": {"vi": "Vì sao"},
                "choices": [{"code": "waiting", "text": {"vi": "Chờ"}},
                            {"code": "attitude", "text": {"vi": "Thái độ"}}],
                "showWhen": {"item": "overall", "atMost": 3}}]}
            """.utf8)
        return (decoded(content), content)
    }()

    static let forms = [form(), choices]

    static let register = Register(
        units: units, places: places, questionnaires: forms.map(\.form))

    /// The n-th id: in the order of n, as a client's time-ordered ids are.
    static func id(_ number: Int) -> ResponseID {
        ResponseID(high: 0x0190_0000_0000_7000 | UInt64(number) << 20, low: 1 << 63 | 7)
    }

    /// A response as the office admits it; the answers follow the number.
    static func arrival(
        _ number: Int, id: ResponseID? = nil, place: String = "Q1", score: Int? = nil,
        at time: Timestamp? = nil, change: (inout Submission) -> Void = { _ in }
    ) -> Arrival {
        var submission = Submission(
            id: id ?? self.id(number), form: "six", version: 1, place: place, channel: .kiosk,
            answeredAt: time)
        for item in 1...6 {
            submission.answers.add(String(score ?? (number + item) % 5 + 1), to: "q\(item)")
        }
        change(&submission)
        let now = Timestamp(milliseconds: Self.now.milliseconds + Int64(number))
        do {
            return Arrival(
                submission: submission, response: try register.admitted(submission, at: now))
        } catch {
            preconditionFailure("the test's own answer: \(error)")
        }
    }

    /// A response to a form version that no store keeps.
    static func strayArrival(_ number: Int) -> Arrival {
        let arrival = arrival(number)
        var response = arrival.response
        response.version = 7
        return Arrival(submission: arrival.submission, response: response)
    }

    /// A response that uses every column.
    static func fullArrival(_ number: Int) -> Arrival {
        arrival(number, at: Timestamp(milliseconds: 1_771_999_000_123)) {
            $0.form = "tap"
            $0.answers = ["overall": ["2"], "why": ["waiting", "attitude"]]
            $0.procedure = "1.009972"
            $0.field = "xay-dung"
            $0.respondent = .business
            $0.outcome = .refused
            $0.language = "vi"
            $0.unit = "xa-1"
            $0.centre = "so-xd"
            $0.device = "kiosk-7"
            $0.sequence = 41
            $0.elapsedMs = 8_200
        }
    }
}

extension StoreReader {
    /// All that came under an id that was taken.
    func quarantined() throws(StorageError) -> [(at: Timestamp, id: ResponseID, content: String)] {
        var kept: [(at: Timestamp, id: ResponseID, content: String)] = []
        try eachQuarantined { kept.append(($0, $1, $2)) }
        return kept
    }
}
