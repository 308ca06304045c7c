internal import Statistics
internal import Survey

/// What a method makes of one row's counts.
struct IndexEstimator {
    /// The counts of a tree of units in a period or a month.
    struct Counts {
        let tally: ArraySlice<Int>
        /// What ``FactorTallies`` keeps; nil where it keeps nothing for this.
        let factors: [Int]?
        /// The same by strata, where the definition keeps them apart.
        var strata: StratifiedRows.Row? = nil
    }

    let definition: IndexDefinition
    let method: IndexMethod
    /// What intervals take as one observation; place-days for shares of answers only.
    let design: CountingDesign
    let shape: TallyShape
    let factors: FactorTallies?

    /// Dimensions; an index without any is one of its overall item.
    private var weights: [(weight: Double, items: Int)] {
        definition.dimensions.isEmpty
            ? [(1, 1)] : definition.dimensions.map { ($0.weight, $0.items.count) }
    }

    /// What each item weighs in a mean of means.
    private var itemWeights: [Double] {
        weights.flatMap { weight, items in
            [Double](repeating: weight / Double(items), count: items)
        }
    }

    /// Ballots behind the figure: not every valid one answers what it is made from.
    func ballots(_ counts: Counts) -> Int {
        switch method {
        case .overallItem, .qd766: shape.overallCounts(counts.tally).answers
        case .tt01: counts.tally[counts.tally.startIndex + TallyShape.valid]
        case .pooled, .meanOfFactors, .mean5, .mean01, .all45:
            shape.sums(counts.tally, dimension: nil).ballots
        }
    }

    /// What the interval takes as one: ballots, or the place-days that hold them.
    func observations(_ counts: Counts) -> Int {
        if let strata = counts.strata { return strata.report.degreesOfFreedom + 1 }
        return switch design {
        case .ballot: ballots(counts)
        case .placeDay: shape.clusterSums(counts.tally, measure).ballots
        }
    }

    /// What the method makes its share from.
    private var measure: TallyShape.Measure { method == .overallItem ? .overall : .pooled }

    /// - Returns: nil under five ballots, and for a method that estimates no share
    func estimate(_ counts: Counts) -> Estimate? {
        guard ballots(counts) >= ReportBuilder.suppressedBelow else { return nil }
        let level = definition.level
        if let strata = counts.strata { return strata.estimate(level: level).map { Estimate($0) } }
        if design == .placeDay {
            return .pooled(
                shape.clusterSums(counts.tally, measure), of: .placeDay, level: level)
        }
        switch method {
        case .overallItem:
            let found = shape.overallCounts(counts.tally)
            return .proportion(satisfied: found.satisfied, answers: found.answers, level: level)
        case .pooled:
            return .pooled(shape.sums(counts.tally, dimension: nil), level: level)
        case .all45:
            return counts.factors.flatMap {
                .proportion(satisfied: $0[0], answers: $0[1], level: level)
            }
        case .meanOfFactors: return mean(counts, weights.map(\.weight))
        case .mean5, .mean01: return mean(counts, itemWeights)
        case .tt01, .qd766: return nil
        }
    }

    /// A dimension by the method's own rule.
    ///
    /// - Returns: nil under five ballots that answer it
    func dimension(_ index: Int, _ counts: Counts) -> Estimate? {
        let sums = shape.sums(counts.tally, dimension: index)
        guard sums.ballots >= ReportBuilder.suppressedBelow else { return nil }
        if let strata = counts.strata {
            return strata.estimate(part: index, level: definition.level).map { Estimate($0) }
        }
        guard method == .mean5 || method == .mean01 else {
            let shown =
                design == .ballot ? sums : shape.clusterSums(counts.tally, .dimension(index))
            return .pooled(shown, of: design, level: definition.level)
        }
        let first = definition.dimensions[..<index].reduce(0) { $0 + $1.items.count }
        let own = first..<first + definition.dimensions[index].items.count
        let weights = itemWeights.indices.map { own.contains($0) ? 1.0 : 0 }
        return mean(counts, weights)
    }

    private func mean(_ counts: Counts, _ weights: [Double]) -> Estimate? {
        guard let factors, let sums = counts.factors,
            let estimate = factors.factorSums(sums).estimate(
                weights: weights, level: definition.level)
        else { return nil }
        return Estimate(estimate, shown: method.shown)
    }

