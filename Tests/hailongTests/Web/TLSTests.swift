import Foundation
import Testing

/// The program with a certificate of its own; the protocol itself is tested beside the server.
@Suite("Serving by TLS")
struct TLSTests {
    /// A certificate for 127.0.0.1 and its key, signed by itself.
    struct Identity {
        let folder: TemporaryFolder
        var certificate: String { folder.path("cert.pem") }
        var key: String { folder.path("key.pem") }
        var options: [String] { ["--tls-cert", certificate, "--tls-key", key] }

        init() throws {
            folder = try TemporaryFolder()
            let made = try Program.tool(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                    "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
                ])
            guard made.status == 0 else {
                throw Server.Failure.didNotStart(status: made.status, made.messages)
            }
        }

        /// Fetches by a client that believes this certificate alone; gives head and body.
        func curl(_ arguments: [String]) throws -> String {
            try Program.tool(
                "/usr/bin/curl", ["-sSi", "--max-time", "30", "--cacert", certificate] + arguments
            ).output
        }
    }

    @Test("SIGHUP reads a renewed certificate; a broken one leaves the former in use")
    func renewal() throws {
        let office = try SmallOffice()
        let (identity, renewed) = (try Identity(), try Identity())
        let server = try Server(data: office.data, identity.options)
        let files = FileManager.default
        for (old, new) in [
            (identity.certificate, renewed.certificate), (identity.key, renewed.key),
        ] {
            try files.moveItem(atPath: old, toPath: old + ".former")
            try files.copyItem(atPath: new, toPath: old)
        }
        server.process.signal(SIGHUP)
        try server.waits(for: "was read anew")
        let address = "\(server.address)/healthz"
        #expect(try renewed.curl([address]).hasPrefix("HTTP/1.1 200 "))
        try Data("broken".utf8).write(to: URL(filePath: identity.certificate))
        server.process.signal(SIGHUP)
        try server.waits(for: "no PEM certificate")
        #expect(try renewed.curl([address]).hasPrefix("HTTP/1.1 200 "))
        #expect(server.stop() == 0)
    }

    @Test("a form is fetched and answered, and every answer says to come by TLS for a year")
    func journey() throws {
        let office = try SmallOffice()
        let identity = try Identity()
        let server = try Server(data: office.data, identity.options)
        #expect(server.address == "https://127.0.0.1:\(server.port)")
        let places = try Program.run(["places", "--data", office.data, "--format", "json"])
        #expect(places.output.contains("\(server.address)/f/Q1"))
        let sent = try identity.curl(
            ["-d", "id=\(SmallOffice.id(1))&version=1&overall=5", "\(server.address)/f/Q1"])
        #expect(sent.hasPrefix("HTTP/1.1 303 "))
        #expect(try office.exportedLines().map(\.id) == [SmallOffice.id(1)])
        let long = String(repeating: "a", count: 9_000)
        let large = String(repeating: "a", count: 72_000)
        for (status, arguments) in [
            (200, ["/f/Q1"]), (200, ["/healthz"]), (200, ["/leader"]), (404, ["/none"]),
            (400, ["/%00"]), (405, ["-XDELETE", "/f/Q1"]), (414, ["/\(long)"]),
            (
                413,
                ["-HTransfer-Encoding: chunked", "-d", large, "/f/Q1"]
            ),
        ] {
            let target = server.address + (arguments.last ?? "")
            let answer = try identity.curl(arguments.dropLast() + [target])
            #expect(answer.contains("HTTP/1.1 \(status) "), "\(arguments): \(answer.prefix(60))")
            #expect(answer.contains("\r\nStrict-Transport-Security: max-age=31536000\r\n"))
        }
        #expect(server.stop() == 0)
    }

    @Test("without TLS no answer speaks of it")
    func plain() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for target in ["/f/Q1", "/none", "/healthz"] {
            let forged = ["X-Forwarded-Proto": "https", "Forwarded": "proto=https"]
            let answer = server.get(target, headers: forged)
            #expect(answer?.headers["strict-transport-security"] == nil, "\(target)")
        }
    }

    @Test("only one of certificate and key is wrong usage", arguments: ["--tls-cert", "--tls-key"])
    func half(option: String) throws {
        let office = try SmallOffice()
        let arguments = ["serve", "--data", office.data, option, "/nonexistent"]
        let english = try Program.run(arguments + ["--lang", "en"])
        #expect(english.status == 64)
        #expect(english.messages.contains("name both or neither"))
        let vietnamese = try Program.run(arguments + ["--lang", "vi"])
        #expect(vietnamese.status == 64)
        #expect(vietnamese.messages.contains("phải đi cùng nhau"))
    }

    @Test("files that cannot be used are named, in either language, before anything is made")
    func unusable() throws {
        let identity = try Identity()
        let other = try Identity()
        let junk = try identity.folder.write("nothing", to: "junk.pem")
        let cases = [
            ("/nonexistent", identity.key, "/nonexistent: cannot be read", "không đọc được"),
            (junk, identity.key, "no PEM certificate", "không có chứng thư PEM"),
            (identity.certificate, junk, "no PEM private key", "không có khóa riêng PEM"),
            (identity.certificate, other.key, "is not the key of", "không phải khóa của"),
        ]
        for (certificate, key, english, vietnamese) in cases {
            for (language, words) in [("en", english), ("vi", vietnamese)] {
                let data = identity.folder.path("data")
                let result = try Program.run([
                    "serve", "--data", data, "--lang", language, "--tls-cert", certificate,
                    "--tls-key", key,
                ])
                #expect(result.status == 65, "\(result.messages)")
                #expect(result.messages.contains(words), "\(result.messages)")
                #expect(!FileManager.default.fileExists(atPath: data))
            }
        }
    }

    @Test(
        "a key that everybody can read is served and complained about",
        arguments: [(0o600, false), (0o640, false), (0o644, true)])
    func mode(mode: Int, isOpen: Bool) throws {
        let office = try SmallOffice()
        let identity = try Identity()
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: identity.key)
        let server = try Server(data: office.data, identity.options)
        #expect(server.stop() == 0)
        #expect(try server.messages().contains("can read this key") == isOpen)
    }
}
