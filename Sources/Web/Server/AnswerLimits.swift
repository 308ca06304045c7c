internal import Survey
internal import Synchronization

/// How many answers a place, and a device at a place, may send in a second.
///
/// By place and device and never by address: a whole office sits behind one. A device that has
/// had its share is refused before it can use up its place's, so that the devices beside it are
/// served. Counts start anew with each second of the clock.
final class AnswerLimits: Sendable {
    /// Devices that are counted in one second. Their names come from outside, so this bounds
    /// what they can make us keep; a device beyond it has its place's share alone.
    static let devicesMax = 16_384

    private struct Device: Hashable {
        let place: String
        let name: String
    }

    private struct Second {
        var start: Int64 = 0
        var places: [String: Int] = [:]
        var devices: [Device: Int] = [:]
    }

    /// Answers a second and place; 0 is no limit.
    let perPlace: Int
    /// Answers a second and device of a place; 0 is no limit.
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
    ///   - device: what the answer says of its device; a name too long to be one, which is
    ///     refused later, is not counted
    /// - Returns: false where the place or the device has had its share of this second
    func admits(place: String, device: String? = nil, at now: Timestamp) -> Bool {
        let start = now.milliseconds / 1000
        let key = device.flatMap { name -> Device? in
            guard perDevice > 0, name.utf8.count <= 4 * Submission.codeCharactersMax else {
                return nil
            }
            return Device(place: place, name: name)
        }
        return second.withLock { second in
            if second.start != start { second = Second(start: start) }
            if let key, second.devices[key, default: 0] >= perDevice { return false }
            if perPlace > 0 {
                guard second.places[place, default: 0] < perPlace else { return false }
                second.places[place, default: 0] += 1
            }
            if let key, second.devices.count < Self.devicesMax || second.devices[key] != nil {
                second.devices[key, default: 0] += 1
            }
            return true
        }
    }
}
