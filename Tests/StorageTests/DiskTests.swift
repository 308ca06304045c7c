import Foundation
import Survey
import Synchronization
import Testing

@testable import Storage

@Suite("The disk below the intake")
struct DiskTests {
    let temporary = TemporaryFolder()

    /// A disk of 400 MiB whose room the test sets; the reserve is 20 MiB and the ballast 5.
    private final class Room: Sendable {
        private let mebibytes: Mutex<Int64>

        init(mebibytes: Int64) { self.mebibytes = Mutex(mebibytes) }

        func set(mebibytes: Int64) { self.mebibytes.withLock { $0 = mebibytes } }

        var space: DiskSpace {
            DiskSpace(
                availableBytes: mebibytes.withLock { $0 } << 20, totalBytes: 400 << 20)
        }
    }

    /// What the writer told, waited for one by one.
    private final class Events: Sendable {
        private let told = Mutex<[IntakeEvent]>([])
        private let arrived = DispatchSemaphore(value: 0)

        func note(_ event: IntakeEvent) {
            told.withLock { $0.append(event) }
            arrived.signal()
        }

        /// The next event; fails the test where none comes.
        func next() -> IntakeEvent? {
            guard arrived.wait(timeout: .now() + 20) == .success else { return nil }
            return told.withLock { $0.removeFirst() }
        }
    }

    private func intake(
        _ room: Room, _ events: Events, store: Store? = nil
    ) throws -> Intake {
        Intake(
            try store ?? temporary.store(), lookSeconds: 0.01, space: { room.space },
            observe: { events.note($0) }, afterBatch: {})
    }

    /// Hands an answer over and waits for what becomes of it; nil where it is not taken.
    private func outcome(of number: Int, _ intake: Intake) -> Intake.Outcome? {
        let told = Mutex<Intake.Outcome?>(nil)
        let done = DispatchSemaphore(value: 0)
        let isTaken = intake.submit(Office.arrival(number)) { outcome in
            told.withLock { $0 = outcome }
            done.signal()
        }
        if isTaken { done.wait() }
        return told.withLock { $0 }
    }

    @Test("answers are sent away before the disk is full and taken again when there is room")
    func shortOfRoom() throws {
        let room = Room(mebibytes: 300)
        let events = Events()
        let intake = try intake(room, events)
        #expect(events.next() == .ballastHeld)
        #expect(outcome(of: 1, intake) == .done(.stored))
        room.set(mebibytes: 19)
        #expect(events.next() == .changed(.diskFull))
        #expect(!intake.isReady)
        #expect(outcome(of: 2, intake) == nil)
        #expect(intake.snapshot().sentAway == 1)
        #expect(intake.snapshot().disk?.availableBytes == 19 << 20)
        room.set(mebibytes: 20)
        #expect(events.next() == .changed(.storing))
        #expect(outcome(of: 2, intake) == .done(.stored))
        intake.stop()
        #expect(try temporary.responses().count == 2)
    }

    @Test("a disk that is full from the start is known before the first answer")
    func fullFromTheStart() throws {
        let events = Events()
        let intake = try intake(Room(mebibytes: 1), events)
        #expect(!intake.isReady)
        #expect(events.next() == .changed(.diskFull))
        #expect(outcome(of: 1, intake) == nil)
        intake.stop()
    }

    @Test("the ballast is real room, is thrown off once when hardly any is left, and taken again")
    func ballast() throws {
        let room = Room(mebibytes: 300)
        let events = Events()
        let intake = try intake(room, events)
        #expect(events.next() == .ballastHeld)
        #expect(temporary.size(of: "ballast") == 5 << 20)
        room.set(mebibytes: 2)
        #expect(events.next() == .ballastGivenUp)
        #expect(temporary.size(of: "ballast") == nil)
        #expect(events.next() == .changed(.diskFull))
        // Room for the answers is not yet room for the ballast.
        room.set(mebibytes: 29)
        #expect(events.next() == .changed(.storing))
        #expect(temporary.size(of: "ballast") == nil)
        room.set(mebibytes: 30)
        #expect(events.next() == .ballastHeld)
        intake.stop()
    }

