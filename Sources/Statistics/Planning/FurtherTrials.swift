/// About how many more ballots would decide a target, if the share stays as it is.
///
/// The smallest m ≥ 1 for which the Wilson interval of share × (trials + m) out of trials + m lies
/// on one side of the threshold: lower ≥ threshold, or upper < threshold. It is a plain projection,
/// not a promise: the share will move.
/// - Parameters:
///   - successes: satisfied answers, 0...trials (count)
///   - trials: valid answers, ≥ 0 (count)
///   - threshold: the target as a share, 0...1
///   - level: confidence, 0 < level < 1
/// - Returns: further ballots (count); nil where the interval decides already, where there are no
///   trials, where the share is the threshold (no number decides), and above ``furtherTrialsMax``
/// - Source: the score test behind Wilson's interval, inverted: n ≥ z² T(1 − T) / (p − T)²
public func furtherTrialsToDecide(
    successes: Int, trials: Int, threshold: Double, level: Double
) -> Int? {
    precondition(threshold >= 0 && threshold <= 1, "a threshold is a share")
    precondition(successes >= 0 && successes <= trials, "successes lie in 0...trials")
    func decides(_ total: Int) -> Bool {
        // successes × total first: at 100 % the quotient is then exactly the total.
        let projected = min(Double(total), Double(successes) * Double(total) / Double(trials))
        let limits = wilson(successes: projected, trials: Double(total), level: level)
        return limits.lower >= threshold || limits.upper < threshold
    }
    guard trials > 0, !decides(trials) else { return nil }
    let distance = Double(successes) / Double(trials) - threshold
    let z = Normal.critical(level: level)
    let needed = z * z * threshold * (1 - threshold) / (distance * distance)
    guard distance != 0, needed <= Double(trials + furtherTrialsMax) else { return nil }
    // The closed form is right up to rounding; the interval itself has the last word.
    var total = max(trials + 1, Int(needed.rounded(.up)))
    while total > trials + 1, decides(total - 1) { total -= 1 }
    while !decides(total) { total += 1 }
    return total - trials > furtherTrialsMax ? nil : total - trials
}

/// The largest answer of ``furtherTrialsToDecide(successes:trials:threshold:level:)``: beyond ten
/// million ballots the share and the threshold are the same for every purpose.
public let furtherTrialsMax = 10_000_000
