import Foundation
import Testing

/// Bytes that are no decent request, sent to the program itself.
@Suite("Bytes nobody should send")
struct WireTests {
    private static let type = "Content-Type: application/x-www-form-urlencoded\r\n"

    /// A whole answer as a request of its own, hidden behind the one that carries it.
    private static func smuggled(_ number: Int) -> String {
        let body = "id=\(SmallOffice.id(number))&version=1&overall=5"
        return "POST /f/Q1 HTTP/1.1\r\nHost: a\r\n\(type)Content-Length: \(body.utf8.count)\r\n\r\n"
            + body
    }

    private static let post = "POST /f/Q1 HTTP/1.1\r\nHost: a\r\n"

    /// Heads that two servers read in two ways, with a body's beginning where one has it.
    static let framings = [
        post + "Content-Length: 0\r\nContent-Length: 200\r\n\r\n",
        post + "Content-Length: 200\r\nContent-Length: 0\r\n\r\n",
        post + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        post + "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
        post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        post + "Content-Length: +0\r\n\r\n",
        post + "Content-Length: 0, 0\r\n\r\n",
        post + "Content-Length: -1\r\n\r\n",
        post + "Content-Length: 18446744073709551616\r\n\r\n",
        "GET /f/Q1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /f/Q1 HTTP/1.1\r\n\r\n",
        "GET http://evil/f/Q1 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /f/Q1\r\n\r\n",
        "GET /f/Q1 HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /f/Q1 HTTP/1.1\r\nHost: a\r\nX: y\rZ: w\r\n\r\n",
        "GET /f/Q1%00 HTTP/1.1\r\nHost: a\r\n\r\n",
    ]

