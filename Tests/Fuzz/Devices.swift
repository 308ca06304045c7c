@testable import Secrets
@testable import Survey
@testable import Web

/// What kiosks and tablets say.
enum Devices {
    private static let kiosk = Device(
        code: "d-K7P42M9X", salt: Array(repeating: 7, count: 16), pairedAt: Office.now,
        replaces: nil, settings: DeviceSettings(), settingsVersion: 1,
        bindings: [DeviceBinding(place: "Q1", name: "Kiosk", since: Office.now)])

    static let desk = DeviceDesk(secret: OfficeSecret(), devices: [kiosk]) { 0 }

    /// A batch of answers, from a device that has proven itself and from anybody.
    static func batch(_ bytes: [UInt8]) {
        guard let entries = try? JSONParser.parse(bytes).array else { return }
        for entry in entries.prefix(100) {
            for (sender, isSample) in [(kiosk.code, false), (nil, true)] as [(String?, Bool)] {
                let delivery = Delivery(
                    register: Office.register, devices: desk, isSample: isSample, sender: sender)
                guard let arrival = try? delivery.arrival(entry, at: Office.now) else { continue }
                require(arrival.submission.id.isSample == isSample, "samples stay apart")
                let device = arrival.response.device
                require(device != kiosk.code || sender == kiosk.code, "a device's name is proven")
                Office.check(arrival.submission)
            }
        }
    }

    /// Heartbeats, settings, and what an operator types of them.
    static func device(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let code = PlainCode.typed(text) {
            require(PlainCode.typed(PlainCode.shown(code)) == code, "a code shown and typed")
        }
        if let time = DayTime(text) {
            require(DayTime(time.description) == time, "a time of day written and read")
        }
        if let name = DeviceBinding.name(typed: text) {
            require(DeviceBinding.name(typed: name) == name, "a name that is kept is a name")
        }
        require(desk.sender(showing: text) == nil, "nobody guesses a key")
        guard let value = try? JSONParser.parse(bytes) else { return }
        if let sighting = try? DeviceSighting(heartbeat: value, at: Office.now) {
            let counts = [sighting.queue, sighting.rejected, sighting.settingsVersion]
            require(counts.allSatisfy { (0...DeviceSighting.countMax).contains($0) }, "a count")
            require(desk.hear(sighting, of: kiosk.code) == kiosk, "the device is known")
        }
        if let settings = DeviceSettings(value) {
            require(settings.isSound, "what is accepted is sound")
            let text = JSON.object(settings.members).text()
            let again = (try? JSONParser.parse(Array(text.utf8))).flatMap { DeviceSettings($0) }
            require(again == settings, "settings written and read are the same")
        }
    }

    /// Requests to be paired, as bytes say them: what happens, at which place, when.
    static func pairing(_ bytes: [UInt8]) {
        var table = PairingTable()
        var uptime: Int64 = 0
        var bound: Set<String> = []
        for (number, byte) in bytes.prefix(2_000).enumerated() {
            let (code, place) = ("C\(byte >> 3)", "Q\(byte & 7)")
            switch byte & 3 {
            case 0:
                let isTaken = table.add(code: code, place: place, poll: "p\(number)", at: uptime)
                if isTaken {
                    bound.remove(code)
                    let state = table.state(of: "p\(number)", at: uptime)
                    require(state == .waiting, "who has just asked waits")
                    require(table.place(of: code, at: uptime) == place, "at the place it asked for")
                }
            case 1:
                let isShown = table.place(of: code, at: uptime) != nil
                table.bind(code, to: "d-\(code)", at: uptime)
                if isShown { bound.insert(code) }
                require(table.place(of: code, at: uptime) == nil, "a bound code is bound once")
            case 2: table.end(of: "d-\(code)")
            default: uptime += Int64(byte) * 30_000
            }
            require(table.count <= PairingTable.countMax, "the table is bounded")
            if case .paired(let device) = table.state(of: "p\(byte)", at: uptime) {
                require(bound.contains(String(device.dropFirst(2))), "nobody is paired unasked")
            }
        }
    }
}
