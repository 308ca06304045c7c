internal import Glibc

/// Results go to standard output, everything else to standard error.
enum Terminal {
    /// Whether a person reads the result on a terminal.
    static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

    /// A line of the result.
    static func say(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Part of the result, as it is.
    static func put(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// A message.
    static func warn(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Overwrites the line of progress on a terminal; nothing elsewhere.
    static func progress(_ text: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        write("\r\u{1B}[K" + text, to: STDERR_FILENO)
    }

    /// What the system calls an error.
    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    /// Ends the line of progress.
    static func endProgress() { progress("") }

    /// Writes all of a text; a closed pipe ends the program as it ends others (SIGPIPE).
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
