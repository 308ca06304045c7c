/// Why a server could not be set up or started.
public enum HTTPServerError: Error, Equatable, Sendable {
    /// The text is not `address:port` with a numeric IPv4 address or a bracketed IPv6 one.
    case malformedAddress(String)
    /// The text is no numeric address, alone or with a prefix length.
    case malformedRange(String)
    /// Another process listens there.
    case addressInUse(ListenAddress)
    /// The port needs rights that this process lacks (ports under 1024).
    case permissionDenied(ListenAddress)
    /// No interface of this machine has the address.
    case addressNotAvailable(ListenAddress)
    /// The text for the certificate holds none in PEM.
    case malformedCertificate
    /// The text for the key holds none in PEM, or one behind a password.
    case malformedKey
    /// The key belongs to another certificate.
    case unmatchedKey
    /// Any other refusal of the operating system.
    /// - Parameters:
    ///   - call: the system call that failed, such as `bind`
    ///   - code: its `errno`
    case system(call: String, code: Int32)
    /// The library could not be started: out of memory or of file descriptors.
    case cannotStart
}
