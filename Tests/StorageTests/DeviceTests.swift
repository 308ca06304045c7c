import Foundation
import Survey
import Testing

@testable import Storage

@Suite("Devices in the store")
struct DeviceTests {
    private let temporary = TemporaryFolder()

    private static func device(_ code: String, replaces: String? = nil) -> Device {
        Device(
            code: code, salt: [UInt8](repeating: UInt8(code.utf8.count), count: 16),
            pairedAt: Office.now, replaces: replaces, settings: DeviceSettings(),
            settingsVersion: 1,
            bindings: [DeviceBinding(place: "Q1", name: "Quầy 1", since: Office.now)])
    }

    private static func sighting(_ sequence: Int) -> DeviceSighting {
        DeviceSighting(
            at: Office.now, queue: 2, oldest: Timestamp(milliseconds: 5), rejected: 1,
            version: "1.0", settingsVersion: 3, skewMilliseconds: -4_000, sequence: sequence,
            isStoragePersisted: true, isContextSecure: false, isStorageFailing: sequence == 2)
    }

    @Test("a device is kept with its bindings, and read back beside the writer")
    func kept() throws {
        let store = try temporary.store()
        let device = Self.device("d-a")
        try store.add(device)
        #expect(try store.devices() == [device])
        #expect(try temporary.reader().devices() == [device])
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("who moves, is renamed or retires keeps the history, and who replaces retires the other")
    func history() throws {
        let store = try temporary.store()
        try store.add(Self.device("d-a"))
        let later = Timestamp(milliseconds: Office.now.milliseconds + 1)
        try store.add(DeviceBinding(place: "Q2", name: "Quầy hai", since: later), to: "d-a")
        let moved = try #require(try store.devices().first)
        #expect(moved.bindings.count == 2 && moved.place == "Q2" && moved.name == "Quầy hai")
        #expect(moved.bindings[0] == Self.device("d-a").bindings[0])
        try store.add(Self.device("d-b", replaces: "d-a"), retires: moved)
        let devices = try store.devices()
        #expect(devices.map(\.isRetired) == [true, false])
        #expect(devices[0].bindings.count == 3 && devices[0].name == "Quầy hai")
        #expect(devices[1].replaces == "d-a")
        // A second retiring adds nothing.
        try store.add(Self.device("d-c", replaces: "d-a"), retires: devices[0])
        #expect(try store.devices()[0].bindings.count == 3)
    }

    @Test("settings have a version each, and those to come their own")
    func settings() throws {
        let store = try temporary.store()
        try store.add(Self.device("d-a"))
        try store.add(Self.device("d-b"))
        #expect(try store.initialDeviceSettings() == DeviceSettings())
        var settings = DeviceSettings()
        settings.idleSeconds = 45
        try store.set(["d-a": settings], initial: nil)
        try store.set(["d-a": settings], initial: settings)
        let devices = try store.devices()
        #expect(devices.map(\.settingsVersion) == [3, 1])
        #expect(devices.map(\.settings.idleSeconds) == [45, 20])
        #expect(try store.initialDeviceSettings() == settings)
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("the newest sighting of each is there at the next start")
    func sightings() throws {
        do {
            let store = try temporary.store()
            try store.note([("d-a", Self.sighting(1)), ("d-b", Self.sighting(9))])
            try store.note([("d-a", Self.sighting(2))])
            try store.note([])
        }
        let store = try Store(temporary.folder, makes: false)
        let wanted = ["d-a": Self.sighting(2), "d-b": Self.sighting(9)]
        #expect(try store.sightings() == wanted)
        #expect(try temporary.reader().sightings() == wanted)
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("numbers that are missing and numbers that came twice are found, of paired devices alone")
    func traces() throws {
        let store = try temporary.store()
        try store.add(Self.device("d-a"))
        try store.add(Self.device("d-b"))
        let sent: [(String?, Int?)] = [
            ("d-a", 3), ("d-a", 4), ("d-a", 7), ("d-a", 4), ("d-a", nil), ("?d-a", 5),
            ("u-x", 1), ("d-b", nil), (nil, 8),
        ]
        let arrivals = sent.enumerated().map { index, said in
            Office.arrival(index + 1) { ($0.device, $0.sequence) = said }
        }
        _ = try store.append(arrivals, quarantines: true)
        let traces = try temporary.reader().deviceTraces()
        #expect(
            traces == [
                "d-a": DeviceTrace(answers: 5, numbered: 4, distinct: 3, lowest: 3, highest: 7),
                "d-b": DeviceTrace(
                    answers: 1, numbered: 0, distinct: 0, lowest: nil, highest: nil),
            ])
        #expect(traces["d-a"]?.missing == 2 && traces["d-a"]?.forks == 1)
    }

    @Test("a repeated answer is the same whether its device was proven or not")
    func replays() throws {
        let store = try temporary.store()
        func arrival(_ device: String?, sequence: Int = 1) -> Arrival {
            var arrival = Office.arrival(1) { ($0.device, $0.sequence) = ("d-a", sequence) }
            arrival = Arrival(
                submission: arrival.submission,
                response: {
                    var response = arrival.response
                    response.device = device
                    return response
                }())
            return arrival
        }
        func append(_ arrival: Arrival) throws -> AppendOutcome? {
            try store.append([arrival], quarantines: true).first
        }
        #expect(try append(arrival("?d-a")) == .stored)
        #expect(try append(arrival("d-a")) == .already(isRecent: true))
        #expect(try append(arrival("?d-a")) == .already(isRecent: true))
        #expect(try append(arrival("d-b")) == .conflict(isRecent: true))
        #expect(try append(arrival(nil)) == .conflict(isRecent: true))
        #expect(try append(arrival("d-a", sequence: 2)) == .conflict(isRecent: true))
        #expect(try temporary.responses().map(\.device) == ["?d-a"])
    }

    @Test(
        "a change of what is known of devices is found",
        arguments: [
            ("UPDATE device SET salt = zeroblob(16)", "device"),
            ("UPDATE device SET settings_version = 9", "device"),
            ("UPDATE binding SET place = 'Q2'", "binding"),
            ("DELETE FROM binding", "binding"), ("UPDATE sighting SET queue = 0", "sighting"),
        ] as [(StaticString, String)])
    func damage(statement: StaticString, table: String) throws {
        let store = try temporary.store()
        try store.add(Self.device("d-a"))
        try store.note([("d-a", Self.sighting(1))])
        try store.database.run(statement)
        #expect(try temporary.reader().verify { _ in } == [.tableChanged(table)])
    }
}
