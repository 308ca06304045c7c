extension SurveyDesign {
    /// The variance of Σ weight × influence, clusters drawn with replacement within strata (without
    /// it, where populations are known, by their correction of the first stage).
    ///
    /// V = Σ_h f_h n_h/(n_h − 1) Σ_c (z_hc − z̄_h)². A stratum with one cluster is centred at 0,
    /// which is the overall mean for a ratio ("adjust").
    /// - Parameter influence: each row's weighted influence w·u, 0 outside the domain
    func variance(ofInfluence influence: [Double]) -> Double {
        let totals = clusterTotals(adjusted(influence))
        var sum = ExactSum()
        for stratum in 0..<strata {
            let own = totals[stratumStart[stratum]..<stratumStart[stratum + 1]]
            let count = Double(own.count)
            let mean = own.count > 1 ? ExactSum.of(own) / count : 0
            let squares = ExactSum.of(own.lazy.map { ($0 - mean) * ($0 - mean) })
            sum.add(unsampled[stratum] * (own.count > 1 ? count / (count - 1) : 1) * squares)
        }
        return sum.value
    }

    /// The totals of a row value in each cluster.
    func clusterTotals(_ values: [Double]) -> [Double] {
        (0..<clusters).map { cluster in
            let rows = order[clusterStart[cluster]..<clusterStart[cluster + 1]]
            return rows.count == 1
                ? values[rows[rows.startIndex]] : ExactSum.of(rows.lazy.map { values[$0] })
        }
    }

    /// Clusters that hold a member of the domain, and the strata that hold one.
    func held(by member: [Bool]) -> (clusters: Int, strata: Int) {
        var heldClusters = 0
        var heldStrata = 0
        for stratum in 0..<strata {
            let own = (stratumStart[stratum]..<stratumStart[stratum + 1]).filter { cluster in
                order[clusterStart[cluster]..<clusterStart[cluster + 1]].contains { member[$0] }
            }
            heldClusters += own.count
            heldStrata += own.isEmpty ? 0 : 1
        }
        return (heldClusters, heldStrata)
    }

    /// Takes out what the known margins explain: weights made to meet a margin leave only the
    /// deviations from its levels' means to chance.
    private func adjusted(_ influence: [Double]) -> [Double] {
        guard !adjustments.isEmpty else { return influence }
        var result = influence
        for adjustment in adjustments {
            for group in adjustment.groups {
                let weighing = adjustment.averagingWeights
                let mean =
                    ExactSum.of(group.lazy.map { result[$0] / weights[$0] * weighing[$0] })
                    / ExactSum.of(group.lazy.map { weighing[$0] })
                for row in group { result[row] -= mean * weights[row] }
            }
        }
        return result
    }
}
