import Foundation
import Survey
import Testing

@testable import Analytics

@Suite("Frozen baselines")
struct BaselineTests {
    @Test("every shipped baseline decodes, is cited, and its before ends before its after")
    func shipped() throws {
        let files = try Samples.files(in: "analytics/baselines")
        let baselines = try files.map { try BaselineDecoder.decode(Samples.bytes($0)) }
        #expect(baselines.map(\.id) == ["campaign"])
        for (file, baseline) in zip(files, baselines) {
            #expect(file.hasSuffix("/\(baseline.id).json"))
            #expect(!baseline.source.quote.isEmpty && !baseline.note.isEmpty)
        }
        #expect(baselines[0].before == (try Office.period("2021-11-01..2022-10-31")))
        #expect(baselines[0].after == (try Office.period("2022-11-01..2023-12-31")))
        // The day after the baseline is the day from which the plan's target counts.
        let target = try JSONParser.parse(Samples.bytes("analytics/targets/campaign.json"))
        let until = target["targets"]?.array?[0]["baselineUntil"]?.string
        #expect(until == baselines[0].before.to.description)
    }

    @Test(
        "a broken baseline names the line and what is wrong with it",
        arguments: [
            (
                "2022-10-31", "2022-10-32", 8,
                FormFault.Problem.wrongKind(name: "before.to", expected: "YYYY-MM-DD")
            ),
            ("2022-10-31", "2021-10-31", 8, .wrongKind(name: "before", expected: "from ≤ to")),
            (
                "2022-11-01\", \"to", "2022-10-31\", \"to", 9,
                .wrongKind(name: "after", expected: "days after those of before")
            ),
            ("\"frozen\"", "\"frosen\"", 10, .unknownMember(name: "frosen")),
            ("\"section\": \"II.2.a\"", "\"section\": \" \"", 15, .missing(name: "source.section")),
            (
                "hailong.baseline/1", "hailong.baseline/2", 2,
                .unknownValue(
                    name: "schema", value: "hailong.baseline/2", allowed: ["hailong.baseline/1"])
            ),
        ])
    func broken(old: String, new: String, line: Int, problem: FormFault.Problem) throws {
        let text = String(
            decoding: try Samples.bytes("analytics/baselines/campaign.json"), as: UTF8.self)
        try #require(text.contains(old))
        let bytes = Array(text.replacingOccurrences(of: old, with: new).utf8)
        do throws(FormFaults) {
            _ = try BaselineDecoder.decode(bytes)
            Issue.record("nothing was wrong")
        } catch {
            #expect(error.faults.contains(FormFault(line: line, problem: problem)), "\(error)")
        }
    }

    @Test(
        "the period before has the same length, the year earlier the same days",
        arguments: [
            ("2025-04-01..2025-06-30", "2025-01-01..2025-03-31", "2024-04-01..2024-06-30"),
            ("2025-01-01..2025-12-31", "2024-01-01..2024-12-31", "2024-01-01..2024-12-31"),
            ("2025-03-11..2025-03-20", "2025-03-01..2025-03-10", "2024-03-11..2024-03-20"),
            ("2024-02-01..2024-02-29", "2024-01-01..2024-01-31", "2023-02-01..2023-02-28"),
            ("2025-02-01..2025-02-28", "2025-01-01..2025-01-31", "2024-02-01..2024-02-29"),
            ("2024-02-29..2024-03-05", "2024-02-23..2024-02-28", "2023-02-28..2023-03-05"),
        ])
    func earlier(period: String, previous: String, yearEarlier: String) throws {
        let own = try Office.period(period)
        #expect(own.previous == (try Office.period(previous)))
        #expect(own.yearEarlier == (try Office.period(yearEarlier)))
    }
}
