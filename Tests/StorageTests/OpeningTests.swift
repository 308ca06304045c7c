import Foundation
import Survey
import Testing

@testable import Storage

@Suite("Opening and closing")
struct OpeningTests {
    let temporary = TemporaryFolder()

    /// The database of a running store alone, as a careless copy takes it.
    private func copyWithoutLog(of folder: TemporaryFolder) throws -> TemporaryFolder {
        let copy = try folder.copied()
        for ending in ["-wal", "-shm"] {
            try FileManager.default.removeItem(atPath: copy.folder.database + ending)
        }
        return copy
    }

    @Test("a copy without its log is refused by writer and reader, every time, and left alone")
    func copyWithoutLog() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        let copy = try copyWithoutLog(of: temporary)
        withExtendedLifetime(store) {}
        let before = try Data(contentsOf: URL(fileURLWithPath: copy.folder.database))
        let refusal = StorageError.copyWithoutLog(path: copy.folder.database)
        for _ in 0..<2 {
            #expect(throws: refusal) { try copy.reader() }
            #expect(throws: refusal) { try Store(copy.folder, makes: true) }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy.folder.database)) == before)
    }

    @Test("a store that did nothing yet says that it is open too")
    func copyOfNewStore() throws {
        let store = try temporary.store()
        let copy = try copyWithoutLog(of: temporary)
        withExtendedLifetime(store) {}
        #expect(throws: StorageError.self) { try copy.reader() }
    }

    @Test("a copy of the database of a closed store is whole")
    func copyOfClosedStore() throws {
        do { _ = try temporary.store().append([Office.arrival(1)], quarantines: true) }
        let copy = try temporary.copied()
        for name in ["hailong.db-wal", "hailong.db-shm", "anchor"]
        where copy.size(of: name) != nil {
            try FileManager.default.removeItem(atPath: "\(copy.path)/\(name)")
        }
        #expect(try copy.reader().lastRow() == 1)
        #expect(try copy.store().countResponses() == 1)
    }

    @Test("closing says that it closed, and nothing works after it")
    func close() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        try store.close()
        #expect(temporary.size(of: "hailong.db-wal") == 0)
        #expect(throws: StorageError.closed) { try store.close() }
        #expect(throws: StorageError.closed) {
            try store.append([Office.arrival(2)], quarantines: true)
        }
        #expect(throws: StorageError.closed) { try store.probe() }
        #expect(try temporary.reader().database.setting(.open) == nil)
        // The folder stays this store's until it has gone.
        #expect(throws: StorageError.self) { try Store(temporary.folder, makes: false) }
    }

    @Test("closing tells of a disk that refuses; what was confirmed stays")
    func closeOnFullDisk() throws {
        do {
            let store = try temporary.store()
            _ = try store.append((1...500).map { Office.arrival($0) }, quarantines: true)
            try store.database.run("PRAGMA query_only = ON")
            #expect(throws: StorageError.self) { try store.close() }
        }
        #expect(try temporary.store().countResponses() == 500)
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("a store opened anew goes on, keeps the folder, and knows nothing it only remembered")
    func reopen() throws {
        let store = try temporary.store()
        _ = try store.append([Office.fullArrival(1)], quarantines: true)
        // A number in another process's place: what was remembered would be wrong now.
        store.nextRow = 77
        try store.reopen()
        #expect(throws: StorageError.self) { try Store(temporary.folder, makes: false) }
        #expect(
            try store.append([Office.fullArrival(1), Office.fullArrival(2)], quarantines: true)
                == [.already(isRecent: true), .stored])
        try store.reopen()
        try store.probe()
        #expect(try temporary.reader().lastRow() == 2)
        #expect(try temporary.reader().verify { _ in } == [])
        #expect(store.losses == [])
    }

    @Test("opening folds back what a kill has left, so that nothing is promised by halves")
    func foldedBack() throws {
        let store = try temporary.store()
        _ = try store.append((1...50).map { Office.arrival($0) }, quarantines: true)
        let killed = try temporary.copied()
        withExtendedLifetime(store) {}
        #expect((killed.size(of: "hailong.db-wal") ?? 0) > 0)
        let opened = try killed.store()
        #expect(killed.size(of: "hailong.db-wal") == 0)
        withExtendedLifetime(opened) {}
    }

    @Test("after an error no reader may keep the log; the next try succeeds")
    func reopenBesideReader() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        let reader = try temporary.reader()
        try store.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        try reader.snapshot { () throws(StorageError) in
            _ = try reader.lastRow()
            _ = try store.append([Office.arrival(2)], quarantines: true)
            #expect(throws: StorageError.logInUse(path: temporary.path)) { try store.reopen() }
        }
        try store.reopen()
        #expect(
            try store.append([Office.arrival(2)], quarantines: true) == [.already(isRecent: true)])
    }

    @Test("a folder that holds another store by now is not written to")
    func otherStore() throws {
        let store = try temporary.store()
        let other = TemporaryFolder()
        do { _ = try other.store().append([Office.arrival(9)], quarantines: true) }
        let copied = try other.copied()
        for name in ["hailong.db", "hailong.db-wal", "hailong.db-shm"] {
            try? FileManager.default.removeItem(atPath: "\(temporary.path)/\(name)")
        }
        try FileManager.default.moveItem(
            atPath: copied.folder.database, toPath: temporary.folder.database)
        #expect(throws: StorageError.moved(path: temporary.folder.database)) {
            try store.reopen()
        }
        #expect(throws: StorageError.self) {
            try store.append([Office.arrival(1)], quarantines: true)
        }
    }

    @Test("a probe writes something each time")
    func probe() throws {
        let store = try temporary.store()
        var sizes: [Int] = []
        for _ in 0..<3 {
            try store.probe()
            sizes.append(temporary.size(of: "hailong.db-wal") ?? 0)
        }
        #expect(sizes[0] > 0 && sizes[0] < sizes[1] && sizes[1] < sizes[2])
    }
}

