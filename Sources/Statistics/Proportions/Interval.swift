/// Both ends of a confidence interval.
public struct Interval: Sendable, Equatable {
    /// The lower limit; of a share 0...1.
    public let lower: Double
    /// The upper limit, ≥ lower; of a share 0...1.
    public let upper: Double

    /// An interval from its ends, in the unit of what was estimated.
    ///
    /// - Parameters:
    ///   - lower: the lower limit
    ///   - upper: the upper limit, ≥ lower
    public init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }
}
