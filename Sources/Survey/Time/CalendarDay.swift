/// A civil day of the Gregorian calendar.
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let daysSince1970: Int

    public init(daysSince1970: Int) {
        self.daysSince1970 = daysSince1970
    }

    /// - Parameters: year 1...9999, month 1...12, day of the month
    /// - Returns: nil where there is no such day
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let first = Self.days(year: year, month: month)
        let next =
            month == 12
            ? Self.days(year: year + 1, month: 1)
            : Self.days(year: year, month: month + 1)
        guard day <= next - first else { return nil }
        self.init(daysSince1970: first + day - 1)
    }

    /// Reads `YYYY-MM-DD`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let century = twoDigits(bytes, 0), let year = twoDigits(bytes, 2),
            let month = twoDigits(bytes, 5), let day = twoDigits(bytes, 8)
        else { return nil }
        self.init(year: century * 100 + year, month: month, day: day)
    }

    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    /// The day so many days later (or earlier).
    public func advanced(by days: Int) -> CalendarDay {
        CalendarDay(daysSince1970: daysSince1970 + days)
    }

    /// The first moment of the day at an offset.
    public func start(at offset: DayOffset) -> Timestamp {
        Timestamp(
            milliseconds: (Int64(daysSince1970) * 86_400 - Int64(offset.secondsEast)) * 1000)
    }

    public var month: CalendarMonth {
        let (year, month, _) = civil
        return CalendarMonth(ordinal: year * 12 + month - 1)
    }

    /// Year, month and day of the month.
    ///
    /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", 2013 (eras of 400 years).
    public var civil: (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Days from 1970-01-01 to the first of a month.
    static func days(year: Int, month: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.flooredDivision(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// `dd/mm/yyyy`, as Vietnamese readers expect it.
    public var vietnamese: String {
        let (year, month, day) = civil
        return "\(padded(day, 2))/\(padded(month, 2))/\(padded(year, 4))"
    }
}
