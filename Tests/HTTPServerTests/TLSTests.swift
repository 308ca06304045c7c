import Foundation
import Testing

@testable import HTTPServer

@Suite("TLS")
struct TLSTests {
    @Test("one connection carries several requests, bodies to the limit and our headers")
    func requests() throws {
        let (server, identity) = try TestServer.secure {
            $0.responseHeaders = [HTTPHeader("X-Guard", "on")]
            $0.secureResponseHeaders = [HTTPHeader("X-Secure", "on")]
        }
        let address = "https://127.0.0.1:\(server.port)"
        let body = String(repeating: "x", count: 65_536)
        let answer = try Tool(
            "curl",
            [
                "-sS", "--max-time", "30", "--cacert", identity.certificate, "-w",
                " %{http_code} %{num_connects}\n%header{X-Guard}%header{X-Secure}\n",
                address + "/?a", "--next", "-sS", "--cacert", identity.certificate, "-w",
                " %{http_code} %{num_connects}\n", "--data-binary", "@-", address + "/",
            ], input: body)
        #expect(answer.output == "/?a 200 1\nonon\n65536 bytes 200 0\n", "\(answer.messages)")
    }

    @Test("a refusal in the middle of a body comes by TLS too, never in the clear")
    func breakOff() throws {
        let (server, identity) = try TestServer.secure { $0.bodyBytesMax = 1_000 }
        let answer = try Tool(
            "openssl", Self.client(server, identity),
            input: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "7d0\r\n" + String(repeating: "x", count: 2_000) + "\r\n")
        #expect(answer.output.hasPrefix("HTTP/1.1 413 "), "\(answer.output)\(answer.messages)")
        #expect(answer.output.hasSuffix("413 Content Too Large\n"))
    }

    @Test("pipelined requests are answered in order, those that wait for a thread too")
    func pipelining() throws {
        let (server, identity) = try TestServer.secure(routes: {
            $0.add(.get, "/later") { request, _, responder in
                let text = request.target + "\n"
                DispatchQueue.global().async { responder.send(HTTPResponse(.text, text)) }
            }
        })
        let targets = (0..<60).map { "/\($0 % 3 == 0 ? "" : "later")?\($0)" }
        let requests = targets.map {
            "GET \($0) HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 500))\r\n"
        }
        let answer = try Tool(
            "openssl", Self.client(server, identity),
            input: requests.joined(separator: "\r\n") + "Connection: close\r\n\r\n")
        let lines = answer.output.split(whereSeparator: \.isNewline).map(String.init)
        #expect(lines.filter { $0.hasPrefix("/") }.map { $0.prefixOfTarget } == targets)
    }

    @Test("many connections at once that wait for other threads are all answered")
    func many() throws {
        let (server, identity) = try TestServer.secure(routes: {
            $0.add(.get, "/later") { _, _, responder in
                DispatchQueue.global().async { responder.send(HTTPResponse(status: 204)) }
            }
        })
        let answer = try Tool.curl(
            identity,
            [
                "--parallel", "--parallel-immediate", "--parallel-max", "64", "-w",
                "%{http_code}\n", "https://127.0.0.1:\(server.port)/later?[1-300]",
            ])
        #expect(answer.output == String(repeating: "204\n", count: 300), "\(answer.messages)")
    }

    @Test("a handshake that hangs or drips is cut and does not keep the loop busy")
    func slowHandshake() throws {
        let (server, identity) = try TestServer.secure { $0.requestDeadlineSeconds = 0.5 }
        // The beginning of a ClientHello of 512 bytes.
        let hello: [UInt8] = [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]
        let hanging = try server.client()
        hanging.send(hello)
        let silent = try server.client()
        let dripping = try server.client()
        dripping.send(hello)
        #expect(dripping.dripUntilClosed())
        #expect(hanging.isClosedSilently())
        #expect(silent.isClosedSilently())
        #expect(server.server.statistics.connectionsCutByDeadline == 3)
        // A loop that spins makes a hundred thousand turns in this time.
        #expect(server.server.turns < 5_000)
        let answer = try Tool.curl(identity, ["https://127.0.0.1:\(server.port)/?on"])
        #expect(answer.output == "/?on")
    }

    @Test("a client that comes back resumes", arguments: ["-tls1_3", "-tls1_2"])
    func resumption(version: String) throws {
        let (server, identity) = try TestServer.secure()
        let file = NSTemporaryDirectory() + "hailong-session-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let first = try Self.shown(server, identity, [version, "-sess_out", file])
        #expect(first.contains("New, TLSv1") && !first.contains("Reused, "))
        let second = try Self.shown(server, identity, [version, "-sess_in", file])
        #expect(second.contains("Reused, TLSv1"), "\(second)")
        #expect(second.contains("/?on"))
    }

