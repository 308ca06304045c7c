import Foundation
import Testing

/// A kiosk as its browser behaves: it is paired, answers, beats and exports its outbox.
struct KioskDevice {
    let device: String
    let key: String

    var authorization: [String: String] { ["Authorization": "Device \(device) \(key)"] }

    /// The first half of a pairing.
    struct Asking {
        let code: String
        let poll: String
    }

    static func post(
        _ path: String, _ body: Any, to server: Server, headers: [String: String] = [:]
    ) throws -> (status: Int, body: [String: Any]) {
        let data = try JSONSerialization.data(withJSONObject: body)
        let exchange = try #require(
            Exchange(
                "POST", path, port: server.port,
                headers: headers.merging(["Content-Type": "application/json"]) { $1 },
                body: String(decoding: data, as: UTF8.self)))
        let json = try? JSONSerialization.jsonObject(with: Data(exchange.body.utf8))
        return (exchange.status, json as? [String: Any] ?? [:])
    }

    static func ask(_ server: Server, place: String = "Q1") throws -> Asking {
        let answer = try post("/api/v1/devices", ["place": place], to: server)
        #expect(answer.status == 200)
        return Asking(
            code: try #require(answer.body["code"] as? String),
            poll: try #require(answer.body["poll"] as? String))
    }

    static func claim(_ poll: String, _ server: Server) throws -> (
        status: Int, state: String?, kiosk: KioskDevice?
    ) {
        let answer = try post("/api/v1/devices/claim", ["poll": poll], to: server)
        let kiosk = (answer.body["device"] as? String).flatMap { device in
            (answer.body["key"] as? String).map { KioskDevice(device: device, key: $0) }
        }
        return (answer.status, answer.body["state"] as? String, kiosk)
    }

    static func command(
        _ words: [String], _ office: SmallOffice, _ extra: [String] = []
    ) throws -> Program.Result {
        try Program.run(["device"] + words + ["--data", office.data] + extra)
    }

    /// Paired by an operator, and with its key in hand.
    static func paired(
        _ office: SmallOffice, _ server: Server, place: String = "Q1", _ extra: [String] = []
    ) throws -> KioskDevice {
        let asking = try ask(server, place: place)
        let result = try command(["pair", asking.code, "--place", place] + extra, office)
        #expect(result.status == 0, "\(result.messages)")
        return try #require(try claim(asking.poll, server).kiosk)
    }

    /// An answer under a number, which is its sequence too.
    static func answer(
        _ number: Int, device: String?, overall: Int = 5, sequence: Int? = nil,
        place: String = "Q1"
    ) -> [String: Any] {
        var answer: [String: Any] = [
            "id": SmallOffice.id(number), "form": "counter-one-tap", "version": 1, "place": place,
            "channel": "kiosk", "answeredAt": "2025-06-02T09:00:00+07:00",
            "answers": ["overall": overall], "sequence": sequence ?? number,
        ]
        if let device { answer["device"] = device }
        return answer
    }

    /// Sends answers with a header, and gives the ids that were acknowledged.
    static func send(
        _ answers: [[String: Any]], to server: Server, _ headers: [String: String] = [:]
    ) throws -> [String] {
        let result = try post("/api/v1/responses", answers, to: server, headers: headers)
        return result.body["acked"] as? [String] ?? []
    }

    func beat(
        _ server: Server, _ changes: [String: Any] = [:]
    ) throws -> (status: Int, body: [String: Any]) {
        let beat: [String: Any] = [
            "queue": 3, "oldest": "2026-03-02T08:00:00+07:00", "rejected": 0, "version": "1.4.0",
            "settingsVersion": 1, "clock": "2026-03-02T09:00:00+07:00", "sequence": 9,
            "storagePersisted": true, "secureContext": false,
        ]
        return try Self.post(
            "/api/v1/devices/heartbeat", beat.merging(changes) { $1 }, to: server,
            headers: authorization)
    }

    /// `device list`, by code.
    static func list(_ office: SmallOffice) throws -> [String: [String: Any]] {
        let result = try command(["list", "--format", "json"], office)
        #expect(result.status == 0, "\(result.messages)")
        let rows = try result.json()["devices"] as? [[String: Any]] ?? []
        return Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                (row["device"] as? String).map { ($0, row) }
            })
    }

    // MARK: The file

    /// The outbox as a file, signed by this device's key.
    func outbox(_ answers: [[String: Any]], count: Int? = nil) throws -> Data {
        let content = try Self.outboxContent(answers, device: device, count: count)
        let base64 = key.replacing("-", with: "+").replacing("_", with: "/") + "="
        let bytes = try #require(Data(base64Encoded: base64))
        let hex = bytes.map { String(format: "%02x", $0) }.joined()
        return content + Data("{\"hmac\":\"\(try Self.hmac(content, key: hex))\"}\n".utf8)
    }

    static func unsignedOutbox(_ answers: [[String: Any]], device: String) throws -> Data {
        try outboxContent(answers, device: device, count: nil) + Data("{\"hmac\":null}\n".utf8)
    }

    private static func outboxContent(
        _ answers: [[String: Any]], device: String, count: Int?
    ) throws -> Data {
        let header: [String: Any] = [
            "hailong": "outbox/1", "device": device, "place": "Q1",
            "made": "2026-03-02T09:00:00+07:00", "count": count ?? answers.count,
        ]
        var content = Data()
        for line in [header] + answers {
            content += try JSONSerialization.data(withJSONObject: line) + Data("\n".utf8)
        }
        return content
    }

    /// By another program, so that both would have to be wrong alike.
    private static func hmac(_ content: Data, key: String) throws -> String {
        let folder = try TemporaryFolder()
        let result = try Program.tool(
            "/usr/bin/openssl",
            [
                "dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(key)", "-r",
                try folder.write(content, to: "content"),
            ])
        #expect(result.status == 0, "\(result.messages)")
        return String(result.output.prefix(64))
    }
}
