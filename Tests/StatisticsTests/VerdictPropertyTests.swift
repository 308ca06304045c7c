import Statistics
import Testing

/// One more satisfied ballot never takes "met" away, for every sample of up to 1,000.
@Suite("A verdict rises with the satisfied")
struct VerdictPropertyTests {
    static let targets = [0.90, 0.95]

    /// - Parameters:
    ///   - from: the least share looked at: far below a target nothing is met
    ///   - end: one past the last count
    private func rises(
        from share: Double, end: (Int) -> Int = { $0 + 1 }, _ limits: (Int, Int) -> Interval
    ) {
        for trials in 1...1_000 {
            var last = Interval(lower: 0, upper: 0)
            var isMet = [Bool](repeating: false, count: Self.targets.count)
            for x in Int(share * Double(trials))..<end(trials) {
                let made = limits(x, trials)
                holds(made.lower >= last.lower && made.upper >= last.upper, "\(x)/\(trials)")
                for (index, target) in Self.targets.enumerated() {
                    let met = made.lower >= target
                    holds(met || !isMet[index], "\(x)/\(trials) at \(target)")
                    isMet[index] = met
                }
                last = made
            }
        }
    }

    @Test("Wilson, every count")
    func score() {
        rises(from: 0) { wilson(successes: Double($0), trials: Double($1), level: 0.95) }
    }

    /// Below 88 % no sample of up to 1,000 reaches 90 % by its lower limit.
    @Test("Clopper–Pearson, every count from 88 % on")
    func exact() {
        rises(from: 0.88) { clopperPearson(successes: Double($0), trials: Double($1), level: 0.95) }
    }

    /// With one design effect for all counts; where all are satisfied the clusters decide, by name.
    @Test("Korn–Graubard at a design effect, every count from 88 % on", arguments: [1.7])
    func design(effect: Double) {
        rises(from: 0.88, end: { $0 }) { x, trials in
            guard x > 0, trials > 10 else { return Interval(lower: 0, upper: 0) }
            let share = Double(x) / Double(trials)
            let size = kornGraubardSize(
                share: share, variance: effect * share * (1 - share) / Double(trials - 1),
                degreesOfFreedom: trials / 10, answers: trials, level: 0.95)
            return clopperPearson(successes: share * size, trials: size, level: 0.95)
        }
    }
}
