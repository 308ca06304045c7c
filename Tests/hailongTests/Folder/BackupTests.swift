import Foundation
import Synchronization
import Testing

@Suite("Backup and restore")
struct BackupTests {
    /// An office with answers from an import, some with comments.
    private static func office(_ count: Int = 300) throws -> SmallOffice {
        let office = try SmallOffice()
        let lines = (1...count).map { SmallOffice.line($0, overall: "\($0 % 5 + 1)") }
        try office.load("responses", SmallOffice.responses(lines))
        return office
    }

    private static func restore(
        _ file: String, to data: String, _ extra: [String] = []
    ) throws -> Program.Result {
        try Program.run(["restore", file, "--data", data] + extra)
    }

    private static func backup(
        _ office: SmallOffice, _ name: String = "b"
    ) throws -> Program.Result {
        try Program.run(
            ["backup", "--data", office.data, "--output", office.folder.path(name)])
    }

    /// A report without the moment it was made at.
    private static func report(_ data: String) throws -> [Substring] {
        try Program.run(
            [
                "report", "--data", data, "--index", "overall", "--from", "2025-01-01",
                "--to", "2025-12-31",
            ]
        ).output.split(separator: "\n").filter { !$0.contains("\"generatedAt\"") }
    }

    @Test("beside a server under load it holds every answer acknowledged before it began")
    func underLoad() throws {
        let office = try Self.office()
        let server = try Server(data: office.data, Clients.options)
        let file = office.folder.path("b")
        // The load goes on until the server is stopped, and that is after the backup.
        let clients = Clients(server, count: 4, from: 10_000)
        #expect(clients.wait { $0.acknowledged.count >= 200 })
        let before = clients.told.acknowledged
        let result = try Program.run(["backup", "--data", office.data, "--output", file])
        #expect(server.stop() == 0)
        clients.finish()
        #expect(result.status == 0, "\(result.messages)")
        #expect(result.output.contains(" responses, newest link "))
        let data = office.folder.path("other")
        #expect(try Self.restore(file, to: data).status == 0)
        let stored = Set(
            try Program.run(["export", "responses", "--data", data]).output
                .split(separator: "\n").dropFirst().map { String($0.prefix(36)) })
        let lost = before.filter { !stored.contains(SmallOffice.id($0)) }
        #expect(before.count >= 200 && lost.isEmpty, "lost \(lost.count) of \(before.count)")
        #expect(try Program.run(["verify", "--data", data]).lastLine == "intact")
        #expect(try Program.run(["verify", "--data", office.data]).lastLine == "intact")
    }

    @Test("restored elsewhere it gives the same report and the same exports, byte for byte")
    func sameBytes() throws {
        let office = try Self.office()
        #expect(try Self.backup(office).status == 0)
        let data = office.folder.path("other")
        let result = try Self.restore(office.folder.path("b"), to: data)
        #expect(result.status == 0, "\(result.messages)")
        #expect(result.output.hasPrefix("300 responses, newest link "))
        for table in ["units", "places", "dossiers", "responses"] {
            let there = try Program.run(["export", table, "--data", data])
            #expect(there.status == 0)
            #expect(try there.output == office.export(table), "\(table)")
        }
        #expect(try Self.report(data) == Self.report(office.data))
        let server = try Server(data: data)
        #expect(server.post(SmallOffice.answer(999, overall: 5), to: "/f/Q1")?.status == 303)
    }

    @Test("a backup overwrites nothing, needs a folder that is there, and is for its owner alone")
    func refusals() throws {
        let office = try Self.office(3)
        #expect(try Self.backup(office).status == 0)
        let file = office.folder.path("b")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let before = try Data(contentsOf: URL(filePath: file))
        let again = try Self.backup(office)
        #expect(again.status == 73 && again.messages.contains("overwrites nothing"))
        #expect(try Data(contentsOf: URL(filePath: file)) == before)
        #expect(try Self.backup(office, "none/b").status == 73)
        let nowhere = try Program.run(
            ["backup", "--data", office.folder.path("no"), "--output", office.folder.path("c")])
        #expect(nowhere.status == 73 && nowhere.messages.contains("no data here"))
    }

