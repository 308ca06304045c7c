import Foundation

/// Thousands of responses from a seed: two forms, every channel, every kind of answer and comments
/// that CSV finds hard.
struct ManyResponses {
    /// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
    struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    private static let channels = [
        "kiosk", "tablet", "qr-slip", "qr-poster", "web", "message", "paper", "phone",
    ]
    private static let comments = [
        "", "", "", "", "Cán bộ hướng dẫn \"rất\" dễ hiểu, cảm ơn.", "Chờ lâu,\nghế ít", "=1+1",
        "Dòng một\r\nDòng hai \"trích\"", "ê̆ ơ̆ ư̆ Đắk Lắk", "👍🏽 tốt", "; ; ,",
        "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t",
    ]
    private static let oneTap = ["overall", "reasons-low", "reasons-high"]

    /// A score item of the long form, and what else may be answered to it.
    private struct Score {
        let id: String
        let codes: [String]
    }

    let count: Int
    private let scores: [Score]

    init(count: Int) throws {
        self.count = count
        let file = Program.repository.appending(path: "forms/sipas-service.json")
        let form = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        let items = (form as? [String: Any])?["items"] as? [[String: Any]] ?? []
        scores = items.filter { $0["kind"] as? String == "score" }.map { item in
            var codes = ["1", "2", "3", "4", "4", "4", "5", "5", ""]
            if item["dontKnow"] as? Bool == true { codes.append("dk") }
            if item["notApplicable"] as? Bool == true { codes.append("na") }
            return Score(id: item["id"] as? String ?? "", codes: codes)
        }
    }

    /// The whole file.
    func csv(seed: UInt64) -> String {
        var random = Random(state: seed)
        let columns = Self.oneTap + scores.map(\.id).filter { !Self.oneTap.contains($0) }
        let fixed = SmallOffice.responsesHeader.split(separator: ",").dropLast()
        var text =
            (fixed + ["device", "sequence", "elapsed_ms"] + columns.map { $0[...] })
            .joined(separator: ",") + "\n"
        for number in 1...count { text += line(number, columns, &random) + "\n" }
        return text
    }

    private func line(_ number: Int, _ columns: [String], _ random: inout Random) -> String {
        let isLong = Int.random(in: 0..<4, using: &random) == 0
        let answers = isLong ? longAnswers(&random) : Self.shortAnswers(&random)
        let hasDevice = Bool.random(using: &random)
        let fields =
            [
                SmallOffice.id(number), isLong ? "sipas-service" : "counter-one-tap", "1",
                isLong ? "PHIEU" : pick(["Q1", "Q2"], &random), pick(Self.channels, &random),
                pick(["gpxd", "gplx", ""], &random), pick(["xay-dung", "giao-thong", ""], &random),
                pick(["person", "business", "organisation", ""], &random),
                pick(["returned", "supplement", "refused", ""], &random),
                pick(["vi", "en", ""], &random), Self.time(&random), pick(Self.comments, &random),
                hasDevice ? "kiosk-\(number % 7)" : "", hasDevice ? "\(number)" : "",
                hasDevice ? "\(1_000 + number % 9_000)" : "",
            ] + columns.map { answers[$0] ?? "" }
        return fields.map(Self.quoted).joined(separator: ",")
    }

    private func pick(_ choices: [String], _ random: inout Random) -> String {
        choices.randomElement(using: &random) ?? ""
    }

    private func longAnswers(_ random: inout Random) -> [String: String] {
        var answers: [String: String] = [:]
        for score in scores { answers[score.id] = pick(score.codes, &random) }
        return answers
    }

    private static func shortAnswers(_ random: inout Random) -> [String: String] {
        guard let level = [1, 2, 3, 4, 4, 5, 5, 5, nil].randomElement(using: &random) ?? nil else {
            return [:]
        }
        let reasons = ["", "waiting", "attitude;papers", "guidance;deadline;place"]
        return [
            "overall": "\(level)",
            level <= 3 ? "reasons-low" : "reasons-high": reasons.randomElement(using: &random)
                ?? "",
        ]
    }

    /// A moment of 2025, now as UTC and now as local time, some with milliseconds.
    private static func time(_ random: inout Random) -> String {
        func two(_ range: ClosedRange<Int>) -> String {
            let number = Int.random(in: range, using: &random)
            return number < 10 ? "0\(number)" : "\(number)"
        }
        let day = "2025-\(two(1...12))-\(two(1...28))T\(two(0...23)):\(two(0...59)):\(two(0...59))"
        return day + (["Z", "+07:00", ".123+07:00", "-03:30"].randomElement(using: &random) ?? "Z")
    }

    private static func quoted(_ field: String) -> String {
        let isPlain = !field.contains { ",\"\n\r\r\n".contains($0) }
        return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}
