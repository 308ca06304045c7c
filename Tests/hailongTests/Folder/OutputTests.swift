import Foundation
import Testing

@Suite("Where results go")
struct OutputTests {
    static let period = ["--index", "overall", "--from", "2025-01-01", "--to", "2025-12-31"]
    /// Commands whose result stands on standard output.
    static let commands = [
        ["export", "responses"], ["export", "units"], ["places"], ["verify"], ["report"] + period,
        ["report", "--format", "text"] + period, ["report", "--format", "csv"] + period,
    ]
    /// Files for people, which name the moment they were made.
    static let files = [
        ["report", "--format", "xlsx"] + period, ["report", "--format", "html"] + period,
    ]

    static let office = Result { () throws -> SmallOffice in
        let office = try SmallOffice()
        let lines = (1...200).map { SmallOffice.line($0, overall: "\($0 % 5 + 1)") }
        try office.load("responses", SmallOffice.responses(lines))
        return office
    }

    @Test("a full disk is told with 74", arguments: commands + files)
    func full(command: [String]) throws {
        let result = try Program.shell(
            "exec \"$@\" > /dev/full", command + ["--data", Self.office.get().data])
        #expect(result.status == 74)
        #expect(result.messages.contains("cannot be written"), "\(result.messages)")
    }

    @Test(
        "a closed output is told with 74 and the data stays as it was", arguments: commands + files)
    func closed(command: [String]) throws {
        let office = try Self.office.get()
        let before = try office.export("responses")
        for line in ["exec \"$@\" >&-", "exec \"$@\" <&- >&- 2>&-"] {
            let result = try Program.shell(line, command + ["--data", office.data])
            #expect(result.status == 74, "\(line)")
        }
        #expect(try office.export("responses") == before)
    }

    @Test(
        "an import without an output stores everything and says 74",
        arguments: [">&-", "<&- >&-", "<&- >&- 2>&-"])
    func importClosed(closing: String) throws {
        let office = try SmallOffice()
        let text = SmallOffice.responses((1...50).map { SmallOffice.line($0, overall: "4") })
        let file = try office.folder.write(text, to: "responses.csv")
        let result = try Program.shell(
            "exec \"$@\" \(closing)", ["import", "responses", file, "--data", office.data])
        // Not written into a file of the folder that got the free number.
        #expect(result.status == 74)
        #expect(try Program.run(["verify", "--data", office.data]).lastLine == "intact")
        #expect(try office.exportedLines().count == 50)
    }

    @Test("messages without a place to go do not end up in the result")
    func closedMessages() throws {
        let office = try Self.office.get()
        let folder = try TemporaryFolder()
        let result = try Program.shell(
            "exec \"$@\" 2>&-",
            [
                "export", "responses", "--data", office.data, "--output", folder.path("result"),
            ])
        #expect(result.status == 0)
        let written = try String(contentsOfFile: folder.path("result"), encoding: .utf8)
        #expect(written == (try office.export("responses")))
    }

    @Test("commands without data tell a full disk too", arguments: ["forms check", "completion"])
    func fullWithoutData(command: String) throws {
        let form = Program.repository.appending(path: "forms/counter-one-tap.json").path
        let arguments = command.split(separator: " ").map(String.init)
        let result = try Program.shell(
            "exec \"$@\" > /dev/full", arguments + (command == "completion" ? [] : [form]))
        #expect(result.status == 74)
    }

    @Test("a reader that leaves early ends an export as it ends other programs")
    func leftEarly() throws {
        // The shell gives the status of the program itself, not of the reader.
        let result = try Program.shell(
            "{ \"$@\"; echo $? >&2; } | head -c 10",
            ["export", "responses"]
                + ["--data", Self.office.get().data])
        let status = try #require(Int(result.messages.split(separator: "\n").last ?? ""))
        // Where all fitted into the pipe before the reader left, it has simply done its work.
        #expect([0, 74, 128 + Int(SIGPIPE)].contains(status))
        #expect(result.output.utf8.count == 10)
    }

    @Test("--output gives the same bytes as standard output", arguments: commands)
    func file(command: [String]) throws {
        // These have no such option.
        guard !["places", "verify"].contains(command[0]) else { return }
        let office = try Self.office.get()
        let folder = try TemporaryFolder()
        let arguments = command + ["--data", office.data]
        let plain = try Program.run(arguments)
        let result = try Program.run(arguments + ["--output", folder.path("result")])
        #expect(result.status == 0 && result.output.isEmpty)
        let written = try String(contentsOfFile: folder.path("result"), encoding: .utf8)
        func comparable(_ text: String) -> [Substring] {
            text.split(separator: "\n").filter { !$0.contains("\"generatedAt\"") }
        }
        #expect(comparable(written) == comparable(plain.output))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root.path).count == 1)
    }

