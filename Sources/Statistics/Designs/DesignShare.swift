extension SurveyDesign {
    /// The share of satisfied answers under the design, with its interval.
    ///
    /// One answer a row is a plain proportion; several are the pooled index. No design-based
    /// interval exists where the share is 0 or 1, where the variance is 0 between them, and where
    /// there is no degree of freedom (one cluster, or one in each stratum). The limits are then
    /// Clopper–Pearson's on the clusters that hold an answer (on the rows without clusters), and
    /// `method` says so.
    /// - Parameters:
    ///   - satisfied: each row's satisfied answers, 0...answers
    ///   - answers: each row's answers in the denominator; 0 leaves the row outside the domain
    ///   - method: `.kornGraubard` (no cap on the effective size, as R's `beta`), `.logit`,
    ///     `.xlogit`, `.asin`, `.mean`, `.wilson` and the other two on the effective size;
    ///     `.clopperPearson` is on the clusters, fewer where they weigh unequally
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil without an answer of a weight above 0; `standardError` and `designEffect` are
    ///   nil where one cluster holds all answers
    /// - Source: R survey 4.5 `svymean`, `svyciprop`; E. L. Korn & B. I. Graubard, Survey
    ///   Methodology 24 (1998) 193–201; analytics/methods/korn-graubard.md and design.md, checked
    ///   against analytics/reference/expected_r.csv
    public func share(
        satisfied: [Int], answers: [Int], method: IntervalMethod = .kornGraubard,
        level: Double = 0.95
    ) -> ShareEstimate? {
        precondition(satisfied.count == rows && answers.count == rows, "one value a row")
        let domain = (0..<rows).filter { answers[$0] > 0 }
        return share(
            of: domain, satisfied: domain.map { satisfied[$0] },
            answers: domain.map { answers[$0] }, method: method, level: level)
    }

    /// The share among some rows of the design, bit for bit that of all rows with answers there
    /// alone; costs what the domain holds and not what the sample holds.
    ///
    /// - Parameters:
    ///   - domain: rows of the sample, each once, in any order
    ///   - satisfied: satisfied answers of each of these rows, 0...answers
    ///   - answers: answers of each of these rows, ≥ 1
    ///   - method: as for ``share(satisfied:answers:method:level:)``
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil without an answer of a weight above 0
    /// - Source: R survey 4.5 `svyby`, whose groups are domains too
    public func share(
        of domain: [Int], satisfied: [Int], answers: [Int],
        method: IntervalMethod = .kornGraubard, level: Double = 0.95
    ) -> ShareEstimate? {
        precondition(
            satisfied.count == domain.count && answers.count == domain.count
                && zip(satisfied, answers).allSatisfy { $0 >= 0 && $0 <= $1 },
            "satisfied lies in 0...answers, one value a row of the domain")
        guard let sums = DomainSums(self, domain, satisfied: satisfied, answers: answers)
        else { return nil }
        return .linearised(
            share: sums.share, variance: sums.variance, clusters: sums.clusters,
            strata: sums.strata, answers: sums.answers, weighing: sums.weighingAnswers,
            weight: sums.weight, method: method, level: level,
            kishClusters: sums.kishClusters(self, domain, answers: answers))
    }
}

extension ShareEstimate {
    /// The estimate that a linearised variance gives, or Clopper–Pearson's where it gives none.
    ///
    /// - Parameters:
    ///   - share: exactly 0 or 1 where none or all are satisfied
    ///   - clusters: that hold an answer
    ///   - strata: that hold one
    ///   - answers: in the denominator
    ///   - weighing: of these, those of a weight above 0
    ///   - weight: what the answers stand for
    ///   - kishClusters: of equal weight that would carry as much; asked for where the limits are
    ///     the clusters' by name
    static func linearised(
        share: Double, variance found: Double, clusters: Int, strata: Int, answers: Int,
        weighing: Int, weight: Double, method: IntervalMethod, level: Double,
        kishClusters: @autoclosure () -> Double
    ) -> ShareEstimate {
        let degrees = clusters - strata
        let spread = share * (1 - share)
        // What is left when every cluster has the same share is rounding, not variance.
        let variance = found <= spread * 1e-20 ? 0 : found
        let hasError = clusters > 1
        let interval: Interval
        let used: IntervalMethod
        // A share may round to 0 or 1 where weights are worlds apart.
        if variance > 0, spread > 0, hasError, degrees >= 1, method != .clopperPearson {
            used = method
            interval = designInterval(
                share: share, variance: variance, degreesOfFreedom: degrees, clusters: clusters,
                answers: answers, method: method, level: level)
        } else {
            used = .clopperPearson
            let units =
                method == .clopperPearson
                ? min(Double(clusters), kishClusters()) : Double(clusters)
            interval = Statistics.clopperPearson(
                successes: min(units, share * units), trials: units, level: level)
        }
        let effect =
            hasError && spread > 0 ? variance / (spread / Double(weighing - 1)) : nil
        return ShareEstimate(
            share: share, standardError: hasError ? variance.squareRoot() : nil,
            degreesOfFreedom: degrees, answers: answers, interval: interval, method: used,
            designEffect: effect, populationAnswers: weight)
    }
}
