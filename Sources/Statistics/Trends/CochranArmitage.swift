/// The Cochran–Armitage test whether shares rise or fall in a straight line.
public struct CochranArmitage: Sendable, Equatable {
    /// The chi-squared with one degree of freedom.
    public let chiSquared: Double
    /// Its p value, two-sided.
    public let p: Double

    /// Tests counts in order.
    ///
    /// Assumes independent answers; over-dispersed periods find trends too often (see
    /// ``ControlChart``).
    /// - Parameters:
    ///   - counts: one a period; periods without answers weigh nothing
    ///   - scores: each period's time; nil is 1, 2, 3, …
    /// - Returns: nil where all or none are satisfied, or fewer than two periods have answers
    /// - Source: P. Armitage, Biometrics 11 (1955) 375–386; R's `prop.trend.test`;
    ///   analytics/methods/trend.md
    public init?(_ counts: [Count], scores: [Double]? = nil) {
        let scores = scores ?? counts.indices.map { Double($0 + 1) }
        precondition(scores.count == counts.count, "one score a period")
        let trials = counts.reduce(0.0) { $0 + Double($1.trials) }
        let pooled = counts.reduce(0.0) { $0 + Double($1.successes) } / trials
        guard trials > 0, pooled > 0, pooled < 1 else { return nil }
        let centre = zip(counts, scores).reduce(0.0) { $0 + Double($1.0.trials) * $1.1 } / trials
        var covariance = 0.0
        var spread = 0.0
        for (count, score) in zip(counts, scores) {
            let distance = score - centre
            covariance += (Double(count.successes) - pooled * Double(count.trials)) * distance
            spread += Double(count.trials) * distance * distance
        }
        guard spread > 0 else { return nil }
        chiSquared = covariance * covariance / (pooled * (1 - pooled) * spread)
        p = ChiSquared(degreesOfFreedom: 1).upperTail(chiSquared)
    }
}
