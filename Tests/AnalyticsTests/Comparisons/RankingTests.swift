import Statistics
import Survey
import Testing

@testable import Analytics

@Suite("Rankings")
struct RankingTests {
    /// Units below T by code: satisfied of ballots.
    private static func office(_ counts: [(String, Int, Int)]) -> Office {
        var units: [String: String?] = ["T": nil]
        for (code, _, _) in counts { units[code] = "T" }
        var office = Office(units: units, forms: [Samples.oneTap], index: Samples.index())
        for (code, satisfied, ballots) in counts {
            office.add(satisfied, of: ballots, at: Office.after, unit: code)
        }
        return office
    }

    private static func ranking(
        _ office: Office, kind: Survey.Unit.Kind? = nil
    ) throws -> Ranking {
        try RankingBuilder.ranking(
            RankQuery(
                index: "test", period: try Office.period("2025-01-01..2025-12-31"), kind: kind),
            from: office.source(), definitions: office.definitions,
            at: Timestamp(milliseconds: 0))
    }

    @Test("what the data tell apart is ranked, what they do not shares a band")
    func bands() throws {
        let made = try Self.ranking(
            Self.office([("A", 970, 1_000), ("B", 200, 400), ("C", 215, 400), ("D", 100, 1_000)]))
        #expect(made.units.map(\.unit.code) == ["A", "C", "B", "D"])
        #expect(made.units.map(\.band) == [1, 2, 2, 3])
        #expect(made.units.map(\.bestRank) == [1, 2, 2, 4])
        #expect(made.units.map(\.worstRank) == [1, 3, 3, 4])
        #expect(made.simultaneousLevel == simultaneousLevel(0.95, count: 4))
        #expect(made.units.map { $0.funnel?.flag } == [.above, .inside, .inside, .below])
        #expect(try #require(made.overdispersion) > 10)
    }

    @Test("limits are at the simultaneous level, wider than the report's")
    func simultaneous() throws {
        let office = Self.office([("A", 90, 100), ("B", 80, 100)])
        let made = try Self.ranking(office)
        let limits = wilson(
            successes: 90, trials: 100, level: simultaneousLevel(0.95, count: 2))
        #expect(made.units[0].estimate.lower == limits.lower)
        #expect(limits.lower < (try office.row("A").estimate?.lower ?? 0))
    }

    /// A portal had two rules for ranks which disagreed on ties.
    @Test("equal shares share ranks and band, in whatever order they come", arguments: 1...20)
    func ties(seed: Int) throws {
        var generator = Generator(state: UInt64(seed))
        var counts = ["A", "B", "C", "D", "E"].map { code in
            let tens = Int.random(in: 3...60, using: &generator)
            let ninths = Int.random(in: 5...9, using: &generator)
            return (code, tens * ninths, tens * 10)
        }
        counts.append(("F", 9 * 30, 300))
        counts.append(("G", 9 * 3, 30))
        let made = try Self.ranking(Self.office(counts))
        for (first, second) in zip(made.units, made.units.dropFirst()) {
            #expect(first.estimate.share >= second.estimate.share)
            #expect(first.band <= second.band)
            if first.estimate.share == second.estimate.share {
                #expect(first.band == second.band && first.unit.code < second.unit.code)
                #expect(first.bestRank <= second.worstRank && second.bestRank <= first.worstRank)
            }
            if first.band < second.band {
                #expect(first.worstRank < second.bestRank)
            }
        }
        let interval = made.units.map { ($0.bestRank, $0.worstRank) }
        #expect(interval.allSatisfy { $0.0 <= $0.1 })
    }

    @Test("a unit under the minimum is not ranked and takes no part of the level")
    func tooFew() throws {
        let made = try Self.ranking(Self.office([("A", 29, 29), ("B", 20, 30), ("C", 25, 40)]))
        #expect(made.units.map(\.unit.code) == ["B", "C"] || made.units.count == 2)
        #expect(made.unranked.map(\.unit.code) == ["A"])
        #expect(made.unranked.first?.reason == .tooFew)
        #expect(made.unranked.first?.responses == 29)
        #expect(made.simultaneousLevel == simultaneousLevel(0.95, count: 2))
        let none = try Self.ranking(Self.office([("A", 1, 2)]))
        #expect(none.units.isEmpty && none.simultaneousLevel == nil && none.pooled == nil)
    }

    /// Its neighbours once got each the figures of the unit behind it.
    @Test("a unit without a figure is not ranked, and every other keeps its own")
    func noFigure() throws {
        var office = Office(
            units: ["T": nil, "A": "T", "B": "T", "C": "T"], forms: [Samples.sixItems],
            index: Samples.index(method: .meanOfFactors, dimensions: [["q1"], ["q2"]]))
        office.add(["overall": .score(5), "q1": .score(5)], count: 40, unit: "A")
        office.add(["q1": .score(5), "q2": .score(5)], count: 40, unit: "B")
        office.add(["q1": .score(1), "q2": .score(5)], count: 40, unit: "C")
        let made = try Self.ranking(office)
        #expect(made.units.map(\.unit.code) == ["B", "C"])
        #expect(made.units.map(\.estimate.share) == [1, 0.5])
        #expect(made.unranked.map(\.unit.code) == ["A"])
        #expect(made.unranked.map(\.reason) == [.noFigure])
        #expect(made.simultaneousLevel == simultaneousLevel(0.95, count: 2))
    }

    @Test("where an index asks for fewer than five ballots, five it is")
    func atLeastFive() throws {
        var office = Self.office([("A", 3, 4), ("B", 6, 7), ("C", 2, 5)])
        office.definitions = Definitions(
            indices: [Samples.index(minimumBallots: 2)], targets: [])
        let made = try Self.ranking(office)
        #expect(made.units.map(\.unit.code) == ["B", "C"] && made.minimumBallots == 5)
        #expect(made.units.map(\.ballots) == [7, 5])
        #expect(made.unranked.map(\.reason) == [.tooFew])
    }

    @Test("units of a kind are ranked, one within another is not counted twice")
    func kinds() throws {
        var office = Office(
            units: ["T": nil, "A": "T", "B": "T", "C": "B"], forms: [Samples.oneTap],
            index: Samples.index())
        for unit in ["A", "B", "C"] { office.add(40, of: 50, at: Office.after, unit: unit) }
        let below = try Self.ranking(office)
        #expect(below.units.map(\.unit.code) == ["B", "A"] || below.units.count == 2)
        #expect(below.units.first { $0.unit.code == "B" }?.ballots == 100)
        let all = try Self.ranking(office, kind: .office)
        #expect(all.units.map(\.unit.code) == ["T"])
        #expect(all.unranked.map(\.reason) == [.inside, .inside, .inside])
        #expect(try Self.ranking(office, kind: .commune).units.isEmpty)
    }

    @Test("a pooled index is ranked by its own intervals")
    func pooled() throws {
        var office = Office(
            units: ["T": nil, "A": "T", "B": "T"], forms: [Samples.sixItems],
            index: Samples.index(method: .pooled, dimensions: [["q1", "q2"]]))
        office.add(["q1": .score(5), "q2": .score(4)], count: 90, unit: "A")
        office.add(["q1": .score(1), "q2": .score(4)], count: 10, unit: "A")
        office.add(["q1": .score(1), "q2": .score(4)], count: 90, unit: "B")
        let made = try Self.ranking(office)
        #expect(made.units.map(\.unit.code) == ["A", "B"])
        #expect(made.units[0].estimate.interval == "korn-graubard")
        #expect(made.units.map(\.band) == [1, 2])
    }
}
