/// Weighted quantiles of scores.
///
/// For five-level answers a quantile is one of the levels and tells little; the distribution itself
/// tells more.
/// - Parameters:
///   - values: each row's value; nil is missing or outside the domain
///   - weights: each row's weight, > 0; nil counts each once
///   - shares: which quantiles, 0...1
///   - rule: between two values
/// - Returns: one value a share; nil where no row has a value
/// - Source: R survey 4.5 `svyquantile` (qrule math, school); checked against
///   analytics/reference/expected_r.csv
public func weightedQuantiles(
    _ values: [Double?], weights: [Double]? = nil, at shares: [Double],
    rule: QuantileRule = .inverse
) -> [Double]? {
    precondition(weights == nil || weights?.count == values.count, "one weight a row")
    precondition(shares.allSatisfy { $0 >= 0 && $0 <= 1 }, "a share lies in 0...1")
    var known: [(value: Double, weight: Double)] = []
    for (row, value) in values.enumerated() {
        if let value { known.append((value, weights?[row] ?? 1)) }
    }
    guard !known.isEmpty else { return nil }
    known.sort { ($0.value, $0.weight) < ($1.value, $1.weight) }
    let total = ExactSum.of(known.lazy.map(\.weight))
    // Rows of one value are one step of the distribution.
    var steps: [(value: Double, share: Double)] = []
    var running = ExactSum()
    for (place, row) in known.enumerated() {
        running.add(row.weight)
        if place + 1 == known.count || known[place + 1].value > row.value {
            steps.append((row.value, running.value / total))
        }
    }
    return shares.map { share in
        let place = steps.firstIndex { $0.share >= share } ?? steps.count - 1
        guard rule == .midpoint, steps[place].share == share, place + 1 < steps.count else {
            return steps[place].value
        }
        return (steps[place].value + steps[place + 1].value) / 2
    }
}
