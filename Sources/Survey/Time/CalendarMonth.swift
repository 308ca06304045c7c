/// A calendar month.
public struct CalendarMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Months since January of year 0.
    public let ordinal: Int

    public init(ordinal: Int) {
        self.ordinal = ordinal
    }

    /// - Parameters: year 1...9999, month 1...12
    public init?(year: Int, month: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        self.init(ordinal: year * 12 + month - 1)
    }

    /// Reads `YYYY-MM`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"),
            let century = twoDigits(bytes, 0), let year = twoDigits(bytes, 2),
            let month = twoDigits(bytes, 5)
        else { return nil }
        self.init(year: century * 100 + year, month: month)
    }

    public static func < (left: CalendarMonth, right: CalendarMonth) -> Bool {
        left.ordinal < right.ordinal
    }

    public var year: Int { ordinal.flooredDivision(by: 12) }
    /// 1...12
    public var month: Int { ordinal - year * 12 + 1 }
    public var next: CalendarMonth { CalendarMonth(ordinal: ordinal + 1) }
    public var firstDay: CalendarDay {
        CalendarDay(daysSince1970: CalendarDay.days(year: year, month: month))
    }
    public var lastDay: CalendarDay { next.firstDay.advanced(by: -1) }

    /// `YYYY-MM`.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))" }
}
