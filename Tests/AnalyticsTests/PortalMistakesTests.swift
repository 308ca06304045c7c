import Survey
import Testing

@testable import Analytics

/// Mistakes seen in a public portal's code, each made impossible here. Those of storage and forms
/// (a rater's identity, a reason asked of some only) are tested where they would happen. Of ties:
/// no rank is shown at all yet, so no two rules can disagree on them.
@Suite("Mistakes seen in a public portal's code")
struct PortalMistakesTests {
    @Test("unanswered is never the top score, nor any other")
    func unanswered() throws {
        var office = Office(
            forms: [Samples.sixItems],
            index: Samples.index(method: .pooled, dimensions: [["q1", "q2"]]))
        office.add(["overall": .score(1), "q1": .score(2)], count: 10)
        let row = try office.row()
        #expect(
            row.items[1].counts
                == ItemSpread(
                    ItemCounts(
                        levels: [0, 0, 0, 0, 0], dontKnow: 0, notApplicable: 0, missing: 10)))
        #expect(row.items[1].share == nil && row.items[1].mean == nil)
        #expect(row.estimate?.share == 0 && row.dimensions[0].answers == 10)
    }

    @Test(
        "a boundary value belongs to the class whose bound it is: 90 % of 2025, 95 % of 2030",
        arguments: [(90, true, false), (95, true, true), (89, false, false), (94, true, false)])
    func boundary(percent: Int, at90: Bool, at95: Bool) throws {
        let row = try Samples.office(satisfied: percent * 2, of: 200).row()
        #expect(row.targets.map(\.isPointMet) == [at90, at95])
    }

    @Test(
        "the last day of each quarter is counted to its last millisecond, the next day is not",
        arguments: [("03-31", "04-01"), ("06-30", "07-01"), ("09-30", "10-01"), ("12-31", "01-01")])
    func lastDay(last: String, next: String) throws {
        let month = last.prefix(2)
        let year = next == "01-01" ? 2026 : 2025
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.add(["overall": .score(5)], at: "2025-\(last)T23:59:59.999+07:00")
        office.add(["overall": .score(5)], count: 2, at: "2025-\(month)-01T00:00:00+07:00")
        office.add(["overall": .score(1)], count: 4, at: "\(year)-\(next)T00:00:00+07:00")
        let row = try office.row(from: "2025-\(month)-01", to: "2025-\(last)")
        #expect(row.responses == 3 && row.trend.map(\.responses) == [3])
        // The day before the first does not count either: its last millisecond lies outside.
        #expect(try office.row(from: "2025-\(last)", to: "2025-\(last)").responses == 1)
    }

    @Test("shares are neither cut nor rounded")
    func unrounded() throws {
        let row = try Samples.office(satisfied: 2, of: 30).row()
        #expect(row.estimate?.share == 2.0 / 30 && row.items[0].share == 2.0 / 30)
        #expect(row.items[0].mean == 94.0 / 30)
    }

    @Test("more than 100,000 ballots are counted, in the report and its months")
    func manyBallots() throws {
        let office = Samples.office(satisfied: 1_800, of: 2_000)
        // The same sealed month a hundred times over.
        let segments = (0..<100).flatMap { _ in office.segments }
        let row = try #require(office.report(segments: segments).units.first)
        #expect(row.responses == 200_000 && row.valid == 200_000)
        #expect(row.items[0].counts?.levels == [0, 0, 20_000, 0, 180_000])
        #expect(row.estimate?.share == 0.9 && row.targets[0].isPointMet)
        #expect(row.targets[0].verdict == .undecided)
    }

    @Test("sums beyond 2³¹ ballots do not overflow")
    func beyondThirtyTwoBits() throws {
        let ballots = 1 << 33
        let shape = TallyShape(
            dimensionsCount: 0, itemsCount: 1, scopesCount: 0, hasClusters: false)
        var tally = [Int](repeating: 0, count: shape.width)
        let half = ballots / 2
        for (place, value) in [
            ballots, 22 * half, 22 * ballots, 484 * half, 484 * half, 484 * ballots,
        ].enumerated() {
            tally[TallyShape.pooled + place] = value
        }
        let sums = shape.sums(tally[...], dimension: nil)
        let estimate = try #require(Estimate.pooled(sums, level: 0.95))
        #expect(estimate.share == 0.5)
        // Every ballot is all or nothing, so 22 answers say no more than one.
        #expect(abs(try #require(estimate.designEffect) - 22) < 1e-6)
        let judged = TargetReport.judged(
            Samples.target("t", 0.9), satisfied: half * 2 - 1, answers: ballots,
            minimumBallots: 30, level: 0.95)
        #expect(judged.verdict == .met)
    }
}
