extension SurveyDesign {
    /// Weights scaled so that each level of one margin weighs what it does in the population.
    ///
    /// Repairs who answered, as far as the margin explains it; a level that nobody answered cannot
    /// be repaired. The variance then knows only the deviations from the levels' means. Margins met
    /// earlier are given up.
    /// - Parameter margin: levels and populations
    /// - Throws: ``StatisticsError/levelWithoutPopulation(margin:level:)``
    /// - Source: D. Holt & T. M. F. Smith, JRSS A 142 (1979) 33–46; R survey 4.5 `postStratify`
    public func postStratified(by margin: Margin) throws(StatisticsError) -> SurveyDesign {
        precondition(margin.levels.count == rows, "one level a row")
        let groups = grouped(weighing, by: margin.levels)
        var new = weights
        try scale(&new, to: margin, groups, number: 0)
        return reweighted(
            new, adjustments: [Adjustment(groups: groups, averagingWeights: weights)])
    }

    /// Weights scaled in turn to several margins until all are met; margins met earlier are given
    /// up.
    ///
    /// - Parameters:
    ///   - margins: two or more margins of one population; their totals should agree
    ///   - rounds: the largest number of rounds, ≥ 1
    ///   - tolerance: the largest relative miss of any level at the end
    /// - Throws: ``StatisticsError/levelWithoutPopulation(margin:level:)`` and
    ///   ``StatisticsError/rakingDidNotConverge(rounds:)``: margins that contradict each other
    ///   never meet
    /// - Source: W. E. Deming & F. F. Stephan, Annals of Mathematical Statistics 11 (1940) 427–444;
    ///   R survey 4.5 `rake`, whose variance takes out the margins' unweighted means in ten rounds,
    ///   as here
    public func raked(
        to margins: [Margin], rounds: Int = 500, tolerance: Double = 1e-13
    ) throws(StatisticsError) -> SurveyDesign {
        precondition(margins.allSatisfy { $0.levels.count == rows }, "one level a row")
        let groups = margins.map { grouped(weighing, by: $0.levels) }
        var new = weights
        var round = 0
        var miss = Double.infinity
        while miss > tolerance {
            guard round < rounds else { throw .rakingDidNotConverge(rounds: rounds) }
            round += 1
            miss = 0
            for (number, margin) in margins.enumerated() {
                miss = max(
                    miss, try scale(&new, to: margin, groups[number], number: number))
            }
        }
        let even = [Double](repeating: 1, count: rows)
        let sweep = groups.map { Adjustment(groups: $0, averagingWeights: even) }
        return reweighted(new, adjustments: (0..<10).flatMap { _ in sweep })
    }

    /// Rows that can be scaled: a weight of 0 stays 0.
    private var weighing: [Int] { (0..<rows).filter { weights[$0] > 0 } }

    /// Scales each level to its population; returns the largest relative change it needed.
    @discardableResult
    private func scale(
        _ weights: inout [Double], to margin: Margin, _ groups: [[Int]], number: Int
    ) throws(StatisticsError) -> Double {
        var change = 0.0
        for group in groups {
            let level = margin.levels[group[0]]
            guard let population = margin.populations[level], population > 0 else {
                throw .levelWithoutPopulation(margin: number, level: level)
            }
            var sum = ExactSum()
            for row in group { sum.add(weights[row]) }
            let factor = population / sum.value
            change = max(change, abs(factor - 1))
            for row in group { weights[row] *= factor }
        }
        return change
    }
}