@Suite("The anchor")
struct AnchorTests {
    let temporary = TemporaryFolder()

    /// A folder whose log is cut off after a number of answers had been confirmed.
    private func shortened(answers: Int, lost: Int) throws -> TemporaryFolder {
        let store = try temporary.store()
        _ = try store.append((1...answers - lost).map { Office.arrival($0) }, quarantines: true)
        let size = try #require(temporary.size(of: "hailong.db-wal"))
        for number in answers - lost + 1...answers {
            _ = try store.append([Office.arrival(number)], quarantines: true)
        }
        let copy = try temporary.copied()
        let log = try FileHandle(forUpdating: URL(fileURLWithPath: copy.folder.log))
        try log.truncate(atOffset: UInt64(size))
        try log.close()
        return copy
    }

    @Test("answers that were confirmed and are gone are missed by a check before any writer came")
    func verified() throws {
        let copy = try shortened(answers: 20, lost: 3)
        let loss = Finding.lost(Loss(at: nil, expectedRow: 20, foundRow: 17))
        #expect(try copy.reader().verify { _ in } == [loss])
    }

    @Test("the writer records the loss once, goes on serving and never forgets it")
    func recorded() throws {
        let copy = try shortened(answers: 20, lost: 3)
        do {
            let store = try copy.store()
            let loss = try #require(store.losses.first)
            #expect(store.losses.count == 1)
            #expect((loss.expectedRow, loss.foundRow) == (20, 17))
            #expect(loss.at != nil)
            #expect(try store.append([Office.arrival(99)], quarantines: true) == [.stored])
        }
        let store = try copy.store()
        #expect(store.losses.count == 1)
        #expect(try copy.reader().verify { _ in } == store.losses.map { .lost($0) })
    }

    @Test("other answers in place of the confirmed ones are found by a check and by the writer")
    func otherAnswers() throws {
        let copy = try shortened(answers: 20, lost: 3)
        let anchor = "\(copy.path)/anchor"
        let confirmed = try Data(contentsOf: URL(fileURLWithPath: anchor))
        do {
            let store = try copy.store()
            _ = try store.append((50...52).map { Office.arrival($0) }, quarantines: true)
        }
        try Database(path: copy.folder.database, access: .write).run("DELETE FROM loss")
        try confirmed.write(to: URL(fileURLWithPath: anchor))
        let found = try copy.reader().verify { _ in }
        let loss = Loss(at: nil, expectedRow: 20, foundRow: 20)
        #expect(found == [.tableChanged("loss"), .lost(loss)])
        #expect(try copy.store().losses.map(\.expectedRow) == [20])
    }

    @Test("rows that are missing at an opening are told once, and their numbers not given again")
    func missingRows() throws {
        do {
            let store = try temporary.store()
            _ = try store.append((1...3).map { Office.arrival($0) }, quarantines: true)
        }
        try Database(path: temporary.folder.database, access: .write)
            .run("DELETE FROM response WHERE row = 3")
        for _ in 1...2 {
            let losses = try Store(temporary.folder, makes: false).losses
            #expect(losses.map(\.expectedRow) == [3] && losses.map(\.foundRow) == [2])
        }
        let store = try Store(temporary.folder, makes: false)
        #expect(try store.append([Office.arrival(4)], quarantines: true) == [.stored])
        #expect(try store.database.integer(SQL.lastRow) == 4)
    }

