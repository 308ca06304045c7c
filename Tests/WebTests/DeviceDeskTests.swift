import Secrets
import Survey
import Synchronization
import Testing

@testable import Web

@Suite("Devices at a running server")
struct DeviceDeskTests {
    private static let now = Timestamp(milliseconds: 1_772_000_000_000)

    /// The machine's running time, which tests move.
    private final class Uptime: Sendable {
        let milliseconds = Mutex<Int64>(1_000)

        var now: @Sendable () -> Int64 { { self.milliseconds.withLock { $0 } } }

        func pass(minutes: Int64) { milliseconds.withLock { $0 += minutes * 60_000 } }
    }

    private let uptime = Uptime()

    private static func device(_ code: String, isRetired: Bool = false) -> Device {
        var bindings = [DeviceBinding(place: "Q1", name: "Quầy 1", since: now)]
        if isRetired { bindings.append(DeviceBinding(place: nil, name: "Quầy 1", since: now)) }
        return Device(
            code: code, salt: [UInt8](repeating: 1, count: 16), pairedAt: now, replaces: nil,
            settings: DeviceSettings(), settingsVersion: 1, bindings: bindings)
    }

    private func desk(_ devices: [Device] = []) -> DeviceDesk {
        DeviceDesk(secret: OfficeSecret(), devices: devices, uptime: uptime.now)
    }

    private static func typed(_ offer: DeviceDesk.Offer) throws -> String {
        try #require(PlainCode.typed(offer.code))
    }

    // MARK: Pairing

