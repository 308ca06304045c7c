import Statistics
import Testing

@Suite("Comparisons and charts")
struct ComparisonTests {
    @Test(
        "before and after, as the plans are judged",
        arguments: [
            (170, 200, 184, 200, 0.007132, 0.133654, 2.1942, 0.0282),
            (88, 100, 93, 100, -0.034001, 0.135884, 1.2058, 0.2279),
        ])
    func beforeAfter(
        x: Int, m: Int, y: Int, n: Int, lower: Double, upper: Double, z: Double, p: Double
    ) throws {
        let made = try #require(
            ProportionDifference(
                from: Count(successes: x, trials: m), to: Count(successes: y, trials: n)))
        #expect(abs(made.newcombe.lower - lower) < 5.1e-7)
        #expect(abs(made.newcombe.upper - upper) < 5.1e-7)
        #expect(abs(made.z - z) < 5.1e-5 && abs(made.p - p) < 5.1e-5)
    }

    @Test("all satisfied before and after is no evidence of anything; no ballots is no comparison")
    func degenerate() throws {
        let all = Count(successes: 10, trials: 10)
        let made = try #require(ProportionDifference(from: all, to: all))
        #expect(made.difference == 0 && made.z == 0 && made.p == 1)
        #expect(made.newcombe.lower < -0.2 && made.newcombe.upper > 0.2)
        let none = Count(successes: 0, trials: 0)
        #expect(ProportionDifference(from: none, to: all) == nil)
        #expect(fisherExact(none, all) == 1)
        #expect(fisherExact(all, all) == 1)
    }

    /// R.A. Fisher's tea: 3 of 4 against 1 of 4, p = 34/70; and all against none, 2/70.
    @Test("Fisher's own table", arguments: [(3, 1, 34.0 / 70), (4, 0, 2.0 / 70)])
    func tea(x: Int, y: Int, p: Double) {
        let value = fisherExact(Count(successes: x, trials: 4), Count(successes: y, trials: 4))
        #expect(agrees(value, p, within: 1e-14))
    }

    @Test("a binomial's probabilities add up to its tails, and its ends are exact")
    func binomial() {
        let binomial = Binomial(trials: 40, share: 0.9)
        var sum = 0.0
        for x in 0...40 {
            sum += binomial.probability(x)
            #expect(agrees(binomial.cumulative(x), sum, within: 1e-12))
            #expect(agrees(binomial.upperTail(x), 1 - sum + binomial.probability(x), within: 1e-7))
            #expect(binomial.quantile(binomial.cumulative(x)) <= x)
        }
        #expect(binomial.quantile(0) == 0 && binomial.quantile(1) == 40)
        #expect(Binomial(trials: 5, share: 1).probability(5) == 1)
        #expect(Binomial(trials: 5, share: 0).cumulative(0) == 1)
        #expect(Binomial(trials: 0, share: 0.5).twoSided(0) == 1)
        #expect(Binomial(trials: 5, share: 1).twoSided(4) == 0)
    }

    @Test("adjusted p values keep their order and never fall", arguments: MultipleTests.allCases)
    func adjusted(method: MultipleTests) {
        let p = [0.04, 0.001, 0.5, 0.001, 1, 0.03]
        let made = method.adjusted(p)
        for (index, value) in made.enumerated() {
            #expect(value >= p[index] && value <= 1)
            for (other, second) in made.enumerated() where p[index] < p[other] {
                #expect(value <= second)
            }
        }
        #expect(made[1] == made[3])
        #expect(method.adjusted([]) == [])
    }

    @Test("ranks: overlapping intervals decide nothing, separated ones order the units")
    func ranks() {
        func ranks(_ ends: [(Double, Double)]) -> [[Int]] {
            rankIntervals(ends.map { Interval(lower: $0.0, upper: $0.1) })
                .map { [$0.best, $0.worst] }
        }
        #expect(ranks([(0.9, 1), (0.5, 0.6), (0.7, 0.8)]) == [[1, 1], [3, 3], [2, 2]])
        #expect(ranks([(0.6, 0.9), (0.5, 0.8), (0.7, 0.95)]) == [[1, 3], [1, 3], [1, 3]])
        #expect(ranks([(0.5, 0.7), (0.7, 0.9)]) == [[1, 2], [1, 2]])
        #expect(ranks([(0.8, 0.9), (0.1, 0.85), (0.2, 0.3)]) == [[1, 2], [1, 3], [2, 3]])
        #expect(ranks([]) == [])
        let level = simultaneousLevel(0.95, count: 20)
        #expect(agrees(level, 0.997438621, within: 1e-8))
    }

    @Test(
        "a period without answers carries the sums on, and a baseline without spread has no chart")
    func chart() throws {
        let ten = Count(successes: 8, trials: 10)
        let none = Count(successes: 0, trials: 0)
        let low = Count(successes: 2, trials: 10)
        let chart = try #require(ControlChart([ten, ten, none, low], baseline: 2))
        #expect(chart.points[2].share == nil && chart.points[2].limits == nil)
        #expect(chart.points[2].ewma == chart.points[1].ewma)
        #expect(chart.points[3].isOutside && !chart.points[2].isOutside)
        #expect(chart.firstRise == nil)
        #expect(ControlChart([Count(successes: 10, trials: 10), ten], baseline: 1) == nil)
        #expect(ControlChart([none, ten], baseline: 1) == nil)
        #expect(try #require(ControlChart([ten], baseline: 1)).sigmaZ == nil)
    }

    @Test("a funnel needs both kinds of answers and gives units without any no place in it")
    func funnel() throws {
        let none = Count(successes: 0, trials: 0)
        let half = Count(successes: 5, trials: 10)
        #expect(Funnel([none, Count(successes: 3, trials: 3)]) == nil)
        let funnel = try #require(Funnel([half, none]))
        #expect(funnel.z(none) == nil && funnel.p(none) == 1)
        #expect(funnel.overdispersion == 0 && funnel.betweenVariance == 0)
    }

    @Test("alpha refuses tables that hold no scale, and parallel items are perfect")
    func alpha() throws {
        #expect(CronbachAlpha([]) == nil)
        #expect(CronbachAlpha([[1], [2]]) == nil)
        #expect(CronbachAlpha([[1, nil], [2, 3]]) == nil)
        #expect(CronbachAlpha([[3, 3], [3, 3]]) == nil)
        let twins = try #require(CronbachAlpha([[1, 1], [2, 2], [5, 5]]))
        #expect(agrees(twins.raw, 1, within: 1e-15) && twins.withoutItem.isEmpty)
        let constant = try #require(CronbachAlpha([[1, 3, 1], [2, 3, 2], [5, 3, 5]]))
        #expect(constant.standardized == nil && constant.itemRest[1] == nil)
    }

    @Test("a quantile met exactly lies between its neighbours only by the midpoint rule")
    func quantiles() {
        let values: [Double?] = [1, nil, 2, 3, 4]
        #expect(weightedQuantiles(values, at: [0, 0.5, 1]) == [1, 2, 4])
        #expect(weightedQuantiles(values, at: [0, 0.5, 1], rule: .midpoint) == [1, 2.5, 4])
        #expect(weightedQuantiles([nil], at: [0.5]) == nil)
    }
}
