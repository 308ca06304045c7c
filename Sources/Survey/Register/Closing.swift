/// An operator's act by which the figures of a calendar month stand for good.
///
/// What belongs to the month and came after it is late: it stays stored and is counted apart. The
/// row decides and no clock, so that neither a clock that jumps nor a kiosk that delivers after
/// weeks can move an answer into a figure that was closed.
public struct Closing: Sendable, Equatable {
    /// What figures rest on besides answers. It may be mended after a closing, and then the figures
    /// of the month are others than those that were closed.
    public enum Basis: String, Sendable, CaseIterable {
        /// The tree of units: codes and parents.
        case units
        /// The month's rows of dossier counts.
        case dossiers
        /// The month's rows of feedback counts.
        case feedback
        /// The month's given points.
        case points
    }

    /// At the office's offset, as everywhere.
    public let month: CalendarMonth
    public let closedAt: Timestamp
    /// The store's last row at that moment; 0 where nothing was stored.
    public let lastRow: Int64
    /// What is no longer as it was at that moment; empty also where that was not kept yet.
    public let changedSince: [Basis]

    public init(
        month: CalendarMonth, closedAt: Timestamp, lastRow: Int64, changedSince: [Basis] = []
    ) {
        self.month = month
        self.closedAt = closedAt
        self.lastRow = lastRow
        self.changedSince = changedSince
    }
}
