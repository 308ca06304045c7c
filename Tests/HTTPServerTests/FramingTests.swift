import Testing

@testable import HTTPServer

/// Every request here is answered by different servers and proxies in different ways; a
/// server that executes what follows one of them can be made to take a body for a request.
@Suite("Ambiguous framing")
struct FramingTests {
    /// A request and what must become of it; another request follows it on the same wire.
    struct Probe: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        /// Statuses that the answer may have; empty where the connection ends without one.
        let statuses: [Int]

        init(_ name: String, _ text: String, _ statuses: [Int] = [400]) {
            self.name = name
            bytes = Array(text.utf8)
            self.statuses = statuses
        }

        var testDescription: String { name }
    }

    static let second = "GET /?second HTTP/1.1\r\nHost: a\r\n\r\n"

    /// Refused by our own gate.
    static let gated: [Probe] = [
        Probe("two lengths, 5 and 0", post("Content-Length: 5\r\nContent-Length: 0") + "HELLO"),
        Probe("two lengths, 0 and 33", post("Content-Length: 0\r\nContent-Length: 33") + second),
        Probe("two equal lengths", post("Content-Length: 5\r\nContent-Length: 5") + "HELLO"),
        Probe(
            "length and chunks",
            post("Content-Length: 6\r\nTransfer-Encoding: chunked") + "0\r\n\r\nG"),
        Probe(
            "chunks and length",
            post("Transfer-Encoding: chunked\r\nContent-Length: 6") + "0\r\n\r\nG"),
        Probe(
            "unknown coding and length",
            post("Content-Length: 5\r\nTransfer-Encoding: xchunked") + "HELLO"),
        Probe("unknown coding", post("Transfer-Encoding: xchunked") + "HELLO"),
        Probe("no coding at all", post("Transfer-Encoding: ") + "0\r\n\r\n"),
        Probe(
            "two codings in a line",
            post("Transfer-Encoding: chunked, identity") + "5\r\nHELLO\r\n0\r\n\r\n"),
        Probe(
            "two codings in two lines",
            post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked")
                + "5\r\nHELLO\r\n0\r\n\r\n"),
        Probe(
            "the same coding twice",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")
                + "5\r\nHELLO\r\n0\r\n\r\n"),
        Probe(
            "chunks in HTTP/1.0",
            "POST / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n5\r\nHELLO\r\n0\r\n\r\n"),
        Probe("space behind a name", post("Transfer-Encoding : chunked") + "0\r\n\r\n"),
        Probe("space inside a name", get("X y: z")),
        Probe("bare CR in a value", get("X: y\rZ: w")),
        Probe("control character in a value", get("X: \u{1}")),
        Probe("DEL in a value", get("X: \u{7f}")),
        Probe("no host", "GET / HTTP/1.1\r\n\r\n"),
        Probe("no host, HTTP/1.0", "GET / HTTP/1.0\r\n\r\n"),
        Probe("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        Probe("two equal hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        Probe("absolute target", "GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("target without a slash", "GET index HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("target *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("authority as target", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("two spaces before the target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("space and tab before the target", "GET \t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("two spaces behind the target", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("control character in the target", "GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("NUL in the target", "GET /\0b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("escaped NUL in the path", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("escaped NUL in the query", "GET /?a=%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("escaped line feed in the path", "GET /%0a HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("broken escape in the path", "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("no hexadecimal digits in the path", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe("method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
    ]

    /// Refused by the library before any handler; it adds no headers of ours.
    static let library: [Probe] = [
        Probe("length +5", post("Content-Length: +5") + "HELLO"),
        Probe("length 5, 5", post("Content-Length: 5, 5") + "HELLO"),
        Probe("length -1", post("Content-Length: -1") + "HELLO"),
        Probe("empty length", post("Content-Length: ") + "HELLO"),
        Probe("length 2^64+5", post("Content-Length: 18446744073709551621") + "HELLO", [413]),
        Probe(
            "chunk of 2^64+5",
            post("Transfer-Encoding: chunked") + "10000000000000005\r\nHELLO\r\n0\r\n\r\n", [413]),
        Probe("chunk of size x", post("Transfer-Encoding: chunked") + "x\r\nHELLO\r\n"),
        Probe("header without a colon", get("nonsense")),
        Probe("HTTP/0.9", "GET /\r\n\r\n", [400, 505]),
        Probe("HTTP/9.9", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", [400, 505]),
        Probe("http/1.1", "GET / http/1.1\r\nHost: a\r\n\r\n", [400]),
        Probe(
            "64 KiB of target", "GET /\(String(repeating: "a", count: 65_536)) HTTP/1.1\r\n",
            [414]),
        Probe("64 KiB of a header", get("X: \(String(repeating: "a", count: 65_536))"), [431]),
        Probe("2,000 headers", get(String(repeating: "X: a\r\n", count: 2_000) + "X: a"), [431]),
        Probe(
            "garbage", String(decoding: (0..<512).map { UInt8($0 & 127) }, as: UTF8.self),
            [400, 505]),
    ]

    @Test("is answered 400, closed, and what follows is never executed", arguments: gated)
    func gate(probe: Probe) throws {
        let server = try TestServer { $0.responseHeaders = [HTTPHeader("X-Guard", "on")] }
        let client = try server.client()
        client.send(probe.bytes + Array(Self.second.utf8))
        let response = try #require(client.response())
        #expect(response.status == 400)
        #expect(response.header("Connection") == "close")
        #expect(response.header("X-Guard") == "on")
        #expect(client.isClosedSilently())
        #expect(server.seen.all.isEmpty)
    }

    @Test("is refused and closed by the library", arguments: library)
    func libraryRefusal(probe: Probe) throws {
        let server = try TestServer()
        let client = try server.client()
        client.send(probe.bytes + Array(Self.second.utf8))
        let answer = String(decoding: client.rest(), as: UTF8.self)
        #expect(client.isAtEnd)
        // Some of its refusals have their head twice, so only the first status counts.
        let status = Int(answer.dropFirst(9).prefix(3))
        #expect(status.map(probe.statuses.contains) ?? true, "\(answer.prefix(40))")
        #expect(!answer.contains(" 200 "))
        #expect(server.seen.all.isEmpty)
    }

    /// What the library reads without telling: harmless here, since both requests are read as
    /// they were meant, but a proxy in front must not read them otherwise.
    static let hidden: [Probe] = [
        Probe("bare LF behind each line", "GET / HTTP/1.1\nHost: a\nX: y\n\n", [200]),
        Probe(
            "bare LF in chunks", post("Transfer-Encoding: chunked") + "5;x=y\nHELLO\n0\n\n", [200]),
        Probe("a value over two lines", get("X: y\r\n folded"), [200]),
        Probe("NUL in a value", get("X: y\0z"), [200]),
    ]

    @Test("that the library hides is one request, and what follows is the next", arguments: hidden)
    func hiddenForms(probe: Probe) throws {
        let server = try TestServer()
        let client = try server.client()
        client.send(probe.bytes + Array(Self.second.utf8))
        #expect(client.response()?.status == 200)
        #expect(client.response()?.text == "/?second")
        #expect(server.seen.all == ["/", "/?second"])
    }

    @Test(
        "a target of 8 KiB passes, a longer one is answered 414 and closed",
        arguments: [
            (8_192, 200), (8_193, 414), (12_000, 414), (15_000, 414), (15_700, 414),
            (16_000, 414), (16_200, 414), (16_300, 414), (16_360, 414), (20_000, 414),
        ])
    func targets(count: Int, status: Int) throws {
        let server = try TestServer { $0.responseHeaders = [HTTPHeader("X-Guard", "on")] }
        let client = try server.client()
        let target = "/?" + String(repeating: "a", count: count - 2)
        client.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        client.send(Self.second)
        let response = try #require(client.response())
        #expect(response.status == status)
        // Beyond what fits into its memory the library answers by itself.
        #expect(response.header("X-Guard") == (count < 16_370 ? "on" : nil))
        if status == 414 {
            #expect(response.header("Connection")?.lowercased() == "close")
            _ = client.rest()
            #expect(client.isAtEnd)
            #expect(server.seen.all.isEmpty)
        }
    }

    /// Queries of many fields; the library keeps a record of each in a connection's memory and
    /// closes without a word where that is full.
    @Test(
        "a query of many fields passes or is answered 414, whatever stands in the headers",
        arguments: [(100, 200), (121, 200), (122, 414), (200, 414), (300, 414), (2_000, 414)],
        [0, 3_000])
    func fields(_ query: (count: Int, status: Int), headerBytes: Int) throws {
        let server = try TestServer()
        let client = try server.client()
        // Four bytes each and 64 for every one but the first.
        let fields = Array(repeating: "a=b", count: query.count).joined(separator: "&")
        let header = "X: " + String(repeating: "y", count: headerBytes)
        client.send("GET /?\(fields) HTTP/1.1\r\nHost: a\r\n\(header)\r\n\r\n")
        let response = try #require(client.response())
        #expect(response.status == query.status)
        #expect(server.seen.all.count == (query.status == 200 ? 1 : 0))
    }

    /// Without a body there is nothing to wait for; the library asks for it all the same.
    @Test(
        "an expectation of nothing is answered once, and the connection ends",
        arguments: [
            ("GET /?one", "", 200), ("POST /?one", "Content-Length: 0\r\n", 200),
            ("GET /later", "", 204), ("GET /none", "", 404), ("OPTIONS /", "", 204),
            ("DELETE /", "", 405),
        ], ["", second])
    func expectNothing(
        _ request: (line: String, headers: String, status: Int), next: String
    ) throws {
        let inbox = Inbox()
        let server = try TestServer(routes: {
            $0.add(.get, "/later") { _, _, responder in inbox.put(responder) }
        })
        let client = try server.client()
        client.send(
            "\(request.line) HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\(request.headers)"
                + "\r\n" + next)
        if request.line == "GET /later" { try inbox.take().send(HTTPResponse(status: 204)) }
        let response = try #require(client.response())
        #expect(response.status == request.status)
        #expect(response.header("Connection") == "close")
        #expect(client.isClosedSilently())
        #expect(server.seen.all == (request.status == 200 ? ["/?one"] : []))
    }

    @Test("does not reach well-formed chunks, even one byte at a time")
    func chunks() throws {
        let server = try TestServer()
        let client = try server.client()
        for _ in 0..<2 {
            client.send(Self.post("Transfer-Encoding: chunked"))
            for _ in 0..<300 { client.send("1\r\nx\r\n") }
            client.send("0\r\n\r\n")
            #expect(client.response()?.text == "300 bytes")
        }
    }

    @Test("does not reach a client that asks before it sends")
    func expectContinue() throws {
        let server = try TestServer()
        let client = try server.client()
        client.send(Self.post("Expect: 100-continue\r\nContent-Length: 5"))
        #expect(client.response()?.status == 100)
        client.send("HELLO")
        #expect(client.response()?.text == "5 bytes")
    }

    private static func post(_ headers: String) -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(headers)\r\n\r\n"
    }

    private static func get(_ headers: String) -> String {
        "GET / HTTP/1.1\r\nHost: a\r\n\(headers)\r\n\r\n"
    }
}
