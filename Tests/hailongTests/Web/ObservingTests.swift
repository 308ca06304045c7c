import Foundation
import Testing

@Suite("Watching the server")
struct ObservingTests {
    /// The samples of `/metrics` by name and labels.
    private static func metrics(_ server: Server) throws -> [String: Double] {
        let answer = try #require(server.get("/metrics"))
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let lines = answer.body.split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Dictionary(
            lines.compactMap { line in
                let parts = line.split(separator: " ")
                return Double(parts[1]).map { (String(parts[0]), $0) }
            }, uniquingKeysWith: { $1 })
    }

    @Test("metrics count what citizens and kiosks were told, and what waits on the disk")
    func metrics() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for (number, overall) in [(1, 5), (2, 4), (1, 5), (2, 1)] {
            let fields = SmallOffice.answer(number, overall: overall)
            #expect(server.post(fields, to: "/f/Q1")?.status == 303)
        }
        #expect(server.get("/f/NOPE")?.status == 404)
        #expect(server.post(SmallOffice.answer(3, overall: 9), to: "/f/Q1")?.status == 422)
        #expect(
            server.post([("id", SmallOffice.id(6)), ("version", "1")], to: "/f/Q1")?.status == 422)
        #expect(server.post(SmallOffice.answer(7, overall: 5), to: "/f/NOPE")?.status == 404)
        let batch = "[{\"id\":\"\(SmallOffice.id(4))\"},{\"id\":\"\(SmallOffice.id(5))\"}]"
        let sent = Exchange(
            "POST", "/api/v1/responses", port: server.port,
            headers: ["Content-Type": "application/json"], body: batch)
        #expect(sent?.status == 200)
        let metrics = try Self.metrics(server)
        for (name, value) in [
            "hailong_answers_total{outcome=\"stored\"}": 2,
            "hailong_answers_total{outcome=\"already\"}": 1,
            "hailong_answers_total{outcome=\"conflict\"}": 1,
            "hailong_answers_total{outcome=\"refused\"}": 5,
            "hailong_http_responses_total{status=\"303\"}": 4,
            "hailong_http_responses_total{status=\"404\"}": 2,
            "hailong_queue_answers": 0,
            "hailong_storing": 1,
            "hailong_commit_seconds_count": 4,
        ] as [String: Double] { #expect(metrics[name] == value, "\(name)") }
        for name in [
            "hailong_fsync_seconds_sum", "hailong_wal_bytes", "hailong_disk_available_bytes",
        ] { #expect(metrics[name].map { $0 > 0 } == true, "\(name)") }
        #expect(server.stop() == 0)
    }

    @Test("the log is lines for people, or JSON for a collector", arguments: ["text", "json"])
    func log(format: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--log-format", format])
        // A folder that is gone is a trouble that anybody can make.
        try FileManager.default.moveItem(atPath: office.data, toPath: office.data + "-away")
        let fields = SmallOffice.answer(1, overall: 1, comment: "Chờ lâu quá")
        #expect(server.post(fields, to: "/f/Q1")?.status == 503)
        #expect(server.get("/readyz")?.status == 503)
        #expect(server.get("/f/Q1")?.status == 200)
        try FileManager.default.moveItem(atPath: office.data + "-away", toPath: office.data)
        while server.get("/readyz")?.status == 503 {}
        #expect(server.post(fields, to: "/f/Q1")?.status == 303)
        #expect(server.stop() == 0)

        let text = try server.messages()
        for secret in ["Chờ lâu quá", SmallOffice.id(1), "127.0.0.1:5"] {
            #expect(!text.contains(secret), "\(secret) in the log")
        }
        let lines = text.split(separator: "\n").filter { $0.contains("answers") }
        #expect(lines.count == 2, "\(text)")
        guard format == "json" else {
            #expect(text.contains("error hailong") && text.contains("notice hailong"))
            return
        }
        for line in text.split(separator: "\n") {
            #expect(throws: Never.self, "\(line)") {
                try JSONSerialization.jsonObject(with: Data(line.utf8))
            }
        }
        let events = try lines.map {
            try #require(
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])
        }
        #expect(events.map { $0["level"] } == ["error", "notice"])
        #expect(events[0]["reason"]?.contains("moved") == true)
        for event in events {
            #expect(event["time"]?.hasSuffix("+07:00") == true && event["logger"] == "hailong")
        }
    }

    @Test("a log format that there is not is refused, and the choices named")
    func unknownFormat() throws {
        let office = try SmallOffice()
        let result = try Program.run(["serve", "--data", office.data, "--log-format", "xml"])
        #expect(result.status == 64)
        #expect(result.messages.contains("json"))
    }
}
