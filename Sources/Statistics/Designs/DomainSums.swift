/// What a share of a domain is made of: totals, linearised variance, clusters and strata held.
struct DomainSums {
    /// The share; exactly 0 or 1 where none or all are satisfied.
    let share: Double
    /// Answers in the denominator (count).
    let answers: Int
    /// Those of rows with a weight above 0 (count).
    let weighingAnswers: Int
    /// Σ weight × answers.
    let weight: Double
    let variance: Double
    /// Clusters that hold an answer of a weight above 0 (count).
    let clusters: Int
    /// Strata that hold one (count).
    let strata: Int

    /// - Returns: nil where no row of the domain has a weight above 0
    init?(_ design: SurveyDesign, _ domain: [Int], satisfied: [Int], answers: [Int]) {
        let places = domain.indices.filter { design.weights[domain[$0]] > 0 }
        guard !places.isEmpty else { return nil }
        let weight = ExactSum.of(
            places.lazy.map { design.weights[domain[$0]] * Double(answers[$0]) })
        let good = places.reduce(0) { $0 + satisfied[$1] }
        let all = places.reduce(0) { $0 + answers[$1] }
        let ratio =
            ExactSum.of(places.lazy.map { design.weights[domain[$0]] * Double(satisfied[$0]) })
            / weight
        share = good == all ? 1 : good == 0 ? 0 : ratio
        self.answers = answers.reduce(0, +)
        weighingAnswers = all
        self.weight = weight
        let members = places.map { domain[$0] }
        let influence = places.map { place in
            design.weights[domain[place]]
                * (Double(satisfied[place]) - ratio * Double(answers[place])) / weight
        }
        if design.adjustments.isEmpty, members.count < design.rows / 8 {
            let own = design.clusterTotals(influence, of: members)
            variance = design.variance(ofTotals: own)
            clusters = own.count
            strata = design.strata(holding: own.map(\.cluster))
        } else {
            var full = [Double](repeating: 0, count: design.rows)
            var isMember = [Bool](repeating: false, count: design.rows)
            for (row, value) in zip(members, influence) {
                full[row] = value
                isMember[row] = true
            }
            variance = design.variance(ofInfluence: full)
            (clusters, strata) = design.held(by: isMember)
        }
    }

    /// The clusters of equal weight that would carry as much, were all answers of a cluster alike:
    /// (Σ W)² ÷ Σ W², W a cluster's weight (count, not rounded).
    ///
    /// - Source: L. Kish, Survey Sampling (1965) §11.7
    func kishClusters(_ design: SurveyDesign, _ domain: [Int], answers: [Int]) -> Double {
        let places = domain.indices.filter { design.weights[domain[$0]] > 0 }
        let totals = design.clusterTotals(
            places.map { design.weights[domain[$0]] * Double(answers[$0]) },
            of: places.map { domain[$0] })
        return kishSize(totals.map(\.total))
    }
}

/// Small domains: only the clusters that hold a member are looked at.
extension SurveyDesign {
    /// The total of one cluster.
    typealias ClusterTotal = (cluster: Int, total: Double)

    /// Totals of a value over the clusters that hold some rows, clusters ascending.
    ///
    /// - Parameters:
    ///   - values: one for each of the rows
    ///   - members: the rows, in any order
    fileprivate func clusterTotals(_ values: [Double], of members: [Int]) -> [ClusterTotal] {
        let order = members.indices.sorted {
            clusterOfRow[members[$0]] < clusterOfRow[members[$1]]
        }
        var totals: [ClusterTotal] = []
        var sum = ExactSum()
        for (place, index) in order.enumerated() {
            let cluster = clusterOfRow[members[index]]
            sum.add(values[index])
            let next = place + 1
            guard next == order.count || clusterOfRow[members[order[next]]] != cluster else {
                continue
            }
            totals.append((cluster, sum.value))
            sum = ExactSum()
        }
        return totals
    }

    /// The same as ``variance(ofInfluence:)``, bit for bit, for totals that are 0 elsewhere.
    fileprivate func variance(ofTotals totals: [ClusterTotal]) -> Double {
        var sum = ExactSum()
        var rest = totals[...]
        while let first = rest.first {
            let stratum = stratum(of: first.cluster)
            let own = rest.prefix { $0.cluster < stratumStart[stratum + 1] }
            rest = rest.dropFirst(own.count)
            let clusters = stratumStart[stratum + 1] - stratumStart[stratum]
            let count = Double(clusters)
            let mean = clusters > 1 ? ExactSum.of(own.lazy.map(\.total)) / count : 0
            var squares = ExactSum()
            for (_, total) in own { squares.add((total - mean) * (total - mean)) }
            // The clusters without a member are as far from the mean as 0 is; their product is
            // added with what its rounding leaves, so that nothing is lost to adding one by one.
            let others = Double(clusters - own.count)
            let product = others * (mean * mean)
            squares.add(product)
            squares.add((-product).addingProduct(others, mean * mean))
            sum.add(
                unsampled[stratum] * (clusters > 1 ? count / (count - 1) : 1) * squares.value)
        }
        return sum.value
    }

    /// Strata that some clusters, ascending, lie in.
    fileprivate func strata(holding clusters: [Int]) -> Int {
        var count = 0
        var end = 0
        for cluster in clusters where cluster >= end {
            count += 1
            end = stratumStart[stratum(of: cluster) + 1]
        }
        return count
    }

    /// The stratum that a cluster lies in.
    private func stratum(of cluster: Int) -> Int {
        var low = 0
        var high = strata
        while low + 1 < high {
            let middle = (low + high) / 2
            if stratumStart[middle] <= cluster { low = middle } else { high = middle }
        }
        return low
    }
}