    @Test("an answer hidden behind an ambiguous request is never stored")
    func smuggling() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for (number, framing) in Self.framings.enumerated() {
            let answer = Exchange(
                sending: framing + Self.smuggled(number + 1), port: server.port)
            let status = answer?.status ?? 400
            #expect([400, 413, 505].contains(status), "\(framing): \(status)")
        }
        // The same bytes by themselves are an answer.
        let plain = Self.smuggled(100).replacing(
            "Host: a\r\n", with: "Host: a\r\nConnection: close\r\n")
        #expect(Exchange(sending: plain, port: server.port)?.status == 303)
        #expect(try office.exportedLines().map(\.id) == [SmallOffice.id(100)])
    }

    @Test(
        "methods that a page does not have are told which it has",
        arguments: [
            ("PUT", "/f/Q1", 405), ("DELETE", "/f/Q1", 405), ("PATCH", "/f/Q1", 405),
            ("TRACE", "/f/Q1", 405), ("TRACE", "/", 405), ("BREW", "/f/Q1", 405),
            ("POST", "/healthz", 405), ("GET", "/api/v1/responses", 405), ("OPTIONS", "/f/Q1", 204),
            ("HEAD", "/f/Q1", 200), ("CONNECT", "/f/Q1", 405), ("PUT", "/none", 404),
        ])
    func methods(method: String, target: String, status: Int) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let answer = try #require(
            Exchange(method, target, port: server.port, headers: ["X-Secret": "mirrored"]))
        #expect(answer.status == status)
        #expect((answer.headers["allow"] != nil) == [204, 405].contains(status))
        #expect(!answer.body.contains("mirrored"))
    }

    /// Form bodies, their media type, and what becomes of them.
    static let bodies: [(String, String, Int)] = [
        ("", HostileTests.formType, 400), ("&&&", HostileTests.formType, 400),
        (String(repeating: "a=1&", count: 10_000), HostileTests.formType, 413),
        ("id=\(SmallOffice.id(1))&version=1&overall=5&version=1", HostileTests.formType, 400),
        // A page may have a thousand fields, and what is empty says nothing.
        (
            "id=\(SmallOffice.id(1))&version=1&overall=9" + String(repeating: "&a=", count: 997),
            HostileTests.formType, 422
        ),
        (
            "id=\(SmallOffice.id(1))&version=1&overall=9" + String(repeating: "&a=", count: 998),
            HostileTests.formType, 413
        ),
        ("id=\(SmallOffice.id(1))&version=1&overall=5&overall=1", HostileTests.formType, 422),
        ("id=\(SmallOffice.id(1))&version=1&=5", HostileTests.formType, 400),
        ("id=\(SmallOffice.id(1))&version=1&overall=%5", HostileTests.formType, 400),
        ("id=\(SmallOffice.id(1))&version=1&overall=%ff", HostileTests.formType, 400),
        ("id=\(SmallOffice.id(1))&version=1&overall=5%00", HostileTests.formType, 400),
        ("id=+\(SmallOffice.id(1))&version=+1&overall=+5", HostileTests.formType, 400),
        ("overall=5", "text/plain", 415), ("overall=5", "", 415),
        ("overall=5", HostileTests.formType + "; charset=utf-16", 415),
        ("{\"overall\":5}", "application/json", 415),
        (
            "--x\r\nContent-Disposition: form-data; name=\"overall\"\r\n\r\n5",
            "multipart/form-data; boundary=x", 415
        ),
        (
            String(repeating: "--x\r\n\r\n5\r\n", count: 100) + "--x--",
            "multipart/form-data; boundary=x", 415
        ),
        (
            "--x\r\nX: " + String(repeating: "a", count: 1024 * 1024),
            "multipart/form-data; boundary=x", 413
        ),
    ]

    @Test("a form body that is broken is refused whole")
    func forms() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for (body, type, status) in Self.bodies {
            let answer = try #require(
                Exchange(
                    "POST", "/f/Q1", port: server.port,
                    headers: type.isEmpty ? [:] : ["Content-Type": type], body: body))
            #expect(answer.status == status, "\(type) \(body.prefix(80))")
        }
        #expect(try office.exportedLines().isEmpty)
        #expect(try Program.run(["verify", "--data", office.data]).status == 0)
    }

    static let paths = [
        "/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/assets/../../etc/passwd",
        "/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/%c0%ae%c0%ae/etc/passwd", "/assets/..\\..\\etc\\passwd", "/assets/%5c..%5cpasswd",
        "//etc/passwd", "/assets//etc/passwd", "/assets/hailong.css%00.png", "/%2fetc%2fpasswd",
        "/assets/....//....//etc/passwd", "/f/..%2f..%2fhailong.db", "/f/%2e%2e", "/hailong.db",
        "/.git/config", "/f/Q1/../../hailong.db", "/assets/hailong.css/", "/proc/self/environ",
        "/assets/%252e%252e%252fpasswd", "file:///etc/passwd",
    ]

    @Test(
        "no path opens a file",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"),
            "strace is not installed"))
    func files() throws {
        let office = try SmallOffice()
        let trace = office.folder.path("trace")
        let server = try Server(
            data: office.data,
            under: ["/usr/bin/strace", "-D", "-f", "-qq", "-e", "trace=/^open,creat", "-o", trace])
        // What reading and writing opens once is opened now.
        #expect(server.get("/f/Q1")?.status == 200)
        #expect(server.post(SmallOffice.answer(1, overall: 5), to: "/f/Q1")?.status == 303)
        func opened() throws -> [Substring] {
            try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
        }
        let before = try opened().count
        #expect(before > 3)
        for path in Self.paths {
            let status = try #require(server.get(path), "\(path)").status
            #expect([400, 404].contains(status), "\(path): \(status)")
        }
        let after = try opened().dropFirst(before)
        #expect(after.isEmpty, "\(after)")
        #expect(server.stop() == 0)
    }

    @Test(
        "no Host and no forwarding header gets into an answer or leads away",
        arguments: [
            "evil.example", "//evil.example", "\\evil.example", "evil.example%0d%0aX-Evil: 1",
            "evil.example\rX-Evil: 1", "a@evil.example", "javascript:alert(1)", "\"><script>",
        ])
    func reflection(value: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--trusted-proxy", "127.0.0.1"])
        let names = ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded"]
        for target in ["/f/q1", "/f/Q1", "/none", "/f?place=q1"] {
            var answers = names.map { server.get(target, headers: [$0: value]) }
            answers.append(server.get(target, host: value))
            for answer in answers.compactMap(\.self) {
                #expect(answer.headers["x-evil"] == nil)
                #expect(!answer.body.contains("evil.example") && !answer.body.contains("<script>"))
                let location = answer.headers["location"]
                #expect(location == nil || location == "/f/Q1", "\(target)")
            }
        }
    }
}
