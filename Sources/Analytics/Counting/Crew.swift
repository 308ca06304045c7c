import Glibc
import Synchronization

/// Threads that work on one thing together and are gone when it is done.
enum Crew {
    /// Threads worth having: no more than processors.
    static var size: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Elements under which a second thread costs more than it brings.
    private static let sharedFrom = 16

    /// Maps each element, several at a time; the order stays.
    static func map<Element: Sendable, Result: Sendable>(
        _ elements: [Element], threads: Int, _ body: @escaping @Sendable (Element) -> Result
    ) -> [Result] {
        guard elements.count >= sharedFrom else { return elements.map(body) }
        let next = Atomic<Int>(0)
        return [Result](unsafeUninitializedCapacity: elements.count) { results, count in
            // Each place is filled by one thread, and read when all are gone.
            nonisolated(unsafe) let first = results.baseAddress
            run(min(threads, size)) {
                while let first {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard index < elements.count else { return }
                    (first + index).initialize(to: body(elements[index]))
                }
            }
            count = elements.count
        }
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs a body on so many threads, this one among them, and waits for all.
    ///
    /// Where the machine gives no thread, fewer run: the body must take its work from one heap.
    /// - Parameter threads: ≥ 1
    static func run(_ threads: Int, _ body: @escaping @Sendable () -> Void) {
        var started: [pthread_t] = []
        for _ in 1..<max(1, threads) {
            let work = Unmanaged.passRetained(Work(body))
            var thread = pthread_t()
            let status = pthread_create(
                &thread, nil,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                    return nil
                }, work.toOpaque())
            guard status == 0 else {
                work.release()
                break
            }
            started.append(thread)
        }
        body()
        for thread in started { pthread_join(thread, nil) }
    }
}
