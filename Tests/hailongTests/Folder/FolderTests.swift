import Foundation
import Testing

@Suite("One folder, one writer")
struct FolderTests {
    @Test("a second server is refused at once and the first goes on")
    func secondServer() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let second = try Program.run(
            ["serve", "--data", office.data, "--listen", "127.0.0.1:0"])
        #expect(second.status == 73)
        #expect(second.output.isEmpty)
        #expect(second.messages.contains("another process writes here (process "))
        #expect(second.messages.contains("\(server.process.id)"))
        #expect(server.post(SmallOffice.answer(1, overall: 4), to: "/f/Q1")?.status == 303)
    }

    @Test("an import beside a running server is refused and changes nothing")
    func importBeside() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for (table, text) in [
            ("units", SmallOffice.units), ("places", SmallOffice.places),
            ("responses", SmallOffice.responses([SmallOffice.line(1, overall: "5")])),
        ] {
            let result = try office.load(table, text)
            #expect(result.status == 73, "\(table)")
            #expect(result.messages.contains("Stop it first"))
            #expect(result.output.isEmpty)
        }
        #expect(try office.exportedLines().isEmpty)
        #expect(server.stop() == 0)
        // The right to write went with the process.
        #expect(try office.load("units", SmallOffice.units).status == 0)
    }

    @Test("the right to write does not outlive a killed server")
    func killed() throws {
        let office = try SmallOffice()
        try Server(data: office.data).kill()
        #expect(try office.load("units", SmallOffice.units).status == 0)
    }

    @Test(
        "commands that only read work beside a running server and after its death",
        arguments: [
            ["places"], ["places", "--format", "json"], ["export", "units"],
            ["export", "responses"], ["verify"],
            ["report", "--index", "overall", "--from", "2025-01-01", "--to", "2025-12-31"],
            ["qr", "--output", "sheets.html", "--base-url", "https://hailong.example"],
        ])
    func readers(command: [String]) throws {
        let office = try SmallOffice()
        try office.load(
            "responses", SmallOffice.responses((1...9).map { SmallOffice.line($0, overall: "4") }))
        let arguments = Self.below(office.folder, command) + ["--data", office.data]
        let server = try Server(data: office.data)
        #expect(server.post(SmallOffice.answer(99, overall: 5), to: "/f/Q1")?.status == 303)
        let beside = try Program.run(arguments)
        #expect(beside.status == 0, "\(beside.messages)")
        server.kill()
        let after = try Program.run(arguments)
        #expect(after.status == 0, "\(after.messages)")
        // Addresses of places follow the server that runs; all else is the same without it.
        guard command.first != "places" else { return }
        #expect(Self.timeless(beside.output) == Self.timeless(after.output))
    }

    /// The output without the moment it was made at.
    private static func timeless(_ output: String) -> [Substring] {
        output.split(separator: "\n").filter { !$0.contains("\"generatedAt\"") }
    }

    /// The command with its output file in a folder that goes again.
    private static func below(_ folder: TemporaryFolder, _ command: [String]) -> [String] {
        command.map { $0 == "sheets.html" ? folder.path($0) : $0 }
    }

    static let commands = [
        ["places"], ["export", "units"], ["verify"],
        ["report", "--index", "overall", "--from", "2025-01-01", "--to", "2025-12-31"],
        ["qr", "--base-url", "https://hailong.example", "--output", "sheets.html"],
    ]

    @Test("what only reads refuses an absent folder with 73 and does not make it")
    func absent() throws {
        for command in Self.commands {
            let folder = try TemporaryFolder()
            let result = try Program.run(
                Self.below(folder, command) + ["--data", folder.path("none")])
            #expect(result.status == 73, "\(command)")
            #expect(result.messages.contains("no data here"), "\(command)")
            #expect(result.output.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
        }
    }

    @Test("a folder that is a file, lies below one or holds another's database is refused with 73")
    func notOurs() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("a file", to: "file")
        try FileManager.default.createDirectory(
            atPath: folder.path("foreign"), withIntermediateDirectories: true)
        let foreign = try folder.write("This is no database at all.\n", to: "foreign/hailong.db")
        let sqlite = try Self.otherDatabase(in: folder)
        for data in [file, file + "/below", folder.path("foreign"), sqlite] {
            let units = try folder.write(SmallOffice.units, to: "units.csv")
            let commands =
                Self.commands + [
                    ["serve", "--listen", "127.0.0.1:0"], ["import", "units", units],
                ]
            for command in commands {
                let result = try Program.run(
                    Self.below(folder, command) + ["--data", data])
                #expect(result.status == 73, "\(command) \(data): \(result.messages)")
                #expect(!result.messages.isEmpty)
            }
        }
        #expect(try String(contentsOfFile: foreign, encoding: .utf8).hasPrefix("This is no"))
    }

    /// A database of another program: SQLite's own header without our application id.
    private static func otherDatabase(in folder: TemporaryFolder) throws -> String {
        let made = try SmallOffice()
        #expect(try made.load("units", SmallOffice.units).status == 0)
        var bytes = try Data(contentsOf: URL(filePath: made.data + "/hailong.db"))
        // Bytes 68 to 71 hold the application id (sqlite.org/fileformat2.html).
        bytes.replaceSubrange(68..<72, with: [1, 2, 3, 4])
        try FileManager.default.createDirectory(
            atPath: folder.path("other"), withIntermediateDirectories: true)
        _ = try folder.write(bytes, to: "other/hailong.db")
        return folder.path("other")
    }

    @Test(
        "a folder without rights is refused with 73",
        .disabled(if: geteuid() == 0, "root may write everywhere"))
    func withoutRights() throws {
        let folder = try TemporaryFolder()
        let data = folder.path("closed")
        try FileManager.default.createDirectory(
            atPath: data, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o500])
        let result = try Program.run(["serve", "--data", data + "/below"])
        #expect(result.status == 73)
    }

    @Test(
        "who may read the folder and not write to it is told so, not of a full disk",
        .enabled(if: FaultTools.isRoot, "the reader is another user, which only root can ask"))
    func readOnly() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        #expect(server.post(SmallOffice.answer(1, overall: 4), to: "/f/Q1")?.status == 303)
        // As a copy that was taken while it was open, without the memory its processes share.
        let copy = office.folder.path("copy")
        try FaultTools.run("mkdir", copy)
        for name in ["hailong.db", "hailong.db-wal"] {
            try FaultTools.run("cp", "\(office.data)/\(name)", copy)
        }
        try FaultTools.run("chmod", "-R", "a+rX", office.folder.root.path)
        let result = try Program.shell(
            "setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"",
            ["places", "--data", copy, "--lang", "en"])
        #expect(result.status == 74, "\(result.messages)")
        #expect(result.messages.contains("may not write to the folder"), "\(result.messages)")
    }

    @Test("the folder and its files are the owner's alone")
    func rights() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        #expect(server.post(SmallOffice.answer(1, overall: 4), to: "/f/Q1")?.status == 303)
        let files = try FileManager.default.contentsOfDirectory(atPath: office.data)
        #expect(files.contains("hailong.db") && files.contains("lock"))
        for name in [""] + files {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: office.data + "/" + name)
            let rights = try #require(attributes[.posixPermissions] as? Int)
            #expect(rights & 0o077 == 0, "\(name)")
        }
    }

    @Test("a database cut short is damage found by verify, not a fault of the disk")
    func damaged() throws {
        let office = try SmallOffice()
        try office.load(
            "responses", SmallOffice.responses((1...99).map { SmallOffice.line($0, overall: "4") }))
        let database = URL(filePath: office.data).appending(path: "hailong.db")
        try Data(contentsOf: database).prefix(8_192).write(to: database)
        let result = try Program.run(["verify", "--data", office.data])
        #expect(result.status == 65 && result.messages.contains("damaged"), "\(result.messages)")
    }

    @Test("a store that was removed is missed by every command, and a backup brings it back")
    func removed() throws {
        let office = try SmallOffice()
        let lines = (1...9).map { SmallOffice.line($0, overall: "4") }
        try office.load("responses", SmallOffice.responses(lines))
        let backup = office.folder.path("b")
        let data = ["--data", office.data]
        #expect(try Program.run(["backup", "--output", backup] + data).status == 0)
        try FileManager.default.removeItem(atPath: office.data + "/hailong.db")
        let serve = ["serve", "--listen", "127.0.0.1:0"]
        for command in [serve, serve + ["--demo"], ["places"], ["export", "responses"]] {
            let result = try Program.run(command + data)
            #expect(result.status == 73, "\(command)")
            #expect(result.messages.contains("ANSWERS LOST: 9 were confirmed"))
            #expect(result.messages.contains("hailong restore BACKUP --data \(office.data)"))
            #expect(result.messages.contains("move \(office.data)/anchor away"))
        }
        #expect(try office.load("units", SmallOffice.units).status == 73)
        let check = try Program.run(["verify", "--lang", "vi"] + data)
        #expect(check.status == 65 && check.messages.contains("MẤT PHIẾU: đã xác nhận 9"))
        #expect(try Program.run(["restore", backup] + data).status == 0)
        #expect(try Program.run(["verify"] + data).lastLine == "intact")
        #expect(try office.exportedLines().count == 9)
    }
}
