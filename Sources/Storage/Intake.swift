internal import Glibc
internal import Synchronization

/// The writer thread: it gathers whatever waits, commits it in one transaction, and only then says
/// so. No timer gathers: while the disk works, the next batch gathers by itself.
///
/// Once a second it looks at the disk. While that has too little room or refuses, answers are sent
/// away at once, and pages are read as ever.
///
/// Safe to use from any thread; the store is touched by the writer thread alone.
public final class Intake: @unchecked Sendable {
    // Safe because `writer` is used by the writer thread only, from `init` until it has ended.

    public static let batchMax = 512
    /// Answers that are held back for ``wake()`` at most: beyond, the disk would only be idle.
    static let heldMax = 32

    /// What a waiting answer is told.
    public enum Outcome: Sendable, Equatable {
        case done(AppendOutcome)
        /// Nothing of the batch was kept.
        case failed(StorageError)
    }

    public typealias Completion = @Sendable (Outcome) -> Void
    public typealias Observer = @Sendable (IntakeEvent) -> Void
    /// Work with the store besides answers; an error of the disk that it throws is treated as one
    /// met with answers.
    public typealias Chore = @Sendable (_ store: Store, _ isLast: Bool) throws(StorageError) -> Void
    /// Answers, and beside each who is told of it.
    private struct Batch {
        var arrivals: [Arrival] = []
        var completions: [Completion] = []

        var count: Int { arrivals.count }

        mutating func append(_ arrival: Arrival, _ completion: @escaping Completion) {
            arrivals.append(arrival)
            completions.append(completion)
        }

        /// Takes the first so many out.
        mutating func take(_ count: Int) -> Batch {
            defer {
                arrivals.removeFirst(count)
                completions.removeFirst(count)
            }
            return Batch(
                arrivals: Array(arrivals.prefix(count)),
                completions: Array(completions.prefix(count)))
        }
    }

    private struct Waiting {
        var answers = Batch()
        /// How many of them the writer may take; the others are held for more to come.
        var due = 0
        var isStopping = false
        /// Whether the disk takes nothing at the moment.
        var isShut = false
        var isOverloaded = false
        var sentAway = 0
        /// The last batch, told and done with, for the thread that submits to let go of: memory
        /// that one thread asks for and another frees makes both wait for one heap.
        var spent = Batch()
    }

