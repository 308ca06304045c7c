import Glibc

/// A fixed number of threads for slow work, such as reports and password hashes.
///
/// The queue is bounded: when it is full, `submit` refuses and the caller answers 503.
public final class WorkerPool: Sendable {
    /// A piece of work.
    public typealias Work = @Sendable () -> Void

    private struct State: Sendable {
        var queue: [Work] = []
        var threads: [pthread_t] = []
        var isStopping = false
    }

    /// What a thread finds when it asks for work.
    private enum Next {
        case work(Work)
        case end
    }

    /// How many pieces may wait, besides those being done.
    public let queueMax: Int

    private let state = Monitor(State())

    /// Starts the threads.
    /// - Parameters:
    ///   - count: how many threads, ≥ 1
    ///   - queueMax: how many pieces may wait, ≥ 1
    /// - Throws: ``HTTPServerError/system(call:code:)`` when the system gives no thread
    public init(threads count: Int = 2, queueMax: Int = 64) throws(HTTPServerError) {
        precondition(count >= 1 && queueMax >= 1)
        self.queueMax = queueMax
        for _ in 0..<count {
            var thread = pthread_t()
            // Each thread keeps the queue, not the pool, whose end stops them.
            let queue = Unmanaged.passRetained(state)
            let code = pthread_create(
                &thread, nil,
                { context in
                    guard let context else { return nil }
                    WorkerPool.work(
                        Unmanaged<Monitor<State>>.fromOpaque(context).takeRetainedValue())
                    return nil
                }, queue.toOpaque())
            guard code == 0 else {
                queue.release()
                stop()
                throw .system(call: "pthread_create", code: code)
            }
            state.withLock { $0.threads.append(thread) }
        }
    }

    deinit { stop() }

    /// Queues a piece of work.
    /// - Returns: false when the queue is full or the pool has been stopped
    public func submit(_ work: @escaping Work) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isStopping, state.queue.count < queueMax else { return false }
            state.queue.append(work)
            return true
        }
        if isTaken { state.signal() }
        return isTaken
    }

    /// Refuses further work, does what is queued and joins the threads. Must not be called
    /// from a piece of work, nor may a piece of work hold the last reference to the pool.
    public func stop() {
        let threads = state.withLock { state in
            state.isStopping = true
            let threads = state.threads
            state.threads = []
            return threads
        }
        state.broadcast()
        for thread in threads { pthread_join(thread, nil) }
    }

    private static func work(_ state: Monitor<State>) {
        while true {
            let next: Next = state.wait { state in
                if !state.queue.isEmpty { return .work(state.queue.removeFirst()) }
                return state.isStopping ? .end : nil
            }
            guard case .work(let work) = next else { return }
            work()
        }
    }
}
