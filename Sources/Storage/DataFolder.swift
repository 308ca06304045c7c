internal import Glibc

/// The folder in which an office's data lives.
///
/// | name | what |
/// |---|---|
/// | `hailong.db`, `-wal`, `-shm` | the store; never copied by hand while a server runs |
/// | `anchor` | how far the answers had come when they were last confirmed |
/// | `lock` | held by the one process that writes; says which and where it serves |
/// | `columns/` | derived tables; may be deleted while nothing runs, and are made again |
/// | `keys/` | the office's secret, from which devices' keys are derived; in no backup |
/// | `requests/` | what commands ask of a running server |
/// | `ballast` | nothing: room that is given up when the disk is full, while a server runs |
public struct DataFolder: Sendable, Equatable {
    public let path: String

    public init(_ path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// What stands in a folder, by its name. SQLite's own files beside the database belong to it.
    private enum Entry: String {
        case database = "hailong.db"
        case columns, keys, requests, ballast, lock, anchor

        /// - Returns: nil for a name that is none of ours
        init?(name: String) {
            let endings = ["", "-wal", "-shm", "-journal", ".part"]
            if endings.contains(where: { name == Entry.database.rawValue + $0 }) {
                self = .database
            } else {
                self.init(rawValue: name)
            }
        }
    }

    private func path(of entry: Entry) -> String { "\(path)/\(entry.rawValue)" }

    public var database: String { path(of: .database) }
    public var columns: String { path(of: .columns) }
    public var keys: String { path(of: .keys) }
    public var requests: String { path(of: .requests) }
    var ballast: String { path(of: .ballast) }
    var lock: String { path(of: .lock) }
    var anchor: String { path(of: .anchor) }
    var log: String { database + "-wal" }

    /// Whether a store of ours may be there.
    public var exists: Bool { access(database, F_OK) == 0 }

    /// Whether something of a store is there, be it only what it has left behind.
    private var holdsStore: Bool {
        exists || access(log, F_OK) == 0 || Anchor(in: self) != nil
    }

    /// Whether a file's name is one of those that a folder with a store keeps for itself, or lies
    /// in one of its own folders: whoever writes a result there writes over the store.
    ///
    /// Links on the way are followed; a folder that is not there holds nothing.
    public static func owns(_ file: String) -> Bool {
        guard let resolved = realpath(Durable.folder(of: file), nil) else { return false }
        defer { free(resolved) }
        var folder = String(cString: resolved)
        var name = String(file.split(separator: "/").last ?? "")
        while true {
            if Entry(name: name) != nil, DataFolder(folder).holdsStore { return true }
            guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return false }
            name = String(folder[folder.index(after: slash)...])
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    /// The size of the store's file, in bytes; 0 where there is none.
    public var storeBytes: Int64 { Self.bytes(of: database) }
    /// The size of the log beside the store, in bytes; 0 where there is none.
    public var logBytes: Int64 { Self.bytes(of: database + "-wal") }

    private static func bytes(of path: String) -> Int64 {
        var entry = stat()
        return stat(path, &entry) == 0 ? Int64(entry.st_size) : 0
    }

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
        // With a slash a file is told from a folder.
        guard access(path + "/", R_OK | W_OK | X_OK) == 0 else {
            throw .cannotMake(path: path, errno: errno)
        }
    }

    /// Makes an empty store for the owner alone, where there is none; SQLite gives its other files
    /// the same mode.
    ///
    /// Before SQLite opens it: closing any descriptor of a file ends a process's locks on it.
    func makeStore() throws(StorageError) {
        let descriptor = open(database, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw .cannotMake(path: database, errno: errno)
        }
    }

    /// Refuses a database that was copied without its log.
    ///
    /// A writer says in the database's own file that it has it open, and takes that back when it
    /// has closed it whole; meanwhile there is a log, be it an empty one. The mark without a log
    /// means that somebody took the one and left the other. Asked before a connection is opened,
    /// because every connection makes a log.
    /// - Throws: ``StorageError/copyWithoutLog(path:)``
    func refuseCopyWithoutLog() throws(StorageError) {
        guard access(log, F_OK) != 0, Self.isMarkedOpen(database) else { return }
        // A writer that began in between has made its log by now.
        guard access(log, F_OK) != 0 else { return }
        throw .copyWithoutLog(path: database)
    }

    /// Without a log nobody has the file open, so that reading it alone ends nobody's locks. What
    /// cannot be read is judged by those who open it.
    private static func isMarkedOpen(_ path: String) -> Bool {
        do throws(StorageError) {
            let database = try Database(path: path, access: .readAlone)
            guard try database.integer(SQL.applicationID) == Schema.applicationID else {
                return false
            }
            return try database.setting(.open) != nil
        } catch {
            return false
        }
    }

    /// What the process that holds the lock says about itself: nil where nobody does.
    public var holder: (process: Int32, baseURL: String?)? { FolderLock.holder(of: self) }
}

/// The right to write a data folder, held as long as the value lives.
///
/// A lock of the open file, so that a second handle in the same process is refused too, a killed
/// process leaves nothing, and asking who holds it takes nothing from anybody.
struct FolderLock: ~Copyable {
    /// fcntl's F_OFD_GETLK and F_OFD_SETLK, which the system's headers keep for GNU programs.
    private static let ask: Int32 = 36
    private static let take: Int32 = 37
    /// What the file says at most, in bytes.
    private static let contentBytesMax = 512

