import Glibc

/// The three parts of a request line where the library has read them: in one run of bytes, a NUL
/// put in the place of each space.
struct RequestLine {
    let method: UnsafePointer<CChar>
    let target: UnsafePointer<CChar>
    /// As sent, such as `HTTP/1.1`.
    let version: UnsafePointer<CChar>

    /// Whether one byte alone stands between the method and the target. The library passes over any
    /// number of spaces and tabs, where others see an empty target.
    var isPlain: Bool { target - method == strlen(method) + 1 }

    /// Bytes between the space before the target and that before the version; more than were handed
    /// over if a NUL cut the target.
    var targetCount: Int { version - target - 1 }
}
