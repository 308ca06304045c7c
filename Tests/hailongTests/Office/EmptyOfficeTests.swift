import Foundation
import Testing

/// Where little or nothing is known, that is what is said.
@Suite("Offices with little to report")
struct EmptyOfficeTests {
    /// What is stored, and what the report of a unit must then say.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var hasUnits = true
        var scores: [Int] = []
        var from = "2025-01-01"
        var to = "2025-12-31"
    }

    static let cases = [
        Case(testDescription: "an empty folder", hasUnits: false),
        Case(testDescription: "units without an answer"),
        Case(testDescription: "one answer", scores: [5]),
        Case(testDescription: "one dissatisfied answer", scores: [1]),
        Case(testDescription: "all satisfied", scores: Array(repeating: 5, count: 40)),
        Case(testDescription: "all dissatisfied", scores: Array(repeating: 1, count: 40)),
        Case(
            testDescription: "a period without answers", scores: Array(repeating: 4, count: 40),
            from: "2020-01-01", to: "2020-12-31"),
        Case(
            testDescription: "a single day", scores: Array(repeating: 4, count: 40),
            from: "2025-06-02", to: "2025-06-02"),
        Case(testDescription: "a period to come", from: "2090-01-01", to: "2090-01-31"),
    ]

    private static func office(_ item: Case) throws -> SmallOffice {
        guard item.hasUnits else {
            let office = try SmallOffice(importing: false)
            #expect(try Server(data: office.data).stop() == 0)
            return office
        }
        let office = try SmallOffice()
        let lines = item.scores.enumerated().map {
            SmallOffice.line($0, overall: "\($1)")
        }
        #expect(try office.load("responses", SmallOffice.responses(lines)).status == 0)
        return office
    }

    private static func known(_ item: Case) -> Int {
        item.from.hasPrefix("2025") ? item.scores.count : 0
    }

    /// Numbers that are none, and percentages out of nothing.
    private static func expectTrue(_ text: String, _ item: Case, _ what: String) {
        let plain = text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
        for word in ["nan", "inf", "-inf", "infinity", "-0", "-0.0"] {
            let words = plain.lowercased().split {
                !($0.isLetter || $0.isNumber || "-.".contains($0))
            }
            #expect(!words.contains(word[...]), "\(what): \(word)")
        }
        guard known(item) < 5 else { return }
        for share in [" 0 %", " 0.0 %", " 0,0 %", "100 %", "100.0 %", "100,0 %"] {
            #expect(!(" " + plain).contains(share), "\(what): \(share)")
        }
    }

    @Test("text, CSV, JSON and the leader's page say something true", arguments: cases)
    func truth(item: Case) throws {
        let office = try Self.office(item)
        for index in ["overall", "sipas"] {
            for format in ["text", "csv", "json"] {
                let result = try office.reportText(
                    index: index, from: item.from, to: item.to, format: format)
                #expect(result.status == 0, "\(result.messages)")
                #expect(!result.output.isEmpty)
                // The headings speak of targets and intervals in percent.
                let figures = result.output.split(separator: "\n").filter { line in
                    ["Tỉnh", "Sở", "TINH", "SXD", "\"share\"", "\"lower\""].contains {
                        line.contains($0)
                    } && !line.contains("Target:")
                }
                Self.expectTrue(figures.joined(separator: "\n"), item, "\(index) \(format)")
            }
        }
        let rows = try office.report(from: item.from, to: item.to)
        #expect(rows.keys.sorted() == (item.hasUnits ? ["SXD", "TINH"] : []))
        for row in rows.values { try Self.expect(row, item) }

        let server = try Server(data: office.data)
        for query in ["", "&unit=SXD", "&lang=en"] where item.hasUnits || !query.contains("unit") {
            let page = try #require(
                server.get("/leader?index=overall&from=\(item.from)&to=\(item.to)\(query)"))
            #expect(page.status == 200, "\(query)")
            let figures = page.body.components(separatedBy: "<p class=\"figure").dropFirst()
                .compactMap { $0.components(separatedBy: "</p>").first }
            Self.expectTrue(figures.joined(separator: "\n"), item, "page \(query)")
            #expect(!page.body.contains("NaN") && !page.body.contains("nan %"))
            if !item.hasUnits { #expect(page.body.contains("hailong import units")) }
        }
    }

    private static func expect(_ row: [String: Any], _ item: Case) throws {
        let count = known(item)
        #expect(row["responses"] as? Int == count)
        #expect(row["suppressed"] as? Bool == (count < 5))
        #expect(row["coverage"] is NSNull && row["dossiers"] is NSNull)
        let targets = try #require(row["targets"] as? [[String: Any]])
        for target in targets where target["scope"] as? String == "tthc" {
            #expect(target["responses"] as? Int == count)
            if count < 5 {
                #expect(target["verdict"] as? String == "tooFew")
                #expect(target["pointMet"] as? Bool == false)
                #expect(target["needed"] is NSNull && target["share"] is NSNull)
            }
        }
        guard count >= 5 else {
            for name in ["share", "lower", "upper", "designEffect", "interval"] {
                #expect(row[name] is NSNull, "\(name)")
            }
            return
        }
        let isHigh = item.scores[0] >= 4
        #expect(row["share"] as? Double == (isHigh ? 1 : 0))
        let (lower, upper) = (row["lower"] as? Double, row["upper"] as? Double)
        // Wilson for 40 of 40: 40 / (40 + 1.959964²).
        let limit = 40 / (40 + 1.959963984540054 * 1.959963984540054)
        #expect(abs(try #require(isHigh ? lower : upper) - (isHigh ? limit : 1 - limit)) < 1e-12)
        #expect((isHigh ? upper : lower) == (isHigh ? 1 : 0))
    }
}
