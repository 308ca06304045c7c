import Foundation
import Testing

@Suite("A kiosk's outbox as a file")
struct OutboxTests {
    private static func load(
        _ content: Data, _ office: SmallOffice, _ extra: [String] = []
    ) throws -> Program.Result {
        let file = try office.folder.write(content, to: "outbox.jsonl")
        return try Program.run(["import", "outbox", file, "--data", office.data] + extra)
    }

    private static func answers(_ numbers: ClosedRange<Int>, _ device: String) -> [[String: Any]] {
        numbers.map { KioskDevice.answer($0, device: device) }
    }

    @Test("a signed file is stored once, beside the server or without one, whatever came before")
    func stored() throws {
        let office = try SmallOffice()
        let kiosk: KioskDevice
        do {
            let server = try Server(data: office.data)
            kiosk = try KioskDevice.paired(office, server)
            let answers = Self.answers(1...30, kiosk.device)
            // Some came by the network before the cable was cut.
            #expect(
                try KioskDevice.send(Array(answers[0..<10]), to: server, kiosk.authorization).count
                    == 10)
            let file = try kiosk.outbox(answers)
            let first = try Self.load(file, office)
            #expect(first.status == 0, "\(first.messages)")
            #expect(first.output == "stored 20, already 10, refused 0\n")
            #expect(try Self.load(file, office).output == "stored 0, already 30, refused 0\n")
            // And the network comes back.
            #expect(try KioskDevice.send(answers, to: server, kiosk.authorization).count == 30)
            #expect(server.stop() == 0)
        }
        let more = try kiosk.outbox(Self.answers(1...35, kiosk.device))
        #expect(try Self.load(more, office).output == "stored 5, already 30, refused 0\n")
        let devices = try DeviceTests.stored(office)
        #expect(devices.count == 35 && Set(devices.values) == [kiosk.device])
        let row = try #require(try KioskDevice.list(office)[kiosk.device])
        #expect(row["missing"] as? Int == 0 && row["forks"] as? Int == 0)
        #expect(try office.counts().contains("35"))
    }

    @Test("a file that was changed, cut or signed by another is refused whole")
    func refused() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let (kiosk, other) = (
            try KioskDevice.paired(office, server), try KioskDevice.paired(office, server)
        )
        let whole = try kiosk.outbox(Self.answers(1...3, kiosk.device))
        let lines = whole.split(separator: 10).map { Data($0) + Data([10]) }
        var changed = whole
        let place = try #require(whole.range(of: Data("\"overall\":5".utf8)))
        changed[place.upperBound - 1] = UInt8(ascii: "4")
        let foreign = KioskDevice(device: kiosk.device, key: other.key)
        let files: [(Data, String)] = [
            (changed, "signature"), (Data(lines.dropLast().joined()), "cut off"),
            (Data((lines[0...1] + lines[3...4]).joined()), "cut off"),
            (whole.dropLast(20), "cut off"), (whole.prefix(30), "outbox/1"), (Data(), "outbox/1"),
            (Data("id,form\n".utf8), "outbox/1"),
            (try foreign.outbox(Self.answers(1...3, kiosk.device)), "signature"),
            (
                try KioskDevice.unsignedOutbox(Self.answers(1...3, "u-1"), device: "u-1"),
                "--unsigned"
            ),
            (
                try KioskDevice.unsignedOutbox(
                    Self.answers(1...3, kiosk.device), device: kiosk.device), "--unsigned"
            ),
            (try kiosk.outbox(Self.answers(1...3, kiosk.device), count: 4), "cut off"),
        ]
        for (file, word) in files {
            let result = try Self.load(file, office, ["--lang", "en"])
            #expect(result.status == 65 && result.messages.contains(word), "\(result.messages)")
            #expect(result.output.isEmpty)
        }
        #expect(try office.exportedLines().isEmpty)
        let retired = try KioskDevice.command(["retire", kiosk.device], office)
        #expect(retired.status == 0)
        #expect(try Self.load(whole, office).output == "stored 3, already 0, refused 0\n")
        #expect(Set(try DeviceTests.stored(office).values) == ["?\(kiosk.device)"])
    }

    @Test(
        "with --unsigned its answers are taken, and no paired device is believed to have given them"
    )
    func unsigned() throws {
        let office = try SmallOffice()
        let kiosk: KioskDevice
        do {
            let server = try Server(data: office.data)
            kiosk = try KioskDevice.paired(office, server)
            let file = try KioskDevice.unsignedOutbox(
                Self.answers(1...3, kiosk.device) + Self.answers(4...5, "u-1"),
                device: kiosk.device)
            let result = try Self.load(file, office, ["--unsigned"])
            #expect(result.output == "stored 5, already 0, refused 0\n", "\(result.messages)")
            #expect(server.stop() == 0)
        }
        let file = try KioskDevice.unsignedOutbox(Self.answers(6...6, "u-2"), device: "u-2")
        #expect(try Self.load(file, office, ["--unsigned"]).status == 0)
        let devices = try DeviceTests.stored(office)
        #expect((1...3).allSatisfy { devices[SmallOffice.id($0)] == "?\(kiosk.device)" })
        #expect((4...5).allSatisfy { devices[SmallOffice.id($0)] == "u-1" })
        #expect(devices[SmallOffice.id(6)] == "u-2")
    }

    @Test("one answer that cannot be taken holds up none of the others, and is named by its line")
    func partly() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let kiosk = try KioskDevice.paired(office, server)
        var answers = Self.answers(1...5, kiosk.device)
        answers[1]["place"] = "NOPE"
        answers[2]["channel"] = "paper"
        answers[3]["answers"] = ["overall": 9]
        answers.append(KioskDevice.answer(1, device: kiosk.device, overall: 1))
        let result = try Self.load(try kiosk.outbox(answers), office, ["--lang", "en"])
        #expect(result.status == 65 && result.output == "stored 2, already 0, refused 4\n")
        for line in [3, 4, 5, 7] { #expect(result.messages.contains("line \(line): ")) }
        #expect(try office.exportedLines().count == 2)
        let counts = try office.counts()
        #expect(counts.contains("1 in quarantine"), "\(counts)")
    }

    @Test("three copies of a month away, sent and carried at once, are stored once")
    func copies() async throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--answers-per-second-per-device", "0"])
        let kiosk = try KioskDevice.paired(office, server)
        let answers = Self.answers(1...600, kiosk.device)
        let batches = stride(from: 0, to: 600, by: 100).map { start in
            let data = try? JSONSerialization.data(
                withJSONObject: Array(answers[start..<start + 100]))
            return String(decoding: data ?? Data(), as: UTF8.self)
        }
        let file = try office.folder.write(try kiosk.outbox(answers), to: "outbox.jsonl")
        let (port, header) = (server.port, kiosk.authorization)
        let data = office.data
        await withTaskGroup(of: Void.self) { group in
            for copy in 0..<3 {
                group.addTask {
                    for batch in copy == 1 ? batches.reversed() : batches {
                        let sent = Exchange(
                            "POST", "/api/v1/responses", port: port,
                            headers: header.merging(["Content-Type": "application/json"]) { $1 },
                            body: batch)
                        #expect(sent?.body.contains("\"refused\":[]") == true)
                    }
                }
                group.addTask {
                    let carried = try? Program.run(["import", "outbox", file, "--data", data])
                    #expect(carried?.status == 0 && carried?.output.contains("refused 0") == true)
                }
            }
        }
        #expect(try office.exportedLines().count == 600)
        let row = try #require(try KioskDevice.list(office)[kiosk.device])
        #expect(row["answers"] as? Int == 600 && row["missing"] as? Int == 0)
        #expect(row["forks"] as? Int == 0)
    }
}
