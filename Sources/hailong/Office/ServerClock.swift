internal import Glibc
internal import Survey
internal import Synchronization

/// The server's clock: the machine's wall clock for stamps, and beside it the time since the
/// machine started, which nobody sets, to notice when the wall clock is moved.
///
/// A step is told and never corrected: who is right, the old time or the new, only an operator
/// knows. No figure hangs on it, because rows and not moments decide what a closed month holds.
/// Both clocks are slewed alike, so that a clock which is only drawn right makes no step.
final class ServerClock: Sendable {
    /// A wall clock that moves against the other by more, in milliseconds, was stepped: a leap
    /// second is not.
    static let stepMilliseconds: Int64 = 2_000

    private struct State {
        /// Wall clock less time since the start, at the last look.
        var difference: Int64
        var steps = 0
    }

    private let wall: @Sendable () -> Timestamp
    private let sinceStart: @Sendable () -> Int64
    private let onStep: @Sendable (_ milliseconds: Int64, _ steps: Int) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - sinceStart: milliseconds that only go forward
    ///   - onStep: told once of each step: by how much, forward or back, and how many there were
    init(
        wall: @escaping @Sendable () -> Timestamp = OpenOffice.now,
        sinceStart: @escaping @Sendable () -> Int64 = ServerClock.sinceStart,
        onStep: @escaping @Sendable (_ milliseconds: Int64, _ steps: Int) -> Void
    ) {
        self.wall = wall
        self.sinceStart = sinceStart
        self.onStep = onStep
        state = Mutex(State(difference: wall().milliseconds - sinceStart()))
    }

    /// The moment by the wall clock.
    @Sendable func now() -> Timestamp {
        // Both are read under the lock, or two threads would see one step twice.
        let (now, step) = state.withLock { state -> (Timestamp, (Int64, Int)?) in
            let now = wall()
            let difference = now.milliseconds - sinceStart()
            let step = difference - state.difference
            guard step.magnitude > Self.stepMilliseconds.magnitude else { return (now, nil) }
            state.difference = difference
            state.steps += 1
            return (now, (step, state.steps))
        }
        if let (milliseconds, steps) = step { onStep(milliseconds, steps) }
        return now
    }

    /// Milliseconds since the machine started, its sleep included.
    @Sendable static func sinceStart() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
