import Statistics
import Testing

@Suite("What holds for every sample")
struct PropertyTests {
    static let methods: [IntervalMethod] = [
        .wilson, .wilsonContinuity, .clopperPearson, .jeffreys,
    ]

    private func limits(_ method: IntervalMethod, _ x: Int, _ n: Int, _ level: Double) -> Interval {
        let (x, n) = (Double(x), Double(n))
        return switch method {
        case .clopperPearson: clopperPearson(successes: x, trials: n, level: level)
        case .jeffreys: jeffreys(successes: x, trials: n, level: level)
        default:
            wilson(
                successes: x, trials: n, level: level, continuity: method == .wilsonContinuity)
        }
    }

    /// 20,000 samples of each closed form and 2,000 of each beta quantile, up to ten million
    /// ballots.
    @Test("limits lie in 0...1 around the share, and rise with the count", arguments: methods)
    func monotone(method: IntervalMethod) {
        let quick = method == .wilson || method == .wilsonContinuity
        var random = Generator(seed: 11)
        for _ in 0..<(quick ? 20_000 : 2_000) {
            let size = [10, 300, 100_000, 10_000_000].randomElement(using: &random) ?? 10
            let n = Int.random(in: 1...size, using: &random)
            let x = Int.random(in: 0...n, using: &random)
            let level = [0.5, 0.9, 0.95, 0.998].randomElement(using: &random) ?? 0.95
            let own = limits(method, x, n, level)
            let share = Double(x) / Double(n)
            holds(own.lower >= 0 && own.lower <= share, "\(x) of \(n) at \(level)")
            holds(own.upper <= 1 && own.upper >= share, "\(x) of \(n) at \(level)")
            holds(own.lower < own.upper)
            guard x < n else { continue }
            let next = limits(method, x + 1, n, level)
            holds(next.lower >= own.lower && next.upper >= own.upper, "\(x) of \(n)")
        }
    }

    @Test("limits of x and of n − x mirror each other", arguments: methods)
    func symmetric(method: IntervalMethod) {
        var random = Generator(seed: 5)
        for _ in 0..<2_000 {
            let n = Int.random(in: 1...5_000, using: &random)
            let x = Int.random(in: 0...n, using: &random)
            let own = limits(method, x, n, 0.95)
            let mirrored = limits(method, n - x, n, 0.95)
            holds(abs(own.lower - (1 - mirrored.upper)) < 1e-14)
        }
    }

    /// The verdict's own promise: whatever the sample, one ballot fewer does not decide.
    @Test("the number of further ballots is the smallest")
    func further() {
        var random = Generator(seed: 7)
        for _ in 0..<20_000 {
            let n = Int.random(in: 1...2_000, using: &random)
            let x = n - Int.random(in: 0...(n / 3), using: &random)
            let threshold = [0.85, 0.9, 0.95].randomElement(using: &random) ?? 0.9
            guard
                let more = furtherTrialsToDecide(
                    successes: x, trials: n, threshold: threshold, level: 0.95)
            else { continue }
            func decides(_ total: Int) -> Bool {
                let good = min(Double(total), Double(x) * Double(total) / Double(n))
                let limits = wilson(successes: good, trials: Double(total), level: 0.95)
                return limits.lower >= threshold || limits.upper < threshold
            }
            holds(decides(n + more) && !decides(n + more - 1), "\(x) of \(n), \(threshold)")
        }
    }

