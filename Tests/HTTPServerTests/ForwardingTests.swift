import Testing

@testable import HTTPServer

@Suite("Trusted proxies")
struct ForwardingTests {
    @Test(
        "ranges hold the addresses of their prefix and no others",
        arguments: [
            ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false),
            ("10.1.2.3/31", "10.1.2.2", true), ("10.1.2.3/31", "10.1.2.4", false),
            ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false),
            ("127.0.0.1", "::ffff:127.0.0.1", true), ("::ffff:10.0.0.0/104", "10.9.9.9", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
            ("2001:db8::/65", "2001:db8::7fff:0:0:0", true),
            ("2001:db8::/65", "2001:db8::8000:0:0:0", false), ("::/0", "10.0.0.1", true),
            ("::1", "::1", true), ("::1", "::2", false),
        ])
    func ranges(range: String, address: String, isInside: Bool) throws {
        let address = try #require(NetworkAddress(address))
        #expect(try AddressRange(range).contains(address) == isInside)
        #expect(try AddressRange(range).description == range)
    }

    @Test(
        "what is no range is refused",
        arguments: [
            "", "proxy", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/",
            "10.0.0.0/8/8", "::/129", "[::1]", "127.0.0.1:80", " 10.0.0.1",
        ])
    func malformed(text: String) {
        #expect(throws: HTTPServerError.malformedRange(text)) { try AddressRange(text) }
    }

    /// What a handler sees of a request with these headers, sent from 127.0.0.1.
    private func seen(_ headers: String, trusting ranges: [String]) throws -> [String] {
        let proxies = try ranges.map { try AddressRange($0) }
        let server = try TestServer {
            $0.trustedProxies = proxies
            $0.secureResponseHeaders = [HTTPHeader("X-Secure", "on")]
        } routes: {
            let prepared = PreparedResponse(HTTPResponse(.text, "prepared"))
            $0.add(.get, "/prepared", answersLater: false) { $2.send(prepared) }
            $0.add(.get, "/seen", answersLater: false) { request, _, responder in
                let client = request.client == NetworkAddress("127.0.0.1") ? "peer" : "other"
                let isGiven = request.client == NetworkAddress("203.0.113.9")
                let words = [
                    isGiven ? "203.0.113.9" : client, request.isSecure ? "secure" : "plain",
                    request.isPeerLoopback ? "here" : "elsewhere",
                ]
                responder.send(HTTPResponse(.text, words.joined(separator: " ")))
            }
        }
        let client = try server.client()
        var seen: [String] = []
        // On one connection, as a proxy keeps it, and between requests that say nothing.
        for target in ["/seen", "/prepared", "/none"] {
            client.get(target)
            #expect(client.response()?.header("X-Secure") == nil)
            client.get(target, headers: headers)
            let response = try #require(client.response())
            seen.append(target == "/seen" ? response.text : response.header("X-Secure") ?? "-")
        }
        return seen
    }

    static let claim = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"

    @Test("are believed, on a connection that stays open")
    func believed() throws {
        #expect(
            try seen(Self.claim, trusting: ["127.0.0.0/8"])
                == ["203.0.113.9 secure elsewhere", "on", "on"])
    }

    @Test("anybody else's claims change nothing", arguments: [[], ["10.0.0.0/8", "::1"]])
    func ignored(ranges: [String]) throws {
        #expect(try seen(Self.claim, trusting: ranges) == ["peer plain here", "-", "-"])
    }

    @Test("a trusted proxy is never taken for this machine, even where it claims nothing")
    func silent() throws {
        #expect(
            try seen("", trusting: ["127.0.0.1"]) == ["peer plain elsewhere", "-", "-"])
    }

    @Test(
        "the client is the rightmost entry that is no trusted proxy",
        arguments: [
            ("203.0.113.9", "203.0.113.9"), ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
            ("198.51.100.1,203.0.113.9 , 10.0.0.2", "203.0.113.9"), ("10.0.0.2", "10.0.0.2"),
            ("127.0.0.1, 203.0.113.9", "203.0.113.9"), ("10.0.0.3,10.0.0.2", "10.0.0.3"),
            ("203.0.113.9, nonsense", "10.0.0.1"), ("nonsense, 203.0.113.9", "203.0.113.9"),
            ("203.0.113.9, unknown, 10.0.0.2", "10.0.0.2"), ("", "10.0.0.1"),
            ("203.0.113.9,", "10.0.0.1"), ("203.0.113.9:4711", "203.0.113.9"),
            ("[2001:db8::1]:4711", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"), ("203.0.113.9:99999", "10.0.0.1"),
        ])
    func client(entries: String, expected: String) throws {
        let peer = try #require(NetworkAddress("10.0.0.1"))
        let head = try Self.head(["X-Forwarded-For": entries])
        let found = ForwardedHead(head: head).client(
            behind: peer, [try AddressRange("10.0.0.0/8")])
        #expect(found == NetworkAddress(expected))
    }

    @Test(
        "the last word on the protocol counts",
        arguments: [
            ("https", true), ("HTTPS", true), ("http", false), ("https, http", false),
            ("http,https", true), (" https ", true), ("", false), ("wss", false),
        ])
    func proto(value: String, isSecure: Bool) throws {
        let head = try Self.head(["X-Forwarded-Proto": value])
        #expect(ForwardedHead(head: head).isSecure == isSecure)
        #expect(!ForwardedHead(head: try Self.head([:])).isSecure)
    }

    private static func head(_ headers: [String: String]) throws -> RequestHead {
        let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        var head = RequestHead(target: none)
        for (name, value) in headers {
            Array(name.utf8).withUnsafeBufferPointer { name in
                Array(value.utf8).withUnsafeBufferPointer { head.append(name: name, value: $0) }
            }
        }
        return head
    }
}