    private let descriptor: Int32

    /// - Throws: ``StorageError/inUse(path:process:)`` at once where somebody holds it
    init(_ folder: DataFolder) throws(StorageError) {
        let opened = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .cannotMake(path: folder.lock, errno: errno) }
        var whole = Self.wholeFile
        guard fcntl(opened, Self.take, &whole) == 0 else {
            let reason = errno
            let process = Self.content(of: opened).process
            close(opened)
            guard reason == EAGAIN || reason == EACCES else {
                throw .cannotMake(path: folder.lock, errno: reason)
            }
            throw .inUse(path: folder.path, process: process)
        }
        // The last that can happen: a value that is whole ends with `deinit` even where its own
        // `init` throws, and this one's would empty the holder's file or close another's.
        descriptor = opened
        publish(baseURL: nil)
    }

    deinit {
        _ = ftruncate(descriptor, 0)
        // Given back and not only closed: a process that is just being started from this one holds
        // the same open file for a moment.
        var whole = Self.wholeFile
        whole.l_type = Int16(F_UNLCK)
        _ = fcntl(descriptor, Self.take, &whole)
        close(descriptor)
    }

    /// Whether the file was removed or replaced: the lock then keeps nobody out any more.
    func hasMoved(from folder: DataFolder) -> Bool {
        var (held, there) = (stat(), stat())
        guard fstat(descriptor, &held) == 0, stat(folder.lock, &there) == 0 else { return true }
        return held.st_ino != there.st_ino || held.st_dev != there.st_dev
    }

    /// Says in the file who holds it and where it serves.
    func publish(baseURL: String?) {
        let text = Array("\(getpid())\n\(baseURL ?? "")\n".utf8)
        // Only a courtesy to other processes: the lock itself is the kernel's.
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    static func holder(of folder: DataFolder) -> (process: Int32, baseURL: String?)? {
        let descriptor = open(folder.lock, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var whole = wholeFile
        guard fcntl(descriptor, ask, &whole) == 0, whole.l_type != Int16(F_UNLCK) else {
            return nil
        }
        let (process, baseURL) = content(of: descriptor)
        return (process ?? 0, baseURL)
    }

    private static var wholeFile: flock {
        var whole = flock()
        whole.l_type = Int16(F_WRLCK)
        whole.l_whence = Int16(SEEK_SET)
        return whole
    }

    private static func content(of descriptor: Int32) -> (process: Int32?, baseURL: String?) {
        var buffer = [UInt8](repeating: 0, count: contentBytesMax)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let lines = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        return (lines.first.flatMap { Int32($0) }, lines.dropFirst().first)
    }
}
