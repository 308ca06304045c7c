import Survey
import Testing

@testable import Analytics

@Suite("A unit's row")
struct UnitRowTests {
    /// A tree of two branches: R over A (over A1, A2) and B; random answers of a fixed seed.
    static func province(seed: UInt64 = 7, ballots: Int = 600) -> Office {
        var office = Office(
            units: ["R": nil, "A": "R", "A1": "A", "A2": "A", "B": "R"],
            forms: [Samples.sixItems, Samples.oneTap], index: Samples.pooled)
        office.definitions = Definitions(
            indices: [Samples.pooled], targets: Samples.ninetyAndNinetyFive)
        var generator = Generator(state: seed)
        for _ in 0..<ballots {
            var answers: [String: Answer] = [:]
            for item in ["overall"] + (1...6).map({ "q\($0)" }) {
                switch Int.random(in: 0..<10, using: &generator) {
                case 0: answers[item] = .missing
                case 1: answers[item] = .dontKnow
                case 2: answers[item] = .notApplicable
                default: answers[item] = .score(Int.random(in: 1...5, using: &generator))
                }
            }
            let form = Int.random(in: 0...1, using: &generator)
            if form == 1 { answers = ["overall": answers["overall"] ?? .missing] }
            let month = Int.random(in: 1...9, using: &generator)
            let unit = ["A", "A1", "A2", "B"].randomElement(using: &generator) ?? "A"
            office.add(
                answers, form: form, unit: unit, at: "2025-0\(month)-15T08:00:00+07:00",
                field: month == 3 ? "xay-dung" : nil)
        }
        return office
    }

