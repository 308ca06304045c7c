import Synchronization
import Testing

@testable import HTTPServer

@Suite("Stamped responses")
struct StampedResponseTests {
    /// `count` bytes of a page with its stamp of four bytes at a place.
    private static func page(of count: Int, stampAt start: Int) -> StampedResponse {
        StampedResponse(
            HTTPResponse(
                status: 200, contentType: .html,
                body: .bytes([UInt8](repeating: UInt8(ascii: "."), count: count))),
            place: start..<start + 4)
    }

    /// A server whose requests get the stamps 1000, 1001, …
    private static func server(
        of page: StampedResponse, named header: HTTPHeader = HTTPHeader("X-Name", "one")
    ) throws -> TestServer {
        let next = Mutex(1_000)
        return try TestServer {
            $0.responseHeaders = [header]
        } routes: {
            $0.add(.get, "/page", answersLater: false) { _, _, responder in
                let number = next.withLock { number in
                    defer { number += 1 }
                    return number
                }
                responder.send(page, stamp: Array(String(number).utf8))
            }
        }
    }

    @Test("each request gets its own stamp and the rest of the page", arguments: [0, 5, 96])
    func stamps(start: Int) throws {
        let server = try Self.server(of: Self.page(of: 100, stampAt: start))
        let client = try server.client()
        for number in 1_000..<1_003 {
            client.get("/page")
            let response = try #require(client.response())
            var wanted = [UInt8](repeating: UInt8(ascii: "."), count: 100)
            wanted.replaceSubrange(start..<start + 4, with: Array(String(number).utf8))
            #expect(response.body == wanted)
            #expect(response.header("Content-Type") == "text/html; charset=utf-8")
            #expect(response.header("X-Name") == "one")
        }
    }

    @Test("a response that is still being sent keeps its stamp when others are asked for")
    func together() throws {
        let count = 16 * 1024 * 1024
        let server = try Self.server(of: Self.page(of: count, stampAt: count - 4))
        let clients = try (0..<3).map { _ in try server.client() }
        // None reads before all have asked, and no socket holds so much.
        for client in clients { client.get("/page") }
        let stamps = clients.map { client in
            client.response().map { String(decoding: $0.body.suffix(4), as: UTF8.self) }
        }
        #expect(Set(stamps) == ["1000", "1001", "1002"])
    }

    @Test("a page carries the headers of whichever server sends it")
    func twice() throws {
        let page = Self.page(of: 100, stampAt: 0)
        let one = try Self.server(of: page)
        let two = try Self.server(of: page, named: HTTPHeader("X-Name", "two"))
        for (server, name) in [(one, "one"), (two, "two"), (one, "one"), (one, "one")] {
            let client = try server.client()
            client.get("/page")
            #expect(client.response()?.header("X-Name") == name)
        }
    }

    @Test("copies come back when their requests are over, no more than so many")
    func copies() throws {
        let page = Self.page(of: 100, stampAt: 0)
        let taken = (0..<StampedResponse.waitingMax + 2).compactMap { _ in
            page.take(stamp: Array("abcd".utf8), server: 1, common: [])
        }
        #expect(Set(taken.map { ObjectIdentifier($0) }).count == StampedResponse.waitingMax + 2)
        for copy in taken { page.giveBack(copy) }
        let again = (0..<StampedResponse.waitingMax + 2).compactMap { _ in
            page.take(stamp: Array("efgh".utf8), server: 1, common: [])
        }
        let former = Set(taken.map { ObjectIdentifier($0) })
        let reused = again.filter { former.contains(ObjectIdentifier($0)) }
        #expect(reused.count == StampedResponse.waitingMax)
    }
}
