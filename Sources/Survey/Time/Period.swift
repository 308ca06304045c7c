/// A span of civil days; both ends belong to it.
public struct Period: Sendable, Hashable {
    public let from: CalendarDay
    public let to: CalendarDay

    /// - Returns: nil where the end is before the beginning
    public init?(from: CalendarDay, to: CalendarDay) {
        guard from <= to else { return nil }
        self.from = from
        self.to = to
    }

    /// The calendar year.
    public static func year(_ year: Int) -> Period? {
        guard let from = CalendarDay(year: year, month: 1, day: 1),
            let to = CalendarDay(year: year, month: 12, day: 31)
        else { return nil }
        return Period(from: from, to: to)
    }

    /// Every calendar month the period touches, in order.
    public var months: [CalendarMonth] {
        (from.month.ordinal...to.month.ordinal).map { CalendarMonth(ordinal: $0) }
    }

    /// Whether the period is made of whole calendar months.
    public var isWholeMonths: Bool { from.month.firstDay == from && to.month.lastDay == to }

    /// The whole calendar months within the period, or nil where there is none.
    public var wholeMonths: Period? {
        let first = from == from.month.firstDay ? from : from.month.next.firstDay
        let last = to == to.month.lastDay ? to : to.month.firstDay.advanced(by: -1)
        return Period(from: first, to: last)
    }

    /// The part of a month that lies in the period, or nil.
    public func clipped(to month: CalendarMonth) -> Period? {
        Period(from: max(from, month.firstDay), to: min(to, month.lastDay))
    }

    /// First and one past the last moment, at an offset.
    public func moments(at offset: DayOffset) -> Range<Timestamp> {
        from.start(at: offset)..<to.advanced(by: 1).start(at: offset)
    }
}
