import Testing

@testable import HTTPServer

/// Many who hold connections as long as they can, and somebody who only wants a page.
@Suite("A swarm of slow clients")
struct SwarmTests {
    static let post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n"

    @Test("a thousand at once are all cut, a page is served all through, nothing is left")
    func thousand() throws {
        let large = SharedBody([UInt8](repeating: 0x78, count: 16 * 1024 * 1024))
        let server = try TestServer {
            $0.requestDeadlineSeconds = 1
            $0.responseDeadlineSeconds = 1
            $0.responseBytesPerSecondMin = large.count * 10
        } routes: {
            $0.add(.get, "/large", answersLater: false) { _, _, responder in
                responder.send(HTTPResponse(status: 200, body: .shared(large)))
            }
        }
        // Header drips, body drips and half-open ones, and between them readers of nothing: not
        // more of these than the system has memory to send to.
        let starts = ["GET / HTTP/1.1\r\nX: ", Self.post, ""]
        var swarm: [(client: RawClient, drips: Bool)] = []
        for number in 0..<1_000 {
            let client = try RawClient(port: server.port, bufferBytes: 4_096)
            let isReader = number % 40 == 0
            if isReader { client.get("/large") } else { client.send(starts[number % 3]) }
            swarm.append((client, !isReader && number % 3 < 2))
        }
        let page = try server.client()
        var rounds = 0
        while server.server.statistics.connectionsCutByDeadline < 1_000, rounds < 10_000 {
            rounds += 1
            for (client, drips) in swarm where drips { client.send("x") }
            page.get("/?\(rounds)")
            #expect(page.response()?.text == "/?\(rounds)")
        }
        let statistics = server.server.statistics
        #expect(statistics.connectionsCutByDeadline == 1_000)
        #expect(statistics.responsesByStatus == [200: rounds + 25])
        for (client, drips) in swarm where drips { #expect(client.isClosedSilently()) }
        #expect(swarm[0].client.rest().count < large.count)
        page.get("/?last")
        #expect(page.response()?.text == "/?last")
        #expect(server.server.statistics.connectionsOpen == 1)
        #expect(server.server.statistics.bodiesBytes == 0)
    }
}
