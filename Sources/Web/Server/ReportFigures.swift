public import Storage

/// How long reports took.
public struct ReportFigures: Sendable {
    /// Catching up with the store and reading the register, in seconds.
    public var readSeconds = Histogram.ofSeconds
    /// Counting and estimating, in seconds; a report that was kept from before is not among them.
    public var madeSeconds = Histogram.ofSeconds
    /// Reports that were kept from before: nothing had been stored since.
    public var kept = 0

    public init() {}
}
