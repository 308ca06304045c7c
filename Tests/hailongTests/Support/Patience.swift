import Glibc
import Testing

/// Waiting for what another process does and tells nobody.
enum Patience {
    private static let stepMicroseconds: useconds_t = 10_000
    /// Longer than anything of ours takes on a busy machine.
    private static let longest = Duration.seconds(60)

    /// Asks until something holds; what never does fails the test.
    ///
    /// - Parameter what: is said of what did not come
    static func until(_ what: String, _ holds: () throws -> Bool) rethrows {
        let end = ContinuousClock.now + longest
        while ContinuousClock.now < end {
            if try holds() { return }
            usleep(stepMicroseconds)
        }
        Issue.record("it never came: \(what)")
    }
}
