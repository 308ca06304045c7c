/// Do the items of a questionnaire measure one thing?
public struct CronbachAlpha: Sendable, Equatable {
    /// Respondents who answered every item (count): what all but ``pairwise`` rests on.
    public let complete: Int
    /// k/(k − 1) · (1 − Σ item variances ÷ variance of the sum); ≤ 1, negative where items
    /// contradict.
    public let raw: Double
    /// The same from the mean correlation of the items; nil where an item never varies.
    public let standardized: Double?
    /// The raw alpha with each covariance from all who answered both items; nil where a pair is
    /// answered by under two respondents.
    public let pairwise: Double?
    /// The raw alpha without each item; above `raw` the item does not fit. Empty with two items.
    public let withoutItem: [Double?]
    /// The correlation of each item with the sum of the others; nil where either never varies.
    public let itemRest: [Double?]

    /// Alpha of a table of answers.
    ///
    /// Assumes that every item loads alike on one thing; else alpha is a lower bound. A high alpha
    /// alone does not show one dimension.
    /// - Parameters:
    ///   - answers: one row a respondent, one score an item; nil is missing
    ///   - weights: one a respondent, > 0; nil counts each once
    /// - Returns: nil under two items or two complete respondents, or where the sum never varies
    /// - Source: L. J. Cronbach, Psychometrika 16 (1951) 297–334; R survey `svycralpha` with
    ///   weights; analytics/methods/alpha.md, checked against analytics/reference/expected_r.csv
    public init?(_ answers: [[Double?]], weights: [Double]? = nil) {
        let items = answers.first?.count ?? 0
        precondition(answers.allSatisfy { $0.count == items }, "one score an item in every row")
        let weights = weights ?? [Double](repeating: 1, count: answers.count)
        precondition(weights.count == answers.count, "one weight a respondent")
        let complete = answers.indices.filter { row in answers[row].allSatisfy { $0 != nil } }
        guard items >= 2, complete.count >= 2 else { return nil }
        let columns = (0..<items).map { item in answers.map { $0[item] } }
        var covariances = [[Double]](
            repeating: [Double](repeating: 0, count: items), count: items)
        var available: [[Double]]? = covariances
        for first in 0..<items {
            for second in 0...first {
                let value = covariance(columns[first], columns[second], complete, weights)
                covariances[first][second] = value
                covariances[second][first] = value
                let both = answers.indices.filter {
                    answers[$0][first] != nil && answers[$0][second] != nil
                }
                guard both.count >= 2 else {
                    available = nil
                    continue
                }
                let wide = covariance(columns[first], columns[second], both, weights)
                available?[first][second] = wide
                available?[second][first] = wide
            }
        }
        let all = Array(0..<items)
        guard let raw = alpha(covariances, of: all) else { return nil }
        self.complete = complete.count
        self.raw = raw
        pairwise = available.flatMap { alpha($0, of: all) }
        standardized = standardizedAlpha(covariances)
        withoutItem =
            items < 3
            ? [] : all.map { left in alpha(covariances, of: all.filter { $0 != left }) }
        itemRest = all.map { item in
            let rest = all.filter { $0 != item }
            let shared = rest.reduce(0) { $0 + covariances[item][$1] }
            let spread = covariances[item][item] * total(covariances, of: rest)
            return spread > 0 ? shared / spread.squareRoot() : nil
        }
    }
}

/// The weighted covariance of two columns over some rows, n/(n − 1) corrected.
private func covariance(
    _ first: [Double?], _ second: [Double?], _ rows: [Int], _ weights: [Double]
) -> Double {
    let total = ExactSum.of(rows.lazy.map { weights[$0] })
    func mean(_ column: [Double?]) -> Double {
        ExactSum.of(rows.lazy.map { weights[$0] * (column[$0] ?? 0) }) / total
    }
    let (centre, other) = (mean(first), mean(second))
    let products = rows.lazy.map { row in
        weights[row] * ((first[row] ?? 0) - centre) * ((second[row] ?? 0) - other)
    }
    let count = Double(rows.count)
    return ExactSum.of(products) / total * (count / (count - 1))
}

/// The variance of the sum of some items.
private func total(_ covariances: [[Double]], of items: [Int]) -> Double {
    items.reduce(0) { sum, item in items.reduce(sum) { $0 + covariances[item][$1] } }
}

private func alpha(_ covariances: [[Double]], of items: [Int]) -> Double? {
    let sum = total(covariances, of: items)
    guard sum > 0 else { return nil }
    let count = Double(items.count)
    let own = items.reduce(0) { $0 + covariances[$1][$1] }
    return count / (count - 1) * (1 - own / sum)
}

private func standardizedAlpha(_ covariances: [[Double]]) -> Double? {
    let spreads = covariances.indices.map { covariances[$0][$0] }
    guard spreads.allSatisfy({ $0 > 0 }) else { return nil }
    let count = Double(spreads.count)
    var sum = 0.0
    for first in spreads.indices {
        for second in 0..<first {
            sum += covariances[first][second] / (spreads[first] * spreads[second]).squareRoot()
        }
    }
    let mean = sum / (count * (count - 1) / 2)
    return count * mean / (1 + (count - 1) * mean)
}
