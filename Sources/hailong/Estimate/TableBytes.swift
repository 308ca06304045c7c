internal import Glibc

/// The bytes of somebody's table: a file that is mapped, or a pipe that is read to its end.
struct TableBytes: ~Copyable {
    /// What is read from a pipe at most. A file is mapped, however large.
    static let pipedBytesMax = 2 * 1024 * 1024 * 1024

    /// Valid as long as this value is.
    let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    /// - Parameter path: a file, a pipe under a name, or `-` for standard input
    init(_ path: String, in say: Language) throws(Failure) {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        let reason = SystemReason.text(errno, in: say)
        guard descriptor >= 0 else {
            throw Failure(
                .badInput,
                say("\(path): không đọc được (\(reason))", "\(path): cannot be read (\(reason))"))
        }
        defer { close(descriptor) }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        if isKnown, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
            lseek(descriptor, 0, SEEK_CUR) == 0,
            let address = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0),
            address != MAP_FAILED
        {
            bytes = UnsafeRawBufferPointer(start: address, count: Int(status.st_size))
            isMapped = true
        } else {
            bytes = try Self.readAll(descriptor, path, in: say)
            isMapped = false
        }
    }

    private static func readAll(
        _ descriptor: Int32, _ path: String, in say: Language
    ) throws(Failure) -> UnsafeRawBufferPointer {
        var capacity = 64 * 1024
        guard var start = malloc(capacity) else { throw tooLarge(path, in: say) }
        var count = 0
        while true {
            if count == capacity {
                let doubled = capacity <= pipedBytesMax / 2 ? realloc(start, 2 * capacity) : nil
                guard let doubled else {
                    free(start)
                    throw tooLarge(path, in: say)
                }
                (start, capacity) = (doubled, 2 * capacity)
            }
            let got = read(descriptor, start + count, capacity - count)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                let reason = SystemReason.text(errno, in: say)
                free(start)
                throw Failure(
                    .badInput,
                    say(
                        "\(path): không đọc được (\(reason))",
                        "\(path): cannot be read (\(reason))"))
            }
            if got == 0 { return UnsafeRawBufferPointer(start: start, count: count) }
            count += got
        }
    }

    private static func tooLarge(_ path: String, in say: Language) -> Failure {
        Failure(
            .badInput,
            say(
                "\(path): quá lớn để đọc qua ống; hãy ghi ra tệp",
                "\(path): too large to be read from a pipe; write it to a file"))
    }

    deinit {
        let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        if isMapped { munmap(start, bytes.count) } else { free(start) }
    }
}
