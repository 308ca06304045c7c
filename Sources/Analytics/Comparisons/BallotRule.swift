internal import Statistics
internal import Survey

/// What a ballot says to an index, or to those of its items that are compared, by one method.
struct BallotRule {
    /// Places among the definition's items that take part.
    let items: [Int]
    let method: IndexMethod
    /// Of a mean of ratios: what each factor weighs, 0 for one of no item that takes part. Empty
    /// for a method that makes one ratio.
    let factorWeights: [Double]
    /// By the definition's items: its factor.
    private let factorOfItem: [Int]
    private let satisfied: [Bool]
    private let isOverallEnough: Bool
    /// Answers that make a ballot valid, by the number of items it was asked.
    private let needed: [Int]

    /// - Parameters:
    ///   - method: of the ballots' family; nil for the definition's own
    ///   - items: places among the definition's items; nil for all of them
    init(_ definition: IndexDefinition, method: IndexMethod? = nil, items: [Int]? = nil) {
        self.items = items ?? Array(definition.items.indices)
        self.method = method ?? definition.method
        (factorWeights, factorOfItem) = Self.factors(definition, self.method, self.items)
        satisfied = (0..<16).map { definition.satisfied.contains($0) }
        isOverallEnough = definition.validity.overallItem
        let count = self.items.count
        needed = (0...count).map { definition.validity.answersNeeded(asked: $0) ?? count + 1 }
    }

    private static func factors(
        _ definition: IndexDefinition, _ method: IndexMethod, _ items: [Int]
    ) -> (weights: [Double], ofItem: [Int]) {
        // Without dimensions the overall item is one.
        let weights = definition.dimensions.isEmpty ? [1] : definition.dimensions.map(\.weight)
        let dimensionOfItem = definition.items.map { item in
            definition.dimensions.firstIndex { $0.items.contains(item) } ?? 0
        }
        // An item or a dimension that is not asked on both sides leaves its weight to the others.
        var asked = [Int](repeating: 0, count: weights.count)
        for item in items { asked[dimensionOfItem[item]] += 1 }
        switch method {
        case .meanOfFactors:
            return (zip(weights, asked).map { $1 > 0 ? $0 : 0 }, dimensionOfItem)
        case .mean5, .mean01:
            var itemWeights = [Double](repeating: 0, count: definition.items.count)
            for item in items {
                itemWeights[item] =
                    weights[dimensionOfItem[item]] / Double(asked[dimensionOfItem[item]])
            }
            return (itemWeights, Array(definition.items.indices))
        case .overallItem, .pooled, .all45, .tt01, .qd766: return ([], [])
        }
    }

    /// Whether the figure is a mean of several ratios.
    var hasFactors: Bool { !factorWeights.isEmpty }

    /// Whether a ballot says one yes or no.
    var isOneAnswer: Bool { method == .overallItem || method == .all45 }

    /// A difference of means is estimated between −1 and 1; `mean5` is printed on a scale that
    /// begins at 1 ÷ 5.
    var scale: Double { method == .mean5 ? 0.8 : 1 }

    /// What the ballot adds to each factor.
    func factors(
        of ballot: BallotScan.Ballot
    ) -> (numerators: [Int], denominators: [Int]) {
        var top = [Int](repeating: 0, count: factorWeights.count)
        var bottom = top
        for item in items {
            let value = ballot.value(item)
            guard Self.isLevel(value) else { continue }
            let factor = factorOfItem[item]
            if method == .meanOfFactors {
                top[factor] += satisfied[Int(value)] ? 1 : 0
                bottom[factor] += 1
            } else {
                (top[factor], bottom[factor]) = (Int(value) - 1, 4)
            }
        }
        return (top, bottom)
    }

    /// A valid ballot's satisfied answers and answers, by a method that makes one ratio: 0 or 1 of
    /// 1 where the ballot says one yes or no, both 0 where it says nothing.
    ///
    /// - Parameter reading: of the same ballot
    func answers(
        of ballot: BallotScan.Ballot, _ reading: (isValid: Bool, satisfied: Int, answers: Int)
    ) -> (satisfied: Int, answers: Int) {
        switch method {
        case .overallItem:
            (isSatisfied(ballot.overall) ? 1 : 0, Self.isLevel(ballot.overall) ? 1 : 0)
        case .all45:
            reading.answers == 0 ? (0, 0) : (reading.satisfied == reading.answers ? 1 : 0, 1)
        default: (reading.satisfied, reading.answers)
        }
    }

    static func isLevel(_ value: UInt8) -> Bool { value >= 1 && value <= 5 }

    /// Whether a stored value 1...5 is a satisfied one.
    func isSatisfied(_ value: UInt8) -> Bool { Self.isLevel(value) && satisfied[Int(value)] }

    /// Whether the ballot counts, and its answers at levels 1 to 5.
    func reading(
        of ballot: BallotScan.Ballot
    ) -> (isValid: Bool, satisfied: Int, answers: Int) {
        var (good, answers, asked) = (0, 0, 0)
        for item in items {
            let value = ballot.value(item)
            if value != BallotScan.absent, value != AnswerLayout.notAsked { asked += 1 }
            if Self.isLevel(value) {
                answers += 1
                if satisfied[Int(value)] { good += 1 }
            }
        }
        let isValid =
            isOverallEnough && Self.isLevel(ballot.overall) || answers >= needed[asked]
        return (isValid, good, answers)
    }
}
