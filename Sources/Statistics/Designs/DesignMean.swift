extension SurveyDesign {
    /// The mean of a score under the design.
    ///
    /// - Parameters:
    ///   - values: each row's value; nil is missing or outside the domain
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil where no row has a value
    /// - Source: R survey 4.5 `svymean`, `svyvar`; analytics/methods/design.md
    public func mean(_ values: [Double?], level: Double = 0.95) -> MeanEstimate? {
        guard let ratio = mean(linearised: values) else { return nil }
        let held = held(by: ratio.member)
        let degrees = held.clusters - held.strata
        let variance = held.clusters > 1 ? variance(of: ratio) : nil
        let error = variance?.squareRoot()
        var interval: Interval?
        if let error, degrees >= 1 {
            let t = StudentT(degreesOfFreedom: Double(degrees)).critical(level: level)
            interval = Interval(lower: ratio.value - t * error, upper: ratio.value + t * error)
        }
        let count = ratio.size
        var spread: Double?
        if count > 1 {
            let squares = (0..<rows).lazy.compactMap { row in
                values[row].map { weights[row] * ($0 - ratio.value) * ($0 - ratio.value) }
            }
            spread = ExactSum.of(squares) / ratio.weight * (count / (count - 1))
        }
        var effect: Double?
        if let variance, let spread, spread > 0 { effect = variance / (spread / count) }
        return MeanEstimate(
            mean: ratio.value, standardError: error, degreesOfFreedom: degrees,
            responses: Int(count), interval: interval, populationVariance: spread,
            designEffect: effect)
    }

    /// A mean as a ratio, for comparisons; nil where no row has a value.
    ///
    /// - Parameter values: each row's value; nil is missing or outside the domain
    public func mean(linearised values: [Double?]) -> LinearisedRatio? {
        ratio(values.map { $0 ?? 0 }, over: values.map { $0 == nil ? 0 : 1 })
    }

    /// The total of a value in the population: satisfied answers, say, at weights of dossiers.
    ///
    /// A stratum with one cluster is centred at 0, which for a total is a very large variance: the
    /// same as R's "adjust".
    /// - Parameter values: each row's value; nil is missing or outside the domain and adds nothing
    /// - Source: R survey 4.5 `svytotal`
    public func total(_ values: [Double?]) -> TotalEstimate {
        precondition(values.count == rows, "one value a row")
        let weighted = zip(weights, values).map { $0 * ($1 ?? 0) }
        return TotalEstimate(
            total: ExactSum.of(weighted),
            standardError: variance(ofInfluence: weighted).squareRoot())
    }
}
