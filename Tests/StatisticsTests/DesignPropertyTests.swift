import Statistics
import Testing

@Suite("What holds for every design")
struct DesignPropertyTests {
    /// Columns of a design that may be as awkward as designs get.
    private struct Case {
        var rows: RandomSample
        let design: SurveyDesign
    }

    /// Few rows, so that lonely and unanimous clusters, empty strata and weights of 0 abound.
    private func awkward(_ random: inout Generator) throws -> Case {
        let count = Int.random(in: 1...25, using: &random)
        var sample = random.sample(rows: count)
        let zeros = Int.random(in: 0...3, using: &random) == 0
        let unanimous = Int.random(in: 0...3, using: &random) == 0
        for row in 0..<count {
            if zeros, random.share() < 0.3 { sample.weights[row] = 0 }
            if unanimous { sample.satisfied[row] = sample.answers[row] }
        }
        let kind = Int.random(in: 0..<8, using: &random)
        let size = Double(count + Int.random(in: 0...200, using: &random))
        let design = try SurveyDesign(
            rows: count, strata: kind & 1 == 0 ? nil : sample.strata,
            clusters: kind & 2 == 0 ? nil : sample.clusters,
            weights: kind & 4 == 0 ? nil : sample.weights,
            populations: random.share() < 0.3 ? [Double](repeating: size, count: count) : nil)
        return Case(rows: sample, design: design)
    }

    /// 2,000 designs for each of nine methods.
    @Test(
        "limits are real, lie in 0...1 around the share and are named",
        arguments: IntervalMethod.allCases)
    func limits(method: IntervalMethod) throws {
        var random = Generator(seed: 61)
        for _ in 0..<2_000 {
            let made = try awkward(&random)
            let level = [0.5, 0.9, 0.95, 0.998].randomElement(using: &random) ?? 0.95
            guard
                let estimate = made.design.share(
                    satisfied: made.rows.satisfied, answers: made.rows.answers, method: method,
                    level: level)
            else { continue }
            let limits = try #require(estimate.interval)
            holds(limits.lower >= 0 && limits.lower <= estimate.share, "\(estimate)")
            holds(limits.upper <= 1 && limits.upper >= estimate.share, "\(estimate)")
            holds(limits.lower < limits.upper, "\(estimate)")
            holds([method, .clopperPearson].contains(estimate.method))
            holds(estimate.standardError.map { $0 >= 0 && $0.isFinite } ?? true)
            holds(estimate.degreesOfFreedom >= 0)
        }
    }

    /// 30,000 neighbours: one more satisfied ballot never lowers a verdict.
    @Test("the verdict rises with the count", arguments: [0.85, 0.9, 0.95])
    func verdict(threshold: Double) {
        func verdict(_ x: Int, _ n: Int) -> Int {
            let limits = wilson(successes: Double(x), trials: Double(n), level: 0.95)
            return limits.lower >= threshold ? 2 : limits.upper < threshold ? 0 : 1
        }
        var random = Generator(seed: 67)
        for _ in 0..<10_000 {
            let n = Int.random(in: 1...3_000, using: &random)
            let x = max(0, n - 1 - Int.random(in: 0...(n / 4), using: &random))
            holds(verdict(x, n) <= verdict(x + 1, n), "\(x) of \(n) at \(threshold)")
        }
    }

    /// The variance as its formula reads, cluster by cluster, with plain sums.
    private func naive(
        _ sample: RandomSample, populations: [Double]
    ) -> (share: Double, variance: Double, degrees: Int) {
        let rows = sample.weights.indices
        var (top, bottom) = (0.0, 0.0)
        for row in rows {
            top += sample.weights[row] * Double(sample.satisfied[row])
            bottom += sample.weights[row] * Double(sample.answers[row])
        }
        let share = top / bottom
        var variance = 0.0
        var degrees = 0
        for stratum in Set(sample.strata) {
            var totals: [Int: Double] = [:]
            var held: Set<Int> = []
            for row in rows where sample.strata[row] == stratum {
                let miss = Double(sample.satisfied[row]) - share * Double(sample.answers[row])
                totals[sample.clusters[row], default: 0] += sample.weights[row] * miss / bottom
                if sample.answers[row] > 0, sample.weights[row] > 0 {
                    held.insert(sample.clusters[row])
                }
            }
            let count = Double(totals.count)
            let mean = totals.count > 1 ? totals.values.reduce(0, +) / count : 0
            let squares = totals.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let first = sample.strata.firstIndex(of: stratum) ?? 0
            variance +=
                (1 - count / populations[first]) * (totals.count > 1 ? count / (count - 1) : 1)
                * squares
            degrees += max(0, held.count - (held.isEmpty ? 0 : 1))
        }
        return (share, variance, degrees)
    }

