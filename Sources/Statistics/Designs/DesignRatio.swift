extension SurveyDesign {
    /// The ratio of two totals over the rows whose denominator and weight are not 0.
    ///
    /// - Parameters:
    ///   - numerator: one finite value a row
    ///   - denominator: one value a row, ≥ 0; 0 puts the row outside the domain
    /// - Returns: nil where no row is in the domain
    /// - Source: W. G. Cochran, Sampling Techniques (1977) §6; R survey `svyratio`
    public func ratio(_ numerator: [Double], over denominator: [Double]) -> LinearisedRatio? {
        precondition(
            numerator.count == rows && denominator.count == rows, "one value a row")
        let member = zip(denominator, weights).map { $0 > 0 && $1 > 0 }
        let inside = (0..<rows).filter { member[$0] }
        guard !inside.isEmpty else { return nil }
        let weight = ExactSum.of(inside.lazy.map { weights[$0] * denominator[$0] })
        let value = ExactSum.of(inside.lazy.map { weights[$0] * numerator[$0] }) / weight
        var influence = [Double](repeating: 0, count: rows)
        for row in inside {
            influence[row] =
                weights[row] * (numerator[row] - value * denominator[row]) / weight
        }
        return LinearisedRatio(
            value: value, size: ExactSum.of(inside.lazy.map { denominator[$0] }), weight: weight,
            influence: influence, member: member)
    }

    /// The variance of a ratio of this design.
    public func variance(of ratio: LinearisedRatio) -> Double {
        variance(ofInfluence: ratio.influence)
    }

    /// The covariance of two ratios of this design; not 0 for two parts of one sample whose rows
    /// share clusters.
    public func covariance(_ first: LinearisedRatio, _ second: LinearisedRatio) -> Double {
        let both = zip(first.influence, second.influence).map { $0 + $1 }
        return
            (variance(ofInfluence: both) - variance(of: first) - variance(of: second)) / 2
    }

    /// Degrees of freedom of a domain: clusters that hold a member − strata that hold one.
    public func degreesOfFreedom(of ratio: LinearisedRatio) -> Int {
        let held = held(by: ratio.member)
        return held.clusters - held.strata
    }
}
