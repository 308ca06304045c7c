import Foundation
import Testing

@Suite("Kiosks and tablets through the program")
struct DeviceTests {
    /// Device and id of every stored answer.
    static func stored(_ office: SmallOffice) throws -> [String: String] {
        let lines = try office.export("responses").split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let column = try #require(lines.first?.firstIndex(of: "device"))
        return Dictionary(uniqueKeysWithValues: lines.dropFirst().map { ($0[0], $0[column]) })
    }

    @Test("a kiosk shows a code, an operator binds it, and its key is given until it is used")
    func pairing() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let asking = try KioskDevice.ask(server)
        #expect(asking.code.count == 9 && asking.poll.count == 32)
        let waiting = try KioskDevice.claim(asking.poll, server)
        #expect(waiting.status == 200 && waiting.state == "waiting" && waiting.kiosk == nil)
        let result = try KioskDevice.command(
            ["pair", asking.code.lowercased(), "--place", "Q1", "--name", "Cửa chính"], office)
        #expect(result.status == 0 && result.output.hasPrefix("paired d-"), "\(result.messages)")
        let first = try KioskDevice.claim(asking.poll, server)
        let again = try KioskDevice.claim(asking.poll, server)
        let kiosk = try #require(first.kiosk)
        #expect(first.state == "paired" && again.kiosk?.key == kiosk.key)
        #expect(result.output == "paired \(kiosk.device)\n")
        let beat = try kiosk.beat(server)
        #expect(beat.status == 200 && beat.body["retired"] as? Bool == false)
        let settings = try #require(beat.body["settings"] as? [String: Any])
        #expect(settings["version"] as? Int == 1 && settings["idleSeconds"] as? Int == 20)
        #expect(settings["opens"] is NSNull && settings["pinHash"] == nil)
        let gone = try KioskDevice.claim(asking.poll, server)
        #expect(gone.status == 404 && gone.state == "unknown" && gone.kiosk == nil)
        // Nothing of the key or the token is in the database or the log.
        #expect(server.stop() == 0)
        let files = try ["hailong.db", "lock"].map {
            try Data(contentsOf: URL(filePath: "\(office.data)/\($0)"))
        }
        for secret in [kiosk.key, asking.poll] {
            for file in files { #expect(file.range(of: Data(secret.utf8)) == nil) }
            #expect(try !server.messages().contains(secret))
        }
        let listed = try KioskDevice.list(office)[kiosk.device]
        #expect(listed?["name"] as? String == "Cửa chính" && listed?["place"] as? String == "Q1")
        #expect(listed?["queue"] as? Int == 3 && listed?["version"] as? String == "1.4.0")
        #expect(listed?["state"] as? String == "inUse" && listed?["lastSeen"] is String)
    }