    @Test("a commit that the disk refuses is not acknowledged, and answers are taken again after")
    func refusedCommit() throws {
        let store = try temporary.store()
        let pages = try #require(try store.database.integer("PRAGMA page_count"))
        // SQLite's own limit stands for the disk's: the same error by the same way.
        try store.database.run("PRAGMA max_page_count = 1")
        #expect(try store.database.integer("PRAGMA max_page_count") == pages)
        let events = Events()
        let room = Room(mebibytes: 300)
        let intake = try intake(room, events, store: store)
        #expect(events.next() == .ballastHeld)
        var acknowledged: [Int] = []
        var refused: [Int] = []
        // One page of free space holds some; then no more, until the store is opened anew.
        for number in 0..<400 {
            switch outcome(of: number, intake) {
            case .done(.stored): acknowledged.append(number)
            case .done: Issue.record("an outcome of another answer")
            case .failed, nil: refused.append(number)
            }
        }
        #expect(!refused.isEmpty)
        #expect(events.next() == .ballastGivenUp)
        guard case .changed(.failing(.inputOutput)) = events.next() else {
            Issue.record("the failure is told")
            return
        }
        while let event = events.next(), event != .changed(.storing) {}
        #expect(outcome(of: 1_000, intake) == .done(.stored))
        intake.stop()
        let stored = Set(try temporary.responses().map(\.id))
        let told = Set((acknowledged + [1_000]).map { Office.id($0) })
        #expect(stored.symmetricDifference(told).isEmpty)
    }

