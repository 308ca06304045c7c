import Glibc

/// A fixed number of threads for slow work, such as reports and password hashes.
///
/// The queue is bounded: when it is full, `submit` refuses and the caller answers 503.
///
/// Safe because everything that changes is behind `mutex`.
public final class WorkerPool: @unchecked Sendable {
    /// A piece of work.
    public typealias Work = @Sendable () -> Void

    /// How many pieces may wait, besides those being done.
    public let queueMax: Int

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var queue: [Work] = []
    private var threads: [pthread_t] = []
    private var isStopping = false

    /// Starts the threads.
    /// - Parameters:
    ///   - threads: how many, ≥ 1
    ///   - queueMax: how many pieces may wait, ≥ 1
    /// - Throws: ``HTTPServerError/system(call:code:)`` when the system gives no thread
    public init(threads count: Int = 2, queueMax: Int = 64) throws(HTTPServerError) {
        precondition(count >= 1 && queueMax >= 1)
        self.queueMax = queueMax
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
        for _ in 0..<count {
            var thread = pthread_t()
            // Threads borrow the pool: `deinit` joins them before it goes.
            let code = pthread_create(
                &thread, nil,
                { context in
                    guard let context else { return nil }
                    Unmanaged<WorkerPool>.fromOpaque(context)._withUnsafeGuaranteedRef {
                        $0.work()
                    }
                    return nil
                }, Unmanaged.passUnretained(self).toOpaque())
            guard code == 0 else {
                stop()
                throw .system(call: "pthread_create", code: code)
            }
            threads.append(thread)
        }
    }

    deinit {
        stop()
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Queues a piece of work.
    /// - Returns: false when the queue is full or the pool has been stopped
    public func submit(_ work: @escaping Work) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isStopping, queue.count < queueMax else { return false }
        queue.append(work)
        pthread_cond_signal(changed)
        return true
    }

    /// Refuses further work, does what is queued and joins the threads. Must not be called
    /// from a piece of work.
    public func stop() {
        pthread_mutex_lock(mutex)
        isStopping = true
        let joined = threads
        threads = []
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
        for thread in joined { pthread_join(thread, nil) }
    }

    private func work() {
        while let next = take() { next() }
    }

    /// Waits for a piece of work.
    /// - Returns: nil when the pool stops and nothing is left
    private func take() -> Work? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while queue.isEmpty {
            if isStopping { return nil }
            pthread_cond_wait(changed, mutex)
        }
        return queue.removeFirst()
    }
}
