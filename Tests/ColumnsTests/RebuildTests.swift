import Foundation
import Survey
import Testing

@testable import Columns

/// Whatever happens to the files, a report counts every answer once: the store has them all.
@Suite("Rebuilding the column table")
struct RebuildTests {
    /// Something that may befall the files of a sealed table.
    enum Damage: String, CaseIterable, Sendable {
        case noManifest, emptyManifest, foreignText, manifestCutAtALine, manifestDigitChanged
        case manifestWithoutItsEnd, segmentCut, segmentEmpty, segmentGone, hugeCount
        case hugeGeneration, entryTwice
    }

    private func inflict(_ damage: Damage, on store: Store) throws {
        let path = store.manifestPath
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        func write(_ text: String) throws {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        /// A manifest whose sum is right, so that only its content can give it away.
        func summed(_ manifest: Manifest) throws { try write(manifest.text) }
        let manifest = try #require(Manifest(text))
        let segment = try #require(try store.segmentFiles().first)
        switch damage {
        case .noManifest: try FileManager.default.removeItem(atPath: path)
        case .emptyManifest: try write("")
        case .foreignText: try write("<html>\n")
        case .manifestCutAtALine: try write(lines.prefix(3).joined(separator: "\n") + "\n")
        case .manifestDigitChanged: try write(text.replacingOccurrences(of: " 40\n", with: " 41\n"))
        case .manifestWithoutItsEnd: try write(String(text.dropLast(3)))
        case .segmentCut: truncate(segment, 100)
        case .segmentEmpty: truncate(segment, 0)
        case .segmentGone: try FileManager.default.removeItem(atPath: segment)
        case .hugeCount:
            try summed(
                Manifest(
                    store: manifest.store, generation: 1, row: manifest.row,
                    entries: [
                        .init(key: manifest.entries[0].key, count: Int.max / 2, lastRow: 1)
                    ]))
        case .hugeGeneration:
            try summed(
                Manifest(
                    store: manifest.store, generation: Int.max, row: manifest.row,
                    entries: manifest.entries))
        case .entryTwice:
            try summed(
                Manifest(
                    store: manifest.store, generation: 1, row: manifest.row,
                    entries: manifest.entries + manifest.entries.prefix(1)))
        }
    }

    @Test(
        "after each kind of damage every answer is counted once, and the next start is whole",
        arguments: Damage.allCases)
    func rebuilt(damage: Damage) throws {
        let store = try Store(40)
        _ = store.caughtUp(store.table())
        try inflict(damage, on: store)
        store.add(5)
        let (segments, asked) = store.caughtUp(store.table())
        #expect(asked == [0])
        #expect(Store.lines(segments) == store.expected)
        // The rebuilt table is sealed under a new generation; the old one is gone.
        #expect(store.generations() == ["g2"])
        let (again, askedAgain) = store.caughtUp(store.table())
        #expect(askedAgain == [45] && Store.lines(again) == store.expected)
    }

    @Test(
        "a table of another store, or one that is ahead, is passed over",
        arguments: [("store-2", 40), ("store-1", 39)])
    func anotherPast(name: String, lastRow: Int) throws {
        let store = try Store(40)
        _ = store.caughtUp(store.table())
        let past = try Store(lastRow)
        let table = ColumnTable(
            folder: store.folder, store: name, lastRow: Int64(lastRow), mayWrite: true,
            sealThreshold: 10)
        let (segments, asked) = past.caughtUp(table)
        #expect(asked == [0] && Store.lines(segments) == past.expected)
        #expect(store.generations() == ["g2"])
    }

    @Test("a crash between a segment and the manifest: the bytes beyond are written over")
    func crash() throws {
        let store = try Store(40)
        _ = store.caughtUp(store.table())
        for path in try store.segmentFiles() {
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(repeating: 0xEE, count: 333))
            try handle.close()
        }
        try Data("half a man".utf8).write(to: URL(fileURLWithPath: store.manifestPath + ".new"))
        store.add(20)
        let (segments, asked) = store.caughtUp(store.table())
        #expect(asked == [40] && Store.lines(segments) == store.expected)
        #expect(Store.lines(store.caughtUp(store.table()).segments) == store.expected)
    }

    @Test("a crash before the first manifest: what lies there is not written over")
    func crashBeforeTheFirst() throws {
        let store = try Store(40)
        let path = "\(store.folder)/g7"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(Store.lines(store.caughtUp(store.table()).segments) == store.expected)
        #expect(store.generations() == ["g8"])
    }

    @Test(
        "a rebuild changes nothing under a reader of the old files, lost manifest or not",
        arguments: [true, false])
    func readerKeepsItsFiles(isManifestLost: Bool) throws {
        let store = try Store(40)
        let segments = store.caughtUp(store.table()).segments
        let held = Store.lines(segments)
        if isManifestLost { try FileManager.default.removeItem(atPath: store.manifestPath) }
        let other = try Store()
        for row in 1...40 { other.add(Store.record(row, day: row % 120, answersBytes: 3)) }
        let table = ColumnTable(
            folder: store.folder, store: "store-2", lastRow: 40, mayWrite: true, sealThreshold: 10)
        #expect(Store.lines(other.caughtUp(table).segments) == other.expected)
        #expect(Store.lines(segments) == held)
    }

    @Test("a reader whose files vanish between manifest and mapping reads the store instead")
    func filesVanish() throws {
        let store = try Store(40)
        _ = store.caughtUp(store.table())
        try FileManager.default.removeItem(atPath: "\(store.folder)/g1")
        let (segments, asked) = store.caughtUp(store.table(mayWrite: false))
        #expect(asked == [0] && Store.lines(segments) == store.expected)
        #expect(store.generations().isEmpty)
    }

    @Test("a table of the layout before is passed over, whatever it says of itself")
    func olderLayout() throws {
        let store = try Store(40)
        _ = store.caughtUp(store.table())
        let text = try String(contentsOfFile: store.manifestPath, encoding: .utf8)
        let body = text.components(separatedBy: "sum ")[0]
            .replacingOccurrences(of: Manifest.format, with: "hailong.columns/3")
        let sum = body.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        try (body + "sum \(String(sum, radix: 16))\n").write(
            toFile: store.manifestPath, atomically: true, encoding: .utf8)
        let (segments, asked) = store.caughtUp(store.table())
        #expect(asked == [0] && Store.lines(segments) == store.expected)
    }

    @Test("a manifest reads back as it was written")
    func manifest() throws {
        let month = try #require(CalendarMonth("2025-12"))
        let manifest = Manifest(
            store: "0f-1a", generation: 3, row: 77,
            entries: [
                .init(key: .init(form: 1, month: month, answersBytes: 11), count: 70, lastRow: 76),
                .init(key: .init(form: 12, month: month, answersBytes: 3), count: 7, lastRow: 77),
            ])
        #expect(Manifest(manifest.text) == manifest)
        // The sum was computed by another program.
        let body = "hailong.columns/4 0f-1a 3 77\n1 2025-12 11 70 76\n12 2025-12 3 7 77\n"
        #expect(manifest.text == body + "sum c762693c4e626219\n")
        for cut in 1..<manifest.text.utf8.count {
            #expect(Manifest(String(manifest.text.dropLast(cut))) == nil)
        }
    }
}
