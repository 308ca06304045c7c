import Foundation
import Testing

/// No SQL is built from strings, and one connection writes: by the shape of the code.
@Suite("Statements")
struct StatementTests {
    private static let texts = ["Sources/Storage/SQLite/SQL.swift"]
    private static let schema = "Sources/Storage/SQLite/Schema.swift"
    private static let gate = "Sources/Storage/SQLite/Database.swift"
    private static let sources = SourceTree.files(below: "Sources", endingWith: [".swift"])

    /// A StaticString cannot be interpolated or joined: the compiler itself refuses.
    @Test("every statement is a constant that nothing can be put into")
    func constants() throws {
        for path in Self.texts + [Self.schema] {
            for (number, line) in try SourceTree.lines(path).enumerated() {
                #expect(!line.contains("\\("), "\(path):\(number + 1)")
                guard line.contains("static let"), !line.contains("Int64"),
                    !line.contains("migrations = [")
                else { continue }
                #expect(line.contains("StaticString"), "\(path):\(number + 1)")
            }
        }
    }

    @Test("only the gate hands text to SQLite, and takes constants only")
    func gate() throws {
        for path in Self.sources {
            let text = try SourceTree.text(path)
            let prepares = text.contains("sqlite3_prepare") || text.contains("sqlite3_exec")
            #expect(!prepares || path == Self.gate, "\(path)")
        }
        for line in try SourceTree.lines(Self.gate)
        where line.contains("func ") && line.contains("sql:") {
            #expect(line.contains("_ sql: StaticString"), "\(line)")
        }
        let text = try SourceTree.text(Self.gate)
        #expect(!text.contains("_ sql: String"))
    }

    @Test("SQL stands in its own files and nowhere else")
    func elsewhere() throws {
        let words = [
            "\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"PRAGMA ", "\"VACUUM",
            "\"ATTACH ",
        ]
        for path in Self.sources where !(Self.texts + [Self.schema]).contains(path) {
            let text = try SourceTree.text(path)
            for word in words { #expect(!text.contains(word), "\(path): \(word)") }
        }
    }

    /// Two connections that write and checkpoint can lose commits (SQLite 3.7.0 to 3.51.2).
    @Test("one place opens a connection that writes, and readers turn checkpoints off")
    func connections() throws {
        let writing = try Self.sources.filter { try SourceTree.text($0).contains("access: .write") }
        // A backup writes a file of its own that nobody else knows yet.
        let allowed = ["Sources/Storage/Backup/Backup.swift", "Sources/Storage/Store.swift"]
        #expect(writing == allowed)
        let reading = try Self.sources.filter { try SourceTree.text($0).contains("access: .read)") }
        #expect(reading.contains("Sources/Storage/StoreReader.swift"))
        for path in reading {
            let text = try SourceTree.text(path)
            #expect(text.contains("SQL.neverCheckpoint"), "\(path)")
            #expect(text.contains("SQL.queryOnly"), "\(path)")
        }
    }
}
