import Foundation
import Survey
import Testing

@testable import Storage

@Suite("Backup and restoring")
struct BackupTests {
    let temporary = TemporaryFolder()
    let place = TemporaryFolder()

    init() throws {
        try FileManager.default.createDirectory(
            atPath: place.path, withIntermediateDirectories: true)
    }

    private var file: String { place.path + "/a b%20ü.backup" }

    private func backup(_ folder: TemporaryFolder? = nil) throws -> BackupMark {
        try Backup.make(of: (folder ?? temporary).folder, to: file, at: Office.now) { _ in }
    }

    private func restore(
        to folder: TemporaryFolder, replaces: Bool = false
    ) throws -> Restoring.Result {
        try Restoring.restore(
            file, to: folder.folder, replaces: replaces, at: Office.now
        ) { _ in }
    }

    private func fill(_ numbers: ClosedRange<Int>) throws {
        let store = try temporary.store()
        _ = try store.put(Office.units[0], before: nil)
        _ = try store.append(numbers.map { Office.arrival($0) }, quarantines: true)
    }

    @Test("a backup beside a writer holds what was confirmed, is one file and says what it is")
    func besideWriter() throws {
        let store = try temporary.store()
        _ = try store.append((1...700).map { Office.arrival($0) }, quarantines: true)
        let log = try #require(temporary.size(of: "hailong.db-wal"))
        let mark = try backup()
        #expect(mark.responses == 700 && mark.at == Office.now)
        #expect(mark.link == (try temporary.reader().database.head().link))
        #expect(mark.linkText.count == 64)
        #expect(try Backup.check(file) { _ in } == mark)
        #expect(temporary.size(of: "hailong.db-wal") == log)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).count == 1)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try store.append([Office.arrival(701)], quarantines: true) == [.stored])
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("what is stored while a backup is made is in it or not, whole")
    func oneState() throws {
        let store = try temporary.store()
        _ = try store.append((1...9_000).map { Office.arrival($0) }, quarantines: true)
        var number = 9_000
        let mark = try Backup.make(of: temporary.folder, to: file, at: Office.now) { _ in
            // Not for ever: a copy that begins anew with every change would never end.
            guard number < 9_003 else { return }
            number += 1
            _ = try? store.append([Office.arrival(number)], quarantines: true)
        }
        #expect(number > 9_000)
        #expect(mark.responses == 9_000)
    }

    @Test("a backup overwrites nothing and leaves nothing of a failed one")
    func refusals() throws {
        try fill(1...3)
        try Data("mine".utf8).write(to: URL(filePath: file))
        #expect(throws: StorageError.alreadyThere(path: file)) { try backup() }
        #expect(try Data(contentsOf: URL(filePath: file)) == Data("mine".utf8))
        try FileManager.default.removeItem(atPath: file)
        let nowhere = place.path + "/none/file"
        #expect(throws: StorageError.cannotMake(path: nowhere + ".part", errno: ENOENT)) {
            try Backup.make(of: temporary.folder, to: nowhere, at: Office.now) { _ in }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty)
    }

    @Test("a second backup to one file at the same moment is refused, a killed one is no hindrance")
    func twoAtOnce() throws {
        try fill(1...3)
        var refusals: [StorageError] = []
        let mark = try Backup.make(of: temporary.folder, to: file, at: Office.now) { _ in
            do throws(StorageError) {
                _ = try Backup.make(of: temporary.folder, to: file, at: Office.now) { _ in }
            } catch {
                refusals.append(error)
            }
        }
        #expect(!refusals.isEmpty)
        #expect(refusals.allSatisfy { $0 == .backupUnderway(path: file) }, "\(refusals)")
        #expect(try Backup.check(file) { _ in } == mark)
        try FileManager.default.removeItem(atPath: file)
        try Data("left by a kill".utf8).write(to: URL(filePath: file + ".part"))
        #expect(try backup() == mark)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).count == 1)
    }

    @Test("what is restored is what was checked, though the file changes meanwhile")
    func changedMeanwhile() throws {
        try fill(1...300)
        let mark = try backup()
        let path = file
        let other = TemporaryFolder()
        var isChanged = false
        let result = try Restoring.restore(
            path, to: other.folder, replaces: false, at: Office.now
        ) { _ in
            // At the first word of the check somebody overwrites the file in its place.
            guard !isChanged else { return }
            isChanged = true
            let handle = FileHandle(forUpdatingAtPath: path)
            let size = handle?.seekToEndOfFile() ?? 0
            handle?.seek(toFileOffset: size / 2)
            handle?.write(Data(repeating: 0xA5, count: Int(size / 4)))
        }
        #expect(isChanged && result.mark == mark)
        #expect(try other.reader().verify { _ in } == [])
        #expect(throws: StorageError.self) { try Backup.check(path) { _ in } }
    }

