import Foundation
import Survey
import Testing

@testable import Columns

@Suite("The column table")
struct ColumnTableTests {
    @Test(
        "every field of every record comes back, from memory and from files alike",
        arguments: [(9, 0), (10, 10), (57, 57), (5_000, 5_000)])
    func roundTrip(count: Int, sealed: Int) throws {
        let store = try Store(count)
        let (segments, _) = store.caughtUp(store.table())
        #expect(Store.lines(segments) == store.expected)
        #expect(segments.reduce(0) { $0 + $1.count } == count)
        // What is sealed is there for a table opened anew, without asking the store for it.
        #expect(store.caughtUp(store.table()).asked == [Int64(sealed)])
    }

    @Test("a record lies as the layout says, byte by byte, in its block")
    func layout() throws {
        let record = ResponseRecord(
            row: 0x0A0B_0C0D, form: 1, posting: 0x0102_0304,
            answeredAt: Timestamp(milliseconds: 1_999),
            channel: 7, respondent: 3, outcome: 2, procedure: 5, field: -2, language: 6,
            answers: [0xA1, 0xB2, 0xC3])
        let store = try Store()
        store.add(record)
        let segment = try #require(store.caughtUp(store.table()).segments.first)
        let bytes = segment.withColumns { Array($0.bytes) }
        #expect(bytes.count == 29 * 1_024 && segment.key.month.description == "1970-01")
        // The second is cut, not rounded: 1.999 s lies in second 1.
        let expected: [(at: Int, bytes: [UInt8])] = [
            (0, [4, 3, 2, 1]), (4, [1, 0, 0, 0]), (8, [0xA1]), (9, [0xB2]), (10, [0xC3]),
            (11, [0x0D, 0x0C, 0x0B, 0x0A]), (15, [5, 0, 0, 0]), (19, [0xFE, 0xFF, 0xFF, 0xFF]),
            (23, [6, 0, 0, 0]), (27, [7]), (28, [0x23]),
        ]
        for (at, column) in expected {
            #expect(Array(bytes[at * 1_024..<at * 1_024 + column.count]) == column)
        }
        #expect(bytes.count { $0 != 0 } == expected.flatMap(\.bytes).count { $0 != 0 })
    }

    @Test("columns stand one behind the other and fill the block")
    func stripes() {
        for answersBytes in [0, 1, 3, 12, 120, 1_024] {
            let layout = BlockLayout(answersBytes: answersBytes)
            var end = 0
            for stripe in layout.stripes.sorted(by: { $0.offset < $1.offset }) {
                #expect(stripe.offset == end)
                end += stripe.width * BlockLayout.records
            }
            #expect(end == layout.blockBytes)
        }
    }

    @Test("what is sealed together stands posting by posting and by time, and so does the rest")
    func sorted() throws {
        let store = try Store(5_000)
        let table = store.table(threshold: 4_000)
        for added in [0, 900] {
            store.add(added)
            for segment in store.caughtUp(table).segments {
                let keys = segment.withColumns { columns in
                    (0..<segment.count).map {
                        (columns.value(.posting, at: $0), columns.value(.seconds, at: $0))
                    }
                }
                #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 })
            }
        }
    }

    @Test("under the threshold nothing is written; at it everything is, and is not read again")
    func sealing() throws {
        let store = try Store(9)
        let table = store.table()
        #expect(store.caughtUp(table).asked == [0])
        #expect(!FileManager.default.fileExists(atPath: store.folder))
        store.add(1)
        #expect(store.caughtUp(table).asked == [9])
        #expect(table.sealFault == nil && store.generations() == ["g1"])
        store.add(4)
        #expect(Store.lines(store.caughtUp(store.table()).segments) == store.expected)
        #expect(store.caughtUp(store.table()).asked == [10])
    }

    @Test(
        "where its files are taken away or cut beneath it, it keeps what it has and seals no holes",
        arguments: [false, true])
    func takenAway(isCut: Bool) throws {
        let store = try Store(40)
        let table = store.table()
        _ = store.caughtUp(table)
        if isCut {
            for file in try store.segmentFiles() {
                try FileManager.default.removeItem(atPath: file)
                try Data([1, 2, 3]).write(to: URL(filePath: file))
            }
        } else {
            try FileManager.default.removeItem(atPath: store.folder)
        }
        store.add(40)
        #expect(Store.lines(store.caughtUp(table).segments) == store.expected)
        #expect(table.sealFault != nil)
        #expect(Store.lines(store.caughtUp(table).segments) == store.expected)
        // The next start makes them anew from the store.
        let next = store.table()
        #expect(Store.lines(store.caughtUp(next).segments) == store.expected)
        #expect(next.sealFault == nil)
    }

    @Test("sealed in many steps, the table equals one sealed at once")
    func steps() throws {
        let (slow, quick) = (try Store(), try Store())
        let table = slow.table()
        for _ in 0..<12 {
            slow.add(7)
            _ = slow.caughtUp(table)
        }
        quick.add(84)
        let once = quick.caughtUp(quick.table()).segments
        let opened = slow.table().caughtUp { _ in [] }
        #expect(Store.lines(slow.caughtUp(table).segments) == Store.lines(once))
        #expect(opened.map(\.key).allSatisfy { key in once.contains { $0.key == key } })
        #expect(Store.lines(slow.caughtUp(slow.table()).segments) == slow.expected)
    }

