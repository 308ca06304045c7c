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

/// How many answers give a share within ± a margin.
///
/// - Parameters:
///   - margin: half the width of the interval wanted, > 0 (share: 0.03 is three points)
///   - share: the share expected, 0...1; 0.5 is the safe guess
///   - population: dossiers to draw from; nil is without end
///   - designEffect: of clusters and weights, > 0; 1 for independent answers
///   - level: confidence, 0 < level < 1
/// - Returns: answers, not rounded; round up to plan. Self-selected answers have no such margin
/// - Source: W. G. Cochran, Sampling Techniques (1977) §4.4; analytics/methods/sample-size.md,
///   checked against analytics/reference/expected_r.csv
public func answersNeeded(
    margin: Double, share: Double, population: Double? = nil, designEffect: Double = 1,
    level: Double = 0.95
) -> Double {
    precondition(margin > 0 && designEffect > 0, "a margin and a design effect are > 0")
    precondition(share >= 0 && share <= 1, "a share lies in 0...1")
    let z = Normal.critical(level: level)
    let endless = z * z * share * (1 - share) / (margin * margin) * designEffect
    return population.map { answersNeeded(endless, of: $0) } ?? endless
}

/// Answers of a sample without end, brought down to that of so many dossiers.
///
/// - Parameters:
///   - endless: answers, ≥ 0; one and less stays as it is
///   - population: dossiers to draw from, ≥ 1 (count)
/// - Returns: answers, not rounded, at most `population`
/// - Source: as ``answersNeeded(margin:share:population:designEffect:level:)``
public func answersNeeded(_ endless: Double, of population: Double) -> Double {
    precondition(population >= 1, "a population is 1 or more")
    guard endless > 1 else { return endless }
    return endless / (1 + (endless - 1) / population)
}

/// How many ballots it takes until the expected count meets a target.
///
/// The smallest n for which Wilson's lower limit of round(share × n) out of n reaches the
/// threshold. Chance then still decides about every second survey against it; see
/// ``chanceToShow(threshold:share:trials:level:)``.
/// - Parameters:
///   - threshold: the target, 0...1
///   - share: the true share, 0...1
///   - level: confidence, 0 < level < 1
/// - Returns: ballots (count); nil where the share is not above the threshold, or above ten million
/// - Source: Wilson's interval inverted; analytics/methods/sample-size.md
public func ballotsToShow(threshold: Double, share: Double, level: Double = 0.95) -> Int? {
    precondition(threshold >= 0 && share <= 1, "a threshold and a share lie in 0...1")
    guard share > threshold else { return nil }
    let distance = share - threshold
    let spread = Normal.critical(level: level) * (threshold * (1 - threshold)).squareRoot()
    guard spread / distance <= Double(furtherTrialsMax).squareRoot() else { return nil }
    // Rounding lifts the count by half at most, so below this n it cannot be enough …
    let discriminant = max(0, spread * spread - 2 * distance)
    let start = (spread + discriminant.squareRoot()) / (2 * distance)
    var n = 1
    while true {
        let size = Double(n)
        if distance * size + 0.5 < spread * size.squareRoot() {
            // … except where half a ballot is much, at the very first.
            n = max(n + 1, Int((start * start).rounded(.down)))
            continue
        }
        let expected = min(size, (share * size).rounded())
        if wilson(successes: expected, trials: size, level: level).lower >= threshold { return n }
        n += 1
    }
}

/// The chance that a survey of so many ballots shows a target, if the true share is known.
///
/// - Parameters:
///   - threshold: the target, 0...1
///   - share: the true share, 0...1
///   - trials: ballots, ≥ 0
///   - level: confidence of the verdict, 0 < level < 1
/// - Returns: the probability that Wilson's lower limit reaches the threshold, 0...1
/// - Source: the binomial upper tail; analytics/methods/sample-size.md
public func chanceToShow(
    threshold: Double, share: Double, trials: Int, level: Double = 0.95
) -> Double {
    var low = 0
    var high = trials + 1
    while low < high {
        let middle = (low + high) / 2
        let limits = wilson(successes: Double(middle), trials: Double(trials), level: level)
        if limits.lower >= threshold { high = middle } else { low = middle + 1 }
    }
    return Binomial(trials: trials, share: share).upperTail(low)
}