    /// 2,000 samples. 1e-9: the plain sums themselves lose some digits.
    @Test("share, error and freedom are those of the formula written out")
    func model() throws {
        var random = Generator(seed: 71)
        for _ in 0..<2_000 {
            let count = Int.random(in: 4...60, using: &random)
            let sample = random.sample(rows: count)
            let sizes = (0..<3).map { _ in Double(Int.random(in: 6...90, using: &random)) }
            let populations = sample.strata.map { sizes[$0] }
            let design = try SurveyDesign(
                rows: count, strata: sample.strata, clusters: sample.clusters,
                weights: sample.weights, populations: populations)
            guard sample.answers.contains(where: { $0 > 0 }) else { continue }
            let plain = naive(sample, populations: populations)
            let made = try #require(
                design.share(satisfied: sample.satisfied, answers: sample.answers))
            holds(abs(made.share - plain.share) < 1e-13)
            holds(made.degreesOfFreedom == plain.degrees)
            guard let error = made.standardError else { continue }
            holds(
                abs(error * error - plain.variance) <= 1e-9 * plain.variance + 1e-25,
                "\(error * error) \(plain.variance)")
        }
    }

    /// 2,000 lists of up to fifty.
    @Test("tests, ranks, trends and quantiles are those of their definitions")
    func definitions() throws {
        var random = Generator(seed: 73)
        for _ in 0..<2_000 {
            let count = Int.random(in: 2...50, using: &random)
            let p = (0..<count).map { _ in random.share() * random.share() }
            let order = p.sorted()
            let adjusted = MultipleTests.benjaminiHochberg.adjusted(p)
            for (value, own) in zip(p, adjusted) {
                let least =
                    order.indices.filter { order[$0] >= value }
                    .map { order[$0] * Double(count) / Double($0 + 1) }.min() ?? 1
                holds(abs(own - min(1, least)) < 1e-15)
            }
            let intervals = p.map { Interval(lower: $0, upper: $0 + 0.1 * random.share()) }
            for (own, ranks) in zip(intervals, rankIntervals(intervals)) {
                holds(ranks.best == 1 + intervals.filter { $0.lower > own.upper }.count)
                holds(ranks.worst == count - intervals.filter { $0.upper < own.lower }.count)
            }
            let series = (0..<count).map { _ in Double(Int.random(in: 0...9, using: &random)) }
            var score = 0
            for later in 0..<count {
                for earlier in 0..<later {
                    score +=
                        (series[later] > series[earlier] ? 1 : 0)
                        - (series[later] < series[earlier] ? 1 : 0)
                }
            }
            holds(MannKendall(series).score == score)
            let share = random.share()
            let quantile = try #require(weightedQuantiles(series, at: [share]))[0]
            let below = series.filter { $0 <= quantile }.count
            let under = series.filter { $0 < quantile }.count
            holds(Double(below) >= share * Double(count) - 1e-9)
            holds(Double(under) < share * Double(count) + 1e-9 || under == 0)
        }
    }

    /// 400 plans against every number of ballots up to twice the answer.
    @Test("a plan for a power is the last number below which it is not had")
    func plans() throws {
        var random = Generator(seed: 79)
        for _ in 0..<400 {
            let threshold = 0.5 + 0.45 * random.share()
            let step = (0.06 + 0.2 * random.share()) * (random.share() < 0.5 ? 1 : -1)
            let truth = min(1, max(0, threshold + step))
            let power = 0.3 + 0.65 * random.share()
            let plan = try #require(
                DecisionPlan(threshold: threshold, truth: truth, power: power))
            func chance(_ trials: Int) -> Double {
                chanceToDecide(threshold: threshold, share: truth, trials: trials)
            }
            let what = "\(threshold) \(truth) \(power) \(plan)"
            holds(plan.chance == chance(plan.ballots) && plan.chance >= power, what)
            holds(plan.ballots == 1 || chance(plan.ballots - 1) < power, what)
            for more in 1...(plan.ballots + 20) {
                holds(chance(plan.ballots + more) >= power, what)
            }
        }
    }
}
