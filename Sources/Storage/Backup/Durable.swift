internal import Glibc

/// Files that are on the disk, and not only in the system's memory.
enum Durable {
    private static let chunkBytes = 1 << 20

    static func synchronise(_ path: String) throws(StorageError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotMake(path: path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .cannotMake(path: path, errno: errno) }
    }

    /// The folder that holds a file.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Copies a file into a new one for the owner alone.
    static func copy(_ from: String, to path: String) throws(StorageError) {
        let source = open(from, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw .cannotMake(path: from, errno: errno) }
        defer { close(source) }
        unlink(path)
        let target = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw .cannotMake(path: path, errno: errno) }
        defer { close(target) }
        var buffer = [UInt8](repeating: 0, count: chunkBytes)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .cannotMake(path: from, errno: errno) }
            if count == 0 { break }
            var written = 0
            while written < count {
                let more = buffer.withUnsafeBytes {
                    write(target, $0.baseAddress?.advanced(by: written), count - written)
                }
                if more < 0, errno == EINTR { continue }
                guard more > 0 else { throw .cannotMake(path: path, errno: errno) }
                written += more
            }
        }
        guard fsync(target) == 0 else { throw .cannotMake(path: path, errno: errno) }
    }
}