    @Test("a renewed certificate is shown to new connections, and open ones go on")
    func renewal() throws {
        let (server, identity) = try TestServer.secure()
        let other = try TestIdentity()
        let texts = try other.bytes()
        let open = try OpenClient(server, identity)
        try open.ask("GET /?before HTTP/1.1\r\nHost: a\r\n\r\n", until: "/?before")
        try server.server.replaceIdentity(
            by: TLSIdentity(certificate: texts.certificate, key: texts.key))
        #expect(try Self.shown(server, other, []).contains("/?on"))
        #expect(try !Self.shown(server, identity, []).contains("/?on"))
        try open.ask("GET /?after HTTP/1.1\r\nHost: a\r\n\r\n", until: "/?after")
    }

    /// What a client that makes one request shows of its connection.
    private static func shown(
        _ server: TestServer, _ identity: TestIdentity, _ options: [String]
    ) throws -> String {
        try Tool(
            "openssl",
            [
                "s_client", "-ign_eof", "-verify_return_error", "-CAfile", identity.certificate,
                "-connect", "127.0.0.1:\(server.port)",
            ] + options, input: "GET /?on HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        ).output
    }

    @Test("plain HTTP to the port of TLS gets nothing")
    func plain() throws {
        let (server, _) = try TestServer.secure()
        let client = try server.client()
        client.get("/")
        #expect(!String(decoding: client.rest(), as: UTF8.self).contains("HTTP/"))
        #expect(client.isAtEnd)
        #expect(server.seen.all.isEmpty)
    }

    @Test(
        "versions before 1.2 and ciphers without forward secrecy are refused",
        arguments: [
            (["-tls1_3"], true), (["-tls1_2"], true), (["-tls1_1"], false), (["-tls1"], false),
            (["-tls1_2", "-cipher", "AES128-SHA"], false),
            (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"], false),
        ])
    func versions(options: [String], isSpoken: Bool) throws {
        let (server, identity) = try TestServer.secure()
        // At level 0 this client itself would speak the old ones.
        let options = options.contains("-cipher") ? options : options + ["-cipher", "ALL"]
        let answer = try Tool(
            "openssl",
            Self.client(server, identity)
                + options.map { $0.first == "-" ? $0 : $0 + ":@SECLEVEL=0" },
            input: "GET /?spoken HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(answer.output.contains("/?spoken") == isSpoken, "\(answer.messages)")
    }

    @Test("a certificate and a key that cannot be used are told apart")
    func unusable() throws {
        let texts = try TestIdentity.shared.get().bytes()
        let other = try Tool("openssl", ["genpkey", "-algorithm", "ED25519"])
        let otherKey = Array(other.output.utf8)
        let locked = try Tool(
            "openssl", ["genpkey", "-algorithm", "ED25519", "-aes256", "-pass", "pass:x"])
        let junk = Array("-----BEGIN CERTIFICATE-----\nAAAA\n".utf8)
        for (certificate, key, error) in [
            ([], texts.key, HTTPServerError.malformedCertificate),
            (junk, texts.key, .malformedCertificate), (texts.key, texts.key, .malformedCertificate),
            (texts.certificate + [0], texts.key, .malformedCertificate),
            (texts.certificate, [], .malformedKey), (texts.certificate, junk, .malformedKey),
            (texts.certificate, texts.certificate, .malformedKey),
            (texts.certificate, Array(locked.output.utf8), .malformedKey),
            (texts.certificate, otherKey, .unmatchedKey),
            (
                texts.certificate, [UInt8](repeating: 10, count: TLSIdentity.bytesMax + 1),
                .malformedKey
            ),
        ] {
            #expect(throws: error) { try TLSIdentity(certificate: certificate, key: key) }
        }
    }

    /// A client that sends its input and shows what comes until the server closes.
    private static func client(_ server: TestServer, _ identity: TestIdentity) -> [String] {
        [
            "s_client", "-quiet", "-ign_eof", "-verify_return_error", "-CAfile",
            identity.certificate, "-connect", "127.0.0.1:\(server.port)",
        ]
    }
}

extension String {
    /// The target that a body shows, without the status line that may follow it at once.
    fileprivate var prefixOfTarget: String { String(prefix(while: { $0 != "H" })) }
}

/// A client by TLS whose connection stays open between requests.
private final class OpenClient {
    struct Ended: Error {}

    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())

    init(_ server: TestServer, _ identity: TestIdentity) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "s_client", "-quiet", "-verify_return_error", "-CAfile", identity.certificate,
            "-connect", "127.0.0.1:\(server.port)",
        ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Sends a request and reads until its answer's body has come.
    func ask(_ request: String, until body: String) throws {
        input.fileHandleForWriting.write(Data(request.utf8))
        var answer = ""
        while !answer.contains(body) {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Ended() }
            answer += String(decoding: piece, as: UTF8.self)
        }
    }
}
