/// The difference of two estimates with its test.
public struct DifferenceEstimate: Sendable, Equatable {
    /// Second − first.
    public let difference: Double
    /// The standard error of the difference, covariance included.
    public let standardError: Double
    /// Degrees of freedom of the test: clusters − strata that hold a member of either, − 1.
    public let degreesOfFreedom: Int
    /// Difference ÷ standard error; nil where the error is 0.
    public let t: Double?
    /// The two-sided p value; nil where `t` is, or without a degree of freedom.
    public let p: Double?
    /// Difference ± t × standard error; nil without a degree of freedom or where the error is 0.
    public let interval: Interval?
}
