import Foundation
import Testing

/// Until there are accounts the figures are for whoever sits at the machine itself.
@Suite("Who may see the leader's page")
struct LeaderGateTests {
    static let targets = [
        "/leader", "/leader/report.csv", "/leader/report.xlsx", "/api/v1/indices", "/metrics",
        "/api/v1/trends",
        "/api/v1/rankings", "/api/v1/drivers",
        "/api/v1/compare?before=2024-01-01..2024-12-31&after=2025-01-01..2025-12-31",
    ]

    @Test(
        "names of this machine are let in",
        arguments: [
            "localhost", "LOCALHOST", "localhost:80", "127.0.0.1", "127.0.0.1:8080", "127.1.2.3",
            "[::1]", "[::1]:8080",
        ])
    func loopback(host: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for target in Self.targets {
            #expect(server.get(target, host: host)?.status == 200, "\(target)")
        }
    }

    @Test(
        "any other Host is refused, so that no page elsewhere can read it by a name of its own",
        arguments: [
            "office.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1",
            "[::2]", "0.0.0.0", "127.0.0.256", "localhost.", "evil.example:8080", "[::1].evil",
            "127.0.0.1:evil",
        ])
    func foreign(host: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for target in Self.targets {
            let answer = try #require(server.get(target, host: host), "\(target)")
            // A Host that is none at all does not reach the page.
            #expect([400, 403].contains(answer.status), "\(target): \(answer.status)")
            #expect(!answer.body.contains("Sở Xây dựng"))
        }
        // Citizens may come by any name.
        let isName = !host.contains("evil") || host.hasSuffix(".example")
        if isName { #expect(server.get("/f/Q1", host: host)?.status == 200) }
    }

    @Test(
        "what a proxy passed on is refused",
        arguments: [
            "X-Forwarded-For", "Forwarded", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP",
            "x-forwarded-for", "Via",
        ])
    func forwarded(header: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for target in Self.targets {
            let answer = server.get(target, headers: [header: "127.0.0.1"])
            #expect(answer?.status == 403, "\(target)")
        }
        #expect(server.get("/f/Q1", headers: [header: "127.0.0.1"])?.status == 200)
    }

    @Test(
        "what is asked for and not known here is refused, so that no other figure stands for it",
        arguments: [
            "/leader?channel=kiosk", "/leader?audience=public", "/api/v1/indices?chanel=kiosk",
            "/api/v1/indices?design=x", "/leader/report.csv?plce=Q1",
            "/api/v1/trends?audience=public", "/api/v1/rankings?unit=A",
            "/api/v1/drivers?hours=7-11",
            "/api/v1/compare?after=2025-01-01..2025-12-31&previous=1&channel=kiosk",
        ])
    func unknown(target: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let answer = try #require(server.get(target))
        #expect(answer.status == 400)
        // It says what there is.
        #expect(answer.body.contains("index, ") || answer.body.contains("place-day"))
        let known = try #require(server.get("/api/v1/indices?channel=kiosk&lang=vi"))
        #expect(known.status == 200)
    }

    @Test("a program is told in JSON what is wrong, a browser by a page")
    func faults() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for target in ["/api/v1/nothing", "/api/nothing", "/api/v1/indices"] {
            let host = target.hasSuffix("indices") ? "office.example" : "127.0.0.1"
            let answer = try #require(server.get(target, host: host))
            #expect(answer.status == (target.hasSuffix("indices") ? 403 : 404))
            #expect(answer.body.hasPrefix("{\"error\":"), "\(target)")
        }
        let page = try #require(server.get("/nothing"))
        #expect(page.status == 404 && page.body.contains("<h1>"))
    }

    @Test("a server that listens to the network shows it to nobody")
    func network() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, listen: "0.0.0.0:0")
        for target in Self.targets {
            #expect(server.get(target)?.status == 403, "\(target)")
            #expect(server.get(target, host: "localhost")?.status == 403, "\(target)")
        }
        #expect(server.get("/f/Q1")?.status == 200)
        #expect(server.stop() == 0)
    }
}
