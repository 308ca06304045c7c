internal import Glibc
internal import Survey

/// Results go to standard output, everything else to standard error.
enum Terminal {
    /// Whether a person reads the result on a terminal.
    static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Sees to it that no file of the data gets the number of a standard descriptor that was closed
    /// before the start: what we say would be written into it. Writing there fails, as on a closed
    /// one.
    static func holdDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is given, which is this one.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// A line of the result.
    static func say(_ text: String, in language: Language) throws(Failure) {
        try OutputFile(nil, in: language).write(text + "\n")
    }

    /// A message.
    static func warn(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Whether whoever sits at the terminal types a word, having been asked to; nobody there is no
    /// consent.
    static func confirms(_ word: String) -> Bool {
        guard isatty(STDIN_FILENO) == 1 else { return false }
        return readLine().map { Text.trimmed($0) } == word
    }

    /// Overwrites the line of progress on a terminal; nothing elsewhere.
    static func progress(_ text: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        write("\r\u{1B}[K" + text, to: STDERR_FILENO)
    }

    /// Ends the line of progress.
    static func endProgress() { progress("") }

    /// Writes all of a text, where that is possible; a closed pipe ends the program as it ends
    /// others (SIGPIPE).
    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while rest.count > 0 {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}
