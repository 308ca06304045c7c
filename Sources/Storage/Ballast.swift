internal import Glibc

/// A file that only takes room: thrown off when others have filled the disk, so that the log can
/// still be folded back, pages be read, and the operator has something to work with.
struct Ballast {
    private let path: String

    init(_ folder: DataFolder) {
        path = folder.ballast
    }

    var isHeld: Bool { access(path, F_OK) == 0 }

    /// Takes the room. Where it cannot be had there is no ballast, which is no fault of anybody's.
    ///
    /// - Returns: whether it is held now
    func hold(bytes: Int64) -> Bool {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard bytes > 0, posix_fallocate(descriptor, 0, off_t(bytes)) == 0 else {
            unlink(path)
            return false
        }
        return true
    }

    /// - Returns: whether there was one to give up
    func giveUp() -> Bool { unlink(path) == 0 }
}
