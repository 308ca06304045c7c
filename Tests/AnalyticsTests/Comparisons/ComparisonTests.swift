import Statistics
import Survey
import Testing

@testable import Analytics

@Suite("Comparisons of two periods")
struct ComparisonTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let before: (Int, Int)
        let after: (Int, Int)
        let limits: (Double, Double)
        let verdict: ChangeVerdict
        var testDescription: String { "\(before) → \(after)" }
    }

    /// The worked examples of analytics/methods/before-after.md, and their mirror images.
    static let cases = [
        Case(before: (170, 200), after: (184, 200), limits: (0.007132, 0.133654), verdict: .rose),
        Case(before: (184, 200), after: (170, 200), limits: (-0.133654, -0.007132), verdict: .fell),
        Case(
            before: (88, 100), after: (93, 100), limits: (-0.034001, 0.135884),
            verdict: .undecided),
        Case(
            before: (93, 100), after: (88, 100), limits: (-0.135884, 0.034001),
            verdict: .undecided),
    ]

    private static func office(_ before: (Int, Int), _ after: (Int, Int)) -> Office {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.add(before.0, of: before.1, at: Office.before)
        office.add(after.0, of: after.1, at: Office.after)
        return office
    }

    @Test("the worked examples hold, and the other way round with the other sign", arguments: cases)
    func worked(item: Case) throws {
        let row = try Self.office(item.before, item.after).change()
        let change = try #require(row.change)
        // Six digits are printed.
        #expect(abs(try #require(change.lower) - item.limits.0) < 5.1e-7)
        #expect(abs(try #require(change.upper) - item.limits.1) < 5.1e-7)
        #expect(row.verdict == item.verdict && change.interval == "newcombe")
        #expect(row.before.responses == item.before.1 && row.after.responses == item.after.1)
        if item.verdict == .rose {
            #expect(abs(try #require(change.z) - 2.1942) < 5.1e-5)
            #expect(abs(try #require(change.p) - 0.0282) < 5.1e-5)
        }
    }

    @Test("each side is the report's own row of its period")
    func sameAsReport() throws {
        var office = Office(
            units: ["A": nil, "B": "A", "C": "A"], forms: [Samples.sixItems, Samples.oneTap],
            index: Samples.pooled)
        var generator = Generator(state: 7)
        for _ in 0..<400 {
            var answers: [String: Answer] = [:]
            for item in 1...6 where Int.random(in: 0...4, using: &generator) > 0 {
                answers["q\(item)"] = .score(Int.random(in: 1...5, using: &generator))
            }
            if Bool.random(using: &generator) { answers["overall"] = .dontKnow }
            let month = 1 + Int.random(in: 0...8, using: &generator)
            office.add(
                answers, unit: ["A", "B", "C"].randomElement(using: &generator) ?? "A",
                at: "202\(Int.random(in: 4...5, using: &generator))-0\(month)-28T23:30:00Z",
                channel: Channel.allCases.randomElement(using: &generator) ?? .web)
        }
        office.add(["overall": .score(5)], count: 9, form: 1)
        office.shuffle(seed: 3)
        // An extra closing makes some of them late.
        office.closings = [
            Closing(
                month: CalendarMonth(year: 2025, month: 3)!,
                closedAt: Timestamp(milliseconds: 0), lastRow: 250)
        ]
        let compared = try office.comparison().units
        for (side, year) in [(\UnitComparison.before, 2024), (\UnitComparison.after, 2025)] {
            let report = try office.report(from: "\(year)-01-01", to: "\(year)-12-31")
            for (row, own) in zip(compared, report.units) {
                #expect(row.unit == own.unit && row.depth == own.depth)
                #expect(row[keyPath: side].responses == own.responses)
                #expect(row[keyPath: side].valid == own.valid)
                #expect(row[keyPath: side].estimate == own.estimate)
            }
        }
        #expect(compared[0].after.responses < compared[0].before.responses + 400)
    }

    @Test("one unit asked for alone has the digits that it has among all")
    func alone() throws {
        var office = Office(
            units: ["A": nil, "B": "A"], forms: [Samples.oneTap], index: Samples.index())
        office.add(50, of: 60, at: Office.before, unit: "B")
        office.add(55, of: 60, at: Office.after, unit: "B", channel: .web)
        office.add(40, of: 60, at: Office.after, unit: "A")
        let all = try office.comparison()
        #expect(all.units.map(\.unit.code) == ["A", "B"])
        #expect(try office.change("B") == all.units[1])
        #expect(all.units[0].after.responses == 120)
    }

    @Test("fewer ballots than the definition asks for on either side decide nothing")
    func tooFew() throws {
        #expect(try Self.office((1, 29), (30, 30)).change().verdict == .tooFew)
        #expect(try Self.office((1, 30), (29, 29)).change().verdict == .tooFew)
        #expect(try Self.office((1, 30), (30, 30)).change().verdict == .rose)
        #expect(try Self.office((1, 29), (30, 30)).change().change?.lower != nil)
    }

    @Test("under five ballots on a side withhold the share and all that is made from it")
    func suppressed() throws {
        let row = try Self.office((3, 4), (150, 200)).change()
        #expect(row.before.responses == 4 && row.before.estimate == nil)
        #expect(row.change == nil && row.verdict == .tooFew && row.isSuppressed)
        #expect(row.after.estimate != nil)
        #expect(try Self.office((4, 5), (150, 200)).change().change != nil)
        let empty = try Self.office((0, 0), (150, 200)).change()
        #expect(empty.verdict == .tooFew && empty.mixShift == nil && empty.items == ["overall"])
    }

    @Test("a side that has ballots in fewer of its months is told")
    func months() throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.add(40, of: 50, at: "2024-11-10T09:00:00+07:00")
        for month in 1...9 { office.add(8, of: 10, at: "2025-0\(month)-10T09:00:00+07:00") }
        func row(_ before: String) throws -> UnitComparison {
            try office.change(before: before, after: "2025-01-01..2025-09-30")
        }
        let late = try row("2024-01-01..2024-12-31")
        #expect(late.warnings.contains(.monthsMissing))
        #expect(late.before.monthsWithBallots == 1 && late.before.months == 12)
        #expect(late.after.monthsWithBallots == 9 && late.after.months == 9)
        // One month beside nine, all of them with ballots, is what was asked for.
        #expect(try !row("2024-11-01..2024-11-30").warnings.contains(.monthsMissing))
    }

    @Test("both days of both periods belong to them")
    func days() throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        for (day, count) in [("01", 1), ("02", 2), ("03", 4), ("04", 8), ("05", 16)] {
            office.add(["overall": .score(4)], count: count, at: "2025-03-\(day)T00:00:00+07:00")
            office.add(["overall": .score(4)], count: count, at: "2025-03-\(day)T23:59:59+07:00")
        }
        let row = try office.change(
            before: "2025-03-02..2025-03-02", after: "2025-03-03..2025-03-04")
        #expect(row.before.responses == 4 && row.after.responses == 24)
    }

    @Test(
        "periods that touch, overlap or stand the wrong way round are refused",
        arguments: [
            ("2025-01-01..2025-03-31", "2025-03-31..2025-04-30"),
            ("2025-04-01..2025-04-30", "2025-01-01..2025-03-31"),
            ("2025-01-01..2025-12-31", "2025-01-01..2025-12-31"),
        ])
    func overlapping(before: String, after: String) throws {
        let office = Self.office((1, 2), (1, 2))
        let periods = (try Office.period(before), try Office.period(after))
        #expect(throws: CompareFault.notBefore(before: periods.0, after: periods.1)) {
            try office.comparison(before: before, after: after)
        }
    }

    @Test("unknown names and endless periods are refused")
    func faults() throws {
        let office = Self.office((1, 2), (1, 2))
        #expect(throws: CompareFault.report(.unknownUnit("Z"))) {
            try office.comparison(units: ["A", "Z"])
        }
        #expect(throws: CompareFault.report(.periodTooLong(months: 1_201, maximum: 1_200))) {
            try office.comparison(before: "1924-01-01..2024-01-31")
        }
        #expect(throws: CompareFault.unknownBaseline("x", known: [])) {
            try office.definitions.baseline("x")
        }
    }
}
