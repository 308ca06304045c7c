internal import Glibc
internal import Storage

/// Where a result goes: standard output, or a file that appears whole or not at all. A device or a
/// pipe under that name is written to as it is, never replaced by a file. What a data folder keeps
/// for itself and databases, such as backups, are never written over.
struct OutputFile: ~Copyable {
    private let descriptor: Int32
    /// Of a file that is still to get its name.
    private let path: String?
    private let say: Language
    private var isKept = false

    /// - Parameter path: nil for standard output
    /// - Throws: a failure with 73 where the file cannot be made or holds what must not be lost
    init(_ path: String?, in say: Language) throws(Failure) {
        self.say = say
        let path = Self.target(of: path)
        let refusal = path.flatMap { Self.refusal(of: $0, in: say) }
        guard let path, refusal == nil else {
            // Without a path, so that `deinit` removes nothing.
            self.path = nil
            descriptor = STDOUT_FILENO
            if let refusal { throw refusal }
            return
        }
        var status = stat()
        let isThere = stat(path, &status) == 0
        if isThere, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
            self.path = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
        } else {
            self.path = path
            descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        }
        guard descriptor >= 0 else {
            let reason = SystemReason.text(errno, in: say)
            throw Failure(
                .folder,
                say(
                    "\(path): không tạo được (\(reason)).", "\(path): cannot be made (\(reason))."))
        }
    }

    /// The file itself where a link leads to it, so that the link stays; nil for names of standard
    /// output.
    private static func target(of path: String?) -> String? {
        guard let path, !["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path) else {
            return nil
        }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
            let resolved = realpath(path, nil)
        else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// A slip of the hand, as `--output data/hailong.db`, must not cost the answers.
    private static func refusal(of path: String, in say: Language) -> Failure? {
        if DataFolder.owns(path) { return Failure(.ownName(path: path), in: say) }
        // Its unfinished file too: a backup of that name may be underway.
        guard let file = [path, path + ".part"].first(where: isDatabase) else { return nil }
        return Failure(
            .folder,
            say(
                "\(file): là cơ sở dữ liệu SQLite (có thể là bản sao lưu), không ghi đè. "
                    + "Hãy chọn tên khác, hoặc tự xóa tệp này trước.",
                "\(file): is an SQLite database, perhaps a backup, and is not written over. "
                    + "Choose another name, or delete that file yourself first."))
    }

    /// Whether a plain file begins as every SQLite database does
    /// (https://sqlite.org/fileformat.html).
    private static func isDatabase(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let mark = Array("SQLite format 3\0".utf8)
        var bytes = [UInt8](repeating: 0, count: mark.count)
        return pread(descriptor, &bytes, bytes.count, 0) == mark.count && bytes == mark
    }

    func write(_ text: String) throws(Failure) {
        var text = text
        try check(text.withUTF8 { write(UnsafeRawBufferPointer($0)) })
    }

    func write(_ bytes: [UInt8]) throws(Failure) {
        try check(bytes.withUnsafeBytes { write($0) })
    }

    /// The system's number of what went wrong, or 0.
    private func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        var rest = bytes
        while rest.count > 0 {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return 0
    }

    private func check(_ code: Int32) throws(Failure) {
        guard code == 0 else {
            throw Failure(
                .inputOutput,
                say(
                    "Không ghi được kết quả (\(SystemReason.text(code, in: say))).",
                    "The result cannot be written (\(SystemReason.text(code, in: say)))."))
        }
    }

    /// Gives the file its name. Without this nothing appears.
    mutating func keep() throws(Failure) {
        guard let path else { return }
        guard fsync(descriptor) == 0, rename(path + ".part", path) == 0 else {
            throw Failure(
                .inputOutput,
                say(
                    "\(path): không ghi được (\(SystemReason.text(errno, in: say))).",
                    "\(path): cannot be written (\(SystemReason.text(errno, in: say)))."))
        }
        isKept = true
    }

    deinit {
        if descriptor != STDOUT_FILENO { close(descriptor) }
        if let path, !isKept { unlink(path + ".part") }
    }
}
