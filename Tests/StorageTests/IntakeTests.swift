import Foundation
import Survey
import Synchronization
import Testing

@testable import Storage

@Suite("Intake")
struct IntakeTests {
    let temporary = TemporaryFolder()

    /// Outcomes by the number of the submission, filled by the writer thread.
    private final class Outcomes: Sendable {
        private let told = Mutex<[Int: Intake.Outcome]>([:])

        func completion(_ number: Int) -> Intake.Completion {
            { outcome in self.told.withLock { $0[number] = outcome } }
        }

        var all: [Int: Intake.Outcome] { told.withLock { $0 } }

        func count(_ outcome: Intake.Outcome) -> Int { all.values.count { $0 == outcome } }
    }

    /// How often the writer went round and looked at the disk.
    private final class Looks: Sendable {
        private let count = Atomic(0)
        private let looked = DispatchSemaphore(value: 0)

        func add() {
            count.add(1, ordering: .relaxed)
            looked.signal()
        }

        /// Waits for two more: before the second the writer takes whatever is due.
        func pass() {
            let before = count.load(ordering: .relaxed)
            while count.load(ordering: .relaxed) < before + 2 { looked.wait() }
        }
    }

    @Test("a hundred clients that send the same id at once make one row")
    func sameID() throws {
        let intake = Intake(try temporary.store()) {}
        let outcomes = Outcomes()
        DispatchQueue.concurrentPerform(iterations: 100) { number in
            let isTaken = intake.submit(
                Office.arrival(1, score: 4), completion: outcomes.completion(number))
            #expect(isTaken)
        }
        intake.stop()
        #expect(outcomes.count(.done(.stored)) == 1)
        #expect(outcomes.count(.done(.already(isRecent: true))) == 99)
        #expect(try temporary.responses() == [Office.arrival(1, score: 4).response])
    }

    @Test("what is acknowledged is what is stored, each once, and the store is closed at the end")
    func acknowledged() throws {
        let batches = Atomic(0)
        let intake = Intake(try temporary.store()) { batches.add(1, ordering: .relaxed) }
        let outcomes = Outcomes()
        DispatchQueue.concurrentPerform(iterations: 8) { client in
            for number in 0..<200 {
                let number = client * 200 + number
                while !intake.submit(
                    Office.arrival(number), completion: outcomes.completion(number))
                {
                    sched_yield()
                }
            }
        }
        intake.stop()
        #expect(outcomes.count(.done(.stored)) == 1_600)
        let stored = try temporary.responses()
        #expect(stored.count == 1_600)
        #expect(Set(stored.map(\.id)) == Set((0..<1_600).map { Office.id($0) }))
        #expect(batches.load(ordering: .relaxed) >= 1_600 / Intake.batchMax)
        #expect(batches.load(ordering: .relaxed) <= 1_600)
        #expect(temporary.folder.holder == nil)
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("answers that are held are one commit once they are handed over, or at the end")
    func held() throws {
        let outcomes = Outcomes()
        for isWoken in [true, false] {
            let (numbers, told) = (isWoken ? 0..<30 : 30..<60, DispatchSemaphore(value: 0))
            let looks = Looks()
            let intake = Intake(
                try temporary.store(), lookSeconds: 0.001, chore: { _, _ in looks.add() }
            ) { told.signal() }
            for number in numbers {
                #expect(
                    intake.submit(
                        Office.arrival(number), wakes: false,
                        completion: outcomes.completion(number)))
            }
            // The writer leaves them.
            looks.pass()
            #expect(intake.snapshot().waiting == 30)
            if isWoken {
                intake.wake()
                told.wait()
            }
            intake.stop()
            #expect(intake.snapshot().batchAnswers.counts.reduce(0, +) == 1)
        }
        #expect(outcomes.count(.done(.stored)) == 60)
    }

