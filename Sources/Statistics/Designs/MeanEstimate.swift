/// A weighted mean with its standard error.
public struct MeanEstimate: Sendable, Equatable {
    /// The mean, in the unit of the values.
    public let mean: Double
    /// The standard error; nil where fewer than two clusters hold a value.
    public let standardError: Double?
    /// Clusters − strata that hold a value; at 0 there is no interval.
    public let degreesOfFreedom: Int
    /// Rows with a value (count).
    public let responses: Int
    /// Mean ± t × standard error; not cut off at the ends of the scale.
    public let interval: Interval?
    /// The variance of the values in the population, n/(n − 1) corrected; nil under two rows.
    public let populationVariance: Double?
    /// The variance ÷ that of as many independent rows; nil where either is undefined or 0.
    public let designEffect: Double?
}
