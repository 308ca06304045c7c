/// The Clopper–Pearson interval for a proportion: never covers less than its level.
///
/// Wider than ``wilson(successes:trials:level:continuity:)``. At 0 the lower limit is 0, at
/// `trials` the upper limit is 1, the other end stays inside. Without trials it is 0...1. Real
/// counts are allowed: Korn–Graubard uses an effective sample size.
/// - Parameters:
///   - successes: satisfied answers, 0...trials (count, may be fractional)
///   - trials: valid answers, ≥ 0 (count, may be fractional)
///   - level: confidence, 0 < level < 1
/// - Returns: both ends as shares
/// - Source: C. J. Clopper & E. S. Pearson, Biometrika 26 (1934) 404–413;
///   analytics/methods/clopper-pearson.md, checked against analytics/reference/expected_r.csv
public func clopperPearson(successes: Double, trials: Double, level: Double) -> Interval {
    checkCounts(successes, trials)
    let tail = tailProbability(level: level)
    let failures = trials - successes
    if successes == 0 || failures == 0 {
        return Interval(
            lower: successes == 0 ? 0 : Beta(a: successes, b: 1).quantile(tail),
            upper: failures == 0 ? 1 : Beta(a: 1, b: failures).upperQuantile(tail))
    }
    let limits = Beta.limits(
        tail: tail, lower: Beta(a: successes, b: failures + 1),
        upper: Beta(a: successes + 1, b: failures))
    return Interval(lower: limits.lower, upper: limits.upper)
}

/// The Jeffreys interval for a proportion: equal tails of the posterior under a Beta(½, ½) prior.
///
/// Close to ``wilson(successes:trials:level:continuity:)``; at 0 the lower limit is set to 0, at
/// `trials` the upper limit to 1, so that the share is always inside. Without trials it is 0...1.
/// - Parameters:
///   - successes: satisfied answers, 0...trials (count, may be fractional)
///   - trials: valid answers, ≥ 0 (count, may be fractional)
///   - level: confidence, 0 < level < 1
/// - Returns: both ends as shares
/// - Source: L. D. Brown, T. T. Cai & A. DasGupta, Statistical Science 16 (2001) 101–133; checked
///   against analytics/reference/expected_r.csv
public func jeffreys(successes: Double, trials: Double, level: Double) -> Interval {
    checkCounts(successes, trials)
    let tail = tailProbability(level: level)
    let failures = trials - successes
    let posterior = Beta(a: successes + 0.5, b: failures + 0.5)
    let limits = Beta.limits(tail: tail, lower: posterior, upper: posterior)
    return Interval(
        lower: successes == 0 ? 0 : limits.lower, upper: failures == 0 ? 1 : limits.upper)
}

/// Half of what a two-sided interval leaves out.
func tailProbability(level: Double) -> Double {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    return (1 - level) / 2
}
