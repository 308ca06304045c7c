/// A weighted total with its standard error.
public struct TotalEstimate: Sendable, Equatable {
    /// Σ weight × value.
    public let total: Double
    /// The standard error of the total.
    public let standardError: Double
}