    @Test("a file that cannot be made is refused with 73 and nothing is left of it")
    func noFolder() throws {
        let folder = try TemporaryFolder()
        let data = try Self.office.get().data
        for output in [folder.path("none/result"), folder.root.path] {
            let result = try Program.run(
                ["export", "units", "--data", data, "--output", output])
            #expect([73, 74].contains(result.status), "\(output)")
            #expect(result.messages.contains(output))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root.path).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.root.path + ".part"))
    }

    @Test("a device named as output is written to, not replaced by a file")
    func device() throws {
        let folder = try TemporaryFolder()
        let link = folder.path("full")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: "/dev/full")
        let result = try Program.run(
            ["export", "units", "--data", Self.office.get().data, "--output", link])
        #expect(result.status == 74)
        let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
        #expect(target == "/dev/full")
    }

    @Test("a link named as output is followed and stays, and names of standard output are it")
    func links() throws {
        let folder = try TemporaryFolder()
        let (link, file) = (folder.path("link.csv"), try folder.write("old", to: "file.csv"))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        let export = ["export", "units", "--data", try Self.office.get().data, "--output"]
        #expect(try Program.run(export + [link]).status == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
        let written = try String(contentsOfFile: file, encoding: .utf8)
        #expect(written.hasPrefix("code,"))
        let shell = try Program.shell("exec \"$@\" | cat", export + ["/dev/stdout"])
        #expect(shell.output == written && shell.status == 0)
    }

    @Test("a backup may have a day behind the store's name, beside another one")
    func dated() throws {
        let folder = try TemporaryFolder()
        let backup = ["backup", "--data", try Self.office.get().data, "--output"]
        for name in ["hailong.db", "hailong.db-2026-11-22"] {
            let result = try Program.run(backup + [folder.path(name)])
            #expect(result.status == 0, "\(result.messages)")
        }
    }

    /// Names that a data folder keeps for itself, there or not.
    static let ownNames = [
        "hailong.db", "hailong.db-wal", "hailong.db-shm", "hailong.db.part", "anchor", "lock",
        "ballast", "keys", "keys/secret", "columns", "columns/manifest", "requests/a.json",
    ]

    @Test("--output never writes over a name of the data folder", arguments: ownNames)
    func ownName(name: String) throws {
        let office = try Self.office.get().copy()
        for folder in ["keys", "columns", "requests"] {
            try FileManager.default.createDirectory(
                atPath: "\(office.data)/\(folder)", withIntermediateDirectories: true)
        }
        // Another way to the same place.
        let link = office.folder.path("link")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: office.data)
        let before = try FileManager.default.subpathsOfDirectory(atPath: office.data)
        for (command, folder) in [
            (["export", "responses"], office.data), (["export", "units"], link),
            (["qr"], office.data), (["backup"], link),
        ] {
            let result = try Program.run(
                command + ["--data", office.data, "--output", "\(folder)/\(name)"])
            #expect(result.status == 73, "\(command)")
            #expect(result.messages.contains("another name"), "\(result.messages)")
        }
        let after = try FileManager.default.subpathsOfDirectory(atPath: office.data)
        #expect(Set(after).subtracting(before).isEmpty)
        #expect(try Program.run(["verify", "--data", office.data]).lastLine == "intact")
        // What is no name of ours may stand in the folder.
        #expect(
            try Program.run(
                ["export", "units", "--data", office.data, "--output", "\(link)/units.csv"]
            ).status == 0)
    }

    @Test("--output never writes over a backup, finished or not", arguments: ["", ".part"])
    func backup(ending: String) throws {
        let office = try Self.office.get()
        let folder = try TemporaryFolder()
        let backup = folder.path("copy.db" + ending)
        #expect(try Program.run(["backup", "--data", office.data, "--output", backup]).status == 0)
        let before = try Data(contentsOf: URL(filePath: backup))
        for command in [["export", "responses"], ["report"] + Self.period, ["qr"]] {
            let result = try Program.run(
                command + ["--data", office.data, "--output", folder.path("copy.db")])
            #expect(result.status == 73, "\(command)")
            #expect(result.messages.contains("SQLite"), "\(result.messages)")
        }
        #expect(try Data(contentsOf: URL(filePath: backup)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root.path).count == 1)
    }
}
