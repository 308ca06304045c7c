/// A moment: whole milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Sendable, Hashable, Comparable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The civil day at a fixed offset.
    public func day(at offset: DayOffset) -> CalendarDay {
        let local = milliseconds + Int64(offset.secondsEast) * 1000
        return CalendarDay(daysSince1970: Int(local.flooredDivision(by: 86_400_000)))
    }

    /// The year 10000 at ``DayOffset/secondsMax`` east of UTC, in seconds.
    private static let secondsEnd: Int64 = 253_402_300_800 - Int64(DayOffset.secondsMax)

    /// Reads RFC 3339, for example `2025-03-31T23:59:59.999+07:00`; years 1970 to 9999.
    ///
    /// Digits beyond the millisecond are cut. Returns nil for anything else: an impossible day, a
    /// leap second, a moment so late that no four-digit year could say it at some offset.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t")
        else { return nil }
        guard let day = CalendarDay(String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = twoDigits(bytes, 11), hour < 24,
            let minute = twoDigits(bytes, 14), minute < 60,
            let second = twoDigits(bytes, 17), second < 60
        else { return nil }
        var position = 19
        var fraction: Int64 = 0
        if bytes[position] == UInt8(ascii: ".") {
            position += 1
            let start = position
            while position < bytes.count, bytes[position] &- 0x30 <= 9 {
                if position - start < 3 { fraction = fraction * 10 + Int64(bytes[position] - 0x30) }
                position += 1
            }
            guard position > start else { return nil }
            for _ in min(3, position - start)..<3 { fraction *= 10 }
        }
        guard let offset = DayOffset(String(decoding: bytes[position...], as: UTF8.self)) else {
            return nil
        }
        let seconds =
            Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
            - Int64(offset.secondsEast)
        guard (0..<Self.secondsEnd).contains(seconds) else { return nil }
        self.init(milliseconds: seconds * 1000 + fraction)
    }

    /// RFC 3339 at an offset; milliseconds only where there are any.
    public func rfc3339(at offset: DayOffset) -> String {
        let local = milliseconds + Int64(offset.secondsEast) * 1000
        let day = day(at: offset)
        let inDay = Int(local - Int64(day.daysSince1970) * 86_400_000)
        let (hour, minute, second) = (inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60)
        var text = "\(day)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
        if inDay % 1000 != 0 { text += ".\(padded(inDay % 1000, 3))" }
        return text + offset.description
    }
}

extension BinaryInteger {
    /// Division that rounds towards minus infinity, as days before 1970 need it.
    func flooredDivision(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// The two decimal digits at a place, or nil.
func twoDigits(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard start + 2 <= bytes.count else { return nil }
    let (tens, ones) = (bytes[start] &- 0x30, bytes[start + 1] &- 0x30)
    guard tens <= 9, ones <= 9 else { return nil }
    return Int(tens) * 10 + Int(ones)
}
