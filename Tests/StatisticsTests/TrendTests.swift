import Statistics
import Testing

@Suite("Trends")
struct TrendTests {
    /// 1e-12: both sides iterate until nothing moves.
    @Test("the logistic slope and its error are those of a full iteration")
    func logistic() throws {
        let expected = try Reference.values("expected_logistic.csv")
        let ours = try Family.trendglm.values(Sample())
        #expect(expected.count == 8)
        for (key, theirs) in expected {
            #expect(agrees(try #require(ours[key]), theirs, within: 1e-12), "\(key)")
        }
    }

    @Test("seasons are compared with themselves, and gaps keep their time")
    func seasonal() {
        // Each spring 0.1 a year up, each autumn 0.3; between them much noise.
        let values: [Double?] = [0.1, 5, 0.2, 5.3, nil, 5.6, 0.4, nil]
        #expect(agrees(TheilSen.seasonalSlope(values, period: 2) ?? 0, 0.2, within: 1e-12))
        #expect(TheilSen.seasonalSlope([0.5, 0.7], period: 2) == nil)
        #expect(MannKendall(seasonal: values, period: 2).score == 6)
    }

    @Test("a flat series has no trend, and one or two values do not stop the program")
    func degenerate() throws {
        let flat = MannKendall([0.9, 0.9, 0.9, 0.9])
        #expect(flat.score == 0 && flat.z == 0 && flat.p == 1 && flat.tau == nil)
        #expect(MannKendall([0.5]).p == 1)
        #expect(MannKendall([]).p == 1)
        #expect(TheilSen([0.5]) == nil)
        let two = try #require(TheilSen([0.5, 0.75]))
        #expect(two.slope == 0.25 && two.interval == Interval(lower: 0.25, upper: 0.25))
    }

    @Test("one wild month does not turn the median line; a gap in time is counted as a gap")
    func robust() throws {
        var values = (0..<20).map { 0.7 + 0.005 * Double($0) }
        values[13] = 0
        #expect(agrees(try #require(TheilSen(values)).slope, 0.005, within: 1e-12))
        let gap = try #require(TheilSen([1, 2, 5], times: [0, 1, 4]))
        #expect(gap.slope == 1 && gap.intercept == 1)
    }

    @Test(
        "all, none, separated by time, or of one period: no logistic slope")
    func separated() {
        func count(_ x: Int) -> Count { Count(successes: x, trials: 10) }
        #expect(LogisticTrend([count(10), count(10)]) == nil)
        #expect(LogisticTrend([count(0), count(0)]) == nil)
        #expect(LogisticTrend([count(0), count(0), count(10), count(10)]) == nil)
        #expect(LogisticTrend([count(4), Count(successes: 0, trials: 0)]) == nil)
        #expect(LogisticTrend([]) == nil)
        #expect(CochranArmitage([count(10), count(10)]) == nil)
        #expect(CochranArmitage([count(4)]) == nil)
        #expect(CochranArmitage([]) == nil)
        #expect(LogisticTrend([count(0), count(10)]) == nil)
    }

    @Test("periods without answers weigh nothing")
    func emptyPeriods() throws {
        let full = [3, 5, 8].map { Count(successes: $0, trials: 10) }
        let empty = Count(successes: 0, trials: 0)
        let with = [full[0], empty, full[1], full[2]]
        let plain = try #require(LogisticTrend(full, times: [0, 2, 3]))
        #expect(try #require(LogisticTrend(with)) == plain)
        let tested = try #require(CochranArmitage(full, scores: [1, 3, 4]))
        #expect(try #require(CochranArmitage(with)) == tested)
    }
}
