public import Storage

/// How long reports took.
public struct ReportFigures: Sendable {
    /// Catching up with the store and reading the register, in seconds.
    public var readSeconds = Histogram.ofSeconds
    /// Counting and estimating, in seconds.
    public var madeSeconds = Histogram.ofSeconds
    /// Pages and files that were given again: nothing had been stored since.
    public var kept = 0

    public init() {}
}
