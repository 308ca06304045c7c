internal import Glibc

/// The room on the disk that holds a data folder, and how much of it is kept free.
///
/// Answers stop before the disk is full, because a full disk stops more than answers: no page that
/// needs a new connection to the store could be read, and the log could not be folded back.
public struct DiskSpace: Sendable, Equatable {
    /// Free for us, in bytes.
    public let availableBytes: Int64
    public let totalBytes: Int64

    public init(availableBytes: Int64, totalBytes: Int64) {
        self.availableBytes = availableBytes
        self.totalBytes = totalBytes
    }

    /// What the system says of the disk below a path; nil where it says nothing, as of a path that
    /// is gone.
    public init?(at path: String) {
        var answer = statvfs()
        guard statvfs(path, &answer) == 0 else { return nil }
        // In blocks of a size: no disk has 2^63 bytes.
        availableBytes = Int64(clamping: answer.f_bavail &* answer.f_frsize)
        totalBytes = Int64(clamping: answer.f_blocks &* answer.f_frsize)
    }

    /// Below this no answer is taken: 256 MiB, or a twentieth of a small disk.
    public var reserveBytes: Int64 { min(256 << 20, totalBytes / 20) }

    public var isEnough: Bool { availableBytes >= reserveBytes }

    /// The size of the ``Ballast``.
    var ballastBytes: Int64 { reserveBytes / 4 }
    /// So little that the ballast is thrown off.
    var isNearlyNone: Bool { availableBytes < reserveBytes / 8 }
    /// So much that the ballast can be taken aboard again.
    var hasRoomForBallast: Bool { availableBytes >= reserveBytes + 2 * ballastBytes }
}
