import Testing

@testable import HTTPServer

@Suite("Requests")
struct RequestTests {
    /// What a handler sees of a request.
    private func seen(_ request: String) throws -> String? {
        let server = try TestServer(routes: {
            $0.add(.get, "/a/{b}", answersLater: false) { request, _, responder in
                let lines = [
                    request.method.rawValue, request.target, request.path,
                    request.segments.joined(separator: "|"), request.host,
                    request.header("x-ONE") ?? "-", request.headers("X-Two").joined(separator: "|"),
                    "\(request.isPeerLoopback) \(request.isListenerLoopback)",
                    "\(request.hasForwardingHeader)",
                ]
                responder.send(HTTPResponse(.text, lines.joined(separator: "\n")))
            }
        })
        let client = try server.client()
        client.send(request)
        return client.response()?.text
    }

    @Test("show their target, path, host and headers")
    func parts() throws {
        let text = try seen(
            "GET /a/%C4%91?x=%20&y HTTP/1.1\r\nHost: kiosk:8080\r\nX-One: 1\r\nX-Two: a\r\n"
                + "x-two: b\r\nX-Three:\r\n\r\n")
        #expect(
            text == """
                GET
                /a/%C4%91?x=%20&y
                /a/đ
                a|đ
                kiosk:8080
                1
                a|b
                true true
                false
                """)
    }

    @Test(
        "tell whether somebody passed them on",
        arguments: [
            ("Forwarded: for=1.2.3.4", true), ("X-Forwarded-For: 1.2.3.4", true),
            ("x-forwarded-proto: https", true), ("Via: 1.1 proxy", true),
            ("X-Real-IP: 1.2.3.4", true), ("X-Forward: a", false), ("Viaduct: a", false),
        ])
    func forwarding(header: String, isForwarded: Bool) throws {
        let text = try seen("GET /a/b HTTP/1.1\r\nHost: a\r\n\(header)\r\n\r\n")
        #expect(text?.hasSuffix("\n\(isForwarded)") == true)
    }

    @Test("of HTTP/1.0 are answered and their connection is closed")
    func oldVersion() throws {
        let server = try TestServer()
        let client = try server.client()
        client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n")
        #expect(client.response()?.status == 200)
        #expect(client.isClosedSilently())
    }
}
