internal import Glibc
internal import Secrets
internal import Storage
internal import Survey

/// The folder in which commands leave what they ask of a running server and find its answers:
/// `ID.json`, with it perhaps `ID.outbox`, and `ID.answer.json`.
///
/// Who may write there may give orders: it is the owner's alone (0700), as the data folder is.
/// Every file is written aside and renamed, so that nobody reads half of one.
struct RequestFolder {
    static let textBytesMax = 1 << 20

    let path: String

    init(of folder: DataFolder) {
        path = folder.requests
    }

    func request(_ id: String) -> String { "\(path)/\(id).json" }
    /// A request that the server has begun with.
    func taken(_ id: String) -> String { "\(path)/\(id).taken" }
    func attachment(_ id: String) -> String { "\(path)/\(id).outbox" }
    func answer(_ id: String) -> String { "\(path)/\(id).answer.json" }

    /// Whether it is a folder and no link to one: an administrator writes there as well.
    var isThere: Bool {
        var entry = stat()
        return lstat(path, &entry) == 0 && entry.st_mode & S_IFMT == S_IFDIR
    }

    static func makeID() -> String { Hash.hex(Randomness.bytes(16)) }

    /// The id of a request by the name of its file.
    static func id(ofRequest name: String) -> String? {
        guard name.hasSuffix(".json") else { return nil }
        let id = name.dropLast(".json".count)
        return id.utf8.count == 32 && Hash.bytes(hex: String(id)) != nil ? String(id) : nil
    }

    /// Writes a file for the folder's owner alone.
    ///
    /// - Returns: 0, or the system's error
    func write(_ bytes: UnsafeRawBufferPointer, to file: String) -> Int32 {
        let part = file + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var rest = bytes
        while rest.count > 0 {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return failed(part) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        // What an administrator asks must be readable for the server.
        var owner = stat()
        if geteuid() == 0, stat(path, &owner) == 0,
            fchown(descriptor, owner.st_uid, owner.st_gid) != 0
        {
            return failed(part)
        }
        return rename(part, file) == 0 ? 0 : failed(part)
    }

    func write(_ value: JSON, to file: String) -> Int32 {
        var text = value.text()
        return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: file) }
    }

    private func failed(_ part: String) -> Int32 {
        let reason = errno
        unlink(part)
        return reason
    }

    /// Reads a file of at most ``textBytesMax``; nil where it is absent, too long, no JSON or
    /// something else than a plain file.
    func read(_ file: String) -> JSON? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var entry = stat()
        guard fstat(descriptor, &entry) == 0, entry.st_mode & S_IFMT == S_IFREG,
            entry.st_size <= Self.textBytesMax
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(entry.st_size))
        guard Glibc.read(descriptor, &bytes, bytes.count) == bytes.count else { return nil }
        do throws(JSONFault) {
            return try JSONParser.parse(bytes)
        } catch {
            return nil
        }
    }
}
