import Glibc
import Testing

@testable import HTTPServer

@Suite("Serving")
struct ServingTests {
    @Test("a request is answered and the connection stays open for the next")
    func keepAlive() throws {
        let server = try TestServer()
        let client = try server.client()
        for target in ["/?a", "/?b"] {
            client.get(target)
            let response = try #require(client.response())
            #expect(response.status == 200)
            #expect(response.text == target)
            #expect(response.header("Content-Type") == "text/plain; charset=utf-8")
            #expect(response.header("Server") == nil)
        }
    }

    @Test("a body is handed to the handler whole")
    func postedBody() throws {
        let server = try TestServer()
        let client = try server.client()
        client.post("/", String(repeating: "x", count: 65_536))
        #expect(client.response()?.text == "65536 bytes")
    }

    @Test("pipelined requests are answered in the order sent")
    func pipelining() throws {
        let server = try TestServer()
        let client = try server.client()
        let targets = (0..<100).map { "/?\($0)" }
        client.send(targets.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
        #expect(targets.map { _ in client.response()?.text } == targets)
    }
}
