import Foundation
import Testing

@Suite("Requests nobody should send")
struct HostileTests {
    static let formType = "application/x-www-form-urlencoded"

    static let headers = [
        "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
    ]
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'",
        "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
    ]

    private static func post(
        _ target: String, _ body: String, type: String = formType, port: UInt16
    ) -> Exchange? {
        Exchange("POST", target, port: port, headers: ["Content-Type": type], body: body)
    }

    @Test("every response carries the headers that protect, whatever its status")
    func everywhere() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let port = server.port
        let good = "id=\(SmallOffice.id(1))&version=1&overall=5"
        let large =
            "id=\(SmallOffice.id(2))&version=1&comment="
            + String(repeating: "a", count: 70_000)
        let exchanges: [(Int, Exchange?)] = [
            (200, server.get("/")), (200, server.get("/f/Q1")), (200, server.get("/leader")),
            (200, server.get("/api/v1/indices")), (200, server.get("/f/Q1/thanks")),
            (200, Exchange("HEAD", "/f/Q1", port: port)),
            (303, Self.post("/f/Q1", good, port: port)), (303, server.get("/f?place=q1")),
            (400, Self.post("/f/Q1", "overall=5", port: port)),
            (400, Self.post("/f/Q1", good + "&id=\(SmallOffice.id(3))", port: port)),
            (400, Self.post("/f/Q1", "overall=%ZZ", port: port)),
            (400, Exchange(sending: "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", port: port)),
            (403, server.get("/leader", host: "office.example")),
            (404, server.get("/f/NONE")), (404, server.get("/nowhere")),
            (404, server.get("/assets/none.css")),
            (404, Self.post("/f/NONE", good, port: port)),
            (405, Exchange("DELETE", "/f/Q1", port: port)),
            (405, Self.post("/leader", good, port: port)),
            (413, Self.post("/f/Q1", large, port: port)),
            (415, Self.post("/f/Q1", "{}", type: "application/json", port: port)),
            (422, Self.post("/f/Q1", "id=\(SmallOffice.id(4))&version=1&overall=6", port: port)),
        ]
        for (place, (status, exchange)) in exchanges.enumerated() {
            let exchange = try #require(exchange, "\(place)")
            #expect(exchange.status == status, "\(place)")
            for (name, value) in Self.headers {
                #expect(exchange.headers[name] == value, "\(place) \(status) \(name)")
            }
            let policy = exchange.headers["content-security-policy"] ?? ""
            for rule in Self.policy { #expect(policy.contains(rule), "\(place) \(status) \(rule)") }
            #expect(exchange.headers["server"] == nil && exchange.headers["set-cookie"] == nil)
            #expect(exchange.headers["cache-control"] == "no-store", "\(place) \(status)")
            if status != 303, place != 5 {
                let type = exchange.headers["content-type"] ?? ""
                #expect(type.hasSuffix("charset=utf-8") || type == "application/json", "\(place)")
            }
        }
        #expect(try office.exportedLines().map(\.id) == [SmallOffice.id(1)])
    }

    @Test("files of the pages carry them too and may be kept an hour")
    func assets() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let page = try #require(server.get("/f/Q1")).body
        let links = page.components(separatedBy: "\"/assets/").dropFirst().map {
            "/assets/" + $0.prefix { $0 != "\"" }
        }
        #expect(!links.isEmpty)
        for link in links {
            let file = try #require(server.get(link))
            #expect(file.status == 200, "\(link)")
            for (name, value) in Self.headers { #expect(file.headers[name] == value, "\(link)") }
        }
        for target in ["/assets/../forms/counter-one-tap.json", "/assets/..%2fforms"]
            + ["/assets/strings/vi.json", "/assets/%2e%2e/%2e%2e/etc/passwd", "/hailong.db"]
        {
            let status = try #require(server.get(target)).status
            #expect(status == 404 || status == 400, "\(target)")
        }
    }

    static let nasty = [
        "%", "%ZZ", "%00", "%FF%FE", "%0d%0aX-Evil:%201", "//evil.example", "%5Cevil.example",
        "https://evil.example", "%2F%2Fevil.example", "..%2f..%2f", "%3Cscript%3E", "'%22%3E",
        String(repeating: "a", count: 4_000), "%E1%BA%BF", "9999999999999999999999", "-1",
        "2025-02-30", "NaN", "&&&===", "a=b=c",
    ]

    @Test("no query breaks a page or leads anywhere else", arguments: nasty)
    func queries(value: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let targets = [
            "/?lang=\(value)", "/f/Q1?lang=\(value)&c=\(value)&p=\(value)&fd=\(value)",
            "/f?place=\(value)", "/f?place=q1&lang=\(value)&c=\(value)&p=\(value)",
            "/f/q1?lang=\(value)&r=\(value)&p=\(value)", "/f/\(value)",
            "/f/Q1/thanks?lang=\(value)",
            "/leader?index=\(value)", "/leader?from=\(value)", "/leader?to=\(value)",
            "/leader?unit=\(value)&lang=\(value)", "/leader?from=0001-01-01&to=9999-12-31",
            "/api/v1/indices?index=\(value)", "/api/v1/indices?unit=\(value)&from=\(value)",
            "/leader/report.csv?index=overall&to=\(value)", "/assets/\(value)", "/\(value)",
        ]
        for target in targets {
            let answer = try #require(server.get(target), "\(target)")
            #expect(answer.status < 500, "\(target): \(answer.status)")
            Self.expectHarmless(answer, target)
            // In JSON, which no browser takes for a page (nosniff), it is a text as any other.
            if answer.headers["content-type"]?.hasPrefix("text/html") == true {
                #expect(!answer.body.contains("<script>"), "\(target)")
            }
        }
        let fields = [
            "lang", "channel", "respondent", "outcome", "procedure", "field", "form", "version",
            "id",
        ]
        for name in fields {
            let body = "id=\(SmallOffice.id(1))&version=1&overall=4&\(name)=\(value)"
            let answer = try #require(Self.post("/f/Q1", body, port: server.port), "\(name)")
            #expect(answer.status < 500, "\(name): \(answer.status)")
            Self.expectHarmless(answer, name)
        }
        #expect(try Program.run(["verify", "--data", office.data]).status == 0)
    }

    private static func expectHarmless(_ answer: Exchange, _ what: String) {
        #expect(answer.headers["x-evil"] == nil, "\(what)")
        if answer.status == 303 {
            let location = answer.headers["location"] ?? ""
            #expect(location.hasPrefix("/f/Q1"), "\(what): \(location)")
            #expect(!location.contains("//") && !location.contains("\\"), "\(what): \(location)")
        } else {
            #expect(answer.headers["location"] == nil, "\(what)")
        }
    }

    @Test("no Host leads a redirect to another server", arguments: ["evil.example", "evil:80"])
    func host(name: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let forwarded = ["X-Forwarded-Host": name, "Forwarded": "host=\(name)"]
        let answer = try #require(server.get("/f/q1", host: name, headers: forwarded))
        #expect(answer.headers["location"] == "/f/Q1")
        let page = try #require(server.get("/f/Q1", host: name, headers: forwarded))
        #expect(!page.body.contains(name))
    }

    @Test("the body may have 64 KiB and not a byte more")
    func sizes() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let start = "id=\(SmallOffice.id(1))&version=1&overall=4&reasons-high="
        let most = 64 * 1024
        let full = start + String(repeating: "a", count: most - start.utf8.count)
        // Read whole, and refused for what it says: no such choice.
        #expect(Self.post("/f/Q1", full, port: server.port)?.status == 422)
        #expect(Self.post("/f/Q1", full + "a", port: server.port)?.status == 413)
        #expect(try office.exportedLines().isEmpty)
    }
}
