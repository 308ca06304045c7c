/// A time of day to the minute, such as `07:00`.
public struct DayTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Minutes since midnight, 0...1,439.
    public let minutes: Int

    /// Reads `HH:MM`, from `00:00` to `23:59`; nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = twoDigits(bytes, 0),
            let minute = twoDigits(bytes, 3), hour < 24, minute < 60
        else { return nil }
        minutes = hour * 60 + minute
    }

    /// The time of day of a moment.
    public init(_ moment: Timestamp, at offset: DayOffset) {
        let seconds = moment.milliseconds.flooredDivision(by: 1000) + Int64(offset.secondsEast)
        minutes = Int((seconds - seconds.flooredDivision(by: 86_400) * 86_400) / 60)
    }

    public static func < (left: DayTime, right: DayTime) -> Bool { left.minutes < right.minutes }

    public var description: String { "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))" }
}
