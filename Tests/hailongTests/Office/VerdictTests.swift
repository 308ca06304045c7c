import Foundation
import Testing

/// The table of worked verdicts, through an import and a report of the real program.
@Suite("Verdicts")
struct VerdictTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let satisfied: Int
        let ballots: Int
        let lower: Double
        let upper: Double
        let at90: String
        let at95: String
        var unit: String { "U\(satisfied)-\(ballots)" }
        var testDescription: String { "\(satisfied) of \(ballots)" }

        init(
            _ satisfied: Int, _ ballots: Int, _ limits: (Double, Double), _ at90: String,
            _ at95: String
        ) {
            (self.satisfied, self.ballots, lower, upper) = (satisfied, ballots, limits.0, limits.1)
            (self.at90, self.at95) = (at90, at95)
        }
    }

    /// Wilson 95 %, to six digits. A verdict that the table leaves open follows from its limits.
    static let cases = [
        Case(27, 30, (0.743789, 0.965400), "undecided", "undecided"),
        Case(90, 100, (0.825634, 0.944771), "undecided", "missed"),
        Case(96, 100, (0.901629, 0.984337), "met", "undecided"),
        Case(188, 200, (0.898068, 0.965348), "undecided", "undecided"),
        Case(920, 1_000, (0.901534, 0.935252), "met", "missed"),
        Case(880, 1_000, (0.858391, 0.898701), "missed", "missed"),
        Case(35, 35, (0.901099, 1), "met", "undecided"),
        Case(34, 34, (0.898485, 1), "undecided", "undecided"),
        Case(73, 73, (0.950008, 1), "met", "met"),
        Case(72, 72, (0.949349, 1), "met", "undecided"),
        Case(0, 10, (0, 0.277533), "tooFew", "tooFew"),
        Case(10, 10, (0.722467, 1), "tooFew", "tooFew"),
    ]

    /// One office with a unit for each case, counted once.
    static let report = Result { () throws -> String in
        let office = try SmallOffice()
        let units = cases.map { "\($0.unit),Đơn vị \($0.unit),commune,TINH,,," }
        try office.load("units", SmallOffice.units + "\n" + units.joined(separator: "\n"))
        let places = cases.map { "P\($0.unit),\($0.unit),,Quầy,counter-one-tap" }
        try office.load("places", SmallOffice.places + "\n" + places.joined(separator: "\n"))
        var lines: [String] = []
        for item in cases {
            for ballot in 0..<item.ballots {
                // Both satisfied levels and all three others take part.
                let level = ballot < item.satisfied ? 4 + ballot % 2 : 1 + ballot % 3
                lines.append(
                    SmallOffice.line(lines.count, overall: "\(level)", place: "P\(item.unit)"))
            }
        }
        let result = try office.load("responses", SmallOffice.responses(lines))
        #expect(result.lastLine == "stored \(lines.count), already 0, refused 0")
        return try office.reportText().output
    }

    @Test("the table of worked verdicts holds", arguments: cases)
    func verdict(item: Case) throws {
        let report = try JSONSerialization.jsonObject(with: Data(try Self.report.get().utf8))
        let rows = SmallOffice.rows(try #require(report as? [String: Any]))
        let row = try #require(rows[item.unit])
        // The table has six digits.
        let tolerance = 5.1e-7
        #expect(row["responses"] as? Int == item.ballots)
        #expect(row["interval"] as? String == "wilson")
        #expect(row["share"] as? Double == Double(item.satisfied) / Double(item.ballots))
        #expect(abs(try #require(row["lower"] as? Double) - item.lower) < tolerance)
        #expect(abs(try #require(row["upper"] as? Double) - item.upper) < tolerance)
        let targets = try #require(row["targets"] as? [[String: Any]])
        for (id, threshold, verdict) in [
            ("tthc-2025", 0.9, item.at90), ("tthc-2030", 0.95, item.at95),
        ] {
            let target = try #require(targets.first { $0["id"] as? String == id })
            #expect(target["threshold"] as? Double == threshold)
            #expect(target["verdict"] as? String == verdict, "\(id)")
            #expect(target["responses"] as? Int == item.ballots)
            let share = Double(item.satisfied) / Double(item.ballots)
            #expect(target["pointMet"] as? Bool == (share >= threshold), "\(id)")
            if verdict != "undecided" { #expect(target["needed"] is NSNull) }
        }
    }
}