    @Test("pooled sums: any order and any split are the same, limits lie around the share")
    func pooled() throws {
        var random = Generator(seed: 3)
        for _ in 0..<2_000 {
            let ballots = (0..<Int.random(in: 2...30, using: &random)).map { _ in
                let answers = Int.random(in: 1...22, using: &random)
                return (Int.random(in: 0...answers, using: &random), answers)
            }
            var whole = RatioSums()
            var halves = (RatioSums(), RatioSums())
            for (satisfied, answers) in ballots {
                whole.add(satisfied: satisfied, answers: answers)
            }
            for (satisfied, answers) in ballots.shuffled(using: &random) {
                if random.next() % 2 == 0 {
                    halves.0.add(satisfied: satisfied, answers: answers)
                } else {
                    halves.1.add(satisfied: satisfied, answers: answers)
                }
            }
            holds(halves.0 + halves.1 == whole)
            for method in [IntervalMethod.kornGraubard, .logit, .asin, .mean, .wilson] {
                let made = try #require(whole.estimate(method: method))
                let limits = try #require(made.interval)
                holds(limits.lower >= 0 && limits.lower <= made.share)
                holds(limits.upper <= 1 && limits.upper >= made.share)
            }
        }
    }

    @Test("permuted rows and renumbered strata and clusters change no bit of a design's results")
    func permuted() throws {
        var random = Generator(seed: 17)
        for _ in 0..<300 {
            let sample = random.sample(rows: 60)
            let order = Array(0..<60).shuffled(using: &random)
            let design = try SurveyDesign(
                rows: 60, strata: sample.strata, clusters: sample.clusters,
                weights: sample.weights)
            let moved = try SurveyDesign(
                rows: 60, strata: order.map { 40 - 7 * sample.strata[$0] },
                clusters: order.map { sample.clusters[$0] ^ 5 },
                weights: order.map { sample.weights[$0] })
            let first = design.share(satisfied: sample.satisfied, answers: sample.answers)
            let second = moved.share(
                satisfied: order.map { sample.satisfied[$0] },
                answers: order.map { sample.answers[$0] })
            holds(first == second && first != nil)
            let scores = sample.satisfied.map { $0 == 0 ? nil : Double($0) }
            holds(design.mean(scores) == moved.mean(order.map { scores[$0] }))
            holds(design.total(scores) == moved.total(order.map { scores[$0] }))
        }
    }

    /// 1e-9: a factor that is no power of two rounds each weight.
    @Test("scaled weights leave share, error and limits alone")
    func scaled() throws {
        var random = Generator(seed: 23)
        for _ in 0..<300 {
            let sample = random.sample(rows: 40)
            func made(_ factor: Double) throws -> ShareEstimate {
                let design = try SurveyDesign(
                    rows: 40, strata: sample.strata, clusters: sample.clusters,
                    weights: sample.weights.map { $0 * factor })
                return try #require(
                    design.share(satisfied: sample.satisfied, answers: sample.answers))
            }
            let own = try made(1)
            let scaled = try made(1 / 3.7)
            holds(agrees(scaled.share, own.share, within: 1e-13))
            holds(
                agrees(try #require(scaled.standardError), try #require(own.standardError)))
            let (first, second) = (try #require(scaled.interval), try #require(own.interval))
            holds(agrees(first.lower, second.lower) && agrees(first.upper, second.upper))
            holds(second.lower >= 0 && second.lower <= own.share)
            holds(second.upper <= 1 && second.upper >= own.share)
        }
    }

    /// Seven units whose truths are known, 500 surveys: the joint promise of 95 %.
    @Test("rank intervals hold all true ranks at once at least as often as they promise")
    func ranks() {
        var random = Generator(seed: 29)
        let truths = [0.97, 0.95, 0.93, 0.90, 0.86, 0.80, 0.70]
        let level = simultaneousLevel(0.95, count: truths.count)
        var held = 0
        for _ in 0..<500 {
            let intervals = truths.map { truth in
                let good = (0..<60).filter { _ in random.share() < truth }.count
                return wilson(successes: Double(good), trials: 60, level: level)
            }
            let all = rankIntervals(intervals).enumerated().allSatisfy { place, ranks in
                ranks.best <= place + 1 && ranks.worst >= place + 1
            }
            held += all ? 1 : 0
        }
        #expect(held >= 475)
    }
}
