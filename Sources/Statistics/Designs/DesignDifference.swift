extension SurveyDesign {
    /// Second − first, two domains of one sample: periods, units, channels.
    ///
    /// The rows of both may share clusters; their covariance is then taken along. Near 0 or 1
    /// prefer ``logOddsDifference(_:_:level:)``.
    /// - Parameters:
    ///   - first: an estimate of this design
    ///   - second: another of this design
    ///   - level: confidence, 0 < level < 1
    /// - Source: R survey 4.5 `svyttest`, `svycontrast`; analytics/methods/before-after.md
    public func difference(
        _ first: LinearisedRatio, _ second: LinearisedRatio, level: Double = 0.95
    ) -> DifferenceEstimate {
        contrast(first, second, difference: second.value - first.value, scales: (1, 1), level)
    }

    /// ln odds of the second share − ln odds of the first: the slope of R's `svyglm` with two
    /// groups.
    ///
    /// - Parameters:
    ///   - first: a share of this design
    ///   - second: another share of this design
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil where a share is 0 or 1, whose odds are not finite
    /// - Source: R survey 4.5 `svyglm(family = quasibinomial())`, by the delta method
    public func logOddsDifference(
        _ first: LinearisedRatio, _ second: LinearisedRatio, level: Double = 0.95
    ) -> DifferenceEstimate? {
        let shares = [first.value, second.value]
        guard shares.allSatisfy({ $0 > 0 && $0 < 1 }) else { return nil }
        let odds = shares.map { logit($0) }
        return contrast(
            first, second, difference: odds[1] - odds[0],
            scales: (shares[0] * (1 - shares[0]), shares[1] * (1 - shares[1])), level)
    }

    private func contrast(
        _ first: LinearisedRatio, _ second: LinearisedRatio, difference: Double,
        scales: (first: Double, second: Double), _ level: Double
    ) -> DifferenceEstimate {
        let influence = zip(first.influence, second.influence).map {
            $1 / scales.second - $0 / scales.first
        }
        let held = held(by: zip(first.member, second.member).map { $0 || $1 })
        let degrees = held.clusters - held.strata - 1
        let error = variance(ofInfluence: influence).squareRoot()
        guard error > 0 else {
            return DifferenceEstimate(
                difference: difference, standardError: 0, degreesOfFreedom: degrees, t: nil,
                p: nil, interval: nil)
        }
        var p: Double?
        var interval: Interval?
        if degrees >= 1 {
            let student = StudentT(degreesOfFreedom: Double(degrees))
            let half = student.critical(level: level) * error
            p = student.twoSided(difference / error)
            interval = Interval(lower: difference - half, upper: difference + half)
        }
        return DifferenceEstimate(
            difference: difference, standardError: error, degreesOfFreedom: degrees,
            t: difference / error, p: p, interval: interval)
    }
}
