import Foundation
import Testing

/// Until there are accounts the figures are for whoever sits at the machine itself.
@Suite("Who may see the leader's page")
struct LeaderGateTests {
    static let targets = [
        "/leader", "/leader/report.csv", "/api/v1/indices", "/metrics", "/api/v1/trends",
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
