public import Survey

/// What is asked of the numbers.
public struct ReportQuery: Sendable, Equatable {
    /// The id of an index.
    public var index: String
    /// Both days included.
    public var period: Period
    /// Codes of units, one row each; empty for all of them.
    public var units: [String]
    /// Another method than the definition's.
    public var method: IndexMethod?

    public init(
        index: String, period: Period, units: [String] = [], method: IndexMethod? = nil
    ) {
        self.index = index
        self.period = period
        self.units = units
        self.method = method
    }
}

/// Why a report cannot be made.
public enum ReportFault: Error, Equatable, Sendable {
    case unknownIndex(String, known: [String])
    case unknownUnit(String)
}
