import Foundation
import Testing

/// Waiting for what another process does and tells nobody.
enum Patience {
    private static let stepMicroseconds: useconds_t = 10_000
    /// Longer than anything of ours takes on a busy machine.
    private static let seconds = 60.0

    /// Asks until something holds; what never does fails the test.
    ///
    /// - Parameter what: is said of what did not come
    static func until(_ what: String, _ holds: () throws -> Bool) rethrows {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date.now < end {
            if try holds() { return }
            usleep(stepMicroseconds)
        }
        Issue.record("it never came: \(what)")
    }
}
