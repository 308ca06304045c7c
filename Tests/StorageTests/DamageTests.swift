import Foundation
import Survey
import Testing

@testable import Storage

/// One changed bit anywhere in the files: seen, or without any consequence.
@Suite("Flipped bits and lost logs")
struct DamageTests {
    /// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
    struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    private enum Outcome: String {
        case same, reported, silent
    }

    /// A small store that uses every table.
    private static func fill(_ store: Store, responses: ClosedRange<Int>) throws {
        for unit in Office.units { _ = try store.put(unit, before: nil) }
        for place in Office.places { _ = try store.put(place, before: nil) }
        for month in 1...12 {
            let key = DossierCount.Key(
                unit: "so-xd", procedure: "1.001", field: "xay-dung",
                period: try #require(CalendarMonth(year: 2026, month: month)))
            _ = try store.put(
                DossierCount(
                    key: key, received: 11, completed: 10, onTime: 10, early: 0, late: 0,
                    online: 3, postal: 2, digitised: 1))
        }
        try store.setBaseURL("https://hailong.example")
        for number in responses {
            let arrival =
                switch number % 4 {
                case 0: Office.fullArrival(number)
                case 1: Office.arrival(number) { $0.comment = "Góp ý số \(number)" }
                default: Office.arrival(number, place: number % 3 == 0 ? "Q2" : "Q1")
                }
            _ = try store.append([arrival], quarantines: true)
            guard number % 40 == 2 else { continue }
            _ = try store.append([Office.arrival(number, score: 1)], quarantines: true)
        }
    }

    /// Everything that any reader gives.
    private static func dump(_ folder: DataFolder) throws -> String {
        let reader = try StoreReader(folder)
        return try reader.snapshot { () throws(StorageError) in
            var text = "\(try reader.identity()) \(try reader.isSample())"
            text += "\(String(describing: try reader.baseURL())) \(try reader.counts())\n"
            let register = try reader.register()
            text += "\(register.units)\n\(register.places)\n\(register.questionnaires)\n"
            text += "\(try reader.dossiers())\n"
            let key = try reader.recordKey()
            for names in [key.fields, key.procedures] {
                text += "\(names.sorted { $0.key < $1.key })\n"
            }
            text += "\(key.postings.sorted { $0.key < $1.key })\n"
            text += "\(key.forms.sorted { $0.key < $1.key })\n"
            text += "\(try reader.records(after: 0, limit: 10_000))\n"
            text += "\(try reader.quarantined())\n"
            let unreadable = try reader.eachResponse { text += "\($0)\n" }
            return text + "\(unreadable)"
        }
    }

    private static func outcome(_ folder: DataFolder, good: String) -> Outcome {
        let findings: [Finding]
        do {
            findings = try StoreReader(folder).verify { _ in }
        } catch {
            return .reported
        }
        if !findings.isEmpty { return .reported }
        return (try? dump(folder)) == good ? .same : .silent
    }

    @Test("of 600 flipped bits in a closed store's file none changes anything silently")
    func closedFile() throws {
        let temporary = TemporaryFolder()
        do { try Self.fill(try temporary.store(), responses: 1...300) }
        let good = try Self.dump(temporary.folder)
        let whole = try Data(contentsOf: URL(fileURLWithPath: temporary.folder.database))
        let written = whole.indices.filter { whole[$0] != 0 }
        let copy = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: copy.path, withIntermediateDirectories: true)
        #expect(Self.outcome(temporary.folder, good: good) == .same)
        var random = Random(state: 3)
        var counts: [Outcome: Int] = [:]
        for number in 0..<600 {
            // Half of them where something is written: a small file is mostly empty.
            var place = Int.random(in: 0..<whole.count, using: &random)
            if number % 2 == 0 { place = written[place % written.count] }
            let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &random)
            var bytes = whole
            bytes[place] ^= bit
            for ending in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: copy.folder.database + ending)
            }
            try bytes.write(to: URL(fileURLWithPath: copy.folder.database))
            let outcome = Self.outcome(copy.folder, good: good)
            counts[outcome, default: 0] += 1
            #expect(outcome != .silent, "byte \(place), bit \(bit)")
        }
        print("flipped bits in a closed store:", counts.map { "\($0.key.rawValue) \($0.value)" })
        #expect(counts[.reported, default: 0] > 300)
    }

    @Test("two pages of answers that changed places end no reading in a circle, and are told")
    func changedPlaces() throws {
        let temporary = TemporaryFolder()
        do {
            let store = try temporary.store()
            _ = try store.append((1...1_000).map { Office.arrival($0) }, quarantines: true)
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: temporary.folder.database))
        // Pages of rows with more than a few on them: those of answers.
        let leaves = stride(from: 4_096, to: whole.count, by: 4_096)
            .filter { whole[$0] == 13 && whole[$0 + 4] > 20 }
        #expect(leaves.count > 5)
        for (number, first) in leaves.enumerated() {
            for second in leaves[(number + 1)...] {
                var bytes = whole
                bytes.replaceSubrange(first..<first + 4_096, with: whole[second..<second + 4_096])
                bytes.replaceSubrange(second..<second + 4_096, with: whole[first..<first + 4_096])
                try bytes.write(to: URL(fileURLWithPath: temporary.folder.database))
                // What the pages of settings hold stops the opening already.
                let found = try? temporary.reader().verify { _ in }
                guard let found else { continue }
                #expect(!found.isEmpty, "pages at \(first) and \(second)")
            }
        }
    }

    /// The files of a running store, as they are while it has confirmed all its answers.
    private struct Running {
        let files: [(name: String, bytes: Data)]
        let good: String
        let confirmed: Int

        init() throws {
            let temporary = TemporaryFolder()
            let store = try temporary.store()
            try DamageTests.fill(store, responses: 1...150)
            let copy = try temporary.copied()
            files = try ["hailong.db", "hailong.db-wal", "anchor"].map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: "\(copy.path)/\($0)")))
            }
            good = try DamageTests.dump(copy.folder)
            confirmed = try store.countResponses()
        }

        /// A folder with one of the files changed.
        func folder(_ changed: String, by change: (inout Data) -> Void) throws -> TemporaryFolder {
            let folder = TemporaryFolder()
            try FileManager.default.createDirectory(
                atPath: folder.path, withIntermediateDirectories: true)
            for (name, bytes) in files {
                var bytes = bytes
                if name == changed { change(&bytes) }
                try bytes.write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
            }
            return folder
        }
    }

    @Test("of 200 cut and 200 flipped files of a running store none has lost answers silently")
    func runningFiles() throws {
        let running = try Running()
        var random = Random(state: 7)
        var counts: [Outcome: Int] = [:]
        for number in 0..<400 {
            let name = number % 8 == 0 ? "hailong.db" : "hailong.db-wal"
            let folder = try running.folder(name) { bytes in
                let place = Int.random(in: 0..<bytes.count, using: &random)
                if number < 200 {
                    bytes.removeSubrange((bytes.startIndex + place)...)
                } else {
                    bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
                }
            }
            let outcome = Self.outcome(folder.folder, good: running.good)
            counts[outcome, default: 0] += 1
            #expect(outcome != .silent, "\(name), number \(number)")
            // The writer sees it too: by refusing, by its own record, or at a check.
            guard let store = try? Store(folder.folder, makes: false) else { continue }
            if store.losses.isEmpty {
                let count = try? store.countResponses()
                let isChecked = (try? StoreReader(folder.folder).verify { _ in }) == []
                #expect(count == running.confirmed || !isChecked, "number \(number)")
            }
        }
        print("files of a running store:", counts.map { "\($0.key.rawValue) \($0.value)" })
        #expect(counts[.same, default: 0] > 0)
    }
}
