import Foundation
import Testing

/// What citizens and strangers send is not for the log, and what is stored is not for neighbours.
@Suite("What the server keeps to itself")
struct SilenceTests {
    /// Would stand out anywhere.
    private static let canary = "kanari7391"

    @Test("nothing that anybody sends reaches standard error", arguments: ["text", "json"])
    func log(format: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--log-format", format])
        let (port, canary) = (server.port, Self.canary)
        let form = ["Content-Type": "application/x-www-form-urlencoded"]
        let json = ["Content-Type": "application/json"]
        let id = SmallOffice.id(1)
        let good = "id=\(id)&version=1&overall=1&comment=\(canary)"
        let bodies: [(String, [String: String], String)] = [
            ("/f/Q1", form, good), ("/f/Q1", form, good + "&overall=\(canary)"),
            ("/f/Q1", form, "\(canary)=%ZZ"), ("/f/\(canary)", form, good),
            ("/f/Q1", form, "id=\(canary)"), ("/f/Q1", json, canary),
            ("/f/Q1", form, good + "&procedure=\(canary)&field=\(canary)"),
            ("/api/v1/responses", json, "[{\"id\":\"\(canary)\"}]"),
            ("/api/v1/responses", json, "{\"\(canary)"),
            ("/api/v1/responses", json, "[\"\(canary)\"]"),
            ("/api/v1/responses", form, canary),
            ("/f/Q1", form, canary + String(repeating: "a", count: 70_000)),
        ]
        for (target, headers, body) in bodies {
            let all = headers.merging(
                ["User-Agent": canary, "Referer": "http://\(canary)/", "Cookie": canary]
            ) { $1 }
            #expect(Exchange("POST", target, port: port, headers: all, body: body) != nil)
        }
        for target in [
            "/\(canary)", "/f/Q1?p=\(canary)", "/leader?unit=\(canary)", "/leader?from=\(canary)",
            "/api/v1/indices?index=\(canary)", "/assets/\(canary)", "/f?place=\(canary)",
        ] {
            #expect(server.get(target, headers: ["X-Forwarded-For": canary]) != nil)
            #expect(server.get(target, host: canary + ".example") != nil)
        }
        for head in [
            "GET /\(canary) HTTP/1.1\r\nHost: a\r\nHost: \(canary)", "\(canary)\u{1}",
            "POST /\(canary) HTTP/1.1\r\nContent-Length: -\(canary)",
        ] {
            _ = Exchange(sending: head + "\r\n\r\n", port: port)
        }
        // And while answers fail: the error is told, the answer is not.
        try FileManager.default.moveItem(atPath: office.data, toPath: office.data + "-away")
        #expect(
            Exchange("POST", "/f/Q1", port: port, headers: form, body: good)?.status == 503)
        try FileManager.default.moveItem(atPath: office.data + "-away", toPath: office.data)
        #expect(server.stop() == 0)
        let said = try server.messages()
        #expect(said.contains("answers cannot be stored"), "\(said)")
        #expect(!said.contains(canary), "\(said)")
        #expect(!said.contains(id) && !said.contains("127.0.0.1:5"), "\(said)")
    }

    @Test("files are the owner's alone, whatever the shell's mask says")
    func mask() throws {
        let office = try SmallOffice(importing: false)
        let prepared = try SmallOffice()
        let openly = ["/bin/sh", "-c", "umask 000; exec \"$@\"", "sh"]
        for (table, text) in [("units", SmallOffice.units), ("places", SmallOffice.places)] {
            let file = try prepared.folder.write(text, to: table)
            let result = try Program.run(
                executable: openly[0],
                openly[1...] + [Program.path, "import", table, file, "--data", office.data])
            #expect(result.status == 0, "\(result.messages)")
        }
        let server = try Server(data: office.data, under: openly)
        #expect(server.post(SmallOffice.answer(1, overall: 4), to: "/f/Q1")?.status == 303)
        // Makes the derived tables too.
        #expect(server.get("/leader")?.status == 200)
        let files = FileManager.default.enumerator(atPath: office.data)?.allObjects ?? []
        #expect(files.count > 4)
        for name in [""] + files.compactMap({ $0 as? String }) {
            var status = stat()
            guard lstat(office.data + "/" + name, &status) == 0 else { continue }
            #expect(status.st_mode & 0o077 == 0, "\(name) \(String(status.st_mode, radix: 8))")
        }
        #expect(server.stop() == 0)
    }
}
