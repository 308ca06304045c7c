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
