import Foundation
import Survey
import Testing

@testable import Storage

@Suite("Appending")
struct AppendingTests {
    let temporary = TemporaryFolder()

    @Test("what is stored is read back whole, in the order of arrival")
    func roundTrip() throws {
        let arrivals = [
            Office.arrival(9), Office.fullArrival(2),
            Office.arrival(1) { $0.comment = "Cảm ơn! ê̆" },
            Office.arrival(3) { $0.answers = ["q2": ["dk"]] },
        ]
        let store = try temporary.store()
        #expect(
            try store.append(arrivals, quarantines: true)
                == [.stored, .stored, .stored, .stored])
        #expect(try temporary.responses() == arrivals.map(\.response))
    }

    @Test("the same id with the same content is already there, in this run and the next")
    func idempotency() throws {
        let arrival = Office.fullArrival(1)
        do {
            let store = try temporary.store()
            #expect(
                try store.append([arrival, arrival], quarantines: true) == [
                    .stored, .already(isRecent: true),
                ])
        }
        let store = try temporary.store()
        #expect(try store.append([arrival], quarantines: true) == [.already(isRecent: true)])
        #expect(try temporary.responses() == [arrival.response])
    }

    @Test("a form sent again without a time is the same answer, whenever it comes")
    func repeatedWithoutTime() throws {
        let store = try temporary.store()
        let first = Office.arrival(1, score: 3)
        let later = Office.arrival(60_000, id: first.response.id, score: 3)
        #expect(first.response.answeredAt != later.response.answeredAt)
        #expect(
            try store.append([first, later], quarantines: true) == [
                .stored, .already(isRecent: true),
            ])
    }

    @Test("other content under a stored id is refused, kept apart once, and the first write stands")
    func conflict() throws {
        let store = try temporary.store()
        let first = Office.arrival(1, score: 5)
        let other = Office.arrival(1, score: 1) { $0.comment = "khác" }
        #expect(
            try store.append([first, other, other], quarantines: true)
                == [.stored, .conflict(isRecent: true), .conflict(isRecent: true)])
        #expect(try temporary.responses() == [first.response])
        let kept = try temporary.reader().quarantined()
        #expect(kept.count == 1)
        #expect(kept.first?.id == first.response.id)
        #expect(kept.first?.at == other.response.receivedAt)
        let content = try JSONParser.parse(Array((kept.first?.content ?? "").utf8))
        #expect(content["answers"]?["q1"]?.integer == 1)
        #expect(content["comment"]?.string == "khác")
        #expect(content["answeredAt"] == nil)
        #expect(try temporary.reader().counts().quarantined == 1)
    }

    @Test("one id cannot fill the quarantine")
    func quarantineLimit() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        for number in 1...20 {
            let other = Office.arrival(1) { $0.comment = "lần \(number)" }
            #expect(try store.append([other], quarantines: true) == [.conflict(isRecent: true)])
        }
        #expect(
            try temporary.reader().counts().quarantined == Store.quarantinedMax)
    }

    @Test("an import's conflicts are for its operator, not for quarantine")
    func conflictInImport() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: false)
        #expect(
            try store.append([Office.arrival(1, score: 3)], quarantines: false) == [
                .conflict(isRecent: true)
            ])
        #expect(try temporary.reader().quarantined().isEmpty)
    }

    @Test("the id of an erased response is never taken again")
    func erased() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        try store.database.run("UPDATE identity SET row = NULL")
        #expect(try store.append([Office.arrival(1)], quarantines: true) == [.erased])
    }

    @Test("a batch with an answer to a form nobody kept stores nothing")
    func unknownForm() throws {
        let store = try temporary.store()
        let stray = Office.strayArrival(2)
        #expect(throws: StorageError.unknownForm(id: "six", version: 7)) {
            _ = try store.append([Office.arrival(1), stray], quarantines: true)
        }
        #expect(try temporary.responses() == [])
        #expect(try store.append([Office.arrival(1)], quarantines: true) == [.stored])
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("a transaction that is not to be committed leaves nothing, not even a number")
    func rolledBack() throws {
        let store = try temporary.store()
        let kept = try store.transaction {
            () throws(StorageError) in
            (try store.append([Office.fullArrival(1)], quarantines: false), keeps: false)
        }
        #expect(kept == [.stored])
        #expect(try temporary.responses() == [])
        #expect(try temporary.reader().recordKey().postings.isEmpty)
        #expect(try temporary.reader().recordKey().procedures.isEmpty)
        #expect(try store.append([Office.fullArrival(2)], quarantines: false) == [.stored])
        #expect(try temporary.responses() == [Office.fullArrival(2).response])
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("a body that throws leaves nothing either")
    func thrownOut() throws {
        let store = try temporary.store()
        let refusal = StorageError.absent(path: "the body's own")
        #expect(throws: refusal) {
            try store.transaction { () throws(StorageError) -> (Void, keeps: Bool) in
                _ = try store.append([Office.arrival(1)], quarantines: false)
                _ = try store.put(Office.units[0], before: nil)
                throw refusal
            }
        }
        #expect(try temporary.responses() == [])
        #expect(try temporary.reader().register().units == [])
        #expect(try store.append([Office.arrival(1)], quarantines: false) == [.stored])
    }

    @Test("a failure inside a transaction that the body swallows is not committed")
    func swallowedFailure() throws {
        let store = try temporary.store()
        let stray = Office.strayArrival(2)
        #expect(throws: StorageError.unknownForm(id: "six", version: 7)) {
            try store.transaction { () throws(StorageError) -> (Void, keeps: Bool) in
                _ = try store.append([Office.arrival(1)], quarantines: false)
                _ = try? store.append([stray], quarantines: false)
                return ((), keeps: true)
            }
        }
        #expect(try temporary.responses() == [])
    }

    @Test("a full disk stores nothing of the batch, and storing goes on when there is room")
    func fullDisk() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(0)], quarantines: true)
        let batch = (1...2_000).map { Office.arrival($0) }
        // SQLite's own limit gives the same error as a disk without room.
        try store.database.run("PRAGMA max_page_count = 20")
        let full = StorageError.inputOutput(code: 13, message: "database or disk is full")
        #expect(throws: full) { try store.append(batch, quarantines: true) }
        #expect(try temporary.reader().lastRow() == 1)
        try store.database.run("PRAGMA max_page_count = 1000000")
        #expect(try store.append(batch, quarantines: true).allSatisfy { $0 == .stored })
        #expect(try temporary.reader().verify { _ in } == [])
    }
}
