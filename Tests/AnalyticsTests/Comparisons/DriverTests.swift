import Statistics
import Survey
import Testing

@testable import Analytics

@Suite("Drivers of overall satisfaction")
struct DriverTests {
    private static func drivers(_ office: Office) throws -> UnitDrivers {
        try #require(
            DriversBuilder.drivers(
                AnalysisQuery(
                    index: "test", period: try Office.period("2025-01-01..2025-12-31"),
                    units: ["A"]),
                from: office.source(), definitions: office.definitions,
                at: Timestamp(milliseconds: 0)
            ).units.first)
    }

    private static func office() -> Office {
        Office(
            forms: [Samples.sixItems],
            index: Samples.index(method: .pooled, dimensions: [["q1", "q2", "q3"]]))
    }

    /// The table of analytics/methods/drivers.md on q1.
    private static func worked() -> Office {
        var office = office()
        let table = [(4, 1), (6, 2), (9, 8), (5, 30), (2, 43)]
        for (level, counts) in table.enumerated() {
            office.add(["q1": .score(level + 1), "overall": .score(2)], count: counts.0)
            office.add(["q1": .score(level + 1), "overall": .score(5)], count: counts.1)
        }
        return office
    }

    @Test("importance and performance are those of the worked example")
    func worked() throws {
        let row = try Self.drivers(Self.worked())
        let item = try #require(row.items.first)
        #expect(item.id == "q1" && item.pairs == 110)
        // scipy.stats.spearmanr on the same pairs.
        #expect(abs(try #require(item.correlation) - 0.5412978848487779) < 1e-14)
        #expect(abs(try #require(item.correlationLower) - 0.382604748135136) < 1e-12)
        #expect(abs(try #require(item.correlationUpper) - 0.6689672931062206) < 1e-12)
        #expect(abs(try #require(item.p) - 1.5922422509135015e-08) < 1e-16)
        #expect(item.share == 80.0 / 110)
        let priority = try #require(item.priority)
        #expect(abs(priority - 0.5412978848487779 * 30 / 110) < 1e-14)
        let slope = try #require(item.slope)
        #expect(slope > 1 && (item.slopeLower ?? 0) > 0.5 && (item.slopeUpper ?? 0) > slope)
        #expect(row.firstOnes.first?.id == "q1")
        // Nobody answered the others.
        #expect(row.items.dropFirst().allSatisfy { $0.pairs == 0 && $0.priority == nil })
    }

    @Test("the first to mend is important and has something to gain")
    func first() throws {
        var office = Self.office()
        // q1 goes with the whole and is good; q2 goes with it a little less and is bad; q3 is bad
        // and goes with nothing.
        for ballot in 0..<400 {
            let isHappy = ballot % 4 > 0
            let q1 = isHappy ? 5 : ballot % 8 == 0 ? 4 : 3
            let q2 = isHappy ? (ballot % 3 == 0 ? 4 : 3) : 2
            office.add([
                "overall": .score(isHappy ? 5 : 2), "q1": .score(q1), "q2": .score(q2),
                "q3": .score(ballot < 8 ? (isHappy ? 4 : 1) : ballot / 4 % 2 == 0 ? 1 : 4),
            ])
        }
        let row = try Self.drivers(office)
        #expect(row.firstOnes.first?.id == "q2")
        let byID = Dictionary(uniqueKeysWithValues: row.items.map { ($0.id, $0) })
        #expect(try #require(byID["q1"]?.correlation) > (try #require(byID["q2"]?.correlation)))
        // It goes with the whole a little, and no more than chance explains.
        #expect(byID["q3"]?.priority == nil && (byID["q3"]?.correlation ?? 0) > 0)
        #expect(row.items.map(\.id) == ["q2", "q1", "q3"])
    }

    @Test("items that the ballots do not tell apart from the first are named with it")
    func tied() throws {
        var office = Self.office()
        for ballot in 0..<300 {
            let isHappy = ballot % 3 > 0
            // q1 and q2 go with the whole alike, q3 hardly.
            let (first, second) = (ballot % 10 < 8, ballot % 10 > 1)
            office.add([
                "overall": .score(isHappy ? 5 : 2), "q1": .score(isHappy == first ? 5 : 2),
                "q2": .score(isHappy == second ? 5 : 2),
                "q3": .score((ballot % 7 < 5) == isHappy ? 5 : 4),
            ])
        }
        let row = try Self.drivers(office)
        #expect(Set(row.firstOnes.map(\.id)) == ["q1", "q2"])
        #expect(row.firstOnes.first?.id == row.items.first?.id)
    }

    @Test("only ballots with both answers count, and too few of them say nothing")
    func few() throws {
        var office = Self.office()
        office.add(["overall": .score(5), "q1": .score(5)], count: 20)
        office.add(["overall": .score(2), "q1": .score(1)], count: 9)
        office.add(["overall": .dontKnow, "q1": .score(1), "q2": .score(1)], count: 50)
        office.add(["overall": .score(5), "q1": .notApplicable, "q3": .score(4)], count: 4)
        let row = try Self.drivers(office)
        let byID = Dictionary(uniqueKeysWithValues: row.items.map { ($0.id, $0) })
        #expect(byID["q1"]?.pairs == 29 && byID["q1"]?.correlation == nil)
        #expect(byID["q1"]?.share == 20.0 / 29)
        #expect(byID["q3"]?.pairs == 4 && byID["q3"]?.share == nil)
        #expect(row.firstOnes.isEmpty && row.responses == 83)
        office.add(["overall": .score(2), "q1": .score(1)])
        #expect(try Self.drivers(office).firstOnes.first?.id == "q1")
        let now = try #require(Self.drivers(office).items.first { $0.id == "q1" })
        // All agree: the correlation is whole, has no limits, and no slope has an end.
        #expect(now.correlation == 1 && now.correlationLower == nil && now.slope == nil)
    }

    @Test("an answer that never varies says nothing")
    func constant() throws {
        var office = Self.office()
        office.add(["overall": .score(5), "q1": .score(5)], count: 40)
        office.add(["overall": .score(5), "q1": .score(1)], count: 40)
        let row = try Self.drivers(office)
        #expect(row.items.allSatisfy { $0.correlation == nil && $0.priority == nil })
    }

    @Test("an index on the overall question alone has no drivers")
    func noItems() throws {
        let office = Office(forms: [Samples.oneTap], index: Samples.index())
        #expect(throws: CompareFault.noItems("test")) { try Self.drivers(office) }
    }
}
