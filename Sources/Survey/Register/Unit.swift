/// A public body that is responsible for places and has results of its own.
///
/// Units change by law (since 1/7/2025 there are no districts): they have days of validity and a
/// successor, and results stay under the unit as it was.
public struct Unit: Sendable, Equatable {
    /// The level of government.
    public enum Kind: String, Sendable, CaseIterable {
        case province, department, district, commune, office
    }

    /// Letters, digits, `.`, `_` and `-`; see ``Code``.
    public let code: String
    public let name: String
    public let kind: Kind
    /// The code of the unit above, or nil at the top.
    public let parent: String?
    public let validFrom: CalendarDay?
    public let validTo: CalendarDay?
    /// The code of the unit that took over.
    public let successor: String?

    public init(
        code: String, name: String, kind: Kind, parent: String?, validFrom: CalendarDay?,
        validTo: CalendarDay?, successor: String?
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.parent = parent
        self.validFrom = validFrom
        self.validTo = validTo
        self.successor = successor
    }
}
