import Foundation
import Testing

/// Derived columns are written while a server runs. Whatever a kill leaves of them, reports are
/// those of a folder that has none.
@Suite("A server that dies while it seals columns")
struct SealingTests {
    private static let kills = FaultTools.isLong ? 200 : 20
    /// More than are sealed at once.
    private static let answers = 21_000
    private static let target = "/api/v1/indices?index=sipas&from=2025-01-01&to=2025-12-31"

    /// An office with all answers and no columns, copied for each test.
    private static let prepared = Result { () throws -> SmallOffice in
        let office = try SmallOffice()
        let result = try office.load("responses", try ManyResponses(count: answers).csv(seed: 11))
        #expect(result.status == 0, "\(result.messages)")
        try? FileManager.default.removeItem(atPath: columns(office))
        return office
    }

    private static func columns(_ office: SmallOffice) -> String { office.data + "/columns" }

    /// The files below `columns/` with their sizes.
    private static func files(_ office: SmallOffice) -> [String: Int] {
        let folder = columns(office)
        var sizes: [String: Int] = [:]
        for name in FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? [] {
            var status = stat()
            guard stat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG
            else { continue }
            sizes[name] = Int(status.st_size)
        }
        return sizes
    }

    /// A report byte for byte, but for the moment it was made.
    private static func report(_ office: SmallOffice) throws -> [Substring] {
        let result = try office.reportText(index: "sipas")
        #expect(result.status == 0, "\(result.messages)")
        return result.output.split(separator: "\n").filter { !$0.contains("\"generatedAt\"") }
    }

    /// Lets a server seal everything; how many bytes that makes.
    @discardableResult
    private static func seal(_ office: SmallOffice) throws -> Int {
        let server = try Server(data: office.data)
        #expect(server.get(target)?.status == 200)
        #expect(server.stop() == 0)
        #expect(office.hasColumns)
        return files(office).values.reduce(0, +)
    }

    /// Kills a server once so many bytes of columns are there, or its report is.
    private static func kill(_ office: SmallOffice, at bytes: Int) throws {
        let server = try Server(data: office.data)
        let (port, isDone) = (server.port, DispatchSemaphore(value: 0))
        Thread.detachNewThread {
            _ = Exchange("GET", target, port: port)
            isDone.signal()
        }
        while files(office).values.reduce(0, +) < bytes, isDone.wait(timeout: .now()) == .timedOut {
            sched_yield()
        }
        server.kill()
    }

    @Test("kill -9 at any moment of sealing: reports stay those of a folder made anew")
    func killed() throws {
        let office = try Self.prepared.get().copy()
        // Nothing is sealed yet, so this comes from the database alone.
        let expected = try Self.report(office)
        let whole = try Self.seal(office)
        #expect(try Self.report(office) == expected)
        var random = ManyResponses.Random(state: 7)
        var unfinished = 0
        for round in 1...Self.kills {
            // Now everything is made anew, now beside what an earlier kill left.
            if Bool.random(using: &random) {
                try FileManager.default.removeItem(atPath: Self.columns(office))
            } else {
                try? FileManager.default.removeItem(atPath: Self.columns(office) + "/manifest")
            }
            let left = Self.files(office).values.reduce(0, +)
            try Self.kill(office, at: left + Int.random(in: 1...whole, using: &random))
            if Self.files(office)["manifest"] == nil { unfinished += 1 }
            #expect(try Self.report(office) == expected, "round \(round)")
        }
        // Else nothing was tried.
        #expect(unfinished > 0)
        try Self.seal(office)
        #expect(try Self.report(office) == expected)
        #expect(try Program.run(["verify", "--data", office.data]).lastLine == "intact")
    }

    @Test("verify finds one changed byte of the columns, and deleting them mends it")
    func changed() throws {
        let office = try Self.prepared.get().copy()
        let expected = try Self.report(office)
        try Self.seal(office)
        let sealed = try #require(
            Self.files(office).filter { $0.key.hasSuffix(".seg") }.max {
                ($0.value, $0.key) < ($1.value, $1.key)
            })
        let path = Self.columns(office) + "/" + sealed.key
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count / 3] ^= 1
        try bytes.write(to: URL(filePath: path))
        let found = try Program.run(["verify", "--data", office.data])
        #expect(found.status == 65, "\(found.output)\(found.messages)")
        #expect(found.messages.contains("columns/ differs from the database from row"))
        try FileManager.default.removeItem(atPath: Self.columns(office))
        #expect(try Program.run(["verify", "--data", office.data]).lastLine == "intact")
        #expect(try Self.report(office) == expected)
    }
}
