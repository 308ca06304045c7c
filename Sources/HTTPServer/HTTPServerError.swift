/// Why a server could not be set up or started.
public enum HTTPServerError: Error, Equatable, Sendable {
    /// The text is not `address:port` with a numeric IPv4 address or a bracketed IPv6 one.
    case malformedAddress(String)
    /// Another process listens there.
    case addressInUse(ListenAddress)
    /// The port needs rights that this process lacks (ports under 1024).
    case permissionDenied(ListenAddress)
    /// No interface of this machine has the address.
    case addressNotAvailable(ListenAddress)
    /// Any other refusal of the operating system.
    /// - Parameters:
    ///   - call: the system call that failed, such as `bind`
    ///   - code: its `errno`
    case system(call: String, code: Int32)
    /// The library could not be started: out of memory or of file descriptors.
    case cannotStart
}
