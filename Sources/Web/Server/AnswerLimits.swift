internal import Survey
internal import Synchronization

/// How many answers a place, and a device that proves itself, may send in a second.
///
/// By place and device and never by address: a whole office sits behind one. A paired device has a
/// share of its own, and everybody else at a place the place's: nobody can use up the share of a
/// device without its key. Counts start anew with each second of the clock.
final class AnswerLimits: Sendable {
    private struct Second {
        var start: Int64 = 0
        var places: [String: Int] = [:]
        var devices: [String: Int] = [:]
    }

    /// Answers a second and place; 0 is no limit.
    let perPlace: Int
    /// Answers a second and paired device; 0 is no limit.
    let perDevice: Int
    private let second = Mutex(Second())

    init(perPlace: Int, perDevice: Int) {
        self.perPlace = perPlace
        self.perDevice = perDevice
    }

    /// Counts an answer where it is admitted.
    ///
    /// - Parameters:
    ///   - place: the code of a place there is
    ///   - sender: the code of the device that has proven to send it
    /// - Returns: false where the device, or the place, has had its share of this second
    func admits(place: String, sender: String? = nil, at now: Timestamp) -> Bool {
        let start = now.milliseconds / 1000
        return second.withLock { second in
            if second.start != start { second = Second(start: start) }
            if let sender { return Self.takes(sender, of: &second.devices, most: perDevice) }
            return Self.takes(place, of: &second.places, most: perPlace)
        }
    }

    private static func takes(_ key: String, of counts: inout [String: Int], most: Int) -> Bool {
        guard most > 0 else { return true }
        guard counts[key, default: 0] < most else { return false }
        counts[key, default: 0] += 1
        return true
    }
}
