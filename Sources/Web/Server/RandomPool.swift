internal import Secrets
internal import Synchronization

/// Randomness for ids, asked of the system for many at a time: the call into the kernel costs more
/// than all the rest of an id.
final class RandomPool: Sendable {
    private static let bytesAtOnce = 4_096

    private let rest = Mutex<[UInt8]>([])

    /// Unpredictable bytes that were never given before.
    ///
    /// - Parameter count: 1...4,096
    func bytes(_ count: Int) -> [UInt8] {
        precondition((1...Self.bytesAtOnce).contains(count), "\(count) bytes at once")
        return rest.withLock { rest in
            if rest.count < count { rest = Randomness.bytes(Self.bytesAtOnce) }
            let taken = Array(rest.suffix(count))
            rest.removeLast(count)
            return taken
        }
    }
}