    @Test("as many as may be held go without being handed over, and one fewer do not")
    func heldTooMany() throws {
        let looks = Looks()
        let intake = Intake(
            try temporary.store(), lookSeconds: 0.001, chore: { _, _ in looks.add() }
        ) {}
        defer { intake.stop() }
        let outcomes = Outcomes()
        for (numbers, waiting) in [(1..<Intake.heldMax, Intake.heldMax - 1), (0..<1, 0)] {
            for number in numbers {
                let isTaken = intake.submit(
                    Office.arrival(number), wakes: false, completion: outcomes.completion(number))
                #expect(isTaken)
            }
            looks.pass()
            #expect(intake.snapshot().waiting == waiting)
        }
        #expect(outcomes.count(.done(.stored)) == Intake.heldMax)
        #expect(intake.snapshot().batchAnswers.counts.reduce(0, +) == 1)
    }

    @Test("a conflict is told to its client, the first write stands, the other is kept apart")
    func conflict() throws {
        let intake = Intake(try temporary.store()) {}
        let outcomes = Outcomes()
        for (number, score) in [5, 1].enumerated() {
            #expect(
                intake.submit(
                    Office.arrival(7, score: score), completion: outcomes.completion(number)))
        }
        intake.stop()
        #expect(outcomes.all == [0: .done(.stored), 1: .done(.conflict(isRecent: true))])
        #expect(try temporary.responses() == [Office.arrival(7, score: 5).response])
        #expect(try temporary.reader().quarantined().count == 1)
    }

    @Test("a full queue refuses, one past its limit, and goes on when it has room")
    func fullQueue() throws {
        // The first completion holds the writer until the queue has been filled behind it.
        let isHeld = DispatchSemaphore(value: 0)
        let isFilled = DispatchSemaphore(value: 0)
        let intake = Intake(try temporary.store(), queueMax: 3) {}
        let outcomes = Outcomes()
        let isFirstTaken = intake.submit(Office.arrival(0)) { _ in
            isHeld.signal()
            isFilled.wait()
        }
        #expect(isFirstTaken)
        isHeld.wait()
        let taken = (1...5).map {
            intake.submit(Office.arrival($0), completion: outcomes.completion($0))
        }
        #expect(taken == [true, true, true, false, false])
        isFilled.signal()
        intake.stop()
        #expect(Set(outcomes.all.keys) == [1, 2, 3])
        #expect(try temporary.reader().lastRow() == 4)
    }

    @Test("after the end nothing is taken, and a second stop does no harm")
    func stopped() throws {
        let intake = Intake(try temporary.store()) {}
        intake.stop()
        intake.stop()
        #expect(!intake.submit(Office.arrival(1)) { _ in })
        #expect(try temporary.reader().lastRow() == 0)
    }

    @Test("an answer that cannot be stored fails alone")
    func poison() throws {
        let isHeld = DispatchSemaphore(value: 0)
        let isFilled = DispatchSemaphore(value: 0)
        let intake = Intake(try temporary.store()) {}
        let outcomes = Outcomes()
        _ = intake.submit(Office.arrival(0)) { _ in
            isHeld.signal()
            isFilled.wait()
        }
        isHeld.wait()
        let arrivals = [Office.arrival(1), Office.strayArrival(2), Office.arrival(3)]
        for (number, arrival) in arrivals.enumerated() {
            #expect(intake.submit(arrival, completion: outcomes.completion(number)))
        }
        isFilled.signal()
        intake.stop()
        #expect(
            outcomes.all == [
                0: .done(.stored), 1: .failed(.unknownForm(id: "six", version: 7)),
                2: .done(.stored),
            ])
        #expect(try temporary.reader().lastRow() == 3)
    }

    @Test("nothing is acknowledged that a full disk did not take")
    func fullDisk() throws {
        let store = try temporary.store()
        try store.database.run("PRAGMA max_page_count = 30")
        let intake = Intake(store) {}
        let outcomes = Outcomes()
        for number in 0..<3_000 {
            _ = intake.submit(Office.arrival(number), completion: outcomes.completion(number))
        }
        intake.stop()
        let told = outcomes.all
        let stored = try temporary.responses().map(\.id)
        let acknowledged = told.filter { $0.value == .done(.stored) }.map { Office.id($0.key) }
        #expect(Set(stored) == Set(acknowledged))
        #expect(stored.count < told.count)
        #expect(told.values.contains { if case .failed = $0 { true } else { false } })
        #expect(try temporary.reader().verify { _ in } == [])
    }
}
