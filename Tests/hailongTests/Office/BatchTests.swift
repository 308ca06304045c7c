import Foundation
import Testing

@Suite("Answers in batches")
struct BatchTests {
    /// An answer as a kiosk's outbox sends it.
    private static func answer(
        _ number: Int, overall: Any = 5, place: String = "Q1", changing: [String: Any] = [:]
    ) -> [String: Any] {
        let answer: [String: Any] = [
            "id": SmallOffice.id(number), "form": "counter-one-tap", "version": 1, "place": place,
            "channel": "kiosk", "answeredAt": "2025-06-02T09:00:00+07:00",
            "answers": ["overall": overall],
        ]
        return answer.merging(changing) { $1 }
    }

    private static func send(_ body: String, to server: Server) throws -> Exchange {
        try #require(
            Exchange(
                "POST", "/api/v1/responses", port: server.port,
                headers: ["Content-Type": "application/json"], body: body))
    }

    private static func send(_ answers: [Any], to server: Server) throws -> (
        status: Int, acked: [String], refused: [String: String]
    ) {
        let data = try JSONSerialization.data(withJSONObject: answers)
        let exchange = try send(String(decoding: data, as: UTF8.self), to: server)
        let body = try JSONSerialization.jsonObject(with: Data(exchange.body.utf8))
        let object = try #require(body as? [String: Any])
        let refused = (object["refused"] as? [[String: String]] ?? []).map {
            ($0["id"] ?? "", $0["code"] ?? "")
        }
        return (
            exchange.status, object["acked"] as? [String] ?? [],
            Dictionary(refused, uniquingKeysWith: { $1 })
        )
    }

    @Test("a batch over 64 KiB that needs no writer is answered at once")
    func largeBatch() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let words = String(repeating: "dài ", count: 240)
        let batch = (1...100).map {
            Self.answer($0, place: "NOPE", changing: ["comment": words])
        }
        let start = DispatchTime.now().uptimeNanoseconds
        for _ in 1...10 {
            #expect(try Self.send(batch, to: server).refused.count == 100)
        }
        // Whom nobody wakes looks by itself after a second: ten of them. Awake it takes a tenth.
        #expect(Double(DispatchTime.now().uptimeNanoseconds - start) < 5e9)
    }

    @Test("a batch of which nothing can be settled now is sent away whole, and taken later")
    func sentAway() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        try FileManager.default.moveItem(atPath: office.data, toPath: office.data + "-away")
        for _ in 1...2 {
            let result = try Self.send([Self.answer(1), Self.answer(2)], to: server)
            #expect(result.status == 503 && result.acked.isEmpty)
            #expect(result.refused == [SmallOffice.id(1): "later", SmallOffice.id(2): "later"])
        }
        // What will never be taken is settled all the same.
        let result = try Self.send([Self.answer(1), Self.answer(2, place: "NOPE")], to: server)
        #expect(result.status == 200)
        #expect(
            result.refused == [SmallOffice.id(1): "later", SmallOffice.id(2): "unknownPlace"])
        try FileManager.default.moveItem(atPath: office.data + "-away", toPath: office.data)
        while server.get("/readyz")?.status == 503 {}
        let again = try Self.send([Self.answer(1), Self.answer(2)], to: server)
        #expect(again.status == 200 && again.acked.count == 2)
        #expect(server.stop() == 0)
        #expect(try office.exportedLines().count == 2)
    }

    @Test("each answer is settled by its id, and one bad one holds up none of the others")
    func settled() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let result = try Self.send(
            [
                Self.answer(1), Self.answer(2, place: "NOPE"), Self.answer(3, overall: 6),
                Self.answer(4, changing: ["form": "nope"]),
                Self.answer(5, changing: ["channel": "paper"]),
                Self.answer(6, changing: ["answers": ["overall": 2, "reasons-low": ["waiting"]]]),
                Self.answer(7, changing: ["unknownMember": ["of": "a newer kiosk"]]),
            ], to: server)
        #expect(result.status == 200)
        #expect(result.acked == [1, 6, 7].map(SmallOffice.id))
        #expect(
            result.refused == [
                SmallOffice.id(2): "unknownPlace", SmallOffice.id(3): "invalid",
                SmallOffice.id(4): "unknownForm", SmallOffice.id(5): "invalid",
            ])
        #expect(try office.report()["SXD"]?["responses"] as? Int == 3)
    }

    @Test("a repeated answer is acked again, other content under its id is a conflict")
    func repeated() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for _ in 1...3 {
            let again = try Self.send([Self.answer(1), Self.answer(1)], to: server)
            #expect(again.acked == [SmallOffice.id(1), SmallOffice.id(1)])
        }
        let other = try Self.send([Self.answer(1, overall: 1)], to: server)
        #expect(other.acked.isEmpty && other.refused == [SmallOffice.id(1): "conflict"])
        // Nobody else stands under the id in that batch.
        let one = try Self.data([Self.answer(1, overall: 1)])
        let alone = try Self.send(String(decoding: one, as: UTF8.self), to: server)
        #expect(!alone.body.contains("index"))
        let row = try #require(try office.report()["SXD"])
        #expect(row["responses"] as? Int == 1 && row["share"] == nil || row["share"] is NSNull)
    }

    @Test("of two contents under one id in a batch the first is taken; which was refused is told")
    func twiceInOne() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let batch = [
            Self.answer(1), Self.answer(2, overall: 4), Self.answer(2, overall: 1), Self.answer(3),
            Self.answer(2, overall: 4), Self.answer(2, overall: 2),
        ]
        for _ in 1...2 {
            let data = try Self.data(batch)
            let exchange = try Self.send(String(decoding: data, as: UTF8.self), to: server)
            let body = try JSONSerialization.jsonObject(with: Data(exchange.body.utf8))
            let object = try #require(body as? [String: Any])
            #expect(object["acked"] as? [String] == [1, 2, 3, 2].map(SmallOffice.id))
            let refused = object["refused"] as? [[String: Any]] ?? []
            #expect(refused.map { $0["index"] as? Int } == [2, 5])
            #expect(refused.allSatisfy { $0["id"] as? String == SmallOffice.id(2) })
            #expect(refused.allSatisfy { $0["code"] as? String == "conflict" })
        }
        #expect(server.stop() == 0)
        #expect(try office.exportedLines().count == 3)
        #expect(try office.counts().contains("2 in quarantine"))
        // The office is told where to see what was set aside, and sees it.
        let verified = try Program.run(["verify", "--data", office.data, "--lang", "en"])
        #expect(verified.status == 0 && verified.messages.contains("hailong export quarantine"))
        let kept = try office.export("quarantine").split(separator: "\n")
        #expect(kept.count == 3 && kept[0] == "received_at,id,content", "\(kept)")
        for (line, score) in zip(kept.dropFirst(), [1, 2]) {
            #expect(line.contains(",\(SmallOffice.id(2)),\"{"), "\(line)")
            #expect(line.contains("\"\"overall\"\":\(score)"), "\(line)")
        }
    }

    @Test(
        "a whole number counts as one however it is written",
        arguments: [
            ("5.0", "1.0", true), ("0.5e1", "10e-1", true), ("5", "1", true), ("5.5", "1", false),
            ("5", "1.5", false), ("-5.0", "1", false), ("5e20", "1", false),
            ("5.0", "1e300", false),
        ])
    func numbers(overall: String, version: String, isTaken: Bool) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let body = String(decoding: try Self.data([Self.answer(1, overall: 77)]), as: UTF8.self)
            .replacing("77", with: overall)
            .replacing("\"version\":1", with: "\"version\":\(version)")
        let sent = try Self.send(body, to: server)
        #expect(sent.status == 200)
        let acked = "\"acked\":[\"\(SmallOffice.id(1))\"]"
        #expect(sent.body.contains(acked) == isTaken, "\(sent.body)")
    }

    private static func data(_ answers: [Any]) throws -> Data {
        try JSONSerialization.data(withJSONObject: answers)
    }

    @Test(
        "a kiosk whose clock is ahead or was never set is dated by the server, and once",
        arguments: ["2099-01-01T00:00:00+07:00", "1970-01-01T07:00:09+07:00"])
    func wrongClock(time: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let earliest = Date()
        for _ in 1...3 {
            let sent = try Self.send([Self.answer(1, changing: ["answeredAt": time])], to: server)
            #expect(sent.acked == [SmallOffice.id(1)] && sent.refused.isEmpty)
        }
        let lines = try office.exportedLines()
        #expect(lines.count == 1)
        let fields = lines[0].line.split(separator: ",", omittingEmptySubsequences: false)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: fields[10].contains("."))
        let stored = try Date(String(fields[10]), strategy: style)
        #expect(stored > earliest - 1 && stored < Date() + 1)
    }

    @Test(
        "what is no batch is refused whole",
        arguments: [
            ("[]", 400), ("{}", 400), ("[{", 400), ("", 400), ("nonsense", 400),
            ("[" + Array(repeating: "1", count: 101).joined(separator: ",") + "]", 413),
            ("[\"" + String(repeating: "a", count: 1024 * 1024) + "\"]", 413),
        ])
    func noBatch(body: String, status: Int) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        #expect(try Self.send(body, to: server).status == status)
        let type = Exchange(
            "POST", "/api/v1/responses", port: server.port,
            headers: ["Content-Type": "text/plain"], body: "[]")
        #expect(type?.status == 415)
        #expect(Exchange("GET", "/api/v1/responses", port: server.port)?.status == 405)
    }
}
