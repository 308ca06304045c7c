import Foundation
import Survey
import Testing

@testable import Storage

@Suite("Verification")
struct VerificationTests {
    let temporary = TemporaryFolder()

    /// All three are in the first block.
    private static let changed = Finding.answersChanged(first: 1, last: 3)

    /// What is found in a store of three responses after something was done to it.
    private func findings(after damage: StaticString) throws -> [Finding] {
        do {
            let store = try temporary.store()
            _ = try store.append(
                [Office.arrival(1), Office.fullArrival(2), Office.arrival(3)], quarantines: true)
            #expect(try temporary.reader().verify { _ in } == [])
        }
        do {
            let database = try Database(
                path: temporary.folder.database, access: .write)
            try database.run(damage)
        }
        return try temporary.reader().verify { _ in }
    }

    @Test("an entry taken out of the quarantine is missed")
    func quarantine() throws {
        let store = try temporary.store()
        for score in 1...3 {
            _ = try store.append([Office.arrival(1, score: score)], quarantines: true)
        }
        #expect(try temporary.reader().verify { _ in } == [])
        try store.database.run("DELETE FROM quarantine WHERE number = 2")
        #expect(try temporary.reader().verify { _ in } == [.tableChanged("quarantine")])
    }

    @Test("a trigger that somebody added is found")
    func schema() throws {
        let store = try temporary.store()
        try store.database.runScript(
            "CREATE TRIGGER t AFTER INSERT ON response BEGIN DELETE FROM comment; END")
        #expect(try temporary.reader().verify { _ in } == [.tableChanged("schema")])
    }

    @Test("a flipped bit in a form's content is found")
    func formContent() throws {
        let found = try findings(
            after: """
                UPDATE form SET content = CAST(replace(CAST(content AS TEXT), 'Phi', 'Phj') AS BLOB)
                WHERE id = 'six'
                """)
        #expect(found == [.formChanged(id: "six", version: 1), .tableChanged("form")])
    }

