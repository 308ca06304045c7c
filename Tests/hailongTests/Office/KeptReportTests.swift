import Foundation
import Testing

/// A running server keeps its last reports while nothing changes; nobody may see it.
@Suite("Reports that are kept")
struct KeptReportTests {
    private static let june = "/api/v1/indices?index=overall&from=2025-06-01&to=2025-06-30"

    /// A server with the office whose folder goes with it.
    private struct Running {
        let office: SmallOffice
        let server: Server

        init() throws {
            office = try KeptReportTests.office()
            server = try Server(data: office.data)
        }
    }

    private static func office() throws -> SmallOffice {
        let office = try SmallOffice()
        let lines = (1...40).map {
            SmallOffice.line($0, overall: $0 % 4 == 0 ? "2" : "5", place: $0 % 2 == 0 ? "Q1" : "Q2")
        }
        try office.load("responses", SmallOffice.responses(lines))
        return office
    }

    private static func report(_ server: Server, _ target: String = june) throws -> [String: Any] {
        let answer = try #require(server.get(target))
        #expect(answer.status == 200, "\(answer.body)")
        let json = try JSONSerialization.jsonObject(with: Data(answer.body.utf8))
        return try #require(json as? [String: Any])
    }

    private static func row(_ report: [String: Any]) throws -> [String: Any] {
        try #require(SmallOffice.rows(report)["SXD"])
    }

    private static func kept(_ server: Server) throws -> Int {
        let lines = try #require(server.get("/metrics")).body.split(separator: "\n")
        let line = try #require(lines.first { $0.hasPrefix("hailong_reports_kept_total ") })
        return try #require(line.split(separator: " ").last.flatMap { Int($0) })
    }

    @Test("the same question gets the same report, and an answer stored afterwards shows")
    func stored() throws {
        let running = try Running()
        defer { withExtendedLifetime(running) {} }
        let server = running.server
        let year = Calendar(identifier: .gregorian).component(.year, from: .now)
        let target = "/api/v1/indices?index=overall&from=2025-01-01&to=\(year + 1)-12-31"
        let first = try #require(server.get(target)?.body)
        #expect(try Self.kept(server) == 0)
        #expect(server.get(target)?.body == first)
        #expect(try Self.kept(server) == 1)
        #expect(server.post(SmallOffice.answer(900, overall: 1), to: "/f/Q1")?.status == 303)
        let row = try Self.row(Self.report(server, target))
        #expect(row["responses"] as? Int == 41)
        #expect(row["share"] as? Double == 30.0 / 41)
        #expect(try Self.kept(server) == 1)
    }

    @Test(
        "pages and comparisons are given again too, in their language, until an answer is stored",
        arguments: [
            "/leader?index=overall&to=2027-12-31&from=2025-01-01",
            "/api/v1/trends?index=overall&to=2027-12-31&from=2025-01-01", "/leader/report.csv",
        ])
    func pages(target: String) throws {
        let running = try Running()
        defer { withExtendedLifetime(running) {} }
        let server = running.server
        let first = try #require(server.get(target))
        #expect(first.status == 200)
        let again = try #require(server.get(target))
        #expect(again.body == first.body)
        #expect(try Self.kept(server) == 1)
        let english = target + (target.contains("?") ? "&lang=en" : "?lang=en")
        _ = server.get(english)
        #expect(try Self.kept(server) == 1)
        #expect(server.post(SmallOffice.answer(902, overall: 1), to: "/f/Q1")?.status == 303)
        #expect(server.get(target)?.body != first.body)
        #expect(try Self.kept(server) == 1)
    }

    @Test("what is wrong is told each time and never kept")
    func wrong() throws {
        let running = try Running()
        defer { withExtendedLifetime(running) {} }
        for _ in 0..<2 {
            #expect(running.server.get("/api/v1/indices?index=nobody")?.status == 404)
        }
        #expect(try Self.kept(running.server) == 0)
    }

    @Test("method, filter, design, audience, unit and day belong to the question")
    func asked() throws {
        let running = try Running()
        defer { withExtendedLifetime(running) {} }
        let server = running.server
        let plain = try #require(server.get(Self.june)?.body)
        var told: Set = [plain]
        let others = [
            "&method=mean5", "&place=Q1", "&place=Q2", "&channel=kiosk", "&hours=7-11",
            "&field=xay-dung", "&outcome=returned", "&procedure=gpxd", "&design=place-day",
            "&audience=staff", "&unit=SXD",
        ]
        for other in others {
            let body = try #require(server.get(Self.june + other)?.body)
            #expect(told.insert(body).inserted, "\(other)")
            // More questions are asked than are kept; those that are, stay apart.
            #expect(server.get(Self.june + other)?.body == body, "\(other)")
        }
        let place = try Self.row(Self.report(server, Self.june + "&place=Q1"))
        #expect(place["responses"] as? Int == 20 && place["share"] as? Double == 0.5)
        let days = Self.june.replacing("2025-06-30", with: "2025-06-01")
        #expect(try Self.row(Self.report(server, days))["responses"] as? Int == 0)
        #expect(try Self.row(Self.report(server))["responses"] as? Int == 40)
    }

    @Test("a closed month is kept too, and stays as it is when answers come")
    func closed() throws {
        let office = try Self.office()
        let close = ["close", "2025-06", "--yes", "--data", office.data]
        #expect(try Program.run(close).status == 0)
        let server = try Server(data: office.data)
        let first = try Self.report(server)
        #expect(first["closed"] as? Bool == true)
        #expect(
            NSDictionary(dictionary: try Self.report(server)) == NSDictionary(dictionary: first))
        #expect(try Self.kept(server) == 1)
        #expect(server.post(SmallOffice.answer(901, overall: 1), to: "/f/Q1")?.status == 303)
        let (before, after) = (try Self.row(first), try Self.row(Self.report(server)))
        #expect(NSDictionary(dictionary: after) == NSDictionary(dictionary: before))
        // What was stored since is seen: this report was made anew.
        #expect(try Self.kept(server) == 1)
        withExtendedLifetime(office) {}
    }

    @Test("a log that is removed beneath the server costs no report, then or later")
    func removedLog() throws {
        let running = try Running()
        defer { withExtendedLifetime(running) {} }
        let (office, server) = (running.office, running.server)
        let year = Calendar(identifier: .gregorian).component(.year, from: .now)
        let target = "/api/v1/indices?index=overall&from=2025-01-01&to=\(year + 1)-12-31"
        #expect(try Self.row(Self.report(server, target))["responses"] as? Int == 40)
        try FileManager.default.removeItem(atPath: office.data + "/hailong.db-wal")
        try server.waits(for: "hailong.db-wal was removed")
        for number in 1...3 {
            let sent = SmallOffice.answer(900 + number, overall: 1)
            #expect(server.post(sent, to: "/f/Q1")?.status == 303)
            let row = try Self.row(Self.report(server, target))
            #expect(row["responses"] as? Int == 40 + number)
        }
        #expect(server.get("/leader")?.status == 200)
    }
}
