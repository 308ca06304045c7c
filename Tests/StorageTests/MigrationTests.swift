import Foundation
import Survey
import Testing

@testable import Storage

@Suite("From older schemas")
struct MigrationTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    /// A folder with the store of schema 1.
    private static func first() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: fixtures.appending(path: "store-1.db"),
            to: URL(filePath: folder.folder.database))
        return folder
    }

    /// The answers as CSV, as the program exported them then: without the column that came later.
    private static func export(_ folder: TemporaryFolder) throws -> String {
        let reader = try folder.reader()
        let register = try reader.register()
        let table = ResponseTable(forms: register.questionnaires)
        var writer = CSVWriter()
        let partial = try #require(table.columns.firstIndex(of: "partial"))
        func without(_ fields: [String]) -> [String] {
            fields.enumerated().filter { $0.offset != partial }.map(\.element)
        }
        writer.write(without(table.columns))
        let unreadable = try reader.eachResponse { response in
            guard let form = register.questionnaire(response.form, version: response.version)
            else { return }
            #expect(!response.isPartial)
            writer.write(without(table.encode(response, form: form, offset: .vietNam)))
        }
        #expect(unreadable == 0)
        return writer.text
    }

    @Test("a store of schema 1 keeps every answer, word for word, and is sound from then on")
    func answers() throws {
        let folder = try Self.first()
        #expect(throws: StorageError.olderSchema(found: 1, known: Schema.migrations.count)) {
            try folder.reader()
        }
        do { #expect(try Store(folder.folder, makes: false).losses == []) }
        let wanted = try String(
            contentsOf: Self.fixtures.appending(path: "store-1.responses.csv"), encoding: .utf8)
        #expect(try Self.export(folder) == wanted)
        let reader = try folder.reader()
        #expect(try reader.verify { _ in } == [])
        #expect(
            try reader.counts()
                == StoreCounts(
                    responses: 600, comments: 95, quarantined: 1, forms: 2, units: 7, places: 6))
        #expect(try reader.dossiers().count == 15)
        #expect(try reader.quarantined().first?.content.contains("\"overall\":1") == true)
        #expect(try reader.database.integer(SQL.countBlocks) == 2)
    }

    @Test("what was answered under schema 1 stays fixed, and answers go on")
    func goesOn() throws {
        let folder = try Self.first()
        let store = try Store(folder.folder, makes: false)
        let form = try #require(try store.register().questionnaire("counter-one-tap", version: 1))
        #expect(throws: StorageError.formDiffers(id: "counter-one-tap", version: 1)) {
            try store.keep(form, content: Array("{}".utf8))
        }
        let other = Office.form()
        try store.keep(other.form, content: other.content)
        _ = try store.append([Office.arrival(1)], quarantines: true)
        #expect(try store.countResponses() == 601)
        #expect(try folder.reader().verify { _ in } == [])
    }

    @Test("a change in a migrated store is found", arguments: [1, 256, 600])
    func damage(row: Int) throws {
        let folder = try Self.first()
        do { _ = try Store(folder.folder, makes: false) }
        let database = try Database(path: folder.folder.database, access: .write)
        try database.run(
            "UPDATE response SET answered_at = answered_at + 1 WHERE row = $1", .integer(row))
        let first = (Int64(row) - 1) / 256 * 256 + 1
        #expect(
            try folder.reader().verify { _ in }
                == [.answersChanged(first: first, last: min(600, first + 255))])
    }

    @Test("rows that could not be read before are found after, not blessed")
    func unreadableBefore() throws {
        let folder = try Self.first()
        do {
            let database = try Database(path: folder.folder.database, access: .write)
            try database.run("UPDATE response SET answers = x'' WHERE row = 3")
        }
        do { _ = try Store(folder.folder, makes: false) }
        #expect(
            try folder.reader().verify { _ in }
                == [.answersChanged(first: 1, last: 256), .unreadableResponses(1)])
    }

    @Test("a migration that is broken off leaves the old store, and the next one succeeds")
    func brokenOff() throws {
        let folder = try Self.first()
        let before = try Data(contentsOf: URL(filePath: folder.folder.database))
        let refusal = StorageError.absent(path: "the test's own")
        do {
            let database = try Database(path: folder.folder.database, access: .write)
            _ = try database.text(SQL.writeAhead)
            #expect(throws: refusal) {
                try Store.migrate(
                    database, from: 1,
                    by: Schema.migrations + [
                        Migration(script: "SELECT 1") { _ throws(StorageError) in throw refusal }
                    ])
            }
            #expect(try database.integer(SQL.schemaVersion) == 1)
        }
        #expect(try Data(contentsOf: URL(filePath: folder.folder.database)) == before)
        do { _ = try Store(folder.folder, makes: false) }
        #expect(try folder.reader().counts().responses == 600)
        #expect(try folder.reader().verify { _ in } == [])
    }

    @Test("a kill in the middle of a migration leaves a store that migrates anew")
    func killed() throws {
        let folder = try Self.first()
        let database = try Database(path: folder.folder.database, access: .write)
        _ = try database.text(SQL.writeAhead)
        // Pages go to the log before the commit, as of a long migration.
        try database.run("PRAGMA cache_size = 1")
        try database.run("PRAGMA cache_spill = 1")
        let copies = Copies()
        let step = Migration(script: "SELECT 1") { _ throws(StorageError) in
            copies.add(Result { try folder.copied() })
        }
        try Store.migrate(
            database, from: 1, by: Schema.migrations + [step])
        let copy = try copies.taken()
        do { _ = try Store(copy.folder, makes: false) }
        #expect(try copy.reader().counts().responses == 600)
        #expect(try copy.reader().verify { _ in } == [])
    }

    /// A copy made inside a migration.
    private final class Copies: @unchecked Sendable {
        // Safe because the migration runs on the test's own thread.
        private var result: Result<TemporaryFolder, any Error>?

        func add(_ copy: Result<TemporaryFolder, any Error>) { result = copy }

        func taken() throws -> TemporaryFolder { try #require(result).get() }
    }
}
