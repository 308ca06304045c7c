import Dispatch
import Testing

@testable import HTTPServer

@Suite("Start and stop")
struct StartAndStopTests {
    @Test(
        "addresses are read and written",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8080, true), ("0.0.0.0:80", "0.0.0.0", 80, false),
            ("[::1]:8080", "::1", 8080, true), ("[::]:0", "::", 0, false),
            ("127.9.9.9:65535", "127.9.9.9", 65_535, true), ("[::2]:1", "::2", 1, false),
            ("[::ffff:127.0.0.1]:1", "::ffff:127.0.0.1", 1, true),
            ("10.0.0.1:1", "10.0.0.1", 1, false),
        ])
    func addresses(text: String, host: String, port: Int, isLoopback: Bool) throws {
        let address = try ListenAddress(text)
        #expect(address.host == host)
        #expect(Int(address.port) == port)
        #expect(address.isLoopback == isLoopback)
        #expect(address.description == text)
    }

    @Test(
        "malformed addresses are refused",
        arguments: [
            "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
            "127.0.0.1:+1", "127.0.0.1:a", "localhost:80", "127.1:80", "::1:80", "[::1]",
            "[127.0.0.1]:80", "[::1:80", "1.2.3.4 :80",
        ])
    func malformedAddresses(text: String) {
        #expect(throws: HTTPServerError.malformedAddress(text)) { try ListenAddress(text) }
    }

    @Test("a port in use and an address of another machine are told apart")
    func cannotListen() throws {
        let server = try TestServer()
        let taken = try ListenAddress("127.0.0.1:\(server.port)")
        #expect(throws: HTTPServerError.addressInUse(taken)) {
            try HTTPServer(configuration: .init(address: taken), router: Router()).start()
        }
        let foreign = try ListenAddress("192.0.2.1:0")
        #expect(throws: HTTPServerError.addressNotAvailable(foreign)) {
            try HTTPServer(configuration: .init(address: foreign), router: Router()).start()
        }
    }

    @Test("a stopped server's port is free at once, also with connections left")
    func restart() throws {
        let first = try TestServer()
        let client = try first.client()
        client.get("/")
        #expect(client.response()?.status == 200)
        first.server.stop()
        #expect(client.isClosedSilently())
        let address = try ListenAddress("127.0.0.1:\(first.port)")
        let second = HTTPServer(configuration: .init(address: address), router: Router())
        #expect(try second.start() == first.port)
        second.stop()
        second.stop()
    }

    @Test("stopping lets requests under way be answered, and takes no new ones")
    func grace() throws {
        let inbox = Inbox()
        let server = try TestServer(routes: {
            $0.add(.post, "/later") { _, _, responder in inbox.put(responder) }
        })
        let idle = try server.client()
        idle.get("/")
        #expect(idle.response()?.status == 200)
        let silent = try server.client()
        let halfway = try server.client()
        halfway.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
        let waiting = try server.client()
        waiting.post("/later", "")
        let responder = try inbox.take()
        let isStopped = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            server.server.stop(graceSeconds: 60)
            isStopped.signal()
        }
        // Their end shows that the stop has begun.
        #expect(idle.isClosedSilently())
        #expect(silent.isClosedSilently())
        #expect(throws: RawClient.Failure.self) { try server.client() }
        responder.send(HTTPResponse(.text, "done"))
        #expect(waiting.response()?.text == "done")
        #expect(waiting.isClosedSilently())
        halfway.send("cd")
        #expect(halfway.response()?.text == "4 bytes")
        #expect(isStopped.wait(timeout: .now() + .seconds(10)) == .success)
    }

    @Test("after the grace whoever still waits gets 503, and late answers are dropped")
    func graceOver() throws {
        let inbox = Inbox()
        let server = try TestServer(routes: {
            $0.add(.post, "/later") { _, _, responder in inbox.put(responder) }
        })
        let clients = try (0..<10).map { _ in try server.client() }
        for client in clients { client.post("/later", "") }
        let responders = try clients.map { _ in try inbox.take() }
        server.server.stop(graceSeconds: 0.05)
        for client in clients {
            #expect(client.response()?.status == 503)
            #expect(client.isClosedSilently())
        }
        for responder in responders { #expect(!responder.send(HTTPResponse(status: 204))) }
    }

    @Test("a server that is never stopped ends with its last reference")
    func forgotten() throws {
        var server: HTTPServer? = HTTPServer(
            configuration: .init(address: .anyLoopbackPort), router: Router())
        let port = try #require(try server?.start())
        let client = try RawClient(port: port)
        server = nil
        #expect(client.isClosedSilently())
        #expect(throws: RawClient.Failure.self) { try RawClient(port: port) }
    }
}
