/// An operator's act by which the figures of a calendar month stand for good.
///
/// What belongs to the month and came after it is late: it stays stored and is counted apart. The
/// row decides and no clock, so that neither a clock that jumps nor a kiosk that delivers after
/// weeks can move an answer into a figure that was closed.
public struct Closing: Sendable, Equatable {
    /// At the office's offset, as everywhere.
    public let month: CalendarMonth
    public let closedAt: Timestamp
    /// The store's last row at that moment; 0 where nothing was stored.
    public let lastRow: Int64

    public init(month: CalendarMonth, closedAt: Timestamp, lastRow: Int64) {
        self.month = month
        self.closedAt = closedAt
        self.lastRow = lastRow
    }
}
