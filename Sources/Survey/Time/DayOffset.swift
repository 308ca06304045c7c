/// The fixed offset from UTC at which an office's days begin; Viet Nam has no daylight saving.
public struct DayOffset: Sendable, Hashable, CustomStringConvertible {
    /// 18 hours, in seconds: more than any place on Earth is away from UTC.
    static let secondsMax = 18 * 3600

    /// Seconds east of UTC, -18 to 18 hours.
    public let secondsEast: Int

    /// +07:00, the default.
    public static let vietNam = DayOffset(secondsEast: 7 * 3600)

    /// +00:00
    public static let utc = DayOffset(secondsEast: 0)

    private init(secondsEast: Int) {
        self.secondsEast = secondsEast
    }

    /// Reads `Z`, `+07:00` or `-03:30`; nil for anything else.
    public init?(_ text: String) {
        if text == "Z" || text == "z" {
            self.init(secondsEast: 0)
            return
        }
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let hours = twoDigits(bytes, 1), let minutes = twoDigits(bytes, 4), minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        guard seconds <= Self.secondsMax else { return nil }
        self.init(secondsEast: bytes[0] == UInt8(ascii: "-") ? -seconds : seconds)
    }

    public var description: String {
        let minutes = abs(secondsEast) / 60
        return "\(secondsEast < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }
}
