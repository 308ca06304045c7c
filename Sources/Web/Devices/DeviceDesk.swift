internal import HTTPServer
public import Secrets
public import Survey
internal import Synchronization

/// The office's kiosks and tablets, as a running server knows them: who proves itself by its key,
/// who waits to be paired, and what each last said of itself.
///
/// The store has what lasts; the writer thread brings every change here after it was committed.
/// Safe to use from any thread.
public final class DeviceDesk: Sendable {
    /// How long heartbeats are only remembered before they are written down, in milliseconds.
    public static let noteMilliseconds: Int64 = 120_000

    /// Who sent a request, as its key proves.
    struct Sender: Equatable {
        let device: String
        let isRetired: Bool
    }

    /// What a device is given that wants to be paired.
    struct Offer {
        /// For the operator, as it is shown.
        let code: String
        /// For the device, to ask with.
        let poll: String
    }

    private struct State {
        var devices: [String: Device] = [:]
        var pairings = PairingTable()
        var sightings: [String: DeviceSighting] = [:]
        /// Devices whose sightings are not yet written down.
        var unnoted: Set<String> = []
        var nextNote: Int64 = 0
    }

    private let secret: OfficeSecret
    private let uptime: @Sendable () -> Int64
    private let state: Mutex<State>

    /// - Parameters:
    ///   - secret: from which devices' keys are derived
    ///   - devices: as the store has them
    ///   - sightings: as the store has them, by device
    ///   - uptime: milliseconds that only go forward, whatever a clock is set to
    public init(
        secret: OfficeSecret, devices: [Device], sightings: [String: DeviceSighting] = [:],
        uptime: @escaping @Sendable () -> Int64
    ) {
        self.secret = secret
        self.uptime = uptime
        var begun = State()
        begun.devices = Self.byCode(devices)
        begun.sightings = sightings
        begun.nextNote = uptime() + Self.noteMilliseconds
        state = Mutex(begun)
    }

    private static func byCode(_ devices: [Device]) -> [String: Device] {
        Dictionary(devices.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: For the writer thread, beside the store

    /// Takes over what the store has now.
    public func update(_ devices: [Device]) {
        let devices = Self.byCode(devices)
        state.withLock { $0.devices = devices }
    }

    /// The place at which a code is shown and waits to be bound; nil for one that is not.
    ///
    /// - Parameter code: as ``PlainCode/typed(_:)`` gives it
    public func placeWaiting(under code: String) -> String? {
        state.withLock { $0.pairings.place(of: code, at: uptime()) }
    }

    /// Lets the device that shows a code know which one it is: after the store has kept it.
    public func bind(_ code: String, to device: String) {
        state.withLock { $0.pairings.bind(code, to: device, at: uptime()) }
    }

    /// What devices have said since this was last asked; nothing until it is worth a commit.
    ///
    /// - Parameter isLast: whether there will be no other time
    public func sightingsToNote(isLast: Bool) -> [(device: String, DeviceSighting)] {
        state.withLock { state in
            guard isLast || uptime() >= state.nextNote else { return [] }
            state.nextNote = uptime() + Self.noteMilliseconds
            defer { state.unnoted = [] }
            return state.unnoted.sorted().compactMap { device in
                state.sightings[device].map { (device, $0) }
            }
        }
    }

    /// A device's key.
    public func key(of device: Device) -> SecretKey {
        Self.key(of: device, by: secret)
    }

    /// A device's key, which is stored nowhere.
    public static func key(of device: Device, by secret: OfficeSecret) -> SecretKey {
        secret.key(for: .device, salt: device.salt, name: device.code)
    }

    // MARK: For requests

    /// Begins a pairing; nil where too many are under way.
    func offer(at place: String) -> Offer? {
        let code = PlainCode.make(random: Randomness.bytes(PlainCode.randomBytes))
        let poll = Hash.hex(Randomness.bytes(16))
        let isTaken = state.withLock {
            $0.pairings.add(code: code, place: place, poll: poll, at: uptime())
        }
        return isTaken ? Offer(code: PlainCode.shown(code), poll: poll) : nil
    }

    /// How a pairing is doing.
    ///
    /// - Returns: the device too, where it is paired and has not used its key yet
    func claim(_ poll: String) -> (PairingTable.State, Device?) {
        state.withLock { state in
            let found = state.pairings.state(of: poll, at: uptime())
            guard case .paired(let code) = found else { return (found, nil) }
            guard let device = state.devices[code], !device.isRetired else {
                return (.unknown, nil)
            }
            return (found, device)
        }
    }

    /// Who sent a request: `Authorization: Device CODE KEY` with the key of that device. Whoever
    /// has shown a key once is not given it again.
    ///
    /// - Returns: nil where there is no such header, or more than one, or the key is another
    func sender(of request: HTTPRequest) -> Sender? {
        let values = request.headers("Authorization")
        guard values.count == 1 else { return nil }
        return sender(showing: values[0])
    }

    /// - Parameter credentials: what stands in the header
    func sender(showing credentials: String) -> Sender? {
        let words = credentials.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3, words[0].lowercased() == "device" else { return nil }
        guard let device = state.withLock({ $0.devices[words[1]] }),
            key(of: device).isWritten(as: words[2])
        else { return nil }
        state.withLock { $0.pairings.end(of: device.code) }
        return Sender(device: device.code, isRetired: device.isRetired)
    }

    /// What is stored as the device of an answer.
    ///
    /// - Parameters:
    ///   - name: what the answer says, or nil
    ///   - sender: who sent it, where that is proven
    /// - Returns: the name; with ``DeviceClaim/mark`` where it is a paired device's and that one
    ///   did not send it, or is retired
    public func claimed(_ name: String?, from sender: String?) -> String? {
        guard let name, name != sender, state.withLock({ $0.devices[name] != nil }) else {
            return name
        }
        return DeviceClaim.unproved(name)
    }

    /// Remembers what a device has said, and tells how it is to be set.
    func hear(_ sighting: DeviceSighting, of device: String) -> Device? {
        state.withLock { state in
            state.sightings[device] = sighting
            state.unnoted.insert(device)
            return state.devices[device]
        }
    }

    /// How many devices are doing how.
    func states(at now: Timestamp, offset: DayOffset) -> [DeviceState: Int] {
        let (devices, sightings) = state.withLock { ($0.devices, $0.sightings) }
        var counts: [DeviceState: Int] = [:]
        for device in devices.values {
            let state = DeviceState(
                of: device, lastSeen: sightings[device.code]?.at, at: now, offset: offset)
            counts[state, default: 0] += 1
        }
        return counts
    }
}
