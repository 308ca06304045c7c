/// The Wilson score interval for a proportion.
///
/// Stays inside 0...1 and keeps a width at 0 and at `trials`. Treats answers as independent; for
/// several answers of one person use ``RatioSums``. Without trials it is 0...1: nothing is known.
/// - Parameters:
///   - successes: satisfied answers, 0...trials (count; may be fractional, as an effective count
///     is)
///   - trials: valid answers, ≥ 0 (count)
///   - level: confidence, 0 < level < 1
///   - continuity: whether to widen by half a count, as R's `prop.test` does by default (by less
///     where the count is within half of trials ÷ 2)
/// - Returns: both ends as shares
/// - Source: E. B. Wilson, JASA 22 (1927) 209–212; continuity: R. G. Newcombe, Statistics in
///   Medicine 17 (1998) 857–872; analytics/methods/wilson.md, checked against
///   analytics/reference/expected_r.csv
public func wilson(
    successes: Double, trials: Double, level: Double, continuity: Bool = false
) -> Interval {
    checkCounts(successes, trials)
    let z = Normal.critical(level: level)
    guard trials > 0 else { return Interval(lower: 0, upper: 1) }
    let shift = continuity ? min(0.5, abs(successes - trials / 2)) : 0
    return scoreInterval(successes: successes, trials: trials, z: z, shift: shift)
}

/// Wilson's limits at a given critical value; `shift` counts are taken off below and put on above.
func scoreInterval(
    successes: Double, trials: Double, z: Double, shift: Double = 0
) -> Interval {
    let failures = trials - successes
    let lower = scoreLower(successes: max(0, successes - shift), trials: trials, z: z)
    let complement = scoreLower(successes: max(0, failures - shift), trials: trials, z: z)
    return Interval(
        lower: lower,
        // The complement is exact near 0; the sum form is exact where the upper limit is small.
        upper: complement > 0.5
            ? scoreUpper(successes: min(trials, successes + shift), trials: trials, z: z)
            : 1 - complement)
}

/// The larger root of (p − π)² = z² π(1 − π) / n: a sum of positive terms.
private func scoreUpper(successes: Double, trials: Double, z: Double) -> Double {
    let share = successes / trials
    let half = z * (share * (1 - share) / trials + z * z / (4 * trials * trials)).squareRoot()
    return min(1, (share + z * z / (2 * trials) + half) / (1 + z * z / trials))
}

/// The smaller root, from the product of both (x² / (n (n + z²))): no digits are lost near 0.
private func scoreLower(successes: Double, trials: Double, z: Double) -> Double {
    guard successes > 0 else { return 0 }
    let upper = scoreUpper(successes: successes, trials: trials, z: z)
    return successes / trials * (successes / (trials + z * z)) / upper
}

/// A count outside 0...trials is a mistake of the program, never of a citizen.
func checkCounts(_ successes: Double, _ trials: Double) {
    precondition(
        successes >= 0 && successes <= trials && trials.isFinite,
        "successes lie in 0...trials")
}