    @Test("a refused backup leaves no folder that was not there")
    func noFolder() throws {
        try fill(1...300)
        _ = try backup()
        var bytes = try Data(contentsOf: URL(filePath: file))
        let name = try #require(bytes.range(of: Data("Sở Xây".utf8)))
        bytes[name.lowerBound] ^= 4
        try bytes.write(to: URL(filePath: file))
        let other = TemporaryFolder()
        #expect(throws: StorageError.damaged(path: file, [.tableChanged("unit")])) {
            try restore(to: other)
        }
        #expect(!FileManager.default.fileExists(atPath: other.path))
    }

    @Test(
        "no backup is made of a damaged store",
        arguments: [
            ("UPDATE response SET channel = 2 WHERE row = 2", .answersChanged(first: 1, last: 3)),
            ("UPDATE unit SET name = 'x'", .tableChanged("unit")),
            ("DELETE FROM setting WHERE name = 'identity'", .tableChanged("setting")),
        ] as [(StaticString, Finding)])
    func damagedStore(sql: StaticString, finding: Finding) throws {
        try fill(1...3)
        try Database(path: temporary.folder.database, access: .write).run(sql)
        let damage = StorageError.damaged(path: temporary.folder.database, [finding])
        #expect(throws: damage) { try backup() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty)
    }

    @Test("restored into an empty place it is the same store, and goes on as one")
    func restored() throws {
        try fill(1...300)
        _ = try backup()
        let other = TemporaryFolder()
        let result = try restore(to: other)
        #expect(result.kept == nil && result.mark.responses == 300)
        #expect(try other.responses() == temporary.responses())
        #expect(try other.reader().register().units == [Office.units[0]])
        let store = try other.store()
        #expect(
            try store.append([Office.arrival(300), Office.arrival(301)], quarantines: true)
                == [.already(isRecent: true), .stored])
        #expect(store.losses == [])
        #expect(try other.reader().database.setting(.backup) == nil)
        #expect(try other.reader().verify { _ in } == [])
        #expect(try store.durability() == (journal: "wal", synchronous: 2))
    }

    private static let versionNine: StaticString = "PRAGMA user_version = 9"

    /// A backup as the release before the digests of closings made it.
    private func makeOlder(
        _ version: StaticString = versionNine, damaging: StaticString? = nil
    ) throws {
        let copy = try Database(path: file, access: .write)
        try copy.runScript(
            """
            ALTER TABLE closing DROP COLUMN last_unit;
            ALTER TABLE closing DROP COLUMN units;
            ALTER TABLE closing DROP COLUMN dossiers;
            ALTER TABLE closing DROP COLUMN feedback;
            ALTER TABLE closing DROP COLUMN points;
            """)
        try copy.run(version)
        for table in RegisterTable.allCases { try table.keepChecksum(in: copy) }
        if let damaging { try copy.run(damaging) }
    }

    @Test("a backup of the schema before is checked as it is, and brought up to date when opened")
    func older() throws {
        try fill(1...300)
        let month = CalendarMonth(ordinal: Office.now.day(at: .vietNam).month.ordinal - 1)
        _ = try temporary.store().close(month, at: Office.now, offset: .vietNam)
        _ = try backup()
        try makeOlder()
        #expect(try Backup.check(file) { _ in }.responses == 300)
        let other = TemporaryFolder()
        _ = try restore(to: other)
        let store = try other.store()
        #expect(try Store.knownVersion(of: store.database) == Schema.migrations.count)
        #expect(try other.reader().closings().map(\.month) == [month])
        #expect(try other.reader().verify { _ in } == [])
    }

    @Test("what is damaged in an older backup is found, and one that is too old is refused")
    func olderDamaged() throws {
        try fill(1...30)
        _ = try backup()
        try makeOlder(damaging: "UPDATE unit SET name = 'other'")
        #expect(throws: StorageError.damaged(path: file, [.tableChanged("unit")])) {
            try Backup.check(file) { _ in }
        }
        try FileManager.default.removeItem(atPath: file)
        _ = try backup()
        try makeOlder("PRAGMA user_version = 8")
        #expect(throws: StorageError.notABackup(path: file)) { try Backup.check(file) { _ in } }
    }

    @Test("over a store it says what is there and touches nothing; forced it keeps that aside")
    func overStore() throws {
        try fill(1...3)
        _ = try backup()
        do {
            let store = try temporary.store()
            _ = try store.append((4...9).map { Office.arrival($0) }, quarantines: true)
        }
        try FileManager.default.createDirectory(
            atPath: temporary.folder.columns + "/g1", withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(filePath: temporary.folder.columns + "/g1/a.seg"))
        let refusal = StorageError.holdsStore(path: temporary.path, responses: 9, backup: 3)
        #expect(throws: refusal) { try restore(to: temporary) }
        #expect(try temporary.reader().lastRow() == 9)
        #expect(temporary.size(of: "columns/g1/a.seg") == 1)
        let kept = try #require(try restore(to: temporary, replaces: true).kept)
        #expect(kept == temporary.path + "/kept-2026-02-25T131320")
        #expect(try StoreReader(DataFolder(kept)).lastRow() == 9)
        #expect(try StoreReader(DataFolder(kept)).verify { _ in } == [])
        #expect(try temporary.reader().lastRow() == 3)
        #expect(!FileManager.default.fileExists(atPath: temporary.folder.columns))
        #expect(temporary.size(of: "anchor") == nil)
        #expect(try temporary.store().losses == [])
        // The same moment once more: another folder.
        #expect(try restore(to: temporary, replaces: true).kept == kept + "-2")
    }

    @Test("where the store was lost, the anchor still tells what the backup lacks")
    func overLostStore() throws {
        try fill(1...3)
        _ = try backup()
        try fill(4...9)
        let other = TemporaryFolder()
        do { _ = try other.store().append([Office.arrival(8)], quarantines: true) }
        for folder in [temporary, other] {
            for ending in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: folder.folder.database + ending)
            }
        }
        #expect(try restore(to: temporary).kept == nil)
        let loss = Loss(at: nil, expectedRow: 9, foundRow: 3)
        #expect(try temporary.reader().verify { _ in } == [.lost(loss)])
        #expect(try temporary.store().losses.map(\.expectedRow) == [9])
        // An anchor of another store is no measure, and evidence: it is kept.
        let kept = try #require(try restore(to: other).kept)
        #expect(try other.store().losses == [])
        #expect(throws: StorageError.storeLost(path: kept, confirmed: 1)) {
            try StoreReader(DataFolder(kept))
        }
    }

    @Test("it works where the store that is there is damaged or killed")
    func overDamage() throws {
        try fill(1...3)
        _ = try backup()
        let store = try temporary.store()
        _ = try store.append([Office.arrival(4)], quarantines: true)
        let killed = try temporary.copied()
        withExtendedLifetime(store) {}
        let kept = try #require(try restore(to: killed, replaces: true).kept)
        #expect(try StoreReader(DataFolder(kept)).lastRow() == 4)
        #expect(try killed.reader().lastRow() == 3)
        try Data("no database".utf8).write(to: URL(filePath: killed.folder.database))
        let refusal = StorageError.holdsStore(path: killed.path, responses: nil, backup: 3)
        #expect(throws: refusal) { try restore(to: killed) }
        _ = try restore(to: killed, replaces: true)
        #expect(try killed.reader().verify { _ in } == [])
    }

    @Test("a folder in use is refused and stays as it is")
    func inUse() throws {
        try fill(1...3)
        _ = try backup()
        let store = try temporary.store()
        for replaces in [false, true] {
            #expect(throws: StorageError.inUse(path: temporary.path, process: getpid())) {
                try restore(to: temporary, replaces: replaces)
            }
        }
        #expect(try store.append([Office.arrival(4)], quarantines: true) == [.stored])
    }

    @Test("what is no whole backup is refused before anything is touched")
    func badFiles() throws {
        try fill(1...300)
        _ = try backup()
        let good = try Data(contentsOf: URL(filePath: file))
        let raw = try Data(contentsOf: URL(filePath: temporary.folder.database))
        var changed = good
        let name = try #require(changed.range(of: Data("Sở Xây".utf8)))
        changed[name.lowerBound] ^= 4
        for bytes in [raw, Data("nothing of ours".utf8), good.prefix(good.count / 2), changed] {
            try bytes.write(to: URL(filePath: file))
            #expect(throws: StorageError.self) { try restore(to: temporary, replaces: true) }
        }
        try FileManager.default.removeItem(atPath: file)
        #expect(throws: StorageError.absent(path: file)) { try restore(to: temporary) }
        #expect(try temporary.reader().lastRow() == 300)
        let names = try FileManager.default.contentsOfDirectory(atPath: temporary.path)
        #expect(!names.contains { $0.hasPrefix("kept") || $0.hasSuffix("part") })
        try raw.write(to: URL(filePath: file))
        #expect(throws: StorageError.notABackup(path: file)) { try restore(to: temporary) }
    }

    @Test("a mark is what was written, or none")
    func marks() {
        let link = String(repeating: "0a", count: 32)
        #expect(BackupMark(text: "5 3 \(link)")?.text == "5 3 \(link)")
        // Two characters that a number may be written with and no byte is.
        let signed = String(repeating: "+a", count: 32)
        for text in ["5 3 \(signed)", "5 3 \(link)0a", "5 3 \(link.dropLast(2))", "5 \(link)", ""] {
            #expect(BackupMark(text: text) == nil, "\(text)")
        }
    }

    @Test("a backup whose mark speaks of other answers is refused")
    func falseMark() throws {
        try fill(1...3)
        _ = try backup()
        do {
            let copy = try Database(path: file, access: .write)
            let zeros = String(repeating: "0", count: 64)
            try copy.run(SQL.setSetting, .text("backup"), .text("5 3 \(zeros)"))
            try RegisterTable.setting.keepChecksum(in: copy)
        }
        #expect(throws: StorageError.damaged(path: file, [.tableChanged("seal")])) {
            try restore(to: TemporaryFolder())
        }
    }
}
