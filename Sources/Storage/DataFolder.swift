internal import Glibc

/// The folder in which an office's data lives.
///
/// | name | what |
/// |---|---|
/// | `hailong.db`, `-wal`, `-shm` | the store; never copied by hand while a server runs |
/// | `lock` | held by the one process that writes; says which and where it serves |
/// | `columns/` | derived tables; may be deleted at any time |
public struct DataFolder: Sendable, Equatable {
    public let path: String

    public init(_ path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    public var database: String { path + "/hailong.db" }
    public var columns: String { path + "/columns" }
    var lock: String { path + "/lock" }

    /// Whether a store of ours may be there.
    public var exists: Bool { access(database, F_OK) == 0 }

    /// Makes the folder and those above it, for the owner alone.
    func make() throws(StorageError) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += part
            if !made.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST {
                throw .cannotMake(path: made, errno: errno)
            }
            made += "/"
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            throw .cannotMake(path: path, errno: errno)
        }
    }

    /// What the process that holds the lock says about itself: nil where nobody does.
    public var holder: (process: Int32, baseURL: String?)? {
        let descriptor = open(lock, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = read(descriptor, &buffer, buffer.count)
        let lines = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        return (lines.first.flatMap { Int32($0) } ?? 0, lines.dropFirst().first)
    }
}

/// The right to write a data folder, held as long as the value lives.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    /// - Throws: ``StorageError/inUse(path:process:)`` at once where another process holds it
    init(_ folder: DataFolder) throws(StorageError) {
        descriptor = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotMake(path: folder.lock, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(path: folder.path, process: folder.holder?.process)
        }
        publish(baseURL: nil)
    }

    /// Says in the file who holds it and where it serves.
    func publish(baseURL: String?) {
        let text = Array("\(getpid())\n\(baseURL ?? "")\n".utf8)
        // Only a courtesy to other processes: the lock itself is the kernel's.
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    deinit {
        _ = ftruncate(descriptor, 0)
        close(descriptor)
    }
}
