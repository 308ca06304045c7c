/// How a device is doing.
public enum DeviceState: String, Sendable, CaseIterable {
    case inUse
    /// Nothing was heard of it for a while in which it should have been working.
    case silent
    /// Taken out of use by an operator; its answers stay.
    case retired

    /// Beats may be missed for so long, in milliseconds: a few of them, and the time that passes
    /// until the newest is written.
    public static let silenceMilliseconds: Int64 = 15 * 60_000

    /// - Parameters:
    ///   - lastSeen: its newest heartbeat, or nil where there was none
    ///   - offset: at which its hours are meant
    public init(
        of device: Device, lastSeen: Timestamp?, at now: Timestamp, offset: DayOffset
    ) {
        guard !device.isRetired else {
            self = .retired
            return
        }
        let heard = max(lastSeen ?? device.pairedAt, device.pairedAt)
        let before = Timestamp(milliseconds: now.milliseconds - Self.silenceMilliseconds)
        // Of a kiosk that is switched off at night nobody need be told in the morning's first
        // minutes.
        let isWorking =
            device.settings.isOpen(at: DayTime(now, at: offset))
            && device.settings.isOpen(at: DayTime(before, at: offset))
        self = isWorking && heard < before ? .silent : .inUse
    }
}

/// The numbers that a device gave its answers, as far as these are stored.
///
/// A number that is missing was given to an answer that has not come: it waits, was refused, or is
/// lost. A number that came twice with different answers was given by two devices with one memory,
/// as when a kiosk's disk is copied.
public struct DeviceTrace: Sendable, Equatable {
    /// Answers that the device has proven to be its own.
    public let answers: Int
    /// The highest number; nil where no answer has one.
    public let highest: Int?
    /// Numbers between the lowest and the highest that are not there.
    public let missing: Int
    /// Answers whose number another one has too, less one for each such number.
    public let forks: Int

    /// - Parameters:
    ///   - answers: all of the device's
    ///   - numbered: those with a number
    ///   - distinct: how many different numbers those have
    public init(answers: Int, numbered: Int, distinct: Int, lowest: Int?, highest: Int?) {
        self.answers = answers
        self.highest = highest
        missing = highest.map { $0 - (lowest ?? $0) + 1 - distinct } ?? 0
        forks = numbered - distinct
    }
}
