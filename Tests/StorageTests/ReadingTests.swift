import Foundation
import Survey
import Testing

@testable import Storage

@Suite("Reading")
struct ReadingTests {
    let temporary = TemporaryFolder()

    @Test("a reader beside the writer sees what is committed, and nothing of what is not")
    func committedOnly() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        let reader = try temporary.reader()
        try store.transaction { () throws(StorageError) in
            _ = try store.append([Office.arrival(2)], quarantines: false)
            #expect(try reader.lastRow() == 1)
            #expect(try StoreReader(temporary.folder).lastRow() == 1)
            return ((), keeps: true)
        }
        #expect(try reader.lastRow() == 2)
        try reader.snapshot { () throws(StorageError) in
            #expect(try reader.lastRow() == 2)
            _ = try store.append([Office.arrival(3)], quarantines: true)
            #expect(try reader.lastRow() == 2)
            #expect(try reader.records(after: 0, limit: 10).count == 2)
        }
        #expect(try reader.lastRow() == 3)
    }

    @Test("a reader can neither write nor checkpoint, also not when it is the last to close")
    func neverCheckpoints() throws {
        let store = try temporary.store()
        _ = try store.append((1...50).map { Office.arrival($0) }, quarantines: true)
        let killed = try temporary.copied()
        withExtendedLifetime(store) {}
        let file = killed.folder.database
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        let log = try #require(killed.size(of: "hailong.db-wal"))
        #expect(log > 0)
        do {
            let reader = try killed.reader()
            #expect(try reader.lastRow() == 50)
            #expect(try reader.database.integer("PRAGMA query_only") == 1)
            #expect(try reader.database.integer("PRAGMA wal_autocheckpoint") == 0)
            #expect(throws: StorageError.self) {
                try reader.database.run("DELETE FROM response")
            }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
        #expect(killed.size(of: "hailong.db-wal") == log)
        #expect(try killed.reader().lastRow() == 50)
    }

    @Test("what was acknowledged is there when the folder is opened after a kill")
    func reopenedAfterKill() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1), Office.fullArrival(2)], quarantines: true)
        let killed = try store.transaction { () throws(StorageError) in
            _ = try store.append([Office.arrival(3)], quarantines: false)
            return (Result { try temporary.copied() }, keeps: false)
        }.get()
        #expect(killed.folder.holder == nil)
        let reopened = try killed.store()
        #expect(
            try killed.responses()
                == [Office.arrival(1).response, Office.fullArrival(2).response])
        #expect(try killed.reader().verify { _ in } == [])
        #expect(
            try reopened.append([Office.arrival(1), Office.arrival(3)], quarantines: true)
                == [.already(isRecent: true), .stored])
    }

    @Test("a store that was closed has no log left")
    func closedStore() throws {
        do {
            let store = try temporary.store()
            _ = try store.append([Office.arrival(1)], quarantines: true)
            #expect((temporary.size(of: "hailong.db-wal") ?? 0) > 0)
        }
        #expect((temporary.size(of: "hailong.db-wal") ?? 0) == 0)
        #expect(try temporary.reader().lastRow() == 1)
    }

    @Test("a reader open elsewhere does not keep the store from emptying its log")
    func closedBesideReader() throws {
        let reader: StoreReader
        do {
            let store = try temporary.store()
            _ = try store.append([Office.arrival(1)], quarantines: true)
            reader = try temporary.reader()
            #expect(try reader.lastRow() == 1)
        }
        #expect(temporary.size(of: "hailong.db-wal") == 0)
        #expect(try reader.lastRow() == 1)
    }

    @Test("records are the stored numbers, and the key says what they stand for")
    func records() throws {
        let store = try temporary.store()
        let full = Office.fullArrival(1)
        _ = try store.append([full, Office.arrival(2), Office.arrival(3)], quarantines: true)
        let reader = try temporary.reader()
        let records = try reader.records(after: 0, limit: 2)
        #expect(records.map(\.row) == [1, 2])
        #expect(try reader.records(after: 2, limit: 100).map(\.row) == [3])
        #expect(try reader.records(after: 3, limit: 100).isEmpty)
        let key = try reader.recordKey()
        let record = try #require(records.first)
        #expect(key.forms[record.form] == Office.choices.form)
        #expect(key.postings[record.posting] == full.response.posting)
        #expect(key.procedures[record.procedure] == "1.009972")
        #expect(key.fields[record.field] == "xay-dung")
        #expect(record.answeredAt == full.response.answeredAt)
        #expect(record.channel == UInt8(Channel.kiosk.number))
        #expect(record.respondent == UInt8(Respondent.business.number))
        #expect(record.outcome == UInt8(Outcome.refused.number))
        #expect(
            record.answers == AnswerLayout(Office.choices.form).pack(full.response.answers))
        let plain = records[1]
        #expect([plain.procedure, plain.field, plain.language] == [0, 0, 0])
        #expect([plain.respondent, plain.outcome] == [0, 0])
    }

    @Test("ids are found for every row, whatever the window they are looked up by")
    func windows() throws {
        let store = try temporary.store()
        // Ids against the order of arrival, so that a wrong pairing shows.
        let arrivals = (1...200).map { Office.arrival($0, id: Office.id(1_000 - $0)) }
        _ = try store.append(arrivals, quarantines: true)
        for windowRows: Int64 in [1, 7, 199, 200, 201] {
            var ids: [ResponseID] = []
            let unreadable = try temporary.reader().eachResponse(windowRows: windowRows) {
                ids.append($0.id)
            }
            #expect(unreadable == 0)
            #expect(ids == arrivals.map(\.response.id))
        }
    }

    @Test("counts are those of the tables")
    func counts() throws {
        let store = try temporary.store()
        _ = try store.put(Office.units[0], before: nil)
        let arrivals = [
            Office.arrival(1), Office.arrival(2) { $0.comment = "tốt" },
            Office.arrival(1, score: 2),
        ]
        _ = try store.append(arrivals, quarantines: true)
        #expect(
            try temporary.reader().counts()
                == StoreCounts(
                    responses: 2, comments: 1, quarantined: 1, forms: 2, units: 1, places: 0))
        #expect(try store.countResponses() == 2)
    }

    @Test("a response of six answers takes at most 64 bytes of the file")
    func space() throws {
        let count = 50_000
        // What a store takes before its first answer, whole pages of empty tables, is not theirs.
        do { _ = try temporary.store() }
        let empty = try #require(temporary.size(of: "hailong.db"))
        do {
            let store = try temporary.store()
            for start in stride(from: 0, to: count, by: 1_000) {
                let batch = (start..<start + 1_000).map { number in
                    Office.arrival(
                        number, at: Timestamp(milliseconds: Office.now.milliseconds - 2_500)
                    ) {
                        $0.procedure = "1.00\(number % 300)"
                        $0.field = "xay-dung"
                        $0.respondent = .person
                        $0.outcome = .returned
                        $0.language = "vi"
                    }
                }
                _ = try store.append(batch, quarantines: true)
            }
        }
        let bytes = try #require(temporary.size(of: "hailong.db"))
        let perResponse = Double(bytes - empty) / Double(count)
        print("database bytes per response of six answers, ids in time's order:", perResponse)
        #expect(perResponse <= 64)
    }
}
