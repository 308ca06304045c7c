internal import Secrets
internal import Survey

/// Devices that show a code and wait for an operator to bind it. Only ever in memory: a server that
/// is started anew has forgotten them, and they ask for another code.
///
/// Anybody may ask for a code, so everything is bounded: who floods a place with requests pushes
/// out requests of that place, and what the table holds does not grow.
struct PairingTable {
    static let countMax = 64
    static let countMaxPerPlace = 4
    /// How long a code is good, in milliseconds of the machine's running time: no clock that is set
    /// makes it longer.
    static let lifeMilliseconds: Int64 = 30 * 60_000

    private struct Pairing {
        let code: String
        let place: String
        /// SHA-256 of the token by which the device asks; the token itself is kept nowhere.
        let poll: [UInt8]
        var ends: Int64
        /// The code of the device that it became.
        var device: String?
    }

    /// Oldest first.
    private var pairings: [Pairing] = []

    /// What a device hears that asks how its pairing is doing.
    enum State: Equatable {
        case waiting
        /// It is the device of this code.
        case paired(String)
        /// There never was such a pairing, or it is over.
        case unknown
    }

    var count: Int { pairings.count }

    /// Takes a request, and lets the oldest of its place or of all go where there are too many.
    ///
    /// - Parameters:
    ///   - code: as ``PlainCode`` makes it
    ///   - poll: the device's token
    /// - Returns: false where the code is taken, or where everything there is waits for devices
    ///   that are paired and have not fetched their keys yet
    mutating func add(code: String, place: String, poll: String, at uptime: Int64) -> Bool {
        forgetOld(at: uptime)
        guard !pairings.contains(where: { $0.code == code }) else { return false }
        let ofPlace = pairings.filter { $0.place == place }.count
        if ofPlace >= Self.countMaxPerPlace {
            guard letGo(where: { $0.place == place }) else { return false }
        } else if pairings.count >= Self.countMax {
            guard letGo(where: { _ in true }) else { return false }
        }
        pairings.append(
            Pairing(
                code: code, place: place, poll: Hash.sha256(Array(poll.utf8)),
                ends: uptime + Self.lifeMilliseconds))
        return true
    }

    /// The oldest that nobody has bound goes.
    private mutating func letGo(where isMeant: (Pairing) -> Bool) -> Bool {
        guard let oldest = pairings.firstIndex(where: { $0.device == nil && isMeant($0) }) else {
            return false
        }
        pairings.remove(at: oldest)
        return true
    }

    /// The place at which a code is shown that nobody has bound yet.
    mutating func place(of code: String, at uptime: Int64) -> String? {
        forgetOld(at: uptime)
        return pairings.first { $0.code == code && $0.device == nil }?.place
    }

    /// Binds a code; from now on its device has as long as from the beginning to fetch its key.
    mutating func bind(_ code: String, to device: String, at uptime: Int64) {
        guard let index = pairings.firstIndex(where: { $0.code == code }) else { return }
        pairings[index].device = device
        pairings[index].ends = uptime + Self.lifeMilliseconds
    }

    mutating func state(of poll: String, at uptime: Int64) -> State {
        forgetOld(at: uptime)
        let digest = Hash.sha256(Array(poll.utf8))
        guard let pairing = pairings.first(where: { $0.poll == digest }) else { return .unknown }
        return pairing.device.map { .paired($0) } ?? .waiting
    }

    /// Ends the pairing of a device that has shown that it holds its key.
    mutating func end(of device: String) {
        pairings.removeAll { $0.device == device }
    }

    private mutating func forgetOld(at uptime: Int64) {
        pairings.removeAll { $0.ends <= uptime }
    }
}
