import Dispatch
import Synchronization
import Testing

@testable import HTTPServer

@Suite("Worker pool")
struct WorkerPoolTests {
    @Test("does every piece of work before it ends")
    func work() throws {
        let done = Atomic<Int>(0)
        let pool = try WorkerPool(threads: 2, queueMax: 100)
        for _ in 0..<100 {
            #expect(pool.submit { done.add(1, ordering: .relaxed) })
        }
        pool.stop()
        #expect(done.load(ordering: .relaxed) == 100)
        #expect(!pool.submit {})
        pool.stop()
    }

    @Test("refuses work when its queue is full and takes it again later")
    func bound() throws {
        let pool = try WorkerPool(threads: 1, queueMax: 2)
        let hasBegun = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        #expect(
            pool.submit {
                hasBegun.signal()
                mayEnd.wait()
            })
        hasBegun.wait()
        #expect(pool.submit { hasBegun.signal() })
        #expect(pool.submit { hasBegun.signal() })
        #expect(!pool.submit {})
        mayEnd.signal()
        hasBegun.wait()
        hasBegun.wait()
        #expect(pool.submit {})
        pool.stop()
    }

    @Test("runs as many pieces at once as it has threads")
    func threads() throws {
        let pool = try WorkerPool(threads: 3, queueMax: 3)
        let hasBegun = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        for _ in 0..<3 {
            #expect(
                pool.submit {
                    hasBegun.signal()
                    mayEnd.wait()
                })
        }
        for _ in 0..<3 {
            #expect(hasBegun.wait(timeout: .now() + .seconds(10)) == .success)
        }
        for _ in 0..<3 { mayEnd.signal() }
        pool.stop()
    }
}
