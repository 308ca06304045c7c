import Survey
import Testing

@Suite("Devices")
struct DeviceTests {
    static let now = Timestamp(rfc3339: "2026-03-02T09:00:00+07:00")!

    private static func after(_ minutes: Int) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + Int64(minutes) * 60_000)
    }

    private static func device(_ change: (inout Device) -> Void = { _ in }) -> Device {
        var device = Device(
            code: "d-1", salt: [], pairedAt: now, replaces: nil, settings: DeviceSettings(),
            settingsVersion: 1,
            bindings: [DeviceBinding(place: "Q1", name: "Quầy 1", since: now)])
        change(&device)
        return device
    }

    @Test("a code is eight letters and digits that nobody confuses, and is read as typed")
    func codes() {
        var seen: Set<Character> = []
        for byte in UInt8.min...UInt8.max {
            let code = PlainCode.make(random: [byte, byte &* 7, byte &* 31, byte ^ 90, ~byte])
            #expect(code.count == 8)
            #expect(PlainCode.typed(code) == code)
            #expect(PlainCode.typed(" " + PlainCode.shown(code).lowercased()) == code)
            seen.formUnion(code)
        }
        #expect(seen.count == 32 && seen.isDisjoint(with: "01OI"))
        for text in ["", "K7P4", "K7P4-2M9X1", "K7P4-2M9O", "K7P4-2M9?", "ＫＰＰ４２Ｍ９Ｘ"] {
            #expect(PlainCode.typed(text) == nil, "\(text)")
        }
        #expect(Device.makeCode(random: [0, 0, 0, 0, 0]) == "d-22222222")
    }

    @Test(
        "a name stands on one line",
        arguments: [
            (" Quầy 1 ", "Quầy 1"), ("", nil), ("a\nb", nil), ("a\tb", "a b"),
            (String(repeating: "ê", count: 80), String(repeating: "ê", count: 80)),
            (String(repeating: "x", count: 81), nil),
        ] as [(String, String?)])
    func names(typed: String, kept: String?) {
        #expect(DeviceBinding.name(typed: typed) == kept)
    }

    @Test("settings are read back as they were written, and only sound ones")
    func settings() throws {
        var settings = DeviceSettings()
        #expect(settings.isSound)
        settings.languages = ["vi", "en", "rad"]
        settings.defaultLanguage = "en"
        settings.idleSeconds = 600
        settings.thanksSeconds = 1
        settings.opens = DayTime("07:00")
        settings.closes = DayTime("17:00")
        settings.pinHash = DeviceSettings.pinHash(salt: "ab", digest: "cd")
        let text = JSON.object(settings.members).text()
        #expect(DeviceSettings(try JSONParser.parse(Array(text.utf8))) == settings)
        for change: (inout DeviceSettings) -> Void in [
            { $0.languages = ["vi", "vi"] }, { $0.languages = ["VI"] },
            { ($0.languages, $0.defaultLanguage) = ([], "VI") }, { $0.defaultLanguage = "cjm" },
            { $0.idleSeconds = 4 }, { $0.idleSeconds = 601 },
            { $0.thanksSeconds = 0 }, { $0.thanksSeconds = 61 }, { $0.opens = nil },
            { $0.closes = DayTime("07:00") }, { $0.pinHash = String(repeating: "a", count: 129) },
            { $0.languages = (0..<13).map { "a" + String(repeating: "b", count: $0) } },
        ] {
            var changed = settings
            change(&changed)
            #expect(!changed.isSound)
            #expect(DeviceSettings(.object(changed.members)) == nil)
        }
        // All languages of whichever form, begun in one that it may have.
        (settings.languages, settings.defaultLanguage) = ([], "cjm")
        #expect(settings.isSound && DeviceSettings(.object(settings.members)) == settings)
    }

    @Test("a time of day is to the minute, at the office's offset")
    func dayTimes() {
        #expect(DayTime(Self.now, at: .vietNam).description == "09:00")
        #expect(DayTime(Self.now, at: .utc).minutes == 120)
        #expect(DayTime(Timestamp(milliseconds: -1), at: .utc).minutes == 1_439)
        for text in ["24:00", "7:00", "07:60", "07-00", "", "07:000"] {
            #expect(DayTime(text) == nil, "\(text)")
        }
    }

    @Test("a device is silent when nothing was heard in its hours, and never when it is retired")
    func states() {
        func state(_ device: Device, seen: Timestamp?, at now: Timestamp) -> DeviceState {
            DeviceState(of: device, lastSeen: seen, at: now, offset: .vietNam)
        }
        let device = Self.device()
        #expect(state(device, seen: nil, at: Self.after(15)) == .inUse)
        #expect(state(device, seen: nil, at: Self.after(16)) == .silent)
        #expect(state(device, seen: Self.after(16), at: Self.after(31)) == .inUse)
        #expect(state(device, seen: Self.after(16), at: Self.after(32)) == .silent)
        let open = Self.device {
            $0.settings.opens = DayTime("07:00")
            $0.settings.closes = DayTime("17:00")
        }
        // 19:00, the next day at 07:10 and at 07:16.
        #expect(state(open, seen: nil, at: Self.after(600)) == .inUse)
        #expect(state(open, seen: nil, at: Self.after(22 * 60 + 10)) == .inUse)
        #expect(state(open, seen: nil, at: Self.after(22 * 60 + 16)) == .silent)
        let retired = Self.device {
            $0.bindings.append(DeviceBinding(place: nil, name: "Quầy 1", since: Self.after(1)))
        }
        #expect(retired.isRetired && retired.place == nil)
        #expect(state(retired, seen: nil, at: Self.after(9_999)) == .retired)
    }

    @Test("numbers that are not there are missing, and one that came twice is a fork")
    func traces() {
        let trace = DeviceTrace(answers: 9, numbered: 8, distinct: 7, lowest: 3, highest: 12)
        #expect(trace.missing == 3 && trace.forks == 1)
        let none = DeviceTrace(answers: 2, numbered: 0, distinct: 0, lowest: nil, highest: nil)
        #expect(none.missing == 0 && none.forks == 0 && none.highest == nil)
    }
}

