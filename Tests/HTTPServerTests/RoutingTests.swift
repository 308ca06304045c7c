import Testing

@testable import HTTPServer

@Suite("Routing")
struct RoutingTests {
    /// Answers with the name of the route and its parameters.
    private static func routes(_ router: inout Router) {
        for pattern in ["/f/{place}", "/f/fixed", "/assets/{name}", "/a/{x}/b/{y}"] {
            router.add(.get, pattern, answersLater: false) { _, parameters, responder in
                let names = pattern.split(separator: "/").filter { $0.hasPrefix("{") }
                let values = names.map { parameters[String($0.dropFirst().dropLast())] }
                responder.send(HTTPResponse(.text, ([pattern] + values).joined(separator: " ")))
            }
        }
        router.add(.post, "/f/{place}") { _, parameters, responder in
            responder.send(HTTPResponse(.text, "posted \(parameters["place"])"))
        }
    }

    @Test(
        "a path finds its route",
        arguments: [
            ("/f/a1", "/f/{place} a1"), ("/f/fixed", "/f/fixed"), ("/f/fixe", "/f/{place} fixe"),
            ("/%66/%c4%91", "/f/{place} đ"), ("/f/đ", "/f/{place} đ"),
            ("/f/a?b=/../c", "/f/{place} a"), ("/f/a%20b+c", "/f/{place} a b+c"),
            ("/a/1/b/2", "/a/{x}/b/{y} 1 2"), ("/f/...", "/f/{place} ..."),
            ("/f/.a", "/f/{place} .a"), ("/f/a.", "/f/{place} a."),
            ("/f/%2e%2e.", "/f/{place} ..."),
        ])
    func found(target: String, text: String) throws {
        let server = try TestServer(routes: Self.routes)
        let client = try server.client()
        client.get(target)
        let response = try #require(client.response())
        #expect(response.status == 200)
        #expect(response.text == text)
    }

    @Test(
        "a path that names nothing is 404 and leaves the connection open",
        arguments: [
            "/x", "/f", "/f/", "/f//", "//f/a", "/f/a/", "/f/a/b", "/F/a", "/f/.", "/f/..",
            "/f/%2e", "/f/%2E%2e", "/f/.%2e", "/../../etc/passwd", "/f/..%2f..%2fetc%2fpasswd",
            "/f%2fa", "/f/a%2fb", "/f/a\\b", "/f/a%5cb", "/f/%c0%ae", "/f/%ff", "/f/\u{0}",
            "/a/1/b", "/" + String(repeating: "a/", count: 20),
        ].map { $0.replacing("\u{0}", with: "%e1%ba") })
    func notFound(target: String) throws {
        let server = try TestServer(routes: Self.routes)
        let client = try server.client()
        client.get(target)
        #expect(client.response()?.status == 404)
        client.get("/")
        #expect(client.response()?.status == 200)
    }

    @Test(
        "a method that a path has not is 405 and names those it has",
        arguments: [
            ("PUT", "/f/a", 405, "GET, HEAD, POST, OPTIONS"),
            ("TRACE", "/f/a", 405, "GET, HEAD, POST, OPTIONS"),
            ("CONNECT", "/f/a", 405, "GET, HEAD, POST, OPTIONS"),
            ("BREW", "/f/a", 405, "GET, HEAD, POST, OPTIONS"),
            ("get", "/f/a", 405, "GET, HEAD, POST, OPTIONS"),
            ("DELETE", "/assets/a", 405, "GET, HEAD, OPTIONS"),
            ("OPTIONS", "/assets/a", 204, "GET, HEAD, OPTIONS"),
        ])
    func methods(method: String, target: String, status: Int, allow: String) throws {
        let server = try TestServer(routes: Self.routes)
        let client = try server.client()
        for _ in 0..<2 {
            client.send("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
            let response = try #require(client.response())
            #expect(response.status == status)
            #expect(response.header("Allow") == allow)
        }
    }

    /// Requests that are answered before they were read, as far as a method and a version, and the
    /// status they get.
    static let early: [(rest: String, status: Int)] = [
        ("/assets/a {V}\r\nHost: a\r\nContent-Length: 26", 405),
        ("/none {V}\r\nHost: a\r\nContent-Length: 26", 404),
        ("/none {V}\r\nHost: a\r\nTransfer-Encoding: chunked", 404),
        ("/none {V}\r\nHost: a\r\nContent-Length: 2600000000", 404),
        ("/none {V}\r\nHost: a\r\nHost: b", 400),
        ("/none {V}\r\nHost: a\r\nContent-Length: 26\r\nContent-Length: 0", 400),
    ]

    @Test(
        "whoever is refused before the body was read is told so, and nothing more is read",
        arguments: ["GET", "HEAD", "POST", "PUT", "DELETE", "BREW"],
        ["HTTP/1.1", "HTTP/1.0\r\nConnection: keep-alive"])
    func refusedBody(method: String, version: String) throws {
        let server = try TestServer(routes: Self.routes)
        // The first one's path has a route for these two.
        let first = ["GET", "HEAD"].contains(method) ? 1 : 0
        for (rest, status) in Self.early[first...] {
            let client = try server.client()
            let head = "\(method) \(rest)".replacing("{V}", with: version)
            client.send(head + "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let response = try #require(client.response(hasBody: method != "HEAD"), "\(head)")
            // Chunks are none of HTTP/1.0.
            let isOdd = rest.contains("chunked") && version.hasPrefix("HTTP/1.0")
            #expect(response.status == (isOdd ? 400 : status), "\(head)")
            // The library adds it by itself to whatever is answered before it was read.
            #expect(response.header("Connection") == "close", "\(head)")
            #expect(client.isClosedSilently(), "\(head)")
            #expect(server.seen.all.isEmpty, "\(head)")
        }
    }

    @Test("HEAD gets what GET gets, without the body")
    func head() throws {
        let server = try TestServer(routes: Self.routes)
        let client = try server.client()
        client.send("HEAD /f/a HTTP/1.1\r\nHost: a\r\n\r\n")
        let response = try #require(client.response(hasBody: false))
        #expect(response.status == 200)
        #expect(response.header("Content-Length") == "12")
        #expect(response.header("Content-Type") == "text/plain; charset=utf-8")
        client.get("/")
        #expect(client.response()?.text == "/")
    }

    @Test("the table lists its routes in the order added")
    func list() {
        var router = Router()
        Self.routes(&router)
        #expect(
            router.routes.map { "\($0.method.rawValue) \($0.pattern)" } == [
                "GET /f/{place}", "GET /f/fixed", "GET /assets/{name}", "GET /a/{x}/b/{y}",
                "POST /f/{place}",
            ])
    }
}
