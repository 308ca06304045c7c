import Testing

@testable import HTTPServer

@Suite("Statistics")
struct StatisticsTests {
    @Test("count each response under its status, and what the gate refused")
    func statuses() throws {
        let server = try TestServer { $0.bodyBytesMax = 10 }
        #expect(server.server.statistics == HTTPStatistics())
        let client = try server.client()
        for (target, status) in [("/", 200), ("/", 200), ("/none", 404), ("/?%00", 400)] {
            client.get(target)
            #expect(client.response()?.status == status)
        }
        for body in ["Content-Length: 11\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nb\r\n"] {
            let large = try server.client()
            large.send("POST / HTTP/1.1\r\nHost: a\r\n" + body + "hello world")
            #expect(large.response()?.status == 413)
        }
        server.server.stop()
        let statistics = server.server.statistics
        #expect(statistics.responsesByStatus == [200: 2, 400: 1, 404: 1, 413: 2])
        #expect(statistics.responses(ofClass: 4) == 4)
        #expect(statistics.requests == 6)
        #expect(statistics.requestsRefusedByGate == 1)
        #expect(statistics.connectionsAccepted == 3)
        #expect(statistics.connectionsOpen == 0)
        #expect(statistics.bodiesBytes == 0)
    }

    @Test("show what is held now")
    func held() throws {
        let inbox = Inbox()
        let server = try TestServer(routes: {
            $0.add(.post, "/later") { _, _, responder in inbox.put(responder) }
        })
        let clients = try (0..<3).map { _ in try server.client() }
        for client in clients { client.post("/later", "12345") }
        let responders = try clients.map { _ in try inbox.take() }
        // A fourth is answered after the third was suspended.
        let fresh = try server.client()
        fresh.get("/")
        #expect(fresh.response()?.status == 200)
        #expect(server.server.statistics.suspended == 3)
        #expect(server.server.statistics.bodiesBytes == 15)
        #expect(server.server.statistics.connectionsOpen == 4)
        for responder in responders { responder.send(HTTPResponse(status: 204)) }
        #expect(clients.allSatisfy { $0.response()?.status == 204 })
        server.server.stop()
        #expect(server.server.statistics.suspended == 0)
        #expect(server.server.statistics.bodiesBytes == 0)
    }

    @Test("tell a request that was cut from a connection that had nothing more to say")
    func deadlines() throws {
        let server = try TestServer {
            $0.requestDeadlineSeconds = 0.1
            $0.idleSeconds = 0.1
        }
        let dripping = try server.client()
        dripping.send("GET / HTTP/1.1\r\n")
        #expect(dripping.isClosedSilently())
        let idle = try server.client()
        idle.get("/")
        #expect(idle.response()?.status == 200)
        #expect(idle.isClosedSilently())
        #expect(server.server.statistics.connectionsCutByDeadline == 1)
        #expect(server.server.statistics.connectionsClosedIdle == 1)
    }
}
