import Survey
import Testing

@testable import Analytics

@Suite("Audiences")
struct AudienceTests {
    /// R over A (40 ballots), B (3) and C (12); each unit's answers are all of one level.
    private static func office() -> Office {
        var office = Office(
            units: ["R": nil, "A": "R", "B": "R", "C": "R"], forms: [Samples.oneTap],
            index: Samples.index())
        office.definitions = Definitions(
            indices: office.definitions.indices, targets: Samples.ninetyAndNinetyFive)
        for (unit, level, count) in [("A", 5, 40), ("B", 1, 3), ("C", 4, 12)] {
            office.add(["overall": .score(level)], count: count, unit: unit)
        }
        return office
    }

    private static func rows(
        _ office: Office, _ audience: Audience, units: [String] = []
    ) throws -> [UnitReport] {
        try ReportBuilder.report(
            ReportQuery(
                index: "test", period: #require(.year(2025)), units: units, audience: audience),
            from: office.source(), definitions: office.definitions,
            at: Timestamp(milliseconds: 0)
        ).units
    }

    @Test("the operator's report withholds under five and nothing else")
    func machine() throws {
        let rows = try Self.rows(Self.office(), .machine)
        #expect(rows.map(\.isSuppressed) == [false, false, true, false])
        #expect(rows.allSatisfy { $0.withheld == nil } && rows[2].responses == 3)
    }

    @Test("for staff the smallest sister covers a withheld unit, counts and all")
    func staff() throws {
        let rows = try Self.rows(Self.office(), .staff)
        #expect(rows.map(\.withheld) == [nil, nil, .few, .cover])
        for row in rows[2...] {
            #expect(row.responses == 0 && row.valid == 0 && row.coverage == nil)
            #expect(row.estimate == nil && row.worstCase == nil && row.isSuppressed)
            #expect(row.targets.allSatisfy { $0.estimate == nil && $0.isWithheld })
            #expect(row.trend.allSatisfy { $0.isWithheld && $0.responses == 0 })
            #expect(row.items.allSatisfy { $0.counts == nil })
            #expect(row.figures.allSatisfy { $0.value == nil })
        }
        #expect(rows[0].estimate?.share == 52.0 / 55 && rows[1].estimate?.share == 1)
        // Asking for one unit alone shows no more of it.
        #expect(try Self.rows(Self.office(), .staff, units: ["C"]) == [rows[3]])
    }

    @Test("what a withheld row shows is the same however it was answered")
    func leaksNothing() throws {
        var other = Self.office()
        other.keep { $0.row <= 40 }
        other.add(["overall": .score(4)], count: 3, unit: "B")
        other.add(["overall": .score(4)], count: 12, unit: "C")
        let (first, second) = (try Self.rows(Self.office(), .staff), try Self.rows(other, .staff))
        #expect(first[2...] == second[2...] && first[1].estimate == second[1].estimate)
        #expect(first[0] != second[0])
    }

    @Test("for everybody it begins at ten, or where the definition says")
    func everybody() throws {
        var office = Self.office()
        office.add(["overall": .score(4)], count: 5, unit: "B")
        #expect(try Self.rows(office, .staff).allSatisfy { $0.withheld == nil })
        #expect(try Self.rows(office, .everybody).map(\.withheld) == [nil, nil, .few, .cover])
        let base = office.definitions.indices[0]
        office.definitions = Definitions(
            indices: [
                IndexDefinition(
                    id: "test", version: 4, title: base.title, source: base.source,
                    method: base.method, satisfied: [4, 5], dimensions: [],
                    overallItem: "overall", validity: base.validity, minimumBallots: 30,
                    level: 0.95, suppression: .init(staff: 13, everybody: 13))
            ], targets: [])
        #expect(try Self.rows(office, .staff).map(\.withheld) == [nil, nil, .few, .few])
    }

    /// R over A and B, with answers at several levels: each as level, number.
    private static func spread(_ a: [(Int, Int)], _ b: [(Int, Int)]) -> Office {
        var office = Office(
            units: ["R": nil, "A": "R", "B": "R"], forms: [Samples.oneTap], index: Samples.index())
        for (unit, levels) in [("A", a), ("B", b)] {
            for (level, count) in levels {
                office.add(["overall": .score(level)], count: count, unit: unit)
            }
        }
        return office
    }

    @Test("of a level of a few no sister shows how answers are spread, and the unit above does")
    func levels() throws {
        let office = Self.spread([(5, 38), (4, 20), (2, 2), (1, 9)], [(5, 30), (2, 12), (1, 7)])
        let rows = try Self.rows(office, .staff)
        let none = [Int?](repeating: nil, count: 5)
        for row in rows[1...] {
            #expect(row.items[0].counts?.levels == none && row.items[0].mean == nil)
            #expect(row.items[0].counts?.missing == 0 && row.items[0].share != nil)
        }
        #expect(rows[0].items[0].counts?.levels == [16, 14, 0, 20, 68])
        #expect(rows[0].items[0].mean != nil)
        // Two answers of the whole office are a few too.
        let few = Self.spread([(5, 38), (2, 2)], [(5, 30)])
        #expect(try Self.rows(few, .staff)[0].items[0].counts?.levels == none)
        // Who has every answer sees them.
        #expect(try Self.rows(office, .machine)[1].items[0].counts?.levels == [9, 2, 0, 20, 38])
    }

    @Test("a mean level of one item goes with its levels", arguments: [IndexMethod.mean5, .mean01])
    func means(method: IndexMethod) throws {
        let few = Self.spread([(5, 38), (4, 20), (2, 2), (1, 9)], [(5, 30), (2, 12), (1, 7)])
        let clear = Self.spread([(5, 38), (4, 20), (1, 9)], [(5, 30), (3, 12)])
        for (office, isShown) in [(few, false), (clear, true)] {
            let report = try ReportBuilder.report(
                ReportQuery(
                    index: "test", period: #require(.year(2025)), method: method, audience: .staff),
                from: office.source(), definitions: office.definitions,
                at: Timestamp(milliseconds: 0))
            #expect(report.units[0].estimate != nil)
            for row in report.units[1...] {
                #expect((row.estimate != nil) == isShown)
                #expect(row.trend.contains { $0.estimate != nil } == isShown)
            }
        }
    }

    @Test("nothing is withheld of a spread without few, and what is no level stands by itself")
    func wholeSpread() throws {
        let clear = Self.spread([(5, 38), (4, 20), (1, 9)], [(5, 30), (3, 12)])
        for row in try Self.rows(clear, .staff) {
            #expect(row.items[0].counts?.levels.contains(nil) == false && row.items[0].mean != nil)
        }
        // To whom ten is the floor the nine are a few.
        #expect(try Self.rows(clear, .everybody)[1].items[0].counts?.levels.contains(nil) == true)
        var office = Office(
            forms: [Samples.sixItems],
            index: Samples.index(method: .pooled, dimensions: [["q1", "q2"]]))
        office.add(["overall": .score(5), "q1": .score(5), "q2": .score(5)], count: 40)
        office.add(["overall": .score(5), "q1": .score(5)], count: 3)
        office.add(["overall": .score(5), "q1": .score(5), "q2": .dontKnow], count: 8)
        let item = try Self.rows(office, .staff)[0].items[1]
        #expect(item.counts?.missing == nil && item.counts?.dontKnow == nil && item.mean == 5)
        #expect(item.counts?.levels == [0, 0, 0, 0, 40])
    }

    /// Whoever holds every shown cell subtracts: of units, and of groups of them.
    @Test(
        "no cell of a few is shown or is what shown ones leave, in 300 offices", arguments: [5, 10])
    func lines(floor: Int) throws {
        var generator = Generator(state: 31)
        var (withheld, shown) = (0, 0)
        let sizes = [0, 0, 1, 4, 6, 9, 14, 30, 60]
        for _ in 0..<300 {
            let depths = [0, 1, 2, 2, 1, 2, 1]
            let parents = [nil, 0, 1, 1, 0, 4, 0] as [Int?]
            var cells = depths.map { _ in
                (0..<3).map { _ in sizes[Int.random(in: 0..<sizes.count, using: &generator)] }
            }
            for unit in cells.indices.reversed() {
                guard let parent = parents[unit] else { continue }
                cells[parent] = zip(cells[parent], cells[unit]).map { $0 + $1 }
            }
            let already = depths.map { _ in Int.random(in: 0..<12, using: &generator) == 0 }
            let flags = TreeWithholding(depths: depths).withheldTogether(
                cells, floor: floor, already: already)
            for unit in cells.indices where !flags[unit] {
                shown += 1
                #expect(!cells[unit].contains { $0 > 0 && $0 < floor })
                let below = cells.indices.filter { parents[$0] == unit }
                let rest = (0..<3).map { cell in
                    below.filter { !flags[$0] }.reduce(cells[unit][cell]) { $0 - cells[$1][cell] }
                }
                #expect(!rest.contains { $0 > 0 && $0 < floor }, "\(cells) \(flags)")
                // One hidden sister alone is what the others leave, and is hidden for that.
                let hidden = below.filter { flags[$0] && !already[$0] }
                #expect(hidden.isEmpty || below.allSatisfy { flags[$0] })
            }
            withheld += flags.count { $0 }
        }
        #expect(withheld > 300 && shown > 100)
    }

    @Test("a month of a few is covered by another, and by the same month of a sister")
    func months() throws {
        var office = Self.office()
        office.add(
            ["overall": .score(1)], count: 2, unit: "A", at: "2025-05-02T08:00:00+07:00")
        office.add(
            ["overall": .score(5)], count: 20, unit: "A", at: "2025-06-02T08:00:00+07:00")
        office.add(
            ["overall": .score(5)], count: 30, unit: "A", at: "2025-07-02T08:00:00+07:00")
        let rows = try Self.rows(office, .staff)
        func withheld(_ row: UnitReport) -> [Int] {
            row.trend.indices.filter { row.trend[$0].isWithheld }.map { $0 + 1 }
        }
        // May has two ballots, June is the smallest other month of the unit.
        #expect(withheld(rows[1]) == [5, 6])
        // In the province May is those two ballots alone, so it is withheld there too.
        #expect(withheld(rows[0]).contains(5))
        #expect(rows[1].trend[6].estimate != nil)
    }

    @Test("a field that few answered is withheld as a target, its sister unit's too")
    func targets() throws {
        var office = Self.office()
        office.definitions = Definitions(
            indices: office.definitions.indices,
            targets: [Samples.target("field", 0.9, field: "xay-dung")])
        office.add(["overall": .score(5)], count: 50, unit: "A", field: "xay-dung")
        office.add(["overall": .score(1)], count: 4, unit: "C", field: "xay-dung")
        let rows = try Self.rows(office, .staff)
        #expect(rows[0].targets[0].responses == 54 && rows[0].targets[0].estimate != nil)
        #expect(rows[1].targets[0].isWithheld && rows[3].targets[0].isWithheld)
    }
}