    /// Gone when the thread has ended.
    private var writer: Writer?
    private let queueMax: Int
    private let lookNanoseconds: Int
    private let afterBatch: @Sendable () -> Void
    private let chore: Chore
    private let observe: Observer
    private let waiting = Mutex(Waiting())
    private let statistics: Mutex<IntakeStatistics>
    private let bell = Doorbell()
    private let thread = Mutex<pthread_t?>(nil)

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - store: from now on the thread's alone, which closes it in the end
    ///   - queueMax: answers that may wait
    ///   - lookSeconds: how often the disk is looked at
    ///   - space: asks for the room on the disk; nil where it cannot be known
    ///   - observe: called on the thread, or for an overload on the one that submits
    ///   - chore: called on the thread at each look at the disk while answers can be stored, and a
    ///     last time before the store is closed; answers wait meanwhile
    ///   - afterBatch: called on the thread after the completions of each batch
    public init(
        _ store: Store, queueMax: Int = 4_096, lookSeconds: Double = 1,
        space: (@Sendable () -> DiskSpace?)? = nil, observe: @escaping Observer = { _ in },
        chore: @escaping Chore = { _, _ in },
        afterBatch: @escaping @Sendable () -> Void
    ) {
        let folder = store.folder
        writer = Writer(
            store, space: space ?? { DiskSpace(at: folder.path) }, observe: observe)
        self.queueMax = queueMax
        lookNanoseconds = Int(lookSeconds * 1e9)
        self.observe = observe
        self.afterBatch = afterBatch
        self.chore = chore
        statistics = Mutex(IntakeStatistics())
        // Looked at before the first answer, so that a full disk is known from the start.
        look()
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

    /// Hands an answer over.
    ///
    /// - Parameters:
    ///   - wakes: false holds the answer until ``wake()``, so that a thread with many of them gets
    ///     one commit for all and not one for the first
    ///   - completion: called once, on the writer thread, after the commit
    /// - Returns: false where the queue is full or closed or the disk takes nothing; the completion
    ///   is then never called
    public func submit(
        _ arrival: Arrival, wakes: Bool = true, completion: @escaping Completion
    ) -> Bool {
        var spent = Batch()
        let (isTaken, mustRing, isNews) = waiting.withLock { waiting -> (Bool, Bool, Bool) in
            swap(&spent, &waiting.spent)
            guard !waiting.isStopping, !waiting.isShut, waiting.answers.count < queueMax else {
                let isNews = !waiting.isOverloaded && waiting.answers.count >= queueMax
                if isNews { waiting.isOverloaded = true }
                waiting.sentAway += 1
                return (false, false, isNews)
            }
            waiting.answers.append(arrival, completion)
            let held = waiting.answers.count - waiting.due
            return (true, (wakes || held >= Self.heldMax) && Self.handOver(&waiting), false)
        }
        if isNews { observe(.overloaded) }
        if mustRing { bell.ring() }
        return isTaken
    }

    /// Hands over every answer submitted with `wakes: false`.
    public func wake() {
        if waiting.withLock({ Self.handOver(&$0) }) { bell.ring() }
    }

    /// - Returns: whether the writer may be waiting for them
    private static func handOver(_ waiting: inout Waiting) -> Bool {
        let wasEmpty = waiting.due == 0
        waiting.due = waiting.answers.count
        return wasEmpty && waiting.due > 0
    }

    /// Whether an answer handed over now would be stored, as far as is known.
    public var isReady: Bool {
        waiting.withLock { !$0.isStopping && !$0.isShut }
    }

    /// What was done so far.
    public func snapshot() -> IntakeStatistics {
        var snapshot = statistics.withLock { $0 }
        waiting.withLock { waiting in
            snapshot.waiting = waiting.answers.count
            snapshot.sentAway = waiting.sentAway
        }
        return snapshot
    }

    /// Writes what waits, closes the store and ends the thread. Returns when it has ended.
    public func stop() {
        waiting.withLock { $0.isStopping = true }
        bell.ring()
        let handle = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let handle { pthread_join(handle, nil) }
    }

    // MARK: On the writer thread

    private func run() {
        var nextLook = Doorbell.now() + lookNanoseconds
        while true {
            let (batch, isStopping) = takeBatch()
            if batch.count > 0 {
                write(batch)
            } else if isStopping {
                work(isLast: true)
                writer?.close()
                writer = nil
                return
            } else {
                bell.wait(until: nextLook)
            }
            if Doorbell.now() >= nextLook {
                look()
                work(isLast: false)
                nextLook = Doorbell.now() + lookNanoseconds
            }
        }
    }

    private func takeBatch() -> (batch: Batch, isStopping: Bool) {
        waiting.withLock { waiting in
            if waiting.isStopping { waiting.due = waiting.answers.count }
            let count = min(waiting.due, Self.batchMax)
            waiting.due -= count
            var batch = Batch()
            if waiting.answers.count == count {
                // The usual case: all that waits is handed over as it is.
                swap(&batch, &waiting.answers)
            } else {
                batch = waiting.answers.take(count)
            }
            if waiting.answers.count <= queueMax / 2 { waiting.isOverloaded = false }
            return (batch, waiting.isStopping)
        }
    }

    private func write(_ batch: Batch) {
        guard let writer else { preconditionFailure("a batch after the end") }
        let before = writer.condition
        let began = Doorbell.now()
        let told = writer.append(batch.arrivals)
        let seconds = Double(Doorbell.now() - began) / 1e9
        follow(writer, from: before)
        statistics.withLock { statistics in
            for outcome in told {
                switch outcome {
                case .done(let outcome): statistics.count(outcome)
                case .failed: statistics.failed += 1
                }
            }
            statistics.batchAnswers.add(Double(batch.count))
            statistics.batchSeconds.add(seconds)
            if let sync = writer.takeSyncSeconds() { statistics.syncSeconds.add(sync) }
        }
        for (tell, outcome) in zip(batch.completions, told) { tell(outcome) }
        afterBatch()
        spend(batch)
    }

    private func spend(_ batch: Batch) {
        var former = batch
        waiting.withLock { swap(&former, &$0.spent) }
    }

    private func look() {
        guard let writer else { return }
        // Nothing that was answered is kept for longer than to the next look.
        spend(Batch())
        let before = writer.condition
        writer.look()
        statistics.withLock { $0.disk = writer.disk }
        follow(writer, from: before)
    }

    private func work(isLast: Bool) {
        guard let writer else { return }
        let before = writer.condition
        writer.work { store throws(StorageError) in try chore(store, isLast) }
        follow(writer, from: before)
    }

    /// Shuts or opens the door and says so, where the disk's condition has changed.
    private func follow(_ writer: Writer, from before: IntakeCondition) {
        let condition = writer.condition
        guard condition != before else { return }
        waiting.withLock { $0.isShut = condition != .storing }
        statistics.withLock { $0.condition = condition }
        observe(.changed(condition))
    }
}
