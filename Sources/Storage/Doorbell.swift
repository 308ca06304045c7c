internal import Glibc

/// Rung by any thread to wake the one that waits; a ring that comes before the wait is not lost.
///
/// Time is the machine's own and not the calendar's: a clock that is set back must not make
/// anybody wait for a day.
final class Doorbell: @unchecked Sendable {
    // Safe because `isRung` is touched under the mutex only, and the system's own two are made for
    // several threads.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isRung = false

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func ring() {
        pthread_mutex_lock(mutex)
        isRung = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Waits for a ring or a time, whichever is first.
    ///
    /// - Parameter nanoseconds: of ``now()``
    func wait(until nanoseconds: Int) {
        var time = timespec(
            tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
        pthread_mutex_lock(mutex)
        while !isRung, pthread_cond_timedwait(condition, mutex, &time) == 0 {}
        isRung = false
        pthread_mutex_unlock(mutex)
    }

    /// The machine's running time.
    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
