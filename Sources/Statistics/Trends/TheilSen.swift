/// A straight line through the medians: one odd period hardly moves it.
public struct TheilSen: Sendable, Equatable {
    /// The median of the slopes of all pairs, in units of the values a unit of time.
    public let slope: Double
    /// Median value − slope × median time.
    public let intercept: Double
    /// The limits of the slope, by the normal approximation of Kendall's score.
    public let interval: Interval

    /// Fits the line.
    ///
    /// - Parameters:
    ///   - values: in the order of time, two or more, finite
    ///   - times: strictly rising; nil is 0, 1, 2, …
    ///   - level: confidence of the limits, 0 < level < 1
    /// - Returns: nil under two values. Cost: the square of the count (10,000 at the most)
    /// - Source: P. K. Sen, JASA 63 (1968) 1379–1389; R. O. Gilbert, Statistical Methods for
    ///   Environmental Pollution Monitoring (1987) §16.5; analytics/methods/trend.md, checked
    ///   against expected_r.csv
    public init?(_ values: [Double], times: [Double]? = nil, level: Double = 0.95) {
        let times = times ?? values.indices.map(Double.init)
        precondition(times.count == values.count, "one time a value")
        precondition(zip(times, times.dropFirst()).allSatisfy(<), "times rise strictly")
        precondition(values.count <= 10_000, "10,000 periods at the most")
        guard values.count >= 2 else { return nil }
        var slopes: [Double] = []
        slopes.reserveCapacity(values.count * (values.count - 1) / 2)
        for later in values.indices {
            for earlier in 0..<later {
                slopes.append(
                    (values[later] - values[earlier]) / (times[later] - times[earlier]))
            }
        }
        slopes.sort()
        slope = median(ofSorted: slopes)
        intercept = median(ofSorted: values.sorted()) - slope * median(ofSorted: times)
        let spread = MannKendall(values).variance.squareRoot() * Normal.critical(level: level)
        let pairs = Double(slopes.count)
        let low = ((pairs - spread) / 2).rounded(.toNearestOrEven)
        let high = ((pairs + spread) / 2).rounded(.toNearestOrEven)
        interval = Interval(
            lower: slopes[max(0, Int(low) - 1)],
            upper: slopes[min(slopes.count - 1, Int(high))])
    }
}

extension TheilSen {
    /// The median slope of a series with seasons: each season against itself, in units of the
    /// values a year.
    ///
    /// - Parameters:
    ///   - values: in the order of time; nil is a missing period
    ///   - period: periods in a year, ≥ 1: 12 for months
    /// - Returns: nil where no season has two values. Cost: the square of the years
    /// - Source: R. M. Hirsch, J. R. Slack & R. A. Smith, Water Resources Research 18 (1982)
    ///   107–121; checked against analytics/reference/expected_py.csv
    public static func seasonalSlope(_ values: [Double?], period: Int) -> Double? {
        precondition(period >= 1, "a year has one period or more")
        precondition(values.count <= 10_000, "10,000 periods at the most")
        var slopes: [Double] = []
        for later in values.indices {
            for earlier in stride(from: later - period, through: 0, by: -period) {
                guard let last = values[later], let first = values[earlier] else { continue }
                slopes.append((last - first) / Double((later - earlier) / period))
            }
        }
        return slopes.isEmpty ? nil : median(ofSorted: slopes.sorted())
    }
}

/// The middle value, or the mean of the two middle ones, of a sorted list that is not empty.
func median(ofSorted values: [Double]) -> Double {
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
}
