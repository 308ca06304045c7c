internal import Glibc

/// Periods of one unit against its own baseline: is a change more than the usual noise?
public struct ControlChart: Sendable, Equatable {
    /// One period of the chart.
    public struct Point: Sendable, Equatable {
        /// The share of the period; nil without answers.
        public let share: Double?
        /// (share − centre) ÷ √(centre (1 − centre) ÷ answers); nil without answers.
        public let z: Double?
        /// Centre ± 3 standard errors of the period's answers, cut off at 0 and 1; nil without
        /// answers.
        public let limits: Interval?
        /// The same widened (or narrowed) by the chart's σz, for over-dispersed periods; nil
        /// without answers or σz.
        public let laneyLimits: Interval?
        /// The upward cumulative sum of z beyond 0.5; a signal above 5.
        public let cusumHigh: Double
        /// The downward cumulative sum of z beyond 0.5; a signal above 5.
        public let cusumLow: Double
        /// The exponentially weighted mean of z, weight 0.2 on the newest.
        public let ewma: Double

        /// Whether the share lies outside its three-sigma limits.
        public var isOutside: Bool {
            guard let share, let limits else { return false }
            return share < limits.lower || share > limits.upper
        }
    }

    /// The pooled share of the baseline.
    public let centre: Double
    /// The spread of z from period to period, mean moving range ÷ 1.128: 1 for pure chance, more
    /// where periods differ by more than their answers explain; nil under two periods with answers.
    public let sigmaZ: Double?
    /// One a period, in order.
    public let points: [Point]

    /// The first period whose upward cumulative sum passes 5; nil where none does.
    public var firstRise: Int? { points.firstIndex { $0.cusumHigh > 5 } }
    /// The first period whose downward cumulative sum passes 5; nil where none does.
    public var firstFall: Int? { points.firstIndex { $0.cusumLow > 5 } }

    /// A chart of shares.
    ///
    /// Assumes that the baseline was a quiet time with the same questions; a period without answers
    /// carries the sums on.
    /// - Parameters:
    ///   - counts: one a period, in order
    ///   - baseline: how many of the first periods set the centre, 1...counts.count
    /// - Returns: nil where the baseline has no answers, or all or none of them are satisfied: no
    ///   spread to measure by
    /// - Source: p-chart, W. A. Shewhart 1931; D. B. Laney, Quality Engineering 14 (2002) 531–537;
    ///   CUSUM k = 0.5, h = 5 and EWMA λ = 0.2, D. C. Montgomery, Statistical Quality Control
    ///   (2009) ch. 9; analytics/methods/control-chart.md, checked against
    ///   analytics/reference/expected_r.csv
    public init?(_ counts: [Count], baseline: Int) {
        precondition(baseline >= 1 && baseline <= counts.count, "a baseline inside the series")
        let base = counts[..<baseline]
        let trials = base.reduce(0) { $0 + $1.trials }
        let good = base.reduce(0) { $0 + $1.successes }
        guard good > 0, good < trials else { return nil }
        let centre = Double(good) / Double(trials)
        let errors = counts.map { (centre * (1 - centre) / Double($0.trials)).squareRoot() }
        let scores = zip(counts, errors).map { count, error in
            count.share.map { ($0 - centre) / error }
        }
        let known = scores.compactMap(\.self)
        let moves = zip(known, known.dropFirst()).map { abs($1 - $0) }
        // 1.128 is the mean range of two standard normal values, 2/√π, as charts print it.
        let sigma = moves.isEmpty ? nil : moves.reduce(0, +) / Double(moves.count) / 1.128
        var (high, low, smooth) = (0.0, 0.0, 0.0)
        var points: [Point] = []
        for (index, count) in counts.enumerated() {
            let z = scores[index]
            if let z {
                high = max(0, high + z - 0.5)
                low = max(0, low - z - 0.5)
                smooth = 0.2 * z + 0.8 * smooth
            }
            func limits(_ width: Double?) -> Interval? {
                guard let width, z != nil else { return nil }
                let half = 3 * errors[index] * width
                return Interval(lower: max(0, centre - half), upper: min(1, centre + half))
            }
            points.append(
                Point(
                    share: count.share, z: z, limits: limits(1), laneyLimits: limits(sigma),
                    cusumHigh: high, cusumLow: low, ewma: smooth))
        }
        self.centre = centre
        sigmaZ = sigma
        self.points = points
    }
}
