import Foundation
import Testing

@Suite("Limits and health")
struct LimitTests {
    @Test("a place has its share of each second, and the place beside it has its own")
    func perPlace() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--answers-per-second", "2"])
        // Twelve at once touch two seconds, or three at the very worst: six of them may pass.
        let statuses = try (1...12).map { number in
            try #require(server.post(SmallOffice.answer(number, overall: 5), to: "/f/Q1")).status
        }
        #expect(Set(statuses) == [303, 429])
        #expect(statuses.filter { $0 == 303 }.count <= 6)
        #expect(server.post(SmallOffice.answer(13, overall: 5), to: "/f/Q2")?.status == 303)
        let stored = statuses.filter { $0 == 303 }.count + 1
        #expect(try office.exportedLines().count == stored)
    }

    @Test(
        "a number that cannot be meant is refused before anything is made, with its bounds",
        arguments: [
            ("--answers-per-second", "-1"), ("--answers-per-second-per-device", "1000001"),
            ("--draft-minutes", "10081"), ("--contact-days", "-1"),
        ])
    func bounds(option: String, value: String) throws {
        let folder = try TemporaryFolder()
        let data = folder.path("data")
        let refused = try Program.run(
            ["serve", "--data", data, "--listen", "127.0.0.1:0", option + "=" + value])
        #expect(refused.status == 64)
        #expect(refused.messages.contains("\(option) is from 0 to "), "\(refused.messages)")
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test("what is refused anyway takes no share from those who answer")
    func garbage() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--answers-per-second", "1"])
        for number in 1...20 {
            let fields = [("id", SmallOffice.id(number)), ("version", "1"), ("overall", "9")]
            #expect(server.post(fields, to: "/f/Q1")?.status == 422)
        }
        let broken = try #require(Self.batch(1...20, device: nil, score: 9, port: server.port))
        #expect(broken.acked == 0 && broken.later == 0)
        #expect(server.post(SmallOffice.answer(50, overall: 5), to: "/f/Q1")?.status == 303)
    }

    @Test("who floods a place under a kiosk's name uses up the place's share and not the kiosk's")
    func perDevice() throws {
        let office = try SmallOffice()
        let server = try Server(
            data: office.data,
            ["--answers-per-second", "10", "--answers-per-second-per-device", "40"])
        let (first, second) = (
            try KioskDevice.paired(office, server), try KioskDevice.paired(office, server)
        )
        // Two seconds are touched, or three at the very worst.
        let name = first.device
        let flood = try #require(Self.batch(1...100, device: name, port: server.port))
        #expect((1...30).contains(flood.acked), "\(flood)")
        #expect(flood.acked + flood.later == 100)
        for (kiosk, start) in [(first, 101), (second, 201)] {
            let own = try #require(
                Self.batch(
                    start...start + 39, device: kiosk.device, port: server.port,
                    kiosk.authorization))
            #expect(own.acked == 40, "\(own)")
        }
        let more = try #require(
            Self.batch(301...400, device: name, port: server.port, first.authorization))
        #expect(more.later > 0 && more.acked + more.later == 100, "\(more)")
        // A name that is none is refused for good, not for now.
        let long = String(repeating: "x", count: 300)
        let misnamed = try #require(Self.batch(401...420, device: long, port: server.port))
        #expect(misnamed.acked == 0 && misnamed.later == 0)
    }

    /// Sends answers in one batch and counts what became of them.
    private static func batch(
        _ numbers: ClosedRange<Int>, device: String?, score: Int = 5, port: UInt16,
        _ headers: [String: String] = [:]
    ) -> (acked: Int, later: Int)? {
        let answers = numbers.map { number in
            let named = device.map { ",\"device\":\"\($0)\"" } ?? ""
            return "{\"id\":\"\(SmallOffice.id(number))\",\"form\":\"counter-one-tap\","
                + "\"version\":1,\"place\":\"Q1\",\"channel\":\"kiosk\","
                + "\"answeredAt\":\"2025-06-02T09:00:00Z\","
                + "\"answers\":{\"overall\":\(score)}\(named)}"
        }
        let answer = Exchange(
            "POST", "/api/v1/responses", port: port,
            headers: headers.merging(["Content-Type": "application/json"]) { $1 },
            body: "[" + answers.joined(separator: ",") + "]")
        guard let body = answer?.body,
            let json = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any],
            let acked = json["acked"] as? [String],
            let refused = json["refused"] as? [[String: Any]]
        else { return nil }
        return (acked.count, refused.filter { $0["code"] as? String == "later" }.count)
    }

    @Test("0 is no limit")
    func unlimited() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--answers-per-second", "0"])
        for number in 1...12 {
            let sent = server.post(SmallOffice.answer(number, overall: 5), to: "/f/Q1")
            #expect(sent?.status == 303)
        }
    }

    @Test("says that it lives and that it can store", arguments: ["/healthz", "/readyz"])
    func health(path: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        #expect(server.get(path)?.status == 200)
    }
}
