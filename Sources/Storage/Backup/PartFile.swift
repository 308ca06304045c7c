internal import Glibc

/// The unfinished file of a backup, empty at first and claimed for as long as the value lives: a
/// second backup to the same file is refused at once, and what a killed one left is no hindrance.
///
/// The claim is a lock of the open file on its first byte. SQLite's own locks lie beyond 1 GiB.
struct PartFile: ~Copyable {
    /// fcntl's F_OFD_SETLK, which the system's headers keep for GNU programs.
    private static let take: Int32 = 37

    private let descriptor: Int32

    /// - Parameters:
    ///   - part: the unfinished file
    ///   - path: the file it is to become, for the message
    /// - Throws: ``StorageError/backupUnderway(path:)``, `.cannotMake`
    init(_ part: String, of path: String) throws(StorageError) {
        let opened = open(part, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .cannotMake(path: part, errno: errno) }
        var first = flock()
        first.l_type = Int16(F_WRLCK)
        first.l_whence = Int16(SEEK_SET)
        first.l_len = 1
        guard fcntl(opened, Self.take, &first) == 0, Self.isStill(opened, at: part) else {
            close(opened)
            throw .backupUnderway(path: path)
        }
        guard ftruncate(opened, 0) == 0, fchmod(opened, 0o600) == 0 else {
            let code = errno
            close(opened)
            throw .cannotMake(path: part, errno: code)
        }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Whether nobody has finished or removed the file since it was opened.
    private static func isStill(_ descriptor: Int32, at part: String) -> Bool {
        var (held, there) = (stat(), stat())
        guard fstat(descriptor, &held) == 0, stat(part, &there) == 0 else { return false }
        return held.st_ino == there.st_ino && held.st_dev == there.st_dev
    }
}
