import Foundation
import Testing

/// SQLite 3.7.0 to 3.51.2 can lose commits where two connections write and checkpoint at one moment
/// (https://sqlite.org/wal.html). So there is one that may, in one process.
@Suite("One writer")
struct WriterTests {
    /// How a process holds the files of a name: the flags of each descriptor.
    private static func flags(of file: String, in process: pid_t) throws -> [Int32] {
        let folder = "/proc/\(process)/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { number in
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "\(folder)/\(number)")
            guard target?.hasSuffix("/\(file)") == true else { return nil }
            let information = try String(
                contentsOfFile: "/proc/\(process)/fdinfo/\(number)", encoding: .utf8)
            let line = information.split(separator: "\n").first { $0.hasPrefix("flags:") } ?? ""
            return Int32(line.split(separator: "\t").last ?? "", radix: 8)
        }
    }

    @Test("a serving process holds the database open for writing once, whatever it reads beside")
    func oneDescriptor() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        let clients = Clients(server, count: 4, from: 0)
        #expect(clients.wait { $0.acknowledged.count >= 20 })
        for target in ["/leader", "/api/v1/indices", "/leader/report.csv?index=overall", "/"] {
            #expect(server.get(target)?.status == 200, "\(target)")
            let flags = try Self.flags(of: "hailong.db", in: server.process.id)
            #expect(flags.count { $0 & O_ACCMODE == O_RDWR } == 1, "\(target)")
            #expect(flags.allSatisfy { [O_RDWR, O_RDONLY].contains($0 & O_ACCMODE) })
        }
        clients.finish()
        #expect(server.stop() == 0)
    }

    @Test(
        "a command that reads writes neither the database nor its journal, also as the last",
        .enabled(if: FaultTools.canTrace, "strace is missing or not allowed here"),
        arguments: [
            ["export", "responses"], ["verify"], ["places"],
            ["report", "--index", "overall", "--from", "2025-01-01", "--to", "2025-12-31"],
        ])
    func readersWriteNothing(command: [String]) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        let clients = Clients(server, count: 4, from: 0)
        #expect(clients.wait { $0.acknowledged.count >= 50 })
        for isBeside in [true, false] {
            if !isBeside {
                server.kill()
                _ = clients.outlive()
            }
            let calls = office.folder.path("calls")
            let result = try Program.run(
                executable: FaultTools.path(of: "strace") ?? "strace",
                [
                    "-f", "-y", "-o", calls, "-e",
                    "trace=write,writev,pwrite64,pwritev,ftruncate,fallocate,unlink,rename",
                    Program.path,
                ] + command + ["--data", office.data])
            #expect(result.status == 0, "\(result.messages)")
            let written = try String(contentsOfFile: calls, encoding: .utf8)
                .components(separatedBy: "\n")
                .filter { $0.contains("hailong.db>") || $0.contains("hailong.db-wal") }
            #expect(written.isEmpty, "\(written.first ?? "")")
        }
    }

    /// A shell is what people reach for. It can hold the database up, and it can spoil it; both are
    /// seen.
    @Test("a shell that holds the database up makes citizens wait or come again, never more")
    func shellHolds() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        #expect(server.post(SmallOffice.answer(1, overall: 2), to: "/f/Q1")?.status == 303)
        let (gate, held) = (office.folder.path("gate"), office.folder.path("held"))
        #expect(mkfifo(gate, 0o600) == 0)
        let output = try office.folder.descriptor(of: "said")
        defer { close(output) }
        let shell = try ChildProcess(
            FaultTools.path(of: "sqlite3") ?? "sqlite3",
            [
                office.data + "/hailong.db", "BEGIN IMMEDIATE",
                ".shell touch '\(held)' && cat '\(gate)'", "ROLLBACK",
            ], output: output, messages: output)
        Patience.until("the shell's hold") { FileManager.default.fileExists(atPath: held) }
        let clients = Clients(server, count: 4, from: 1)
        #expect(clients.wait { $0.refusals > 0 })
        #expect(server.get("/f/Q1")?.status == 200)
        let before = clients.told.acknowledged.count
        close(open(gate, O_WRONLY | O_CLOEXEC))
        shell.wait()
        #expect(clients.wait(seconds: 10) { $0.acknowledged.count > before + 20 })
        let told = clients.finish()
        #expect(told.odd.isEmpty, "\(told.odd.prefix(3))")
        #expect(server.stop() == 0)
        try office.expectStored(
            told.acknowledged.union([1]), open: told.refused.union(told.unanswered), "shell")
    }

    @Test(
        "what a shell changes beside a running server is found by verify",
        arguments: [
            "DELETE FROM response WHERE row = 2", "DELETE FROM identity WHERE row = 2",
            "UPDATE response SET answers = x'FF' WHERE row = 2",
            "UPDATE response SET form = 77 WHERE row = 2",
        ])
    func shellSpoils(statement: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        for number in 1...3 {
            let answer = SmallOffice.answer(number, overall: 4)
            #expect(server.post(answer, to: "/f/Q1")?.status == 303)
        }
        try FaultTools.run("sqlite3", office.data + "/hailong.db", statement)
        let verified = try Program.run(["verify", "--data", office.data])
        #expect(verified.status == 65, "\(verified.output)\(verified.messages)")
        #expect(server.post(SmallOffice.answer(4, overall: 4), to: "/f/Q1")?.status == 303)
        #expect(server.stop() == 0)
    }
}
