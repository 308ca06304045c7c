import Glibc
import Synchronization

/// The test of the sanitizer: `locked` has no race and must be silent, `planted` has one, beside a
/// lock, and must be found.
///
///     race locked|planted
final class Counters: @unchecked Sendable {
    // Safe where all four threads lock; `planted` is there to be unsafe.
    private let lock = Mutex(0)
    private var count = 0

    func run(isPlanted: Bool) {
        var threads: [pthread_t] = []
        for number in 0..<4 {
            let work = Unmanaged.passRetained(Work(self, locks: !isPlanted || number > 0))
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { context in
                    Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().run()
                    return nil
                }, work.toOpaque())
            precondition(code == 0)
            threads.append(thread)
        }
        for thread in threads { pthread_join(thread, nil) }
    }

    fileprivate func add(locks: Bool) {
        guard locks else { return count += 1 }
        lock.withLock { turns in
            turns += 1
            count += 1
            // Held long enough that the others wait: the slow way.
            if turns % 64 == 0 { sched_yield() }
        }
    }
}

private final class Work {
    private let counters: Counters
    private let locks: Bool

    init(_ counters: Counters, locks: Bool) {
        (self.counters, self.locks) = (counters, locks)
    }

    func run() {
        for _ in 0..<50_000 { counters.add(locks: locks) }
    }
}

@main
enum Race {
    static func main() {
        Counters().run(isPlanted: CommandLine.arguments.last == "planted")
    }
}