    @Test("over a store restore says what both hold; with --force the old one is kept")
    func overLive() throws {
        let office = try Self.office(3)
        #expect(try Self.backup(office).status == 0)
        try office.load(
            "responses", SmallOffice.responses((4...9).map { SmallOffice.line($0, overall: "2") }))
        let file = office.folder.path("b")
        let refused = try Self.restore(file, to: office.data)
        #expect(refused.status == 73)
        #expect(refused.messages.contains("holds 9 responses; the backup has 3 responses"))
        #expect(refused.messages.contains("--force"))
        #expect(try office.exportedLines().count == 9)
        let forced = try Self.restore(file, to: office.data, ["--force"])
        #expect(forced.status == 0, "\(forced.messages)")
        #expect(try office.exportedLines().count == 3)
        let words = "What was there is kept in "
        let line = forced.messages.split(separator: "\n").first { $0.hasPrefix(words) }
        let kept = String(try #require(line).dropFirst(words.count))
        let old = try Program.run(["export", "responses", "--data", kept])
        #expect(old.output.split(separator: "\n").count == 10)
        // No backup holds the key; where one lies nothing is said.
        #expect(forced.messages.contains("put yours back as \(office.data)/keys/office.key"))
        try FileManager.default.createDirectory(
            atPath: office.data + "/keys", withIntermediateDirectories: true)
        try Data(count: 32).write(to: URL(filePath: office.data + "/keys/office.key"))
        let keyed = try Self.restore(file, to: office.data, ["--force"])
        #expect(keyed.status == 0 && !keyed.messages.contains("office.key"))
        #expect(try Program.run(["verify", "--data", office.data]).lastLine == "intact")
    }

    @Test("restore beside a running server is refused with 73, also forced")
    func besideServer() throws {
        let office = try Self.office(3)
        #expect(try Self.backup(office).status == 0)
        let server = try Server(data: office.data)
        for extra in [[], ["--force"]] {
            let result = try Self.restore(office.folder.path("b"), to: office.data, extra)
            #expect(result.status == 73 && result.messages.contains("Stop it first"))
        }
        #expect(server.post(SmallOffice.answer(99, overall: 5), to: "/f/Q1")?.status == 303)
    }

    @Test("a raw copy, a damaged backup and no file at all are refused with 65")
    func badFiles() throws {
        let office = try Self.office(3)
        #expect(try Self.backup(office).status == 0)
        var bytes = try Data(contentsOf: URL(filePath: office.folder.path("b")))
        let name = try #require(bytes.range(of: Data("Sở Xây".utf8)))
        bytes[name.lowerBound] ^= 1
        let data = office.folder.path("other")
        for file in [
            office.data + "/hailong.db", try office.folder.write(bytes, to: "changed"),
            try office.folder.write("not ours", to: "text"), office.folder.path("none"),
        ] {
            let result = try Self.restore(file, to: data)
            #expect(result.status == 65, "\(file): \(result.messages)")
            #expect(result.messages.contains(file))
            #expect(!FileManager.default.fileExists(atPath: data))
        }
    }

    @Test("a copy of a running server's database without its log is refused by every command")
    func rawCopy() throws {
        let office = try Self.office(3)
        let server = try Server(data: office.data)
        #expect(server.post(SmallOffice.answer(99, overall: 5), to: "/f/Q1")?.status == 303)
        let copy = office.folder.path("copy")
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        let copied = try Program.shell(
            "cp \"$2\" \"$3\"", [office.data + "/hailong.db", copy])
        #expect(copied.status == 0)
        for command in [
            ["verify"], ["export", "responses"], ["serve", "--listen", "127.0.0.1:0"],
            ["backup", "--output", office.folder.path("b")],
        ] {
            let result = try Program.run(command + ["--data", copy])
            #expect(result.status == 73, "\(command)")
            #expect(result.messages.contains("hailong backup"))
        }
    }

    @Test("verify without an anchor says what to compare, and calls nothing damaged")
    func withoutAnchor() throws {
        let office = try Self.office(3)
        try FileManager.default.removeItem(atPath: office.data + "/anchor")
        let verified = try Program.run(["verify", "--data", office.data])
        #expect(verified.status == 65)
        #expect(verified.messages.contains("the next start makes the file anchor anew"))
        #expect(!verified.messages.contains("damaged"))
        let server = try Server(data: office.data)
        #expect(server.stop() == 0)
        #expect(try Program.run(["verify", "--data", office.data]).lastLine == "intact")
    }

    @Test("a server that has lost confirmed answers says so and serves; verify ends with 65")
    func lostAnswers() throws {
        let office = try Self.office(3)
        let server = try Server(data: office.data)
        #expect(server.post(SmallOffice.answer(99, overall: 5), to: "/f/Q1")?.status == 303)
        server.kill()
        // What a disk that lies leaves after a power cut.
        #expect(truncate(office.data + "/hailong.db-wal", 0) == 0)
        let verified = try Program.run(["verify", "--data", office.data])
        #expect(verified.status == 65)
        #expect(verified.messages.contains("4 were confirmed and only 3 are there"))
        // It cannot listen there, so it ends when it has spoken.
        let said = try Program.run(
            ["serve", "--data", office.data, "--listen", "203.0.113.1:8080"])
        #expect(said.messages.contains("ANSWERS LOST: 4 were confirmed and only 3 are there"))
        let again = try Server(data: office.data)
        #expect(again.post(SmallOffice.answer(100, overall: 5), to: "/f/Q1")?.status == 303)
        let acknowledge = ["verify", "--acknowledge-losses", "--data", office.data]
        #expect(try Program.run(acknowledge).status == 73)
        #expect(again.stop() == 0)
        #expect(try Program.run(["verify", "--data", office.data]).status == 65)
        #expect(try Program.run(acknowledge).status == 0)
        let known = try Program.run(["verify", "--data", office.data])
        #expect(known.status == 0 && known.lastLine == "intact")
        #expect(known.output.contains("only 3 are there"))
        #expect(known.output.contains("acknowledged by "))
        let silent = try Server(data: office.data)
        #expect(try !silent.messages().contains("ANSWERS LOST"))
    }
}
