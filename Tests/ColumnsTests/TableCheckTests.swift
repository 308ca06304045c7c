import Foundation
import Survey
import Testing

@testable import Columns

/// What reports are counted from is held against the store, and a crash at any moment of sealing
/// leaves a table that says what the store says.
@Suite("The column table and the store")
struct TableCheckTests {
    /// A fixed sequence, so that a failure can be seen again.
    private struct Sequence: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 31
        }
    }

    private func check(
        _ store: Store, name: String = "store-1", lastRow: Int? = nil
    ) -> TableCheck {
        var asked: [Int64] = []
        return TableCheck.compare(
            folder: store.folder, store: name, lastRow: Int64(lastRow ?? store.records.count)
        ) { store.next(&asked, $0) }
    }

    @Test(
        "a sealed table agrees with its store, whatever came since", arguments: [10, 1_500, 5_000])
    func agrees(count: Int) throws {
        let store = try Store(count)
        #expect(check(store) == .absent)
        _ = store.caughtUp(store.table())
        store.add(3)
        #expect(check(store) == .agrees(responses: count))
        // A table of another store, or one that is ahead, is not used and so not compared.
        #expect(check(store, name: "store-2") == .absent)
        #expect(check(store, lastRow: count - 1) == .absent)
    }

    @Test("one changed byte of any column is found, with the row that has it")
    func differs() throws {
        let store = try Store(1_500)
        _ = store.caughtUp(store.table())
        let path = try #require(try store.segmentFiles().first { $0.hasSuffix("-3.seg") })
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let layout = BlockLayout(answersBytes: 3)
        for stripe in layout.stripes {
            var damaged = whole
            damaged[stripe.offset + 7 * stripe.width] ^= 4
            try damaged.write(to: URL(fileURLWithPath: path))
            guard case .differs(let row) = check(store) else {
                Issue.record("what lies at \(stripe.offset) was not found")
                continue
            }
            let key = Segment.Key(of: store.records[Int(row) - 1])
            #expect(path.hasSuffix(key.fileName))
        }
        try whole.write(to: URL(fileURLWithPath: path))
        #expect(check(store) == .agrees(responses: 1_500))
    }

    @Test("a store that lacks what is sealed, or has more of it, is found")
    func otherStore() throws {
        let store = try Store(40)
        _ = store.caughtUp(store.table())
        let other = try Store(39)
        other.add(Store.record(41, day: 3))
        var asked: [Int64] = []
        let found = TableCheck.compare(folder: store.folder, store: "store-1", lastRow: 41) {
            other.next(&asked, $0)
        }
        #expect(found == .differs(row: 40))
    }

    @Test(
        "killed at any write of a sealing, the next start counts every answer once",
        arguments: 1...20)
    func killed(seed: Int) throws {
        var random = Sequence(state: UInt64(seed))
        let store = try Store(1_020 + seed * 3)
        _ = store.caughtUp(store.table())
        let manifest = try Data(contentsOf: URL(fileURLWithPath: store.manifestPath))
        func files() throws -> [String: Data] {
            var files: [String: Data] = [:]
            for path in try store.segmentFiles() {
                files[path] = try Data(contentsOf: URL(fileURLWithPath: path))
            }
            return files
        }
        let before = try files()
        store.add(900)
        _ = store.caughtUp(store.table())
        // Each segment stands as before, as after, or half written; the manifest is the old one,
        // for it is replaced after the last of them was on the disk.
        for (path, after) in try files() {
            var bytes = after
            if let old = before[path] {
                let written = Int.random(in: 0...old.count, using: &random)
                bytes = after.prefix(written) + old.dropFirst(written)
                if Bool.random(using: &random) { bytes += after.dropFirst(old.count) }
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
        try manifest.write(to: URL(fileURLWithPath: store.manifestPath))
        let (segments, asked) = store.caughtUp(store.table())
        #expect(asked == [Int64(1_020 + seed * 3)])
        #expect(Store.lines(segments) == store.expected)
        #expect(check(store) == .agrees(responses: store.records.count))
    }
}
