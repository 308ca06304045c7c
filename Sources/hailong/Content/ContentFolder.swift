internal import Glibc

/// Reads files from the disk for `--content` and for imports.
enum ContentFolder {
    /// One content file at most, and so many in all.
    static let bytesMax = 4 * 1024 * 1024
    static let filesMax = 1_000

    /// Every file below a part of a content folder, sorted by path.
    ///
    /// - Returns: nil where the part is not there
    static func files(
        below part: String, of folder: String, in say: Language
    ) throws(Failure) -> [Content.File]? {
        guard let names = names(in: "\(folder)/\(part)") else { return nil }
        var files: [Content.File] = []
        for name in names where !name.hasPrefix(".") {
            let path = "\(part)/\(name)"
            if let below = try self.files(below: path, of: folder, in: say) {
                files += below
            } else {
                files.append(
                    Content.File(path: path, bytes: try read("\(folder)/\(path)", in: say)))
            }
            guard files.count <= filesMax else {
                throw Failure(
                    .badInput,
                    say("\(folder): quá \(filesMax) tệp", "\(folder): over \(filesMax) files"))
            }
        }
        return files
    }

    /// Names in a folder, sorted; nil where it is no folder.
    static func names(in folder: String) -> [String]? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// A whole file.
    static func read(_ path: String, in say: Language) throws(Failure) -> [UInt8] {
        let file = try InputFile(path, in: say)
        guard file.bytes.count <= bytesMax else {
            throw Failure(
                .badInput,
                say("\(path): lớn hơn \(bytesMax) byte", "\(path): over \(bytesMax) bytes"))
        }
        return Array(file.bytes)
    }
}

/// A file mapped for reading, however large.
struct InputFile: ~Copyable {
    let bytes: UnsafeRawBufferPointer

    init(_ path: String, in say: Language) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        let reason = SystemReason.text(errno, in: say)
        guard descriptor >= 0 else {
            throw Failure(
                .badInput,
                say("\(path): không đọc được (\(reason))", "\(path): cannot be read (\(reason))"))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.badInput, say("\(path): không phải tệp", "\(path): not a plain file"))
        }
        guard status.st_size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let count = Int(status.st_size)
        guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
            address != MAP_FAILED
        else {
            throw Failure(
                .inputOutput, say("\(path): lỗi khi đọc", "\(path): error while reading"))
        }
        bytes = UnsafeRawBufferPointer(start: address, count: count)
    }

    deinit {
        if bytes.count > 0 {
            munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        }
    }
}