    @Test("a code is bound at its own place only, and an unknown one not at all")
    func wrongCodes() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let asking = try KioskDevice.ask(server)
        for (code, place, word) in [
            (asking.code, "Q2", "“Q1”"), (asking.code, "NOPE", "“NOPE”"),
            ("2222-2222", "Q1", "2222-2222"), ("K7P4", "Q1", "“K7P4”"),
        ] {
            let result = try KioskDevice.command(["pair", code, "--place", place], office)
            #expect(result.status == 64 && result.messages.contains(word), "\(result.messages)")
        }
        let replacing = try KioskDevice.command(
            ["pair", asking.code, "--place", "Q1", "--replaces", "d-none"], office)
        #expect(replacing.status == 64)
        #expect(try KioskDevice.claim(asking.poll, server).state == "waiting")
        #expect(try KioskDevice.list(office).isEmpty)
    }

    @Test("pairing needs a server, and says so; the rest goes without one")
    func withoutServer() throws {
        let office = try SmallOffice()
        let kiosk: KioskDevice
        do {
            let server = try Server(data: office.data)
            kiosk = try KioskDevice.paired(office, server)
            #expect(server.stop() == 0)
        }
        let pairing = try KioskDevice.command(["pair", "K7P4-2M9X", "--place", "Q1"], office)
        #expect(pairing.status == 75 && pairing.messages.contains("hailong serve"))
        for (words, output) in [
            (["move", kiosk.device, "--place", "Q2", "--name", "Quầy hai"], "moved"),
            (["move", kiosk.device, "--place", "Q2"], "already"),
            (["set", kiosk.device, "--idle", "45"], "set"),
            (["retire", kiosk.device], "retired"), (["retire", kiosk.device], "already"),
        ] {
            let result = try KioskDevice.command(words, office)
            #expect(result.status == 0, "\(result.messages)")
            #expect(result.output == "\(output) \(kiosk.device)\n")
        }
        let row = try #require(try KioskDevice.list(office)[kiosk.device])
        #expect(row["state"] as? String == "retired" && row["place"] is NSNull)
        let history = try #require(row["history"] as? [[String: Any]])
        #expect(history.map { $0["place"] as? String } == ["Q1", "Q2"])
        #expect(history.allSatisfy { $0["to"] is String })
        for words in [
            ["set", kiosk.device, "--idle", "9"], ["move", kiosk.device, "--name", "x"],
        ] {
            #expect(try KioskDevice.command(words, office).status == 64)
        }
    }

    @Test("what an operator sets reaches the kiosk by its next heartbeat, through the server")
    func settings() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let (first, second) = (
            try KioskDevice.paired(office, server),
            try KioskDevice.paired(office, server, place: "Q2")
        )
        // Nobody has named any, so a third one that the form learns is not hidden.
        let fresh = try #require(try first.beat(server).body["settings"] as? [String: Any])
        #expect(fresh["languages"] as? [String] == [])
        let all = try KioskDevice.command(
            [
                "set", "--all", "--idle", "45", "--thanks", "6", "--languages", "en,vi",
                "--default-language", "en", "--opens", "07:00", "--closes", "17:00",
            ], office)
        #expect(all.status == 0 && all.output == "set 2\n", "\(all.messages)")
        #expect(
            try KioskDevice.command(["set", first.device, "--pin", "2580"], office).status == 0)
        let settings = try #require(try first.beat(server).body["settings"] as? [String: Any])
        #expect(settings["version"] as? Int == 3 && settings["idleSeconds"] as? Int == 45)
        #expect(settings["languages"] as? [String] == ["en", "vi"])
        #expect(settings["opens"] as? String == "07:00" && settings["closes"] as? String == "17:00")
        let hash = try #require(settings["pinHash"] as? String)
        #expect(hash.count == 81 && !hash.contains("2580"))
        let others = try #require(try second.beat(server).body["settings"] as? [String: Any])
        #expect(others["version"] as? Int == 2 && others["pinHash"] == nil)
        // Who comes later begins with what was set for all; who replaces, with the other's.
        let third = try KioskDevice.paired(office, server)
        let fourth = try KioskDevice.paired(
            office, server, ["--replaces", first.device])
        let later = try #require(try third.beat(server).body["settings"] as? [String: Any])
        #expect(later["idleSeconds"] as? Int == 45 && later["pinHash"] == nil)
        let replacing = try #require(try fourth.beat(server).body["settings"] as? [String: Any])
        #expect(replacing["pinHash"] as? String == hash)
        #expect(try first.beat(server).body["retired"] as? Bool == true)
        for words in [
            ["--idle", "4"], ["--thanks", "0"], ["--languages", "VI"], ["--languages", ","],
            ["--pin", "12"],
            ["--opens", "7"], ["--default-language", "rad"], ["--closes", "06:00"],
            ["--opens", "none"], [],
        ] {
            let result = try KioskDevice.command(["set", second.device] + words, office)
            #expect(result.status == 64, "\(words)")
        }
        #expect(try KioskDevice.command(["set", "--idle", "9"], office).status == 64)
        let every = ["set", second.device, "--languages", "all"]
        #expect(try KioskDevice.command(every, office).status == 0)
        let offered = try #require(try second.beat(server).body["settings"] as? [String: Any])
        #expect(offered["languages"] as? [String] == [])
        #expect(offered["defaultLanguage"] as? String == "en")
        let cleared = try KioskDevice.command(
            ["set", second.device, "--opens", "none", "--closes", "none"], office)
        #expect(cleared.status == 0)
    }

    @Test(
        "no answer is lost for want of a key, none counts as a device that did not send it"
    )
    func claims() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let (kiosk, other) = (
            try KioskDevice.paired(office, server), try KioskDevice.paired(office, server)
        )
        let forged = ["Authorization": "Device \(kiosk.device) \(other.key)"]
        let cases: [([String: String], String?, String)] = [
            (kiosk.authorization, kiosk.device, kiosk.device),
            ([:], kiosk.device, "?\(kiosk.device)"),
            (forged, kiosk.device, "?\(kiosk.device)"),
            (other.authorization, kiosk.device, "?\(kiosk.device)"),
            (kiosk.authorization, "u-7", "u-7"), ([:], "u-8", "u-8"), ([:], nil, ""),
            (["Authorization": "Basic eA=="], "x", "x"),
            // Composed and trimmed first: no other spelling gets past the mark.
            ([:], " \(kiosk.device) ", "?\(kiosk.device)"),
        ]
        var wanted: [String: String] = [:]
        for (number, (headers, device, stored)) in cases.enumerated() {
            let answer = KioskDevice.answer(number + 1, device: device)
            // Three copies and a repetition, each under another header: one answer.
            for header in [headers, [:], kiosk.authorization, forged] {
                let acked = try KioskDevice.send([answer, answer, answer], to: server, header)
                #expect(Set(acked) == [SmallOffice.id(number + 1)] && acked.count == 3)
            }
            wanted[SmallOffice.id(number + 1)] = stored
        }
        #expect(try Self.stored(office) == wanted)
        // A retired device's answers are taken, and count as nobody's.
        #expect(try KioskDevice.command(["retire", kiosk.device], office).status == 0)
        let late = KioskDevice.answer(50, device: kiosk.device)
        #expect(try KioskDevice.send([late], to: server, kiosk.authorization).count == 1)
        #expect(try Self.stored(office)[SmallOffice.id(50)] == "?\(kiosk.device)")
        #expect(try KioskDevice.list(office)[kiosk.device]?["answers"] as? Int == 1)
    }

    @Test("heartbeats are taken with the right key and in their bounds only")
    func heartbeats() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let kiosk = try KioskDevice.paired(office, server)
        let stranger = KioskDevice(device: kiosk.device, key: String(kiosk.key.reversed()))
        let refused = try stranger.beat(server)
        #expect(refused.status == 401 && refused.body["error"] is String)
        #expect(try kiosk.beat(server, ["queue": -1]).status == 400)
        #expect(
            try kiosk.beat(server, ["version": String(repeating: "1", count: 65)]).status == 400)
        let long = try KioskDevice.post(
            "/api/v1/devices/heartbeat", ["pad": String(repeating: "x", count: 5_000)],
            to: server, headers: kiosk.authorization)
        #expect(long.status == 413)
        for path in ["", "/claim", "/heartbeat"] {
            let answer = Exchange(
                "POST", "/api/v1/devices\(path)", port: server.port,
                headers: ["Content-Type": "text/plain"], body: "{}")
            #expect(answer?.status == 415)
        }
        let absent = try KioskDevice.post("/api/v1/devices", ["place": "NOPE"], to: server)
        #expect(absent.status == 404 && absent.body["error"] is String)
        let metrics = try #require(server.get("/metrics")?.body)
        #expect(metrics.contains("hailong_devices{state=\"inUse\"} 1\n"))
    }

    @Test("a gap is told, and a number that came twice is held for review, with every answer kept")
    func gapsAndForks() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let kiosk = try KioskDevice.paired(office, server)
        let answers = [1, 2, 5].map { KioskDevice.answer($0, device: kiosk.device) }
        #expect(try KioskDevice.send(answers, to: server, kiosk.authorization).count == 3)
        let before = try #require(try KioskDevice.list(office)[kiosk.device])
        #expect(before["highest"] as? Int == 5 && before["missing"] as? Int == 2)
        #expect(before["heldForReview"] as? Bool == false)
        let clone = KioskDevice.answer(20, device: kiosk.device, overall: 1, sequence: 2)
        #expect(try KioskDevice.send([clone], to: server, kiosk.authorization).count == 1)
        let after = try #require(try KioskDevice.list(office)[kiosk.device])
        #expect(after["forks"] as? Int == 1 && after["heldForReview"] as? Bool == true)
        #expect(after["answers"] as? Int == 4)
        let text = try KioskDevice.command(["list", "--format", "text", "--lang", "vi"], office)
        #expect(text.output.contains("TRÙNG SỐ") && text.messages.contains(kiosk.device))
    }

    @Test("a kiosk that cannot store says so to the office, until it can again")
    func storageFault() throws {
        let office = try SmallOffice()
        let kiosk: KioskDevice
        func listed() throws -> (fault: Bool?, text: Program.Result) {
            let row = try #require(try KioskDevice.list(office)[kiosk.device])
            return (
                row["storageFault"] as? Bool,
                try KioskDevice.command(["list", "--format", "text", "--lang", "en"], office)
            )
        }
        do {
            let server = try Server(data: office.data)
            kiosk = try KioskDevice.paired(office, server)
            #expect(try kiosk.beat(server, ["storageFault": true]).status == 200)
            #expect(server.stop() == 0)
        }
        let failing = try listed()
        #expect(failing.fault == true && failing.text.output.contains("\tCANNOT STORE\n"))
        #expect(failing.text.messages.contains("\(kiosk.device): the kiosk cannot write"))
        let server = try Server(data: office.data)
        // A kiosk of before says nothing of it.
        #expect(try kiosk.beat(server).status == 200)
        #expect(server.stop() == 0)
        let sound = try listed()
        #expect(sound.fault == false && !sound.text.output.contains("CANNOT STORE"))
        #expect(!sound.text.messages.contains(kiosk.device))
    }

    @Test("keys outlive a restart, and without the key file devices are paired again")
    func keyFile() throws {
        let office = try SmallOffice()
        let keys = office.folder.path("elsewhere")
        let kiosk: KioskDevice
        do {
            let server = try Server(data: office.data, ["--keys", keys])
            kiosk = try KioskDevice.paired(office, server)
            server.kill()
        }
        #expect(!FileManager.default.fileExists(atPath: office.data + "/keys"))
        do {
            let server = try Server(data: office.data, ["--keys", keys])
            #expect(try kiosk.beat(server).status == 200)
            #expect(server.stop() == 0)
        }
        let server = try Server(data: office.data, ["--lang", "en"])
        #expect(try server.messages().contains("1 devices must be paired again"))
        #expect(try kiosk.beat(server).status == 401)
        let answer = KioskDevice.answer(1, device: kiosk.device)
        #expect(try KioskDevice.send([answer], to: server, kiosk.authorization).count == 1)
        // Nothing of either secret is in a backup.
        let backup = office.folder.path("backup.db")
        let made = try Program.run(["backup", "--data", office.data, "--output", backup])
        #expect(made.status == 0, "\(made.messages)")
        let content = try Data(contentsOf: URL(filePath: backup))
        for folder in [keys, office.data + "/keys"] {
            let secret = try String(contentsOfFile: folder + "/office.key", encoding: .utf8)
            #expect(content.range(of: Data(secret.prefix(64).utf8)) == nil)
            let bytes = stride(from: 0, to: 64, by: 2).compactMap {
                UInt8(Array(secret)[$0...($0 + 1)].map(String.init).joined(), radix: 16)
            }
            #expect(bytes.count == 32 && content.range(of: Data(bytes)) == nil)
        }
    }
}