    @Test("a loss that somebody took note of stays on record and is no finding any more")
    func acknowledged() throws {
        let copy = try shortened(answers: 20, lost: 3)
        do {
            let store = try copy.store()
            #expect(try store.acknowledgeLosses(by: "lan", at: Office.now) == 1)
            #expect(try store.acknowledgeLosses(by: "minh", at: Office.now) == 0)
            #expect(store.losses.map(\.acknowledgedBy) == ["lan"])
        }
        #expect(try copy.reader().verify { _ in } == [])
        let loss = try #require(try copy.reader().losses().first)
        #expect((loss.expectedRow, loss.foundRow) == (20, 17))
        #expect(loss.acknowledgedAt == Office.now && loss.acknowledgedBy == "lan")
        // Who writes another name, or takes note by hand, is found.
        try Database(path: copy.folder.database, access: .write)
            .run("UPDATE loss SET acknowledged_by = 'minh'")
        #expect(try copy.reader().verify { _ in } == [.tableChanged("loss")])
    }

    @Test("an older anchor says nothing; half of one, or none beside answers, is told")
    func older() throws {
        do {
            let store = try temporary.store()
            _ = try store.append((1...300).map { Office.arrival($0) }, quarantines: true)
        }
        let anchor = "\(temporary.path)/anchor"
        let old = try Data(contentsOf: URL(fileURLWithPath: anchor))
        do { _ = try temporary.store().append([Office.arrival(301)], quarantines: true) }
        let broken = [Data(), old.prefix(60), Data(repeating: 7, count: old.count)]
        for bytes in [old] + broken {
            try bytes.write(to: URL(fileURLWithPath: anchor))
            let findings: [Finding] = bytes == old ? [] : [.anchorDamaged]
            #expect(try temporary.reader().verify { _ in } == findings)
            #expect(try temporary.store().losses == [])
        }
        try FileManager.default.removeItem(atPath: anchor)
        #expect(try temporary.reader().verify { _ in } == [.anchorMissing])
        #expect(try temporary.store().losses == [])
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("without answers no anchor is missed")
    func noAnswers() throws {
        do { _ = try temporary.store() }
        try FileManager.default.removeItem(atPath: "\(temporary.path)/anchor")
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("the anchor of another store says nothing about one that holds answers")
    func ofAnother() throws {
        let other = TemporaryFolder()
        do { _ = try other.store().append([Office.arrival(1)], quarantines: true) }
        do { _ = try temporary.store().append([Office.arrival(2)], quarantines: true) }
        try? FileManager.default.removeItem(atPath: "\(temporary.path)/anchor")
        try FileManager.default.copyItem(
            atPath: "\(other.path)/anchor", toPath: "\(temporary.path)/anchor")
        #expect(try temporary.reader().verify { _ in } == [])
        #expect(try temporary.store().losses == [])
    }

    /// What can stand where the store stood.
    enum Place: CaseIterable { case nothing, emptyFile, emptyStore }

    @Test(
        "where answers were confirmed no other store is begun, and nothing empty is read",
        arguments: Place.allCases)
    func lostStore(place: Place) throws {
        do {
            let store = try temporary.store()
            _ = try store.append((1...7).map { Office.arrival($0) }, quarantines: true)
            try store.close()
        }
        let anchor = try Data(contentsOf: URL(fileURLWithPath: "\(temporary.path)/anchor"))
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: temporary.folder.database + ending)
        }
        let other = TemporaryFolder()
        switch place {
        case .nothing: break
        case .emptyFile:
            try Data().write(to: URL(fileURLWithPath: temporary.folder.database))
        case .emptyStore:
            do { try other.store().close() }
            try FileManager.default.copyItem(
                atPath: other.folder.database, toPath: temporary.folder.database)
        }
        let refusal = StorageError.storeLost(path: temporary.path, confirmed: 7)
        for makes in [true, false] {
            #expect(throws: refusal) { try Store(temporary.folder, makes: makes) }
        }
        #expect(throws: refusal) { try temporary.reader() }
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: "\(temporary.path)/anchor")) == anchor)
        // On purpose.
        try FileManager.default.removeItem(atPath: "\(temporary.path)/anchor")
        #expect(try temporary.store().countResponses() == 0)
    }

    @Test("an anchor that confirms no answer keeps nobody from beginning anew")
    func nothingLost() throws {
        do { try temporary.store().close() }
        try FileManager.default.removeItem(atPath: temporary.folder.database)
        #expect(try temporary.store().countResponses() == 0)
    }
}
