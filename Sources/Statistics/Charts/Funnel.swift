/// Units against what they share: which differ by more than their number of answers explains?
public struct Funnel: Sendable, Equatable {
    /// The pooled share of all units: the funnel's axis.
    public let pooled: Double
    /// The mean of z²: 1 where only chance separates the units, more where they truly differ.
    public let overdispersion: Double
    /// The variance of the true shares between units (DerSimonian and Laird), ≥ 0.
    public let betweenVariance: Double

    /// A funnel around the pooled share.
    ///
    /// Assumes independent answers and one truth for all: an over-dispersion far above 1 says that
    /// this is wrong and that limits by chance alone mark too many units.
    /// - Parameter counts: one a unit; units without answers weigh nothing
    /// - Returns: nil where all or none are satisfied
    /// - Source: D. J. Spiegelhalter, Statistics in Medicine 24 (2005) 1185–1202; R. DerSimonian &
    ///   N. Laird, Controlled Clinical Trials 7 (1986) 177–188; analytics/methods/funnel.md
    public init?(_ counts: [Count]) {
        let known = counts.filter { $0.trials > 0 }
        let trials = known.reduce(0) { $0 + $1.trials }
        let good = known.reduce(0) { $0 + $1.successes }
        guard good > 0, good < trials else { return nil }
        let pooled = Double(good) / Double(trials)
        let squares = known.map { Double($0.trials) * ($0.share.map { $0 - pooled } ?? 0) }
        let spread = pooled * (1 - pooled)
        let terms = zip(known, squares).map { $1 * $1 / Double($0.trials) / spread }
        let q = ExactSum.of(terms)
        self.pooled = pooled
        overdispersion = q / Double(known.count)
        let weights = known.map { Double($0.trials) / spread }
        let sum = ExactSum.of(weights)
        let scale = sum - ExactSum.of(weights.map { $0 * $0 }) / sum
        betweenVariance = scale > 0 ? max(0, (q - Double(known.count - 1)) / scale) : 0
    }

    /// How many standard errors a unit lies from the axis; nil without answers.
    public func z(_ count: Count) -> Double? {
        count.share.map { ($0 - pooled) / standardError(trials: count.trials) }
    }

    /// The exact two-sided p value of a unit against the axis; 1 without answers.
    ///
    /// One of many: adjust all units' p values together (``MultipleTests``).
    public func p(_ count: Count) -> Double {
        Binomial(trials: count.trials, share: pooled).twoSided(count.successes)
    }

    /// The funnel's limits by the normal approximation, not cut off at 0 and 1.
    ///
    /// - Parameters:
    ///   - trials: answers of a unit, > 0
    ///   - level: 0.95 and 0.998 are customary
    public func limits(trials: Int, level: Double) -> Interval {
        let half = Normal.critical(level: level) * standardError(trials: trials)
        return Interval(lower: pooled - half, upper: pooled + half)
    }

    /// The funnel's limits by the binomial itself: for few answers or an axis near 1.
    ///
    /// - Parameters:
    ///   - trials: answers of a unit, > 0
    ///   - level: 0.95 and 0.998 are customary
    /// - Returns: shares; a unit is outside where its share is below the lower or above the upper
    public func exactLimits(trials: Int, level: Double) -> Interval {
        precondition(trials > 0, "a limit needs answers")
        let tail = tailProbability(level: level)
        let binomial = Binomial(trials: trials, share: pooled)
        return Interval(
            lower: Double(binomial.quantile(tail)) / Double(trials),
            upper: Double(binomial.quantile(1 - tail)) / Double(trials))
    }

    private func standardError(trials: Int) -> Double {
        (pooled * (1 - pooled) / Double(trials)).squareRoot()
    }
}