    @Test("the order in which segments come does not depend on arrival")
    func order() throws {
        let (store, other) = (try Store(60), try Store())
        for (row, record) in store.records.reversed().enumerated() {
            other.add(
                ResponseRecord(
                    row: Int64(row + 1), form: record.form, posting: record.posting,
                    answeredAt: record.answeredAt, channel: record.channel,
                    respondent: record.respondent, outcome: record.outcome,
                    procedure: record.procedure, field: record.field, language: record.language,
                    answers: record.answers))
        }
        let (first, second) = (
            store.caughtUp(store.table()).segments, other.caughtUp(other.table()).segments
        )
        #expect(first.map(\.key) == second.map(\.key))
        #expect(first.map(\.count) == second.map(\.count))
        #expect(Store.lines(first) == store.expected && Store.lines(second) == other.expected)
    }

    @Test(
        "a reader in another table sees what is sealed and reads the tail itself, writing nothing")
    func reader() throws {
        let store = try Store(20)
        let writer = store.table()
        _ = store.caughtUp(writer)
        store.add(30)
        let reader = store.table(mayWrite: false, threshold: 1)
        let (segments, asked) = store.caughtUp(reader)
        #expect(asked == [20] && Store.lines(segments) == store.expected)
        #expect(try String(contentsOfFile: store.manifestPath, encoding: .utf8).contains(" 1 20\n"))
        // The writer goes on; what the reader holds stays what it was.
        let held = Store.lines(segments)
        _ = store.caughtUp(writer)
        store.add(25)
        _ = store.caughtUp(writer)
        #expect(Store.lines(segments) == held)
        #expect(Store.lines(store.caughtUp(reader).segments) == store.expected)
        #expect(store.caughtUp(reader).asked == [75])
    }

    @Test("a store that fails midway loses nothing and counts nothing twice")
    func failingStore() throws {
        struct Broken: Error {}
        let store = try Store(5_000)
        let table = store.table()
        var calls = 0
        #expect(throws: Broken.self) {
            try table.caughtUp { row throws(Broken) in
                calls += 1
                guard calls == 1 else { throw Broken() }
                var asked: [Int64] = []
                return store.next(&asked, row)
            }
        }
        let (segments, asked) = store.caughtUp(table)
        #expect(asked == [4_096] && Store.lines(segments) == store.expected)
    }

    @Test("a folder that cannot be written leaves every answer in memory and says why")
    func cannotSeal() throws {
        let store = try Store(30)
        // A file stands where the folder should be.
        #expect(FileManager.default.createFile(atPath: store.folder, contents: nil))
        let table = store.table()
        #expect(Store.lines(store.caughtUp(table).segments) == store.expected)
        let fault = try #require(table.sealFault)
        #expect(fault == .cannotWrite(path: "\(store.folder)/g1", errno: ENOTDIR))
        try FileManager.default.removeItem(atPath: store.folder)
        store.add(1)
        #expect(Store.lines(store.caughtUp(table).segments) == store.expected)
        #expect(table.sealFault == nil)
        #expect(store.caughtUp(store.table()).asked == [31])
    }

    @Test("records of another width under one form version lie apart and shift no byte")
    func widths() throws {
        let store = try Store()
        store.add(Store.record(1, answersBytes: 3))
        store.add(Store.record(2, answersBytes: 9))
        store.add(Store.record(3, answersBytes: 3))
        let (segments, _) = store.caughtUp(store.table(threshold: 1))
        #expect(segments.map(\.key.answersBytes) == [3, 9] && segments.map(\.count) == [2, 1])
        #expect(Store.lines(segments) == store.expected)
    }

    @Test("a segment tells the row of its last record, sealed or not", arguments: [1, 10, 1_000])
    func lastRow(threshold: Int) throws {
        let store = try Store()
        let table = store.table(threshold: threshold)
        for _ in 0..<9 {
            store.add(11)
            _ = store.caughtUp(table)
        }
        for segments in [store.caughtUp(table).segments, store.caughtUp(store.table()).segments] {
            for segment in segments {
                let rows = segment.withColumns { columns in
                    (0..<segment.count).map { Int64(columns.value(.row, at: $0)) }
                }
                #expect(segment.lastRow == rows.max())
            }
        }
    }

    @Test(
        "times beyond what is stored stand at its ends, and stop nothing",
        arguments: [
            ("9999-12-30T23:59:59Z", "2106-02"), ("2106-02-07T06:28:15Z", "2106-02"),
            ("1970-01-01T00:00:00Z", "1970-01"),
        ])
    func farTimes(time: String, month: String) throws {
        let store = try Store()
        store.add(Store.record(1, at: Timestamp(rfc3339: time)))
        let segments = store.caughtUp(store.table(threshold: 1)).segments
        #expect(segments.map(\.key.month.description) == [month])
        #expect(Store.lines(store.caughtUp(store.table()).segments) == store.expected)
    }
}