@Suite("Heartbeats")
struct HeartbeatTests {
    private static let whole = """
        {"queue": 3, "oldest": "2026-03-02T08:00:00+07:00", "rejected": 1, "version": "1.4.0",
         "settingsVersion": 2, "clock": "2026-03-02T09:00:05+07:00", "sequence": 41,
         "storagePersisted": true, "secureContext": false, "storageFault": true, "more": [1]}
        """

    private static func read(_ text: String) throws -> DeviceSighting {
        try DeviceSighting(heartbeat: JSONParser.parse(Array(text.utf8)), at: DeviceTests.now)
    }

    @Test("a heartbeat says what is known of a device, and how far its clock is off")
    func whole() throws {
        let sighting = try Self.read(Self.whole)
        #expect(sighting.queue == 3 && sighting.rejected == 1 && sighting.sequence == 41)
        #expect(sighting.version == "1.4.0" && sighting.settingsVersion == 2)
        #expect(sighting.skewMilliseconds == 5_000 && sighting.at == DeviceTests.now)
        #expect(sighting.isStoragePersisted && !sighting.isContextSecure)
        #expect(sighting.isStorageFailing)
        let least = try Self.read(
            """
            {"queue": 0, "oldest": null, "version": "1", "settingsVersion": 0,
             "clock": "1970-01-01T00:00:00Z", "sequence": 0}
            """)
        #expect(least.oldest == nil && least.rejected == 0 && !least.isStoragePersisted)
        #expect(!least.isStorageFailing)
    }

    @Test(
        "what is no heartbeat is refused by the member that is wrong",
        arguments: [
            ("\"queue\": 3", "\"queue\": -1", "queue"),
            ("\"queue\": 3", "\"queue\": 1000000001", "queue"),
            ("\"queue\": 3", "\"queue\": \"3\"", "queue"), ("\"queue\": 3,", "", "queue"),
            ("\"rejected\": 1", "\"rejected\": 1.5", "rejected"),
            ("\"1.4.0\"", "\"\"", "version"), ("\"1.4.0\"", "\"phiên\"", "version"),
            ("\"1.4.0\"", "\"" + String(repeating: "1", count: 65) + "\"", "version"),
            ("2026-03-02T09:00:05+07:00", "2026-03-02", "clock"),
            ("2026-03-02T08:00:00+07:00", "now", "oldest"),
            ("\"sequence\": 41", "\"sequence\": 9007199254740993", "sequence"),
            ("\"storagePersisted\": true", "\"storagePersisted\": 1", "storagePersisted"),
            ("false", "\"no\"", "secureContext"),
            ("\"storageFault\": true", "\"storageFault\": \"\"", "storageFault"),
        ])
    func wrong(member: String, other: String, name: String) throws {
        let text = Self.whole.replacing(member, with: other)
        try #require(text != Self.whole)
        #expect(throws: SubmissionFault.badValue(name: name, value: "")) { try Self.read(text) }
    }

    @Test("what is no object is no heartbeat", arguments: ["[]", "1", "null"])
    func noObject(text: String) {
        #expect(throws: SubmissionFault.badValue(name: "heartbeat", value: "")) {
            try Self.read(text)
        }
    }
}
