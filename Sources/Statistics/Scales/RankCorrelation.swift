internal import Glibc

/// Spearman's rank correlation of two ordered answers, ties by their mean ranks.
public struct RankCorrelation: Sendable, Equatable {
    /// −1...1
    public let rho: Double
    /// Fisher's limits; nil under four pairs and where the answers agree wholly.
    public let interval: Interval?
    /// rho × √(pairs − 1): the permutation variance of rho is 1/(pairs − 1), ties or none.
    public let z: Double
    /// The two-sided p value of z, whether the answers hang together at all.
    public let p: Double
    /// Pairs (count).
    public let pairs: Int

    /// The correlation of a table of pairs.
    ///
    /// Assumes independent pairs, one a ballot. It says that answers go together, not that one
    /// moves the other.
    /// - Parameters:
    ///   - table: pairs by the first answer (rows, lowest first) and the second (columns, lowest
    ///     first); rows of one length, counts ≥ 0
    ///   - level: confidence of the limits, 0 < level < 1
    /// - Returns: nil where either answer never varies. Cost: the size of the table
    /// - Source: C. Spearman, American Journal of Psychology 15 (1904) 72–101; M. G. Kendall, Rank
    ///   Correlation Methods (1975) ch. 3–5; limits D. G. Bonett & T. A. Wright, Psychometrika 65
    ///   (2000) 23–28; analytics/methods/drivers.md
    public init?(_ table: [[Int]], level: Double = 0.95) {
        let width = table.first?.count ?? 0
        precondition(
            table.allSatisfy { $0.count == width && $0.allSatisfy { $0 >= 0 } },
            "a table of counts")
        let rows = table.map { $0.reduce(0, +) }
        let columns = (0..<width).map { column in table.reduce(0) { $0 + $1[column] } }
        let pairs = rows.reduce(0, +)
        // Twice the mean rank − (pairs + 1): whole numbers, so that nothing is rounded before the
        // root.
        func centred(_ counts: [Int]) -> [Int] {
            var below = 0
            return counts.map { count in
                defer { below += count }
                return 2 * below + count - pairs
            }
        }
        let (across, down) = (centred(columns), centred(rows))
        var product = 0.0
        for (row, counts) in table.enumerated() {
            for (column, count) in counts.enumerated() {
                product += Double(count) * Double(down[row]) * Double(across[column])
            }
        }
        func spread(_ counts: [Int], _ ranks: [Int]) -> Double {
            zip(counts, ranks).reduce(0) { $0 + Double($1.0) * Double($1.1) * Double($1.1) }
        }
        let scale = (spread(rows, down) * spread(columns, across)).squareRoot()
        guard scale > 0 else { return nil }
        let rho = max(-1, min(1, product / scale))
        self.rho = rho
        self.pairs = pairs
        z = rho * Double(pairs - 1).squareRoot()
        p = Normal.twoSided(z)
        if pairs > 3, abs(rho) < 1 {
            let half =
                Normal.critical(level: level)
                * ((1 + rho * rho / 2) / Double(pairs - 3)).squareRoot()
            interval = Interval(lower: tanh(atanh(rho) - half), upper: tanh(atanh(rho) + half))
        } else {
            interval = nil
        }
    }
}
