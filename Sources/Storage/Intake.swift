internal import Glibc
internal import Synchronization

/// The writer thread: it gathers whatever waits, commits it in one transaction, and only then says
/// so. No timer: while the disk works, the next batch gathers by itself.
///
/// Safe to use from any thread; the store is touched by the writer thread alone.
public final class Intake: @unchecked Sendable {
    // Safe because `store` is used by the writer thread only, from `init` until it has ended.

    public static let batchMax = 512

    /// What a waiting answer is told.
    public enum Outcome: Sendable, Equatable {
        case done(AppendOutcome)
        /// Nothing of the batch was kept.
        case failed(StorageError)
    }

    public typealias Completion = @Sendable (Outcome) -> Void

    private struct Entry {
        let arrival: Arrival
        let completion: Completion
    }

    private struct Waiting {
        var arrivals: [Entry] = []
        var isStopping = false
    }

    /// Closed when the thread ends.
    private var store: Store?
    private let queueMax: Int
    private let afterBatch: @Sendable () -> Void
    private let waiting = Mutex(Waiting())
    private let signal: UnsafeMutablePointer<sem_t>
    private let thread = Mutex<pthread_t?>(nil)

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - store: from now on the thread's alone
    ///   - queueMax: answers that may wait
    ///   - afterBatch: called on the thread after the completions of each batch
    public init(
        _ store: Store, queueMax: Int = 4_096, afterBatch: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.queueMax = queueMax
        self.afterBatch = afterBatch
        signal = .allocate(capacity: 1)
        sem_init(signal, 0, 0)
        var handle = pthread_t()
        let code = pthread_create(
            &handle, nil,
            { context in
                Unmanaged<Intake>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "no thread can be made")
        thread.withLock { $0 = handle }
    }

    deinit {
        sem_destroy(signal)
        signal.deallocate()
    }

    /// Hands an answer over.
    ///
    /// - Parameter completion: called once, on the writer thread, after the commit
    /// - Returns: false where the queue is full or closed; the completion is then never called
    public func submit(_ arrival: Arrival, completion: @escaping Completion) -> Bool {
        let wasEmpty = waiting.withLock { waiting -> Bool? in
            guard !waiting.isStopping, waiting.arrivals.count < queueMax else { return nil }
            waiting.arrivals.append(Entry(arrival: arrival, completion: completion))
            return waiting.arrivals.count == 1
        }
        guard let wasEmpty else { return false }
        if wasEmpty { sem_post(signal) }
        return true
    }

    /// Writes what waits and ends the thread. Returns when it has ended.
    public func stop() {
        waiting.withLock { $0.isStopping = true }
        sem_post(signal)
        let handle = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let handle { pthread_join(handle, nil) }
    }

    private func run() {
        while true {
            while sem_wait(signal) != 0 {}
            while true {
                let (batch, isStopping) = takeBatch()
                if batch.isEmpty {
                    if isStopping {
                        store = nil
                        return
                    }
                    break
                }
                write(batch)
            }
        }
    }

    private func takeBatch() -> (batch: [Entry], Bool) {
        waiting.withLock { waiting in
            if waiting.arrivals.count <= Self.batchMax {
                // The usual case: all that waits is handed over as it is.
                let batch = waiting.arrivals
                waiting.arrivals = []
                return (batch, waiting.isStopping)
            }
            let batch = Array(waiting.arrivals.prefix(Self.batchMax))
            waiting.arrivals.removeFirst(batch.count)
            return (batch, waiting.isStopping)
        }
    }

    private func write(_ batch: [Entry]) {
        store(batch)
        afterBatch()
    }

    private func store(_ batch: [Entry]) {
        guard let store else { preconditionFailure("a batch after the end") }
        do throws(StorageError) {
            let outcomes = try store.append(batch.map(\.arrival), quarantines: true)
            for (waiting, outcome) in zip(batch, outcomes) { waiting.completion(.done(outcome)) }
        } catch {
            if batch.count > 1, !error.isOfDisk {
                // One answer is at fault, and the others shall not suffer for it.
                for waiting in batch { self.store([waiting]) }
            } else {
                for waiting in batch { waiting.completion(.failed(error)) }
            }
        }
    }
}
