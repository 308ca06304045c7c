/// Fisher's exact two-sided p value for two counts, for samples too small for the score test.
///
/// The probability, given both margins, of all tables no likelier than the one seen. Conservative:
/// its real error rate is below the nominal one.
/// - Parameters:
///   - first: one count
///   - second: the other count
/// - Returns: 0...1; 1 where either has no trials; as R's `fisher.test`, which counts probabilities
///   equal up to 1e-7 as equal. Cost: the smaller of successes and trials
/// - Source: R. A. Fisher, Statistical Methods for Research Workers (1934) §21.02; checked against
///   analytics/reference/expected_r.csv
public func fisherExact(_ first: Count, _ second: Count) -> Double {
    let total = first.successes + second.successes
    let low = max(0, total - second.trials)
    let high = min(total, first.trials)
    // Hypergeometric probabilities by their ratios, from the mode outwards: no factorial overflows.
    func ratio(_ x: Int) -> Double {
        Double(first.trials - x) / Double(x + 1)
            * (Double(total - x) / Double(second.trials - total + x + 1))
    }
    var mode = low
    while mode < high, ratio(mode) >= 1 { mode += 1 }
    var weights = [Double](repeating: 0, count: high - low + 1)
    weights[mode - low] = 1
    for x in mode..<high { weights[x + 1 - low] = weights[x - low] * ratio(x) }
    for x in (low..<mode).reversed() { weights[x - low] = weights[x + 1 - low] / ratio(x) }
    let seen = weights[first.successes - low] * (1 + 1e-7)
    let unlikely = weights.filter { $0 <= seen }
    return min(1, ExactSum.of(unlikely) / ExactSum.of(weights))
}
