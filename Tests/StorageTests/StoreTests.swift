import Foundation
import Survey
import Testing

@testable import Storage

@Suite("Store")
struct StoreTests {
    let temporary = TemporaryFolder()

    @Test("the writer runs in WAL with full syncs, and wipes what is deleted")
    func pragmas() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        #expect(try store.durability() == (journal: "wal", synchronous: 2))
        #expect(try store.database.integer("PRAGMA secure_delete") == 1)
        #expect(try store.database.integer(SQL.applicationID) == 0x4861_694C)
        #expect(try store.database.integer(SQL.schemaVersion) == Int64(Schema.migrations.count))
    }

    @Test("a store made by a newer release is refused by writer and reader, and left alone")
    func newerSchema() throws {
        do {
            let store = try temporary.store()
            try store.database.run("PRAGMA user_version = 99")
        }
        let refusal = StorageError.newerSchema(found: 99, known: Schema.migrations.count)
        #expect(throws: refusal) { try temporary.store() }
        #expect(throws: refusal) { try temporary.reader() }
        let database = try Database(path: temporary.folder.database, access: .read)
        #expect(try database.integer(SQL.schemaVersion) == 99)
    }

    @Test("a database of something else, and a file that is none, are refused")
    func foreignFiles() throws {
        let folder = temporary.folder
        try folder.make()
        try Data("this is no database, but long enough to be looked at as one. ".utf8)
            .write(to: URL(fileURLWithPath: folder.database))
        #expect(throws: StorageError.notOurs(path: folder.database)) {
            try Store(folder, makes: true)
        }
        #expect(throws: StorageError.notOurs(path: folder.database)) { try StoreReader(folder) }
        try FileManager.default.removeItem(atPath: folder.database)
        try Data().write(to: URL(fileURLWithPath: folder.database))
        do {
            let other = try Database(path: folder.database, access: .write)
            try other.run("CREATE TABLE song (title TEXT)")
        }
        #expect(throws: StorageError.notOurs(path: folder.database)) {
            try Store(folder, makes: true)
        }
    }

    @Test("a damaged head beside an anchor is damage, and no other program's", arguments: [0, 68])
    func damagedHead(byte: UInt64) throws {
        let folder = temporary.folder
        do {
            let store = try temporary.store()
            _ = try store.append([Office.arrival(1)], quarantines: true)
            try store.close()
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.database))
        try file.seek(toOffset: byte)
        try file.write(contentsOf: [0xFF])
        try file.close()
        for open in [{ _ = try Store(folder, makes: true) }, { _ = try StoreReader(folder) }] {
            #expect { try open() } throws: { error in
                guard case .damaged(folder.database, _) = error as? StorageError else {
                    return false
                }
                return true
            }
        }
    }

    @Test("a reader of a folder whose store was never begun finds none; a writer begins it")
    func emptyFile() throws {
        let folder = temporary.folder
        try folder.make()
        try Data().write(to: URL(fileURLWithPath: folder.database))
        #expect(throws: StorageError.absent(path: folder.path)) { try StoreReader(folder) }
        #expect(try Store(folder, makes: true).durability().synchronous == 2)
        #expect(try StoreReader(folder).lastRow() == 0)
    }

    @Test("a folder has an identity of its own, which stays")
    func identity() throws {
        _ = try temporary.store()
        let identity = try temporary.reader().identity()
        #expect(identity.count == 32)
        _ = try temporary.store()
        #expect(try temporary.reader().identity() == identity)
        let other = TemporaryFolder()
        _ = try other.store()
        #expect(try other.reader().identity() != identity)
    }

    @Test("the public address is kept; the mark of a sample stays")
    func settings() throws {
        do {
            let store = try temporary.store()
            #expect(try temporary.reader().baseURL() == nil)
            try store.setBaseURL("https://a.example")
            try store.setBaseURL("https://b.example")
            #expect(try store.isSample() == false)
            #expect(try temporary.reader().isSample() == false)
            try store.markAsSample()
        }
        #expect(try temporary.store().isSample())
        #expect(try temporary.reader().isSample())
        #expect(try temporary.reader().baseURL() == "https://b.example")
    }

    @Test("units and places say what became of them, and keep their order")
    func register() throws {
        let store = try temporary.store()
        for unit in Office.units { #expect(try store.put(unit, before: nil) == .stored) }
        for place in Office.places { #expect(try store.put(place, before: nil) == .stored) }
        let moved = Place(code: "Q1", unit: "xa-1", centre: "xa-1", name: "Quầy 1", form: "tap")
        let stored = try store.register()
        for unit in Office.units {
            #expect(try store.put(unit, before: stored.unit(unit.code)) == .already)
        }
        #expect(try store.put(moved, before: stored.place("Q1")) == .replaced)
        let register = try temporary.reader().register()
        #expect(register.units == Office.units)
        #expect(register.places == [moved, Office.places[1]])
        #expect(register.questionnaires == Office.forms.map(\.form))
    }

    @Test("a dossier count is replaced by a later one of its month")
    func dossiers() throws {
        let store = try temporary.store()
        let month = try #require(CalendarMonth(year: 2026, month: 3))
        func count(_ procedure: String, _ completed: Int) -> DossierCount {
            DossierCount(
                key: .init(unit: "so-xd", procedure: procedure, field: "xay-dung", period: month),
                received: completed + 1, completed: completed, onTime: completed, early: 0,
                late: 0, online: 3, postal: 2, digitised: 1)
        }
        #expect(try store.put(count("1.001", 10)) == .stored)
        #expect(try store.put(count("1.002", 5)) == .stored)
        #expect(try store.put(count("1.001", 10)) == .already)
        #expect(try store.put(count("1.001", 12)) == .replaced)
        #expect(try temporary.reader().dossiers() == [count("1.001", 12), count("1.002", 5)])
    }

    @Test("a form version may change until somebody has answered it")
    func forms() throws {
        let store = try temporary.store()
        let other = Office.form(wording: "Mục")
        try store.keep(other.form, content: other.content)
        #expect(try temporary.reader().register().questionnaire("six", version: 1) == other.form)
        _ = try store.append([Office.arrival(1)], quarantines: true)
        try store.keep(other.form, content: other.content)
        let first = Office.form()
        #expect(throws: StorageError.formDiffers(id: "six", version: 1)) {
            try store.keep(first.form, content: first.content)
        }
        let next = Office.form(version: 2, wording: "Mới")
        try store.keep(next.form, content: next.content)
        let register = try temporary.reader().register()
        #expect(register.latest("six") == next.form)
        #expect(register.questionnaire("six", version: 1) == other.form)
    }

    @Test("a form replaced in a running store packs its answers by the new items")
    func replacedFormPacksAnew() throws {
        let store = try temporary.store()
        // An answer to another form: from here on the store knows both.
        let other = Office.fullArrival(2)
        _ = try store.append([other], quarantines: true)
        let wide = Office.form(items: 8)
        try store.keep(wide.form, content: wide.content)
        let register = Register(
            units: Office.units, places: Office.places, questionnaires: [wide.form])
        let submission = Submission(
            id: Office.id(1), form: "six", version: 1, place: "Q1", channel: .web,
            answers: ["q8": ["5"]])
        let response = try register.admitted(submission, at: Office.now)
        _ = try store.append(
            [Arrival(submission: submission, response: response)], quarantines: true)
        #expect(try temporary.responses() == [other.response, response])
    }
}