    @Test("a device waits, is bound, fetches its key until it has used it, and then never again")
    func pairing() throws {
        let desk = desk()
        let offer = try #require(desk.offer(at: "Q1"))
        #expect(offer.poll.count == 32 && desk.claim(offer.poll).0 == .waiting)
        let code = try Self.typed(offer)
        #expect(desk.placeWaiting(under: code) == "Q1")
        let device = Self.device("d-a")
        desk.update([device])
        desk.bind(code, to: device.code)
        #expect(desk.placeWaiting(under: code) == nil)
        for _ in 1...3 { #expect(desk.claim(offer.poll).1 == device) }
        let key = desk.key(of: device).text
        #expect(desk.sender(showing: "Device d-a \(key)")?.device == "d-a")
        #expect(desk.claim(offer.poll) == (.unknown, nil))
        #expect(desk.claim("") == (.unknown, nil) && desk.claim(code) == (.unknown, nil))
    }

    @Test("a hundred who ask at once hear of one device")
    func parallelClaims() async throws {
        let desk = desk()
        let offer = try #require(desk.offer(at: "Q1"))
        desk.update([Self.device("d-a")])
        desk.bind(try Self.typed(offer), to: "d-a")
        let keys = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<100 {
                group.addTask { desk.claim(offer.poll).1.map { desk.key(of: $0).text } }
            }
            return await group.reduce(into: [String?: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(keys.count == 1 && keys.values.first == 100 && keys.keys.first != .some(nil))
    }

    @Test("a code is good for thirty minutes of the machine's running time, and a key from then on")
    func expiry() throws {
        let desk = desk()
        let (first, second) = try (
            #require(desk.offer(at: "Q1")), #require(desk.offer(at: "Q1"))
        )
        uptime.pass(minutes: 29)
        desk.update([Self.device("d-a")])
        desk.bind(try Self.typed(second), to: "d-a")
        #expect(desk.claim(first.poll).0 == .waiting)
        uptime.pass(minutes: 1)
        #expect(desk.claim(first.poll).0 == .unknown)
        #expect(desk.placeWaiting(under: try Self.typed(first)) == nil)
        #expect(desk.claim(second.poll).0 == .paired("d-a"))
        uptime.pass(minutes: 29)
        #expect(desk.claim(second.poll).0 == .unknown)
    }

    @Test("who floods a place pushes out that place's own, and nothing grows")
    func bounds() throws {
        let desk = desk()
        let beside = try #require(desk.offer(at: "Q2"))
        let offers = try (0..<200).map { _ in try #require(desk.offer(at: "Q1")) }
        #expect(desk.claim(beside.poll).0 == .waiting)
        let waiting = offers.filter { desk.claim($0.poll).0 == .waiting }
        #expect(waiting.map(\.code) == offers.suffix(PairingTable.countMaxPerPlace).map(\.code))
        var table = PairingTable()
        for number in 0..<300 {
            let isTaken = table.add(
                code: "\(number)", place: "P\(number)", poll: "\(number)", at: 0)
            #expect(isTaken && table.count <= PairingTable.countMax)
        }
        let (gone, oldest) = (table.state(of: "235", at: 0), table.state(of: "236", at: 0))
        #expect(gone == .unknown && oldest == .waiting)
    }

    @Test("a device that is bound is never pushed out before it has its key")
    func boundStays() {
        var table = PairingTable()
        for number in 0..<PairingTable.countMax {
            _ = table.add(code: "\(number)", place: "P\(number)", poll: "\(number)", at: 0)
            table.bind("\(number)", to: "d-\(number)", at: 0)
        }
        let isRefused = !table.add(code: "x", place: "X", poll: "x", at: 0)
        let state = table.state(of: "0", at: 0)
        #expect(isRefused && state == .paired("d-0"))
        table.end(of: "d-0")
        let isTaken = table.add(code: "x", place: "X", poll: "x", at: 0)
        let isTakenTwice = table.add(code: "x", place: "Y", poll: "y", at: 0)
        #expect(isTaken && !isTakenTwice)
    }

    // MARK: Keys

    @Test("of 100,000 made-up keys and every key with one bit changed none is taken")
    func forged() throws {
        let devices = [Self.device("d-a"), Self.device("d-b"), Self.device("d-c", isRetired: true)]
        let desk = desk(devices)
        let keys = devices.map { desk.key(of: $0).text }
        #expect(Set(keys).count == 3)
        let other = OfficeSecret()
        var accepted = 0
        for number in 0..<100_000 {
            let made = other.key(
                for: .device, salt: Randomness.bytes(16), name: "\(number)"
            ).text
            if desk.sender(showing: "Device d-a \(made)") != nil { accepted += 1 }
        }
        let text = Array(keys[0].utf8)
        for place in text.indices {
            for bit in 0..<8 {
                var flipped = text
                flipped[place] ^= 1 << bit
                let key = String(decoding: flipped, as: UTF8.self)
                if desk.sender(showing: "Device d-a \(key)") != nil { accepted += 1 }
            }
        }
        #expect(accepted == 0)
        let right = desk.sender(showing: "Device d-a \(keys[0])")
        #expect(right == .init(device: "d-a", isRetired: false))
        let retired = desk.sender(showing: "device d-c \(keys[2])")
        #expect(retired == .init(device: "d-c", isRetired: true))
    }

    @Test(
        "a key is one device's, and stands where it belongs",
        arguments: [
            "", "Device", "Device d-a", "Device d-a ", "Device d-b KEY", "Device D-A KEY",
            "Device ?d-a KEY", "Device d-z KEY", "Bearer d-a KEY", "Basic KEY", "Device d-a KEY x",
            "Device d-a KEYKEY", "Device KEY d-a", "d-a KEY",
        ])
    func misplaced(header: String) {
        let devices = [Self.device("d-a"), Self.device("d-b")]
        let desk = desk(devices)
        let key = desk.key(of: devices[0]).text
        #expect(desk.sender(showing: header.replacing("KEY", with: key)) == nil)
    }

    @Test("what a paired device did not send is marked, and what nobody paired is kept as it is")
    func claims() {
        let desk = desk([Self.device("d-a"), Self.device("d-b", isRetired: true)])
        for (name, sender, stored) in [
            ("d-a", "d-a", "d-a"), ("d-a", nil, "?d-a"), ("d-a", "d-x", "?d-a"),
            ("d-b", nil, "?d-b"), ("d-b", "d-a", "?d-b"), ("u-1", nil, "u-1"),
            ("u-1", "d-a", "u-1"), ("?d-a", nil, "?d-a"), (nil, "d-a", nil), (nil, nil, nil),
        ] as [(String?, String?, String?)] {
            #expect(desk.claimed(name, from: sender) == stored, "\(name ?? "–")")
        }
    }

    // MARK: Heartbeats

    private static func sighting(_ sequence: Int) -> DeviceSighting {
        DeviceSighting(
            at: now, queue: 0, oldest: nil, rejected: 0, version: "1", settingsVersion: 1,
            skewMilliseconds: 0, sequence: sequence, isStoragePersisted: true,
            isContextSecure: true)
    }

    @Test(
        "what devices say is written down once in two minutes, the newest of each, and at the end")
    func notes() {
        let desk = desk([Self.device("d-a"), Self.device("d-b")])
        for number in 1...50 { _ = desk.hear(Self.sighting(number), of: "d-a") }
        #expect(desk.sightingsToNote(isLast: false).isEmpty)
        uptime.pass(minutes: 2)
        let noted = desk.sightingsToNote(isLast: false)
        #expect(noted.map(\.device) == ["d-a"] && noted.map(\.1.sequence) == [50])
        uptime.pass(minutes: 2)
        #expect(desk.sightingsToNote(isLast: false).isEmpty)
        _ = desk.hear(Self.sighting(7), of: "d-b")
        #expect(desk.sightingsToNote(isLast: true).map(\.1.sequence) == [7])
    }

    @Test("devices are counted by how they are doing")
    func states() {
        let desk = desk([
            Self.device("d-a"), Self.device("d-b"), Self.device("d-c", isRetired: true),
        ])
        let later = Timestamp(milliseconds: Self.now.milliseconds + 3_600_000)
        #expect(desk.states(at: Self.now, offset: .vietNam) == [.inUse: 2, .retired: 1])
        #expect(desk.states(at: later, offset: .vietNam) == [.silent: 2, .retired: 1])
    }

    // MARK: Shares

    @Test("nobody uses up the share of a device without its key")
    func limits() {
        let limits = AnswerLimits(perPlace: 2, perDevice: 3)
        func admitted(_ sender: String?, at now: Timestamp = Self.now) -> Int {
            (0..<9).count { _ in limits.admits(place: "Q1", sender: sender, at: now) }
        }
        #expect(admitted(nil) == 2)
        #expect(admitted("d-a") == 3)
        #expect(admitted("d-b") == 3)
        #expect(admitted(nil) == 0)
        let next = Timestamp(milliseconds: Self.now.milliseconds + 1_000)
        #expect(admitted("d-a", at: next) == 3 && admitted(nil, at: next) == 2)
        let none = AnswerLimits(perPlace: 0, perDevice: 0)
        #expect((0..<99).allSatisfy { _ in none.admits(place: "Q1", sender: "d", at: Self.now) })
    }
}
