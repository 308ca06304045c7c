internal import Glibc

/// The number of satisfied answers out of independent ones.
///
/// - Source: tails by the incomplete beta function, Abramowitz & Stegun 26.5.24; single
///   probabilities by Loader's saddle-point form (``stirlingCorrection(_:)``)
public struct Binomial: Sendable, Equatable {
    /// Answers (count, ≥ 0).
    public let trials: Int
    /// The chance that one is satisfied, 0...1.
    public let share: Double

    /// A binomial distribution.
    ///
    /// - Parameters:
    ///   - trials: ≥ 0
    ///   - share: 0...1
    public init(trials: Int, share: Double) {
        precondition(trials >= 0 && share >= 0 && share <= 1, "trials ≥ 0, share in 0...1")
        self.trials = trials
        self.share = share
    }

    /// The probability of exactly `successes`.
    public func probability(_ successes: Int) -> Double {
        guard successes >= 0, successes <= trials else { return 0 }
        if share == 0 { return successes == 0 ? 1 : 0 }
        if share == 1 { return successes == trials ? 1 : 0 }
        let n = Double(trials)
        let x = Double(successes)
        if successes == 0 { return exp(n * log1p(-share)) }
        if successes == trials { return exp(n * log(share)) }
        let excess = (-x).addingProduct(n, share)
        let exponent =
            stirlingCorrection(n) - stirlingCorrection(x) - stirlingCorrection(n - x)
            - halfDeviance(x, mean: n * share, excess: excess)
            - halfDeviance(n - x, mean: n * (1 - share), excess: -excess)
        return exp(exponent - halfLogTwoPi) * (n / (x * (n - x))).squareRoot()
    }

    /// The probability of at most `successes`.
    public func cumulative(_ successes: Int) -> Double {
        if successes < 0 { return 0 }
        if successes >= trials { return 1 }
        return Beta(a: Double(successes + 1), b: Double(trials - successes))
            .tails(x: share, complement: 1 - share).upper
    }

    /// The probability of at least `successes`.
    public func upperTail(_ successes: Int) -> Double {
        if successes <= 0 { return 1 }
        if successes > trials { return 0 }
        return Beta(a: Double(successes), b: Double(trials - successes + 1))
            .tails(x: share, complement: 1 - share).lower
    }

    /// The smallest count whose cumulative probability reaches `p`, as R's `qbinom`.
    ///
    /// - Parameter p: 0...1
    /// - Returns: 0...trials; about log2(trials) evaluations
    public func quantile(_ p: Double) -> Int {
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
        var low = 0
        var high = trials
        while low < high {
            let middle = low + (high - low) / 2
            if cumulative(middle) >= p { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The exact two-sided p value: the probability of all counts no likelier than `successes`.
    ///
    /// - Parameter successes: 0...trials
    /// - Returns: 0...1, as R's `binom.test`, which counts probabilities equal up to 1e-7 as equal
    public func twoSided(_ successes: Int) -> Double {
        precondition(successes >= 0 && successes <= trials, "successes lie in 0...trials")
        let limit = probability(successes) * (1 + 1e-7)
        let mean = Double(trials) * share
        if Double(successes) == mean { return 1 }
        // Beyond the mean the probabilities only fall, so the far tail's start is found by halving.
        if Double(successes) < mean {
            var low = Int(mean.rounded(.up))
            var high = trials + 1
            while low < high {
                let middle = low + (high - low) / 2
                if probability(middle) <= limit { high = middle } else { low = middle + 1 }
            }
            return min(1, cumulative(successes) + upperTail(low))
        }
        var low = -1
        var high = Int(mean.rounded(.down))
        while low < high {
            let middle = high - (high - low) / 2
            if probability(middle) <= limit { low = middle } else { high = middle - 1 }
        }
        return min(1, cumulative(low) + upperTail(successes))
    }
}
