/// Which value is taken where a weighted share falls between two.
public enum QuantileRule: Sendable, CaseIterable {
    /// The smallest value at or below which at least the share lies (R survey's `math`).
    case inverse
    /// The same, but the mean of two neighbours where the share is met exactly (R survey's
    /// `school`).
    case midpoint
}
