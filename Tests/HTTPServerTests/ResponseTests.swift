import Testing

@testable import HTTPServer

@Suite("Responses")
struct ResponseTests {
    @Test(
        "a value with a line end, a NUL or another control character makes no header",
        arguments: [
            "a\r\nX: y", "a\nX: y", "a\rX", "a\0b", "a\u{1}b", "a\u{7f}", "a\tb", "", " a", "a ",
            String(repeating: "a", count: 8_193),
        ])
    func values(value: String) {
        #expect(throws: HTTPHeaderError.malformedValue(name: "X-Test")) {
            try HTTPHeader(name: "X-Test", value: value)
        }
        #expect(throws: HTTPHeaderError.malformedValue(name: "Location")) {
            try HTTPResponse.seeOther(value)
        }
    }

    @Test("a name that is no token makes no header", arguments: ["", "a b", "a:", "a\r\n", "đ"])
    func names(name: String) {
        #expect(throws: HTTPHeaderError.malformedName(name)) {
            try HTTPHeader(name: name, value: "a")
        }
    }

    @Test(
        "the headers of framing are the server's own",
        arguments: ["Content-Length", "transfer-encoding", "Connection", "DATE", "Content-Type"])
    func reserved(name: String) {
        #expect(throws: HTTPHeaderError.reservedName(name)) {
            try HTTPHeader(name: name, value: "1")
        }
    }

    @Test(
        "configured headers stand on every response",
        arguments: [
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200),
            ("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n", 200),
            ("GET /none HTTP/1.1\r\nHost: a\r\n\r\n", 404),
            ("PUT / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
            ("OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n", 204),
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n63\r\n", 413),
            ("GET /later HTTP/1.1\r\nHost: a\r\n\r\n", 503),
        ])
    func configured(request: String, status: Int) throws {
        let prepared = PreparedResponse(HTTPResponse(.text, "prepared"))
        let server = try TestServer {
            $0.bodyBytesMax = 10
            $0.suspendedMax = 0
            $0.responseHeaders = [
                HTTPHeader("Content-Security-Policy", "default-src 'none'"),
                HTTPHeader("X-Content-Type-Options", "nosniff"),
            ]
        } routes: {
            $0.add(.get, "/prepared", answersLater: false) { _, _, responder in
                responder.send(prepared)
            }
            $0.add(.get, "/later") { _, _, _ in }
        }
        let client = try server.client()
        client.send(request)
        if request.hasSuffix("63\r\n") { client.send(String(repeating: "x", count: 99)) }
        let response = try #require(client.response())
        #expect(response.status == status)
        #expect(response.header("Content-Security-Policy") == "default-src 'none'")
        #expect(response.header("X-Content-Type-Options") == "nosniff")
        #expect(response.header("Server") == nil)
    }

    @Test("pages for refusals come from the configuration, whose status does not count")
    func errorPages() throws {
        let server = try TestServer {
            $0.errorPage = { status, request in
                HTTPResponse(status: 200, .html, "<p>\(status) \(request?.target ?? "?")</p>")
            }
        }
        let client = try server.client()
        client.get("/none?a")
        let response = try #require(client.response())
        #expect(response.status == 404)
        #expect(response.text == "<p>404 /none?a</p>")
        #expect(response.header("Content-Type") == "text/html; charset=utf-8")
        client.send("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(client.response()?.text == "<p>400 ?</p>")
    }

    @Test("a header of the response wins over a configured one, repeated ones all stand")
    func overriding() throws {
        let server = try TestServer {
            $0.responseHeaders = [HTTPHeader("Cache-Control", "no-store")]
        } routes: {
            $0.add(.get, "/asset", answersLater: false) { _, _, responder in
                responder.send(
                    HTTPResponse(
                        .css, "",
                        headers: [
                            HTTPHeader("cache-control", "max-age=60"), HTTPHeader("Link", "<a>"),
                            HTTPHeader("Link", "<b>"),
                        ]))
            }
        }
        let client = try server.client()
        client.get("/asset")
        let response = try #require(client.response())
        #expect(
            response.headers.filter { $0.name.lowercased() == "cache-control" }.map(\.value)
                == ["max-age=60"])
        #expect(response.headers.filter { $0.name == "Link" }.map(\.value) == ["<a>", "<b>"])
    }

    @Test("a shared body is sent whole and freed after the last response that carries it")
    func sharedBody() throws {
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        weak var freed: SharedBody?
        do {
            let body = SharedBody(bytes)
            freed = body
            let prepared = PreparedResponse(HTTPResponse(status: 200, body: .shared(body)))
            let server = try TestServer(routes: {
                $0.add(.get, "/shared", answersLater: false) { _, _, responder in
                    responder.send(HTTPResponse(status: 200, body: .shared(body)))
                }
                $0.add(.get, "/prepared", answersLater: false) { _, _, responder in
                    responder.send(prepared)
                }
            })
            let client = try server.client()
            for target in ["/shared", "/prepared", "/shared", "/prepared"] {
                client.get(target)
                #expect(client.response()?.body == bytes)
            }
        }
        #expect(freed == nil)
    }

    @Test("a prepared response carries the headers of whichever server sends it")
    func preparedTwice() throws {
        let prepared = PreparedResponse(HTTPResponse(.text, "prepared"))
        let servers = try ["one", "two"].map { name in
            try TestServer {
                $0.responseHeaders = [
                    name == "one" ? HTTPHeader("X-Name", "one") : HTTPHeader("X-Name", "two")
                ]
            } routes: {
                $0.add(.get, "/prepared", answersLater: false) { _, _, responder in
                    responder.send(prepared)
                }
            }
        }
        for (server, name) in [(servers[0], "one"), (servers[1], "two"), (servers[0], "one")] {
            let client = try server.client()
            client.get("/prepared")
            #expect(client.response()?.header("X-Name") == name)
        }
    }
}
