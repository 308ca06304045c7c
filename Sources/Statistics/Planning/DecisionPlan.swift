/// How many ballots decide a target with a wanted chance, if the true share is known.
///
/// Decided is what the verdict calls so: Wilson's lower limit reaches the target (met, for a truth
/// above it), or the upper limit stays below it (missed, for a truth below).
public struct DecisionPlan: Sendable, Equatable {
    /// Independent ballots: with these, and with any larger number, the chance is at least what was
    /// asked (count).
    public let ballots: Int
    /// The chance that this many decide, 0...1.
    public let chance: Double

    /// A plan.
    ///
    /// The chance does not rise with every ballot: each time one more satisfied answer is asked for
    /// it drops a little. The number given is behind the last drop below the power.
    /// - Parameters:
    ///   - threshold: the target, 0 < threshold < 1
    ///   - truth: the true share, 0...1
    ///   - power: the chance wanted, 0 < power < 1
    ///   - level: confidence of the verdict, 0 < level < 1
    /// - Returns: nil where the truth is the target, or above ``furtherTrialsMax``
    /// - Source: binomial tails beyond the limit of the score test; about
    ///   ((z √(T(1 − T)) + z' √(p(1 − p))) ÷ (p − T))², J. L. Fleiss, Statistical Methods for Rates
    ///   and Proportions (2003) §2.5; analytics/methods/sample-size.md
    public init?(threshold: Double, truth: Double, power: Double, level: Double = 0.95) {
        precondition(threshold > 0 && threshold < 1, "a target lies between 0 and 1")
        precondition(truth >= 0 && truth <= 1, "a share lies in 0...1")
        precondition(power > 0 && power < 1, "a power lies between 0 and 1")
        guard truth != threshold else { return nil }
        func reaches(_ trials: Int) -> Bool {
            chanceToDecide(threshold: threshold, share: truth, trials: trials, level: level)
                >= power
        }
        // From here on a whole answer more than the limit asks for would still be likely enough,
        // and no drop is larger than that.
        func isSafe(_ trials: Int) -> Bool {
            Self.slackChance(threshold, truth, Double(trials), level) >= power
        }
        var high = 16
        while !isSafe(high) {
            guard high < furtherTrialsMax else { return nil }
            high *= 2
        }
        var low = 1
        while low < high {
            let middle = (low + high) / 2
            if isSafe(middle) { high = middle } else { low = middle + 1 }
        }
        while high > 1, reaches(high - 1) { high -= 1 }
        guard high <= furtherTrialsMax else { return nil }
        ballots = high
        chance = chanceToDecide(
            threshold: threshold, share: truth, trials: high, level: level)
    }

    /// The chance of one answer more than the real-valued limit of the score test: smooth and
    /// rising in the number of ballots, and never more than the true chance.
    private static func slackChance(
        _ threshold: Double, _ truth: Double, _ trials: Double, _ level: Double
    ) -> Double {
        let isAbove = truth > threshold
        let (target, share) = isAbove ? (threshold, truth) : (1 - threshold, 1 - truth)
        let limit =
            trials * target
            + Normal.critical(level: level) * (trials * target * (1 - target)).squareRoot()
        let slack = limit + 1 + 1e-6
        guard slack < trials else { return 0 }
        return Beta(a: slack, b: trials - slack + 1).cumulative(share)
    }
}

/// The chance that a survey of so many ballots decides a target, if the true share is known: met
/// for a share above it, missed for one below.
///
/// - Parameters:
///   - threshold: the target, 0...1
///   - share: the true share, 0...1
///   - trials: ballots, ≥ 0
///   - level: confidence of the verdict, 0 < level < 1
/// - Returns: the probability of that verdict, 0...1; of "met" where the share is the target
/// - Source: binomial tails; analytics/methods/sample-size.md
public func chanceToDecide(
    threshold: Double, share: Double, trials: Int, level: Double = 0.95
) -> Double {
    guard share < threshold else {
        return chanceToShow(threshold: threshold, share: share, trials: trials, level: level)
    }
    // The largest count whose upper limit stays below the target; −1 where none does.
    var low = -1
    var high = trials
    while low < high {
        let middle = high - (high - low) / 2
        let limits = wilson(successes: Double(middle), trials: Double(trials), level: level)
        if limits.upper < threshold { low = middle } else { high = middle - 1 }
    }
    return Binomial(trials: trials, share: share).cumulative(low)
}