    /// The figure under the method's own name, with what was divided by what.
    func figure(_ counts: Counts, _ estimate: Estimate?) -> IndexFigure? {
        var parts: (Double, Double)?
        switch method {
        case .overallItem:
            let found = shape.overallCounts(counts.tally)
            parts = (Double(found.satisfied), Double(found.answers))
        case .pooled:
            let sums = shape.sums(counts.tally, dimension: nil)
            parts = (Double(sums.satisfied), Double(sums.answers))
        case .all45: parts = counts.factors.map { (Double($0[0]), Double($0[1])) }
        case .meanOfFactors, .mean5, .mean01:
            let whole = weights.reduce(0) { $0 + $1.weight }
            parts = estimate.map { ($0.share * whole, whole) }
        case .tt01, .qd766: return nil
        }
        // Weighted, the parts are what the answers stand for.
        if let strata = counts.strata { parts = strata.totals }
        return IndexFigure(
            id: method.rawValue, title: method.title, unit: .share, basis: .ballots,
            numerator: estimate == nil ? nil : parts?.0,
            denominator: estimate == nil ? nil : parts?.1)
    }

    /// How low and high the figure could be; see ``WorstCase``.
    ///
    /// A dossier without a ballot would have answered every item of the index once. "Don't know"
    /// and "not applicable" are answers and stay outside, but for the overall question, where
    /// whoever gave no level counts as silent.
    /// - Parameter dossiers: completed in the period, or nil
    func worstCase(_ counts: Counts, dossiers: Int?) -> WorstCase? {
        guard method != .tt01, ballots(counts) > 0 else { return nil }
        let start = counts.tally.startIndex
        let (responses, valid) = (
            counts.tally[start + TallyShape.responses], counts.tally[start + TallyShape.valid]
        )
        // More ballots than dossiers: some were rated more than once, and nobody knows which were
        // not at all.
        let dossiers = dossiers.flatMap { $0 < responses ? nil : $0 }
        let everybody = dossiers ?? responses
        let silent = everybody - valid
        let (lower, upper): (Double, Double)
        switch method {
        case .overallItem, .qd766:
            let found = shape.overallCounts(counts.tally)
            (lower, upper) = Self.bounds(
                found.satisfied, of: found.answers, silent: everybody - found.answers)
        case .all45:
            guard let found = counts.factors else { return nil }
            (lower, upper) = Self.bounds(found[0], of: found[1], silent: everybody - found[1])
        case .pooled, .meanOfFactors:
            let isPooled = method == .pooled
            (lower, upper) = pooledBounds(counts.tally, silent: silent, isPooled: isPooled)
        case .mean5, .mean01, .tt01:
            let found = meanBounds(counts.tally, silent: silent)
            (lower, upper) = (method.shown(found.0), method.shown(found.1))
        }
        // A dimension that nobody was asked leaves no bounds.
        guard lower.isFinite, upper.isFinite else { return nil }
        return WorstCase(
            lower: lower, upper: upper, basis: dossiers == nil ? .ballots : .dossiers)
    }

    private static func bounds(
        _ good: Int, of answers: Int, silent: Int
    ) -> (Double, Double) {
        let all = Double(answers + silent)
        return (Double(good) / all, Double(good + silent) / all)
    }

    /// Pooled over all items, or the weighted mean of the dimensions.
    private func pooledBounds(
        _ tally: ArraySlice<Int>, silent: Int, isPooled: Bool
    ) -> (Double, Double) {
        var first = 0
        var (lower, upper, whole) = (0.0, 0.0, 0.0)
        var all = (good: 0, answers: 0, silent: 0)
        for (weight, items) in weights {
            var part = (good: 0, answers: 0, silent: silent * items)
            for item in first..<first + items {
                let counts = shape.itemCounts(tally, item: item)
                part.answers += counts.answers
                part.good += definition.satisfied.reduce(0) { $0 + counts.levels[$1 - 1] }
                part.silent += counts.missing
            }
            first += items
            all.good += part.good
            all.answers += part.answers
            all.silent += part.silent
            let bounds = Self.bounds(part.good, of: part.answers, silent: part.silent)
            lower += weight * bounds.0
            upper += weight * bounds.1
            whole += weight
        }
        return isPooled
            ? Self.bounds(all.good, of: all.answers, silent: all.silent)
            : (lower / whole, upper / whole)
    }

    /// The weighted mean of the items' means on the scale from 0 to 1.
    private func meanBounds(_ tally: ArraySlice<Int>, silent: Int) -> (Double, Double) {
        var (lower, upper, whole) = (0.0, 0.0, 0.0)
        for (item, weight) in itemWeights.enumerated() {
            let counts = shape.itemCounts(tally, item: item)
            let answers = counts.answers
            let above = counts.levels.enumerated().reduce(0) { $0 + $1.offset * $1.element }
            let gaps = silent + counts.missing
            let all = Double(4 * (answers + gaps))
            lower += weight * Double(above) / all
            upper += weight * Double(above + 4 * gaps) / all
            whole += weight
        }
        return (lower / whole, upper / whole)
    }
}
