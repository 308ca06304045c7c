/// A test whether a series rises or falls, whatever the shape.
public struct MannKendall: Sendable, Equatable {
    /// Pairs that rise − pairs that fall.
    public let score: Int
    /// The variance of the score without a trend, corrected for ties.
    public let variance: Double
    /// (score ∓ 1) ÷ √variance, the continuity correction towards 0; 0 where the variance is 0.
    public let z: Double
    /// The two-sided p value of z.
    public let p: Double
    /// Kendall's tau-b of the series and time, −1...1; nil where all values are equal, and for
    /// seasonal tests.
    public let tau: Double?

    /// Tests one series.
    ///
    /// Assumes independent periods: a series with memory finds trends too often. Under about ten
    /// periods the normal approximation is rough.
    /// - Parameter values: in the order of time, two or more; missing periods are simply left out
    /// - Source: H. B. Mann, Econometrica 13 (1945) 245–259; M. G. Kendall, Rank Correlation
    ///   Methods (1975); analytics/methods/trend.md, checked against
    ///   analytics/reference/expected_r.csv
    public init(_ values: [Double]) {
        let (score, variance) = Self.parts(values)
        let pairs = Double(values.count * (values.count - 1)) / 2
        let tied = Self.ties(values).reduce(0.0) { $0 + Double($1 * ($1 - 1)) / 2 }
        let tau =
            pairs > tied
            ? Double(score) / ((pairs - tied).squareRoot() * pairs.squareRoot()) : nil
        self.init(score: score, variance: variance, tau: tau)
    }

    /// Tests a series with seasons: each season against itself, the scores added.
    ///
    /// - Parameters:
    ///   - values: in the order of time; nil is a missing period
    ///   - period: periods in a year, ≥ 1: 12 for months
    /// - Source: R. M. Hirsch, J. R. Slack & R. A. Smith, Water Resources Research 18 (1982)
    ///   107–121; checked against analytics/reference/expected_py.csv
    public init(seasonal values: [Double?], period: Int) {
        precondition(period >= 1, "a year has one period or more")
        var score = 0
        var variance = 0.0
        for season in 0..<period {
            let own = stride(from: season, to: values.count, by: period).compactMap { values[$0] }
            let parts = Self.parts(own)
            score += parts.score
            variance += parts.variance
        }
        self.init(score: score, variance: variance, tau: nil)
    }

    private init(score: Int, variance: Double, tau: Double?) {
        self.score = score
        self.variance = variance
        self.tau = tau
        z =
            variance > 0
            ? Double(score - score.signum()) / variance.squareRoot() : 0
        p = Normal.twoSided(z)
    }

    private static func parts(_ values: [Double]) -> (score: Int, variance: Double) {
        precondition(values.allSatisfy(\.isFinite), "values are finite")
        var score = 0
        for later in values.indices {
            for earlier in 0..<later where values[later] != values[earlier] {
                score += values[later] > values[earlier] ? 1 : -1
            }
        }
        func term(_ n: Int) -> Int { n * (n - 1) * (2 * n + 5) }
        let tied = ties(values).reduce(0) { $0 + term($1) }
        return (score, Double(term(values.count) - tied) / 18)
    }

    /// How often each value occurs.
    private static func ties(_ values: [Double]) -> [Int] {
        Array(values.reduce(into: [Double: Int]()) { $0[$1, default: 0] += 1 }.values)
    }
}
