extension RatioSums {
    /// The share with its interval.
    ///
    /// Where the share is 0 or 1, or where every ballot has the same ratio so that the variance is
    /// 0, no design-based interval exists; the limits are then Clopper–Pearson's on the ballots,
    /// and `method` says so. One ballot with a share between 0 and 1 has no variance:
    /// `standardError` and `interval` are nil.
    /// - Parameters:
    ///   - method: `.kornGraubard` (no cap on the effective size, as R's `beta`), `.logit`,
    ///     `.xlogit`, `.asin`, `.mean`, `.wilson` and the other two on the effective size;
    ///     `.clopperPearson` is on the ballots
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil without answers
    /// - Source: E. L. Korn & B. I. Graubard, Survey Methodology 24 (1998) 193–201; R survey
    ///   `svyciprop`; analytics/methods/korn-graubard.md, checked against
    ///   analytics/reference/expected_pooled.csv
    public func estimate(
        method: IntervalMethod = .kornGraubard, level: Double = 0.95
    ) -> ShareEstimate? {
        guard let share else { return nil }
        let variance = variance
        let exact = satisfied == 0 || satisfied == answers || variance == 0
        var interval: Interval?
        var used = method
        if exact || method == .clopperPearson {
            used = .clopperPearson
            interval = clopperPearson(
                successes: min(Double(ballots), share * Double(ballots)), trials: Double(ballots),
                level: level)
        } else if let variance {
            interval = designInterval(
                share: share, variance: variance, degreesOfFreedom: ballots - 1, answers: answers,
                method: method, level: level)
        }
        var effect: Double?
        if let variance, satisfied > 0, satisfied < answers {
            effect = variance / (share * (1 - share) / Double(answers - 1))
        }
        return ShareEstimate(
            share: share, standardError: variance?.squareRoot(), degreesOfFreedom: ballots - 1,
            answers: answers, interval: interval, method: used, designEffect: effect)
    }
}
