extension SurveyDesign {
    /// The variance of a ratio by the stratified jackknife: each cluster left out once.
    ///
    /// A check on the linearised variance by other means; costs rows × clusters. The replicates are
    /// taken around their own mean (R's `mse = FALSE`); populations and margins are not used.
    /// - Parameters:
    ///   - numerator: one value a row
    ///   - denominator: one value a row, ≥ 0; 0 puts the row outside the domain
    /// - Returns: nil where a stratum has one cluster, or where leaving one out leaves no
    ///   denominator
    /// - Source: K. M. Wolter, Introduction to Variance Estimation (2007) ch. 4; R survey
    ///   `as.svrepdesign(type = "JKn")`
    public func jackknifeVariance(
        of numerator: [Double], over denominator: [Double]
    ) -> Double? {
        precondition(numerator.count == rows && denominator.count == rows, "one value a row")
        let tops = clusterTotals(zip(weights, numerator).map { $0 * $1 })
        let bottoms = clusterTotals(zip(weights, denominator).map { $0 * $1 })
        let top = ExactSum.of(tops)
        let bottom = ExactSum.of(bottoms)
        var replicates: [(value: Double, scale: Double)] = []
        for stratum in 0..<strata {
            let own = stratumStart[stratum]..<stratumStart[stratum + 1]
            guard own.count > 1 else { return nil }
            let count = Double(own.count)
            let stratumTop = ExactSum.of(tops[own])
            let stratumBottom = ExactSum.of(bottoms[own])
            for cluster in own {
                // The rest of the stratum stands in for the one left out.
                let above = top + (stratumTop - count * tops[cluster]) / (count - 1)
                let below = bottom + (stratumBottom - count * bottoms[cluster]) / (count - 1)
                guard below > 0 else { return nil }
                replicates.append((above / below, (count - 1) / count))
            }
        }
        let mean = ExactSum.of(replicates.lazy.map(\.value)) / Double(replicates.count)
        return ExactSum.of(
            replicates.lazy.map { $0.scale * ($0.value - mean) * ($0.value - mean) })
    }

    /// What unequal weights alone cost: n Σw² ÷ (Σw)², 1 for equal weights.
    ///
    /// - Source: L. Kish, Survey Sampling (1965) §11.7
    public var kishDesignEffect: Double? {
        kishEffectiveRows.map { Double(rows) / $0 }
    }

    /// The rows of equal weight that would carry as much: (Σw)² ÷ Σw²; nil without a weight.
    public var kishEffectiveRows: Double? {
        weights.contains { $0 > 0 } ? kishSize(weights) : nil
    }
}

/// How many equal weights would carry as much: (Σw)² ÷ Σw² (count, not rounded).
///
/// - Parameter weights: ≥ 0, one above 0; all may be as small or large as a number can be
/// - Source: L. Kish, Survey Sampling (1965) §11.7
func kishSize(_ weights: [Double]) -> Double {
    let largest = weights.max() ?? 1
    let sum = ExactSum.of(weights.lazy.map { $0 / largest })
    return sum * sum / ExactSum.of(weights.lazy.map { $0 / largest * ($0 / largest) })
}