    @Test("answers of the wrong length are found")
    func truncatedAnswers() throws {
        #expect(
            try findings(after: "UPDATE response SET answers = x'1122' WHERE row = 1")
                == [Self.changed, .unreadableResponses(1)])
    }

    @Test(
        "a number or value that stands for nothing is found",
        arguments: [
            "UPDATE response SET answers = x'F61111' WHERE row = 1",
            "UPDATE response SET form = 99 WHERE row = 1",
            "UPDATE response SET posting = 4294967297 WHERE row = 1",
            "UPDATE response SET channel = 9 WHERE row = 1",
            "UPDATE response SET channel = -9223372036854775808 WHERE row = 1",
            "UPDATE response SET respondent = 4 WHERE row = 2",
            "UPDATE response SET outcome = 4 WHERE row = 2",
            "UPDATE response SET procedure = 99 WHERE row = 2",
            "UPDATE response SET field = 99 WHERE row = 2",
            "UPDATE response SET language = 99 WHERE row = 2",
            "UPDATE trace SET device = 99 WHERE row = 2",
            "UPDATE response SET answered_at = -1 WHERE row = 2",
            "UPDATE response SET answered_at = 9223372036854775807 WHERE row = 2",
            "UPDATE response SET received_after = 9223372036854775807 WHERE row = 2",
        ] as [Damage])
    func impossibleValues(damage: Damage) throws {
        #expect(
            try findings(after: damage.sql) == [Self.changed, .unreadableResponses(1)])
        // Reading on is possible: no number of the file can stop the program.
        let reader = try temporary.reader()
        #expect(try reader.records(after: 0, limit: 10).count == 3)
        #expect(try reader.eachResponse { _ in } == 1)
    }

    /// A statement that no part of the program makes.
    struct Damage: ExpressibleByStringLiteral, CustomTestStringConvertible, Sendable {
        let sql: StaticString

        init(stringLiteral sql: StaticString) {
            self.sql = sql
        }

        var testDescription: String { "\(sql)" }
    }

    @Test("a response without an id is found")
    func missingIdentity() throws {
        #expect(
            try findings(after: "DELETE FROM identity WHERE row = 2")
                == [Self.changed, .identities(ids: 2, responses: 3), .unreadableResponses(1)])
    }

    @Test("an id without a response is found")
    func strayIdentity() throws {
        #expect(
            try findings(after: "DELETE FROM response WHERE row = 2")
                == [Self.changed, .identities(ids: 3, responses: 2), .strayIdentities(1)])
    }

    @Test("two ids of one response are found")
    func sharedRow() throws {
        #expect(
            try findings(after: "UPDATE identity SET row = 1 WHERE row = 2")
                == [Self.changed, .sharedRows(1), .unreadableResponses(1)])
    }

    @Test("a row number no store has given does not stop the reading")
    func hugeRow() throws {
        let end = Int64.max & ~255
        #expect(
            try findings(after: "UPDATE response SET row = 9223372036854775807 WHERE row = 3")
                == [
                    .answersChanged(first: 1, last: end),
                    .answersChanged(first: end + 1, last: .max),
                    .strayIdentities(1), .unreadableResponses(1),
                ])
    }

    @Test("a broken page is found, not thrown")
    func brokenPage() throws {
        do {
            let store = try temporary.store()
            _ = try store.append((1...2_000).map { Office.arrival($0) }, quarantines: true)
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: temporary.folder.database))
        let size = try file.seekToEnd()
        try file.seek(toOffset: size / 4096 / 2 * 4096)
        try file.write(contentsOf: Data(repeating: 0xAB, count: 4096))
        try file.close()
        let found = try temporary.reader().verify { _ in }
        #expect(!found.isEmpty)
        #expect(
            found.contains {
                if case .integrity = $0 { true } else { false }
            })
    }

    /// Damage that lies where no stored answer, nor anything else that is read, does.
    enum Unread: CaseIterable {
        /// The file says that more of its pages are free than are.
        case freeCount
        /// A page of the tables stands among the free ones: what comes next is written over it.
        case freePage
        /// An index holds another word than its table, so that what is stored is not met again.
        case index

        func change(_ bytes: inout Data, indexRoot: Int) {
            switch self {
            case .freeCount: bytes[39] += 1
            case .freePage:
                let trunk = Int(bytes[34]) << 8 | Int(bytes[35])
                // The number of the first free page that the list's first page names.
                let first = (trunk - 1) * 4_096 + 8
                bytes.replaceSubrange(first..<first + 4, with: [0, 0, 0, 2])
            case .index: bytes[indexRoot * 4_096 - 1] ^= 1
            }
        }
    }

    @Test("damage that no reading meets is found by SQLite's own check", arguments: Unread.allCases)
    func unread(damage: Unread) throws {
        let indexRoot: Int64?
        do {
            let store = try temporary.store()
            // The second is kept apart, under an index of its own.
            for score in 1...2 {
                _ = try store.append([Office.arrival(1, score: score)], quarantines: true)
            }
            try store.database.runScript(
                "CREATE TABLE gone (x); INSERT INTO gone VALUES (zeroblob(40000)); DROP TABLE gone")
            indexRoot = try store.database.integer(
                "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_quarantine_1'")
        }
        #expect(try temporary.reader().verify { _ in } == [])
        let file = URL(fileURLWithPath: temporary.folder.database)
        var bytes = try Data(contentsOf: file)
        damage.change(&bytes, indexRoot: Int(try #require(indexRoot)))
        try bytes.write(to: file)
        #expect(try temporary.responses().count == 1)
        #expect(try temporary.reader().quarantined().count == 1)
        let found = try temporary.reader().verify { _ in }
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { if case .integrity = $0 { true } else { false } }, "\(found)")
    }
}