    @Test("an office without answers has a row for every unit, and nothing in it but zeros")
    func empty() throws {
        let office = Self.province(ballots: 0)
        let report = try office.report(from: "2025-01-15", to: "2025-03-02")
        #expect(report.units.map(\.unit.code) == ["R", "A", "A1", "A2", "B"])
        #expect(report.units.map(\.depth) == [0, 1, 2, 2, 1])
        #expect(report.index.version == 3 && report.index.method == "t2b.pooled")
        #expect(!report.isClosed && report.isSample && report.level == 0.95)
        for row in report.units {
            #expect(row.responses == 0 && row.valid == 0 && row.isSuppressed)
            #expect(row.estimate == nil && row.dossiers == nil && row.coverage == nil)
            #expect(row.presentation == .hide)
            #expect(row.targets.map(\.verdict) == [.tooFew, .tooFew])
            // Months clipped to the period, empty ones too.
            #expect(
                row.trend.map { "\($0.period.from) \($0.period.to)" } == [
                    "2025-01-15 2025-01-31", "2025-02-01 2025-02-28", "2025-03-01 2025-03-02",
                ])
            #expect(row.trend.allSatisfy { $0.responses == 0 && $0.estimate == nil })
        }
    }

    @Test("the row of a unit is the sum of its own answers and its whole subtree")
    func subtree() throws {
        let office = Self.province()
        let rows = Dictionary(
            uniqueKeysWithValues: try office.report().units.map { ($0.unit.code, $0) })
        let (all, a, b) = (
            try #require(rows["R"]), try #require(rows["A"]), try #require(rows["B"])
        )
        #expect(a.responses > (rows["A1"]?.responses ?? 0) + (rows["A2"]?.responses ?? 0))
        #expect(all.responses == a.responses + b.responses && all.valid == a.valid + b.valid)
        for item in 0..<6 {
            let parts = [a, b].compactMap { $0.items[item].counts }
            let whole = try #require(all.items[item].counts)
            for level in 0..<5 {
                let own = parts.compactMap { $0.levels[level] }
                #expect(own.count == 2 && whole.levels[level] == own[0] + own[1])
            }
            let missing = parts.compactMap(\.missing)
            #expect(missing.count == 2 && whole.missing == missing[0] + missing[1])
        }
        for target in 0..<2 {
            #expect(
                all.targets[target].responses
                    == a.targets[target].responses + b.targets[target].responses)
        }
        #expect(all.responses == all.trend.reduce(0) { $0 + $1.responses })
    }

    @Test("asking for some units changes no digit of their rows, and keeps the order asked")
    func someUnits() throws {
        let office = Self.province()
        let all = try office.report().units
        let some = try office.report(units: ["B", "A"]).units
        #expect(some == [all[4], all[1]])
        #expect(throws: ReportFault.unknownUnit("Z")) { try office.report(units: ["A", "Z"]) }
    }

    @Test("the order of arrival changes nothing to the last bit", arguments: [1, 2, 3] as [UInt64])
    func permuted(seed: UInt64) throws {
        let office = Self.province()
        var shuffled = office
        shuffled.shuffle(seed: seed)
        #expect(try shuffled.report() == office.report())
    }

    @Test("answers of a new month in the middle leave the other months as they were")
    func lateMonth() throws {
        var office = Self.province()
        let before = try office.row("A")
        office.add(["overall": .score(1)], count: 7, unit: "A1", at: "2025-11-05T10:00:00+07:00")
        office.add(["overall": .score(5)], count: 6, unit: "A1", at: "2025-03-01T00:00:00+07:00")
        let after = try office.row("A")
        #expect(after.trend[10].responses == before.trend[10].responses + 7)
        #expect(after.trend[2].responses == before.trend[2].responses + 6)
        for month in [0, 1, 3, 4, 5, 6, 7, 8, 9, 11] {
            #expect(after.trend[month] == before.trend[month])
        }
        #expect(after.responses == before.responses + 13)
    }

    @Test("a month's point is the report of that month alone")
    func trend() throws {
        let office = Self.province()
        let year = try office.row("R")
        for (index, days) in [(0, 31), (1, 28), (5, 30)] {
            let month = "2025-0\(index + 1)"
            let alone = try office.row("R", from: "\(month)-01", to: "\(month)-\(days)")
            #expect(year.trend[index].estimate == alone.estimate)
            #expect(year.trend[index].responses == alone.responses)
        }
    }

    @Test("results stay under a retired unit; an unknown parent makes a top row")
    func registerEdges() throws {
        var office = Office(units: ["A": nil], forms: [Samples.oneTap], index: Samples.index())
        office.units.append(Office.unit("OLD", under: "gone", until: "2024-06-30"))
        office.add(["overall": .score(5)], count: 40, unit: "OLD")
        office.add(["overall": .score(5)], count: 3, unit: "vanished")
        let report = try office.report()
        #expect(report.units.map(\.unit.code) == ["A", "OLD"])
        #expect(report.units.map(\.depth) == [0, 0])
        #expect(report.units.map(\.responses) == [0, 40])
    }

    @Test("a period of a hundred years is counted, one month more is refused")
    func longPeriods() throws {
        let office = Samples.office(satisfied: 30, of: 40)
        let row = try office.row(from: "1970-01-01", to: "2069-12-31")
        #expect(row.responses == 40 && row.trend.count == 1_200)
        #expect(throws: ReportFault.periodTooLong(months: 1_201, maximum: 1_200)) {
            try office.report(from: "1970-01-01", to: "2070-01-01")
        }
        #expect(try office.row(from: "0001-01-01", to: "0009-12-31").responses == 0)
        #expect(try office.row(from: "9990-01-01", to: "9999-12-31").responses == 0)
    }

    @Test(
        "an answer dated beyond what can be stored stops nothing and counts nowhere",
        arguments: ["9999-12-30T23:59:59Z", "2200-01-01T00:00:00Z"])
    func farFuture(time: String) throws {
        var office = Samples.office(satisfied: 30, of: 40)
        office.add(["overall": .score(1)], at: time)
        #expect(try office.row().responses == 40)
    }
}
