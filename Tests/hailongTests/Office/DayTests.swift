import Foundation
import Testing

@Suite("Days and hours of Viet Nam")
struct DayTests {
    /// Answers on both sides of midnight at +07:00, some written at other offsets, and at hours
    /// that a change to summer time leaves out or gives twice elsewhere.
    private static let office = Result { () throws -> SmallOffice in
        let office = try SmallOffice()
        let times = [
            "2025-03-08T23:59:59.999+07:00", "2025-03-09T00:00:00+07:00",
            "2025-03-09T02:30:00+07:00", "2025-03-08T19:30:00Z", "2025-03-09T02:30:00-05:00",
            "2025-03-09T23:59:59.999+07:00", "2025-03-10T00:00:00+07:00",
            "2025-11-02T01:30:00+07:00", "2025-11-02T01:30:00-04:00", "2025-12-31T23:59:59.999Z",
            "2025-12-31T16:59:59.999Z", "2024-12-31T17:00:00Z", "2024-12-31T16:59:59.999Z",
        ]
        let lines = times.enumerated().map {
            SmallOffice.line($0 + 1, overall: $0 % 3 == 0 ? "3" : "5", at: $1)
        }
        #expect(try office.load("responses", SmallOffice.responses(lines)).status == 0)
        return office
    }

    @Test(
        "a day is from midnight to its last millisecond at +07:00",
        arguments: [
            ("2025-03-08", "2025-03-08", 1), ("2025-03-09", "2025-03-09", 5),
            ("2025-03-10", "2025-03-10", 1), ("2025-03-08", "2025-03-10", 7),
            ("2025-11-02", "2025-11-02", 2), ("2025-01-01", "2025-12-31", 11),
            ("2024-12-31", "2024-12-31", 1), ("2026-01-01", "2026-01-01", 1),
        ])
    func edges(from: String, to: String, count: Int) throws {
        let row = try Self.office.get().report(from: from, to: to)["SXD"]
        #expect(row?["responses"] as? Int == count)
    }

    @Test(
        "neither the machine's zone nor its summer time moves an answer",
        arguments: ["Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Kiritimati", "nonsense"])
    func zones(zone: String) throws {
        let office = try Self.office.get()
        for command in [
            ["report", "--index", "overall", "--from", "2025-03-09", "--to", "2025-11-02"],
            ["export", "responses"],
        ] {
            let outputs = try ["UTC", zone].map {
                try Program.run(
                    command + ["--data", office.data], environment: ["TZ": $0]
                ).output.split(separator: "\n").filter { !$0.contains("generatedAt") }
            }
            #expect(outputs[0] == outputs[1] && outputs[0].count > 9)
        }
        let exported = try office.export("responses")
        #expect(exported.contains(",2025-03-09T14:30:00+07:00,"))
        #expect(exported.contains(",2026-01-01T06:59:59.999+07:00,"))
    }

    @Test("Vietnamese text writes days as dd/mm/yyyy and shares with a comma")
    func notation() throws {
        let office = try SmallOffice()
        let lines = (1...200).map { SmallOffice.line($0, overall: $0 <= 191 ? "5" : "2") }
        try office.load("responses", SmallOffice.responses(lines))
        let texts = try ["vi", "en"].map {
            try office.reportText(
                from: "2025-06-01", to: "2025-06-09", format: "text", ["--lang", $0]
            ).output
        }
        for words in ["01/06/2025 – 09/06/2025", "95,5 %"] { #expect(texts[0].contains(words)) }
        for words in ["2025-06-01 – 2025-06-09", "95.5 %"] { #expect(texts[1].contains(words)) }
    }
}
