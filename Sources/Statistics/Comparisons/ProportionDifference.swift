/// Two independent shares compared: before and after, one unit and another.
public struct ProportionDifference: Sendable, Equatable {
    /// Second share − first share, −1...1.
    public let difference: Double
    /// Newcombe's hybrid score interval of the difference: the one to show.
    public let newcombe: Interval
    /// The Wald interval, for comparison with other programs; too narrow near 0 and 1.
    public let wald: Interval
    /// The score test's z: difference ÷ its standard error under equality; 0 where all or none are
    /// satisfied.
    public let z: Double
    /// The two-sided p value of z; z² is the chi-squared of R's `prop.test(correct = FALSE)`.
    public let p: Double

    /// Compares two independent samples.
    ///
    /// Assumes independent answers, one a ballot, and the same question in both. For parts of one
    /// clustered or weighted sample use ``SurveyDesign/difference(_:_:level:)``.
    /// - Parameters:
    ///   - first: the earlier or reference count
    ///   - second: the later count
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil where either has no trials
    /// - Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10; the score
    ///   test of equal proportions; analytics/methods/before-after.md, checked against
    ///   analytics/reference/expected_r.csv
    public init?(from first: Count, to second: Count, level: Double = 0.95) {
        guard let before = first.share, let after = second.share else { return nil }
        let m = Double(first.trials)
        let n = Double(second.trials)
        difference = after - before
        let early = wilson(successes: Double(first.successes), trials: m, level: level)
        let late = wilson(successes: Double(second.successes), trials: n, level: level)
        newcombe = Interval(
            lower: difference - hypotenuse(after - late.lower, early.upper - before),
            upper: difference + hypotenuse(late.upper - after, before - early.lower))
        let error = (before * (1 - before) / m + after * (1 - after) / n).squareRoot()
        let half = Normal.critical(level: level) * error
        wald = Interval(lower: max(-1, difference - half), upper: min(1, difference + half))
        let pooled = Double(first.successes + second.successes) / (m + n)
        let spread = pooled * (1 - pooled) * (1 / m + 1 / n)
        z = spread > 0 ? difference / spread.squareRoot() : 0
        p = Normal.twoSided(z)
    }
}

private func hypotenuse(_ a: Double, _ b: Double) -> Double {
    (a * a + b * b).squareRoot()
}

/// Fisher's exact two-sided p value for two counts, for samples too small for the score test.
///
/// The probability, given both margins, of all tables no likelier than the one seen. Conservative:
/// its real error rate is below the nominal one.
/// - Parameters:
///   - first: one count
///   - second: the other count
/// - Returns: 0...1; 1 where either has no trials; as R's `fisher.test`, which counts probabilities
///   equal up to 1e-7 as equal. Cost: the smaller of successes and trials
/// - Source: R. A. Fisher, Statistical Methods for Research Workers (1934) §21.02; checked against
///   analytics/reference/expected_r.csv
public func fisherExact(_ first: Count, _ second: Count) -> Double {
    let total = first.successes + second.successes
    let low = max(0, total - second.trials)
    let high = min(total, first.trials)
    // Hypergeometric probabilities by their ratios, from the mode outwards: no factorial overflows.
    func ratio(_ x: Int) -> Double {
        Double(first.trials - x) / Double(x + 1)
            * (Double(total - x) / Double(second.trials - total + x + 1))
    }
    var mode = low
    while mode < high, ratio(mode) >= 1 { mode += 1 }
    var weights = [Double](repeating: 0, count: high - low + 1)
    weights[mode - low] = 1
    for x in mode..<high { weights[x + 1 - low] = weights[x - low] * ratio(x) }
    for x in (low..<mode).reversed() { weights[x - low] = weights[x + 1 - low] / ratio(x) }
    let seen = weights[first.successes - low] * (1 + 1e-7)
    let unlikely = weights.filter { $0 <= seen }
    return min(1, ExactSum.of(unlikely) / ExactSum.of(weights))
}
