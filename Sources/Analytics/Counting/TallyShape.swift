internal import Statistics
internal import Survey

/// What is counted for one unit, and where in a row of numbers it stands: first what is told month
/// by month, then what is told of the period only.
///
/// A tally is a row of whole numbers, so tallies add exactly and in any order: the sums of a tree's
/// units, of months and of places agree to the last bit.
struct TallyShape: Sendable {
    /// Level 1...5, dk, na, missing.
    static let itemWidth = 8
    /// Satisfied, answers.
    static let scopeWidth = 2
    /// ballots, ΣS, ΣA, ΣS², ΣSA, ΣA²
    static let sumsWidth = 6

    static let responses = 0
    static let valid = 1
    /// Satisfied and answers on the overall item.
    static let overall = 2
    static let pooled = 4

    /// What sums are taken of.
    enum Measure: Hashable, Sendable {
        /// All items of the index.
        case pooled
        /// The overall item; its sums over ballots are two counts, ``overallCounts(_:)``.
        case overall
        /// The items of a dimension, by its place in the definition.
        case dimension(Int)
    }

    let dimensionsCount: Int
    let itemsCount: Int
    let scopesCount: Int
    /// Whether sums over place-days are kept beside those over ballots.
    let hasClusters: Bool

    var firstDimension: Int { Self.pooled + Self.sumsWidth }
    var firstCluster: Int { firstDimension + dimensionsCount * Self.sumsWidth }
    /// Numbers that a month has.
    var monthWidth: Int { firstCluster + clusterMeasures * Self.sumsWidth }
    var firstItem: Int { monthWidth }
    var firstScope: Int { firstItem + itemsCount * Self.itemWidth }
    /// Numbers that a period has.
    var width: Int { firstScope + scopesCount * Self.scopeWidth }

    /// How many measures have sums over clusters, 0 where none are kept.
    var clusterMeasures: Int { hasClusters ? 2 + dimensionsCount : 0 }

    /// Where the sums over clusters of a measure begin.
    func clusterPlace(_ measure: Measure) -> Int {
        let place =
            switch measure {
            case .pooled: BlockCount.pooled
            case .overall: BlockCount.overall
            case .dimension(let index): BlockCount.firstDimension + index
            }
        return firstCluster + place * Self.sumsWidth
    }

    /// The sums of the whole index, or of a dimension, with the ballot as the unit of variance.
    func sums(_ tally: ArraySlice<Int>, dimension: Int?) -> RatioSums {
        sums(tally, at: dimension.map { firstDimension + $0 * Self.sumsWidth } ?? Self.pooled)
    }

    /// The same with the place-day as the unit of variance; `ballots` are place-days then.
    ///
    /// Only where ``hasClusters``.
    func clusterSums(_ tally: ArraySlice<Int>, _ measure: Measure) -> RatioSums {
        sums(tally, at: clusterPlace(measure))
    }

    private func sums(_ tally: ArraySlice<Int>, at place: Int) -> RatioSums {
        let place = tally.startIndex + place
        return RatioSums(
            ballots: tally[place], satisfied: tally[place + 1], answers: tally[place + 2],
            satisfiedSquared: tally[place + 3], satisfiedByAnswers: tally[place + 4],
            answersSquared: tally[place + 5])
    }

    func overallCounts(_ tally: ArraySlice<Int>) -> (satisfied: Int, answers: Int) {
        let place = tally.startIndex + Self.overall
        return (tally[place], tally[place + 1])
    }

    func scopeCounts(_ tally: ArraySlice<Int>, scope: Int) -> (satisfied: Int, answers: Int) {
        let place = tally.startIndex + firstScope + scope * Self.scopeWidth
        return (tally[place], tally[place + 1])
    }

    func itemCounts(_ tally: ArraySlice<Int>, item: Int) -> ItemCounts {
        let place = tally.startIndex + firstItem + item * Self.itemWidth
        return ItemCounts(
            levels: Array(tally[place..<place + 5]), dontKnow: tally[place + 5],
            notApplicable: tally[place + 6], missing: tally[place + 7])
    }
}
