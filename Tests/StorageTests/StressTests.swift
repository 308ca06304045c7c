import Foundation
import Survey
import Synchronization
import Testing

@testable import Storage

/// SQLite 3.7.0 to 3.51.2 can lose commits where two connections write and checkpoint at once. Here
/// one does both while others read without a pause.
@Suite("A writer that checkpoints under readers")
struct StressTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let isLong = environment["HAILONG_FAULTS"] != nil

    /// Commits of one answer each. A million takes a quarter of an hour on a fast disk.
    private static let commits =
        environment["HAILONG_COMMITS"].flatMap { Int($0) } ?? (isLong ? 200_000 : 2_000)

    let temporary = TemporaryFolder()

    @Test("no commit is lost and no reader sees time go backwards")
    func readers() throws {
        let store = try temporary.store()
        let isDone = Atomic(false)
        let committed = Atomic<Int64>(0)
        let reads = Atomic(0)
        let group = DispatchGroup()
        let folder = temporary.folder
        for kind in 0..<3 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do {
                    var last: Int64 = 0
                    while !isDone.load(ordering: .acquiring) {
                        // One opens anew each time: to open and to close are moments too.
                        let reader = try StoreReader(folder)
                        for _ in 0..<(kind == 0 ? 1 : 50) {
                            let before = committed.load(ordering: .acquiring)
                            let row = try reader.lastRow()
                            #expect(row >= before && row >= last, "a commit vanished")
                            last = row
                            reads.add(1, ordering: .relaxed)
                        }
                    }
                } catch {
                    Issue.record(error)
                }
            }
        }
        for number in 1...Self.commits {
            let outcome = try store.append([Office.arrival(number)], quarantines: true)
            #expect(outcome == [.stored])
            committed.store(Int64(number), ordering: .releasing)
        }
        isDone.store(true, ordering: .releasing)
        group.wait()
        let reader = try temporary.reader()
        #expect(try reader.lastRow() == Int64(Self.commits))
        #expect(try reader.verify { _ in } == [])
        if Self.isLong {
            print("\(Self.commits) commits, \(reads.load(ordering: .relaxed)) reads, 0 lost")
        }
    }
}
