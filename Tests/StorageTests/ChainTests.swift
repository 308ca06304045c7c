import Foundation
import Secrets
import Survey
import Testing

@testable import Storage

@Suite("The chain over the answers")
struct ChainTests {
    let temporary = TemporaryFolder()

    @Test("a store of any number of answers is sound, also around the ends of blocks")
    func sound() throws {
        var number = 0
        for count in [1, 254, 1, 1, 254, 1, 2, 300] {
            // Opened anew each time: the chain goes on where it was left.
            let store = try temporary.store()
            let batch = (0..<count).map { Office.arrival(number + $0) }
            _ = try store.append(batch, quarantines: true)
            number += count
            #expect(try temporary.reader().verify { _ in } == [], "\(number)")
        }
        #expect(try temporary.reader().lastRow() == Int64(number))
    }

    @Test("the link is SHA-256 over the last link and the leaf, by another way of writing it")
    func link() throws {
        let arrival = Office.fullArrival(1)
        do {
            let store = try temporary.store()
            _ = try store.append([arrival], quarantines: true)
        }
        let response = arrival.response
        func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count + 1)] + Array(text.utf8) }
        func number(_ number: Int64) -> [UInt8] {
            (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        }
        var leaf: [UInt8] = [1] + response.id.bytes + text("tap") + number(1) + [33]
        leaf += Hash.sha256(Office.choices.content) + text("Q1") + text("xa-1") + text("so-xd")
        leaf += number(response.answeredAt.milliseconds) + number(response.receivedAt.milliseconds)
        for word in ["kiosk", "1.009972", "xay-dung", "business", "refused", "vi"] {
            leaf += text(word)
        }
        let answers = AnswerLayout(Office.choices.form).pack(response.answers)
        leaf += [UInt8(answers.count + 1)] + answers + text("kiosk-7")
        leaf += [9] + number(41) + [9] + number(8_200) + [0]
        let link = Hash.sha256([UInt8](repeating: 0, count: 32) + Hash.sha256(leaf))
        #expect(try temporary.reader().database.head().link == link)
    }

    @Test("a changed answer that is still a possible one is found, and its block is named")
    func plausibleChange() throws {
        do {
            let store = try temporary.store()
            _ = try store.append((1...1_000).map { Office.arrival($0) }, quarantines: true)
        }
        try damage("UPDATE response SET answers = x'515151' WHERE row = 600")
        #expect(
            try temporary.reader().verify { _ in } == [.answersChanged(first: 513, last: 768)])
    }

    @Test("several damaged blocks are named each, and the sound ones between are not")
    func severalBlocks() throws {
        do {
            let store = try temporary.store()
            _ = try store.append((1...1_100).map { Office.arrival($0) }, quarantines: true)
        }
        try damage("UPDATE response SET received_after = 7 WHERE row IN (1, 1050)")
        try damage("UPDATE response SET respondent = 2 WHERE row = 512")
        #expect(
            try temporary.reader().verify { _ in } == [
                .answersChanged(first: 1, last: 256), .answersChanged(first: 257, last: 512),
                .answersChanged(first: 1_025, last: 1_100),
            ])
    }

    @Test(
        "a link between blocks that is gone or another is found",
        arguments: [
            ("DELETE FROM block WHERE last_row = 256", [1]),
            ("UPDATE block SET link = zeroblob(32) WHERE last_row = 256", [1, 257]),
            ("DELETE FROM block", [1, 257]),
        ] as [(StaticString, [Int64])])
    func links(sql: StaticString, firsts: [Int64]) throws {
        do {
            let store = try temporary.store()
            _ = try store.append((1...600).map { Office.arrival($0) }, quarantines: true)
        }
        #expect(try temporary.reader().verify { _ in } == [])
        try damage(sql)
        let damaged = firsts.map { Finding.answersChanged(first: $0, last: $0 + 255) }
        #expect(try temporary.reader().verify { _ in } == damaged)
    }

    @Test("a hundred damaged blocks are named, and the rest is counted")
    func furtherBlocks() throws {
        do {
            let store = try temporary.store()
            for start in stride(from: 1, to: 103 * 256, by: 256) {
                let arrivals = (start..<start + 256).map { Office.arrival($0) }
                _ = try store.append(arrivals, quarantines: true)
            }
        }
        try damage("UPDATE response SET received_after = 7 WHERE row % 256 = 1")
        let found = try temporary.reader().verify { _ in }
        #expect(found.count == 101 && found.last == .furtherBlocks(3))
    }

    @Test(
        "whatever else is kept is found when it was changed",
        arguments: [
            ("UPDATE unit SET name = 'Sở Xây dưng' WHERE code = 'so-xd'", .tableChanged("unit")),
            ("UPDATE place SET form = 'tap' WHERE code = 'Q1'", .tableChanged("place")),
            ("UPDATE dossier SET completed = completed + 1", .tableChanged("dossier")),
            ("DELETE FROM dossier", .tableChanged("dossier")),
            ("UPDATE feedback SET on_time = on_time + 1", .tableChanged("feedback")),
            ("UPDATE points SET hundredths = 200", .tableChanged("points")),
            ("UPDATE setting SET value = 'x' WHERE name = 'identity'", .tableChanged("setting")),
            ("INSERT INTO setting VALUES ('sample', 'true')", .tableChanged("setting")),
            ("UPDATE form SET first_row = NULL", .tableChanged("form")),
            ("UPDATE quarantine SET received_at = 1", .quarantineChanged(number: 1)),
            ("UPDATE quarantine SET content = '{}'", .quarantineChanged(number: 1)),
            ("UPDATE comment SET text = 'tot' WHERE row = 3", .commentChanged(row: 3)),
            ("UPDATE comment SET salt = NULL WHERE row = 3", .commentChanged(row: 3)),
            ("UPDATE name SET code = 'kiosk-8' WHERE code = 'kiosk-7'", answers),
            ("UPDATE posting SET unit = 'so-xe' WHERE unit = 'so-xd'", answers),
            ("UPDATE trace SET elapsed_ms = 1", answers),
            ("DELETE FROM trace", answers),
            ("UPDATE identity SET id = zeroblob(16) WHERE row = 1", answers),
            (
                "UPDATE seal SET row = 4 WHERE name = 'answers'",
                .answersChanged(first: 1, last: 4)
            ),
            ("UPDATE seal SET hash = zeroblob(32) WHERE name = 'answers'", answers),
            ("UPDATE seal SET hash = zeroblob(32) WHERE name = 'unit'", .tableChanged("unit")),
            ("INSERT INTO block VALUES (256, zeroblob(32))", .tableChanged("block")),
        ] as [(StaticString, Finding)])
    func everything(sql: StaticString, finding: Finding) throws {
        try fill()
        #expect(try temporary.reader().verify { _ in } == [])
        try damage(sql)
        #expect(try temporary.reader().verify { _ in } == [finding])
    }

    private static let answers = Finding.answersChanged(first: 1, last: 3)

    @Test("a comment can be erased by its owner and everything else stays provable")
    func erasedComment() throws {
        try fill()
        do {
            let store = try temporary.store()
            func erase(_ number: Int) throws -> EraseOutcome {
                try store.erase(.id(Office.id(number)), at: Office.now)
            }
            #expect(try erase(3) == .erased(number: 3))
            #expect(try erase(3) == .already(number: 3))
            #expect(try erase(2) == .nothing)
            #expect(try erase(99) == .nothing)
        }
        #expect(try temporary.reader().verify { _ in } == [])
        #expect(try temporary.reader().counts().comments == 0)
        #expect(try temporary.responses().map(\.comment) == [nil, nil, nil])
        // The commitment that stays is in the chain.
        try damage("UPDATE comment SET commitment = zeroblob(32)")
        #expect(try temporary.reader().verify { _ in } == [Self.answers])
    }

    @Test(
        "words that are gone without an erasure on record are missed, and one on record stays",
        arguments: [
            ("UPDATE comment SET text = NULL, salt = NULL", .commentChanged(row: 3)),
            ("INSERT INTO erasure VALUES (3, 1)", .tableChanged("erasure")),
        ] as [(StaticString, Finding)])
    func erasedByHand(sql: StaticString, finding: Finding) throws {
        try fill()
        try damage(sql)
        #expect(try temporary.reader().verify { _ in } == [finding])
    }

    @Test(
        "the id of an erased answer is no damage, and is missed when somebody sets it free",
        arguments: [
            "DELETE FROM identity WHERE row IS NULL",
            "UPDATE identity SET id = zeroblob(16) WHERE row IS NULL",
            "INSERT INTO identity VALUES (zeroblob(16), NULL)",
        ] as [StaticString])
    func tombstone(sql: StaticString) throws {
        try fill()
        do {
            let store = try temporary.store()
            try store.change(.tombstone) { () throws(StorageError) in
                try store.database.run(
                    "INSERT INTO identity VALUES (x'00112233445566778899AABBCCDDEEFF', NULL)")
            }
        }
        #expect(try temporary.reader().verify { _ in } == [])
        try damage(sql)
        #expect(try temporary.reader().verify { _ in } == [.tableChanged("tombstone")])
    }

    @Test("a transaction that is not kept leaves no trace in the chain or the hashes")
    func rolledBack() throws {
        let store = try temporary.store()
        _ = try store.append((1...250).map { Office.arrival($0) }, quarantines: true)
        try store.transaction { () throws(StorageError) in
            _ = try store.append((251...600).map { Office.arrival($0) }, quarantines: false)
            _ = try store.put(Office.units[0], before: nil)
            return ((), keeps: false)
        }
        _ = try store.append((700...710).map { Office.arrival($0) }, quarantines: true)
        _ = try store.put(Office.units[1], before: nil)
        #expect(try temporary.reader().verify { _ in } == [])
        #expect(store.losses == [])
    }

    /// Three answers, one of everything else.
    private func fill() throws {
        let store = try temporary.store()
        for unit in Office.units { _ = try store.put(unit, before: nil) }
        for place in Office.places { _ = try store.put(place, before: nil) }
        let month = try #require(CalendarMonth(year: 2026, month: 3))
        _ = try store.put(
            DossierCount(
                key: .init(unit: "so-xd", procedure: "1.001", field: "xay-dung", period: month),
                received: 11, completed: 10, onTime: 10, early: 0, late: 0, online: 3, postal: 2,
                digitised: 1))
        _ = try store.put(
            FeedbackCount(
                key: .init(unit: "so-xd", period: month), received: 3, onTime: 2,
                unsatisfactory: 1, lateComplaints: 0, dissatisfiedDossiers: nil))
        _ = try store.put(
            GivenPoints(
                key: .init(unit: "so-xd", period: month, index: "tt01", indicator: "i2"),
                hundredths: 150))
        _ = try store.append(
            [
                Office.arrival(1), Office.fullArrival(2),
                Office.arrival(3) { $0.comment = "tốt" }, Office.arrival(1, score: 1),
            ], quarantines: true)
    }

    private func damage(_ sql: StaticString) throws {
        try Database(path: temporary.folder.database, access: .write).run(sql)
    }
}
