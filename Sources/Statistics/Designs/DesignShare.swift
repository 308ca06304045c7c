extension SurveyDesign {
    /// The share of satisfied answers under the design, with its interval.
    ///
    /// One answer a row is a plain proportion; several are the pooled index. Where the share is 0
    /// or 1, or the variance is 0 between them, the limits are Clopper–Pearson's on the clusters
    /// that hold an answer (on the rows without clusters), and `method` says so. Where only one
    /// cluster, or none more than strata, holds an answer there is no degree of freedom: `interval`
    /// is nil, and with one cluster `standardError` too.
    /// - Parameters:
    ///   - satisfied: each row's satisfied answers, 0...answers
    ///   - answers: each row's answers in the denominator; 0 leaves the row outside the domain
    ///   - method: `.kornGraubard` (no cap on the effective size, as R's `beta`), `.logit`,
    ///     `.xlogit`, `.asin`, `.mean`, `.wilson` and the other two on the effective size;
    ///     `.clopperPearson` is on the clusters
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil without answers
    /// - Source: R survey 4.5 `svymean`, `svyciprop`; E. L. Korn & B. I. Graubard, Survey
    ///   Methodology 24 (1998) 193–201; analytics/methods/korn-graubard.md and design.md, checked
    ///   against analytics/reference/expected_r.csv
    public func share(
        satisfied: [Int], answers: [Int], method: IntervalMethod = .kornGraubard,
        level: Double = 0.95
    ) -> ShareEstimate? {
        precondition(
            zip(satisfied, answers).allSatisfy { $0 >= 0 && $0 <= $1 },
            "satisfied lies in 0...answers")
        guard let ratio = ratio(satisfied.map(Double.init), over: answers.map(Double.init))
        else { return nil }
        let total = answers.reduce(0, +)
        let held = held(by: ratio.member)
        let degrees = held.clusters - held.strata
        let good = zip(satisfied, answers).reduce(0) { $0 + $1.0 }
        let share = good == total ? 1 : good == 0 ? 0 : ratio.value
        let spread = share * (1 - share)
        let raw = variance(of: ratio)
        // What is left when every cluster has the same share is rounding, not variance.
        let variance = raw <= spread * 1e-20 ? 0 : raw
        var interval: Interval?
        var used = method
        if spread == 0 || method == .clopperPearson || (variance == 0 && held.clusters > 1) {
            used = .clopperPearson
            let units = Double(held.clusters)
            interval = clopperPearson(
                successes: min(units, share * units), trials: units, level: level)
        } else if degrees >= 1, held.clusters > 1 {
            interval = designInterval(
                share: share, variance: variance, degreesOfFreedom: degrees, answers: total,
                method: method, level: level)
        }
        let known = held.clusters > 1
        let effect = known && spread > 0 ? variance / (spread / Double(total - 1)) : nil
        return ShareEstimate(
            share: share, standardError: known ? variance.squareRoot() : nil,
            degreesOfFreedom: degrees, answers: total, interval: interval, method: used,
            designEffect: effect, populationAnswers: ratio.weight)
    }
}
