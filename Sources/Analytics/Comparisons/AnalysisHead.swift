public import Survey

/// What a trend, a ranking and a table of drivers say of themselves: which index of which days, how
/// sure, and when it was made.
public struct AnalysisHead: Sendable, Equatable {
    public let index: Report.IndexReference
    /// Both days included.
    public let period: Period
    /// Whether every month that the period touches was closed.
    public let isClosed: Bool
    /// Confidence level, 0...1.
    public let level: Double
    public let generatedAt: Timestamp
    /// Whether the data folder holds samples and not real answers.
    public let isSample: Bool

    init(
        _ definition: IndexDefinition, by method: IndexMethod, in period: Period,
        from source: ReportSource, at now: Timestamp
    ) {
        index = definition.named(method)
        self.period = period
        isClosed = source.isClosed(period)
        level = definition.level
        generatedAt = now
        isSample = source.isSample
    }
}
