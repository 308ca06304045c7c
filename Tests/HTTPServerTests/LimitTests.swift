import Testing

@testable import HTTPServer

@Suite("Limits")
struct LimitTests {
    @Test("a body of the limit passes, one byte more is refused before it is sent")
    func declaredLength() throws {
        let server = try TestServer { $0.bodyBytesMax = 100 }
        let client = try server.client()
        client.post("/", String(repeating: "x", count: 100))
        #expect(client.response()?.text == "100 bytes")
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n")
        let response = try #require(client.response())
        #expect(response.status == 413)
        #expect(response.header("Connection") == "close")
        #expect(client.isClosedSilently())
        #expect(server.seen.all.count == 1)
    }

    @Test("chunks over the limit are answered 413 with our headers and cut")
    func endlessChunks() throws {
        let server = try TestServer {
            $0.bodyBytesMax = 100
            $0.responseHeaders = [HTTPHeader("X-Guard", "on")]
        }
        let client = try server.client()
        client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send("64\r\n" + String(repeating: "x", count: 100) + "\r\n1\r\nx\r\n")
        let response = try #require(client.response())
        #expect(response.status == 413)
        #expect(response.header("X-Guard") == "on")
        #expect(response.header("Connection") == "close")
        #expect(client.isClosedSilently())
        #expect(server.seen.all.isEmpty)
    }

    @Test(
        "a body shorter or longer than it says is never taken for another",
        arguments: [
            ("Content-Length: 10\r\n\r\nhello", nil), ("Content-Length: 3\r\n\r\nhello", 3),
            ("Transfer-Encoding: chunked\r\n\r\n5\r\nhel", nil),
            ("Transfer-Encoding: chunked\r\n\r\n3\r\nhello", nil),
            ("Content-Length: 0\r\n\r\nhello", 0),
        ] as [(String, Int?)])
    func lengths(request: String, taken: Int?) throws {
        let server = try TestServer {
            $0.requestDeadlineSeconds = 0.3
            $0.idleSeconds = 0.3
        }
        let client = try server.client()
        client.send("POST / HTTP/1.1\r\nHost: a\r\n" + request)
        if let taken { #expect(client.response()?.text == "\(taken) bytes") }
        let rest = String(decoding: client.rest(), as: UTF8.self)
        #expect(client.isAtEnd)
        #expect(!rest.contains(" 200 ") && !rest.contains(" 5"))
        #expect(server.seen.all.count == (taken == nil ? 0 : 1))
    }

    @Test(
        "what fills a connection's memory and never ends is cut, and keeps no processor busy",
        arguments: [
            "5;x=" + String(repeating: "y", count: 20_000), String(repeating: "0", count: 20_000),
        ])
    func stuck(chunks: String) throws {
        let server = try TestServer { $0.requestDeadlineSeconds = 0.5 }
        let client = try server.client()
        let start = ContinuousClock.now
        client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
        let reader = try server.client()
        for _ in 0..<100 {
            // Time for the loop to spin in, after each request anew.
            _ = client.waitForEnd(milliseconds: 2)
            reader.get("/")
            #expect(reader.response()?.status == 200)
        }
        #expect(client.isClosedSilently())
        // A loop that spins makes tens of thousands of turns in this time: counted against the
        // milliseconds that went by and five for each request, whatever else the machine does.
        let elapsed = ContinuousClock.now - start
        #expect(server.server.turns < 500 + Int(elapsed / .milliseconds(1)))
        #expect(server.server.statistics.connectionsCutByDeadline == 1)
    }

    @Test("a client that sends on after its refusal still gets to read it")
    func lingering() throws {
        let server = try TestServer()
        let client = try server.client()
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n")
        #expect(client.response()?.status == 413)
        // A socket that is closed outright answers these with a reset.
        let piece = [UInt8](repeating: 0x78, count: 65_536)
        let areTaken = (0..<16).allSatisfy { _ in client.send(piece) }
        #expect(areTaken)
        #expect(client.isClosedSilently())
    }

    @Test("a route may have a limit of its own", arguments: [(1_000, 200), (1_001, 413)])
    func routeLimit(count: Int, status: Int) throws {
        let server = try TestServer {
            $0.bodyBytesMax = 10
        } routes: {
            $0.add(.post, "/batch", bodyBytesMax: 1_000) { _, _, responder in
                responder.send(HTTPResponse(.text, "ok"))
            }
        }
        let client = try server.client()
        client.post("/batch", String(repeating: "x", count: count))
        #expect(client.response()?.status == status)
    }

    @Test("all bodies together are bounded, and their room is given back")
    func bodiesTogether() throws {
        let inbox = Inbox()
        let server = try TestServer {
            $0.bodiesBytesMax = 150
        } routes: {
            $0.add(.post, "/later") { _, _, responder in inbox.put(responder) }
        }
        let first = try server.client()
        for _ in 0..<3 {
            first.post("/later", String(repeating: "x", count: 100))
            let responder = try inbox.take()
            let second = try server.client()
            second.post("/", String(repeating: "x", count: 51))
            let refused = try #require(second.response())
            #expect(refused.status == 503)
            #expect(refused.header("Retry-After") == "2")
            let third = try server.client()
            third.post("/", String(repeating: "x", count: 50))
            #expect(third.response()?.text == "50 bytes")
            responder.send(HTTPResponse(status: 204))
            #expect(first.response()?.status == 204)
        }
    }

    @Test("every one of many ready connections is answered", arguments: [127, 128, 129, 256, 257])
    func readyConnections(count: Int) throws {
        let server = try TestServer()
        let clients = try (0..<count).map { _ in try server.client() }
        for turn in 0..<3 {
            for client in clients { client.get("/?\(turn)") }
            #expect(clients.allSatisfy { $0.response()?.text == "/?\(turn)" })
        }
    }

    @Test("connections over the limit wait and are served when one ends")
    func connectionLimit() throws {
        // The server never goes under sixteen.
        let server = try TestServer { $0.connectionsMax = 16 }
        var clients = try (0..<16).map { _ in try server.client() }
        for client in clients {
            client.get("/")
            #expect(client.response()?.status == 200)
        }
        let late = try server.client()
        late.get("/?late")
        clients.removeLast()
        #expect(late.response()?.text == "/?late")
    }
}
