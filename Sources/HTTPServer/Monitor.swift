import Glibc

/// A value behind a lock, with a way to wait until it changes.
///
/// Made of POSIX parts for two reasons: `Synchronization.Mutex` cannot wait, and its
/// contended path lies in a library that ThreadSanitizer cannot see into, so that every
/// value two threads really compete for is reported as a race (Swift 6.3 on Linux).
///
/// Safe because `state` is only touched with `mutex` held.
final class Monitor<State: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Calls `body` with the value while no other thread can see it.
    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&state)
    }

    /// Waits until `body` returns something; it is asked at first and after every change.
    func wait<Result>(until body: (inout State) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state) { return result }
            pthread_cond_wait(changed, mutex)
        }
    }

    /// Lets one of those who wait look again.
    func signal() {
        pthread_cond_signal(changed)
    }

    /// Lets all who wait look again.
    func broadcast() {
        pthread_cond_broadcast(changed)
    }
}