    @Test("confirmed answers that are missing when the store is opened anew are told")
    func lost() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1), Office.arrival(2)], quarantines: true)
        try store.database.run("PRAGMA max_page_count = 1")
        let events = Events()
        let harm = Mutex(false)
        // On the writer's own thread, between the failure and the opening: what a disk does that
        // gives back an older page.
        nonisolated(unsafe) let damaged = store
        let intake = Intake(
            store, lookSeconds: 0.01, space: { Room(mebibytes: 300).space },
            observe: { event in
                if case .changed(.failing) = event, harm.withLock({ !$0 }) {
                    harm.withLock { $0 = true }
                    #expect(throws: Never.self) {
                        try damaged.database.run("UPDATE seal SET row = 1 WHERE row IS NOT NULL")
                    }
                }
                events.note(event)
            }, afterBatch: {})
        var number = 10
        while harm.withLock({ !$0 }) {
            _ = outcome(of: number, intake)
            number += 1
        }
        var told: Loss?
        while told == nil, let event = events.next() {
            if case .lost(let loss) = event { told = loss }
        }
        #expect(told?.foundRow == 1 && (told?.expectedRow ?? 0) >= 2)
        intake.stop()
    }

    @Test("nothing is acknowledged into a file that was moved away, and it may come back")
    func movedAway() throws {
        let events = Events()
        let intake = try intake(Room(mebibytes: 300), events)
        #expect(events.next() == .ballastHeld)
        let away = temporary.path + "-away"
        try FileManager.default.moveItem(atPath: temporary.path, toPath: away)
        let moved = StorageError.moved(path: temporary.path)
        #expect(outcome(of: 1, intake) == .failed(moved))
        #expect(events.next() == .changed(.failing(moved)))
        #expect(outcome(of: 2, intake) == nil)
        try FileManager.default.moveItem(atPath: away, toPath: temporary.path)
        #expect(events.next() == .changed(.storing))
        #expect(outcome(of: 2, intake) == .done(.stored))
        intake.stop()
    }

    @Test("a folder that is gone is missed before an answer is")
    func goneFolder() throws {
        let events = Events()
        let intake = try intake(Room(mebibytes: 300), events)
        #expect(events.next() == .ballastHeld)
        let away = temporary.path + "-away"
        try FileManager.default.moveItem(atPath: temporary.path, toPath: away)
        #expect(events.next() == .changed(.failing(.moved(path: temporary.path))))
        #expect(!intake.isReady)
        try FileManager.default.moveItem(atPath: away, toPath: temporary.path)
        #expect(events.next() == .changed(.storing))
        intake.stop()
    }

    @Test("without its lock a server stores nothing, for another may be writing by now")
    func lostLock() throws {
        let events = Events()
        let intake = try intake(Room(mebibytes: 300), events)
        #expect(events.next() == .ballastHeld)
        try FileManager.default.removeItem(atPath: temporary.folder.lock)
        #expect(outcome(of: 1, intake) != .done(.stored))
        #expect(!intake.isReady)
        let other = try Store(temporary.folder, makes: false)
        #expect(try other.append([Office.arrival(2)], quarantines: true) == [.stored])
        #expect(outcome(of: 3, intake) == nil)
        intake.stop()
        #expect(try other.append([Office.arrival(4)], quarantines: true) == [.stored])
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("a chain that somebody else has made longer is not forked")
    func forked() throws {
        let store = try temporary.store()
        #expect(try store.append([Office.arrival(1)], quarantines: true) == [.stored])
        try store.database.run("UPDATE seal SET row = 7 WHERE name = 'answers'")
        #expect(throws: StorageError.inUse(path: temporary.path, process: nil)) {
            try store.append([Office.arrival(2)], quarantines: true)
        }
        #expect(try store.countResponses() == 1)
    }

    @Test("what a log holds that was removed under the server is saved")
    func removedLog() throws {
        let events = Events()
        let intake = try intake(Room(mebibytes: 300), events)
        #expect(events.next() == .ballastHeld)
        #expect(outcome(of: 1, intake) == .done(.stored))
        try FileManager.default.removeItem(atPath: temporary.folder.log)
        #expect(events.next() == .logRestored)
        #expect(outcome(of: 2, intake) == .done(.stored))
        // As after a kill: what stands in the folder is all there is.
        let copy = try temporary.copied()
        #expect(try copy.responses().count == 2)
        #expect(try copy.reader().verify { _ in } == [])
        intake.stop()
    }

    @Test("a store that is damaged says so, and is not called ready")
    func damaged() throws {
        var root: Int64 = 0
        do {
            let store = try temporary.store()
            _ = try store.append([Office.arrival(1)], quarantines: true)
            root = try #require(
                try store.database.integer(
                    "SELECT rootpage FROM sqlite_schema WHERE name = 'identity'"))
        }
        let file = try #require(FileHandle(forUpdatingAtPath: temporary.folder.database))
        try file.seek(toOffset: UInt64(root - 1) * 4_096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 200))
        try file.close()
        let events = Events()
        let intake = try intake(
            Room(mebibytes: 300), events, store: Store(temporary.folder, makes: false))
        #expect(events.next() == .ballastHeld)
        guard case .failed(let error) = outcome(of: 2, intake) else {
            Issue.record("an answer cannot be stored there")
            return
        }
        #expect(error.isDamage && !intake.isReady)
        #expect(events.next() == .changed(.failing(error)))
        #expect(outcome(of: 3, intake) == nil)
        intake.stop()
    }

    @Test("more than may wait is sent away at once, and said once")
    func overload() throws {
        let events = Events()
        let held = DispatchSemaphore(value: 0)
        let isWriting = DispatchSemaphore(value: 0)
        let intake = Intake(
            try temporary.store(), queueMax: 2, observe: { events.note($0) }, afterBatch: {})
        // The first holds the writer up in its own completion.
        #expect(
            intake.submit(Office.arrival(0)) { _ in
                isWriting.signal()
                held.wait()
            })
        isWriting.wait()
        let taken = (1...5).map { intake.submit(Office.arrival($0)) { _ in } }
        #expect(taken == [true, true, false, false, false])
        #expect(intake.snapshot().waiting == 2)
        held.signal()
        intake.stop()
        let told = [events.next(), events.next()].compactMap { $0 }
        #expect(told.contains(.overloaded) && told.contains(.ballastHeld))
        #expect(intake.snapshot().sentAway == 3)
        #expect(intake.snapshot().stored == 3)
    }

    @Test("what was done is counted by outcome and by batch")
    func statistics() throws {
        let intake = Intake(try temporary.store()) {}
        #expect(outcome(of: 1, intake) == .done(.stored))
        #expect(outcome(of: 1, intake) == .done(.already(isRecent: true)))
        intake.stop()
        let snapshot = intake.snapshot()
        #expect(snapshot.stored == 1 && snapshot.already == 1)
        #expect(snapshot.conflicts == 0 && snapshot.failed == 0)
        #expect(snapshot.batchAnswers.count == 2 && snapshot.batchAnswers.counts[0] == 2)
        #expect(snapshot.batchSeconds.count == 2 && snapshot.batchSeconds.sum > 0)
        #expect(snapshot.syncSeconds.count == 2)
        #expect(snapshot.syncSeconds.sum < snapshot.batchSeconds.sum)
    }

    @Test(
        "the reserve is 256 MiB, and a twentieth of a small disk",
        arguments: [(1 << 40, 256 << 20), (64 << 20, 64 << 20 / 20), (0, 0)] as [(Int64, Int64)])
    func reserve(total: Int64, reserve: Int64) {
        let space = DiskSpace(availableBytes: reserve, totalBytes: total)
        #expect(space.reserveBytes == reserve)
        #expect(space.isEnough)
        #expect(!DiskSpace(availableBytes: reserve - 1, totalBytes: total).isEnough)
    }

    @Test("the room on a real disk is asked of the system, and of a path that is gone nothing")
    func realDisk() throws {
        _ = try temporary.store()
        let space = try #require(DiskSpace(at: temporary.path))
        #expect(space.totalBytes > 0)
        #expect((0...space.totalBytes).contains(space.availableBytes))
        #expect(DiskSpace(at: temporary.path + "/nothing") == nil)
    }
}
