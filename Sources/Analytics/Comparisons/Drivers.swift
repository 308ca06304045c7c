public import Survey

/// How strongly each item goes with overall satisfaction, and how it stands itself. Nothing in it
/// is rounded.
public struct Drivers: Sendable, Equatable {
    public let head: AnalysisHead
    /// Pairs of answers below which nothing is said of an item.
    public let minimumBallots: Int
    public let units: [UnitDrivers]
}

/// One unit's items, the first to mend first.
public struct UnitDrivers: Sendable, Equatable {
    public let unit: Unit
    public let depth: Int
    public let responses: Int
    /// By falling ``ItemDriver/priority``, then those without one in the definition's order.
    public let items: [ItemDriver]

    /// Where a director may begin: the item that moves the overall answer most and has most to
    /// gain, then those that the data do not tell apart from it, since the limits of their
    /// correlations leave their priorities in any order. Empty where no item is shown to move it.
    public var firstOnes: [ItemDriver] {
        let known = items.filter { $0.priority != nil }
        // A correlation of 1 has no limits: it is what it is.
        guard let first = known.first,
            let least = first.priority(at: first.correlationLower ?? first.correlation)
        else { return Array(known.prefix(1)) }
        return known.filter { $0.id == first.id || $0.reaches(least) }
    }
}

/// One item beside the overall answer, over ballots that gave both.
public struct ItemDriver: Sendable, Equatable {
    public let id: String
    public let text: LocalizedText
    /// Ballots that answered both at levels 1 to 5.
    public let pairs: Int
    /// Performance: satisfied with the item among them, or by a method of means its mean level on
    /// that method's scale; nil under 5.
    public let share: Double?
    /// Importance: the rank correlation of the item's level with being satisfied overall; nil under
    /// the minimum and where either never varies.
    public let correlation: Double?
    public let correlationLower: Double?
    public let correlationUpper: Double?
    /// Whether they go together at all; `adjustedP` is raised for all items tested
    /// (Benjamini–Hochberg).
    public let p: Double?
    public let adjustedP: Double?
    /// ln odds of being satisfied overall for one level more; nil where no slope has an end.
    public let slope: Double?
    public let slopeLower: Double?
    public let slopeUpper: Double?
    /// Importance × (1 − performance), for items that surely go with the overall answer.
    public let priority: Double?

    /// What the priority would be with another correlation, performance being what it is.
    fileprivate func priority(at other: Double?) -> Double? {
        guard let priority, let correlation, let other, correlation > 0 else { return nil }
        return priority * other / correlation
    }

    fileprivate func reaches(_ least: Double) -> Bool {
        priority(at: correlationUpper ?? correlation).map { $0 >= least } ?? false
    }
}
