import CMicrohttpd
import Glibc

/// An address and port to listen on: `127.0.0.1:8080`, `0.0.0.0:80` or `[::1]:8080`.
///
/// Only numeric addresses: a name could resolve to more than the operator meant.
public struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// The numeric address, without brackets.
    public let host: String
    /// The port; 0 lets the system pick a free one.
    public let port: UInt16

    let isIPv6: Bool

    /// The loopback interface with a port that the system picks.
    public static let anyLoopbackPort = ListenAddress(host: "127.0.0.1", port: 0, isIPv6: false)

    /// Reads `address:port`.
    /// - Parameter text: an IPv4 address and a port, or an IPv6 address in brackets and a port
    /// - Throws: ``HTTPServerError/malformedAddress(_:)``
    public init(_ text: String) throws(HTTPServerError) {
        guard let colon = text.lastIndex(of: ":") else { throw .malformedAddress(text) }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let port = UInt16(digits)
        else { throw .malformedAddress(text) }
        var host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        var storage = in6_addr()
        guard inet_pton(isBracketed ? AF_INET6 : AF_INET, String(host), &storage) == 1 else {
            throw .malformedAddress(text)
        }
        self.init(host: String(host), port: port, isIPv6: isBracketed)
    }

    init(host: String, port: UInt16, isIPv6: Bool) {
        self.host = host
        self.port = port
        self.isIPv6 = isIPv6
    }

    /// The address as a URL writes it, IPv6 in brackets.
    public var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only this machine can reach the address.
    public var isLoopback: Bool {
        withSocketAddress { address, _ in Self.isLoopback(address) }
    }

    /// Calls `body` with the address in the form that the socket calls take.
    func withSocketAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var storage = sockaddr_storage()
        return withUnsafeMutableBytes(of: &storage) { bytes in
            let base = bytes.baseAddress!
            let count: Int
            if isIPv6 {
                let address = base.assumingMemoryBound(to: sockaddr_in6.self)
                address.pointee.sin6_family = sa_family_t(AF_INET6)
                address.pointee.sin6_port = port.bigEndian
                _ = inet_pton(AF_INET6, host, &address.pointee.sin6_addr)
                count = MemoryLayout<sockaddr_in6>.size
            } else {
                let address = base.assumingMemoryBound(to: sockaddr_in.self)
                address.pointee.sin_family = sa_family_t(AF_INET)
                address.pointee.sin_port = port.bigEndian
                _ = inet_pton(AF_INET, host, &address.pointee.sin_addr)
                count = MemoryLayout<sockaddr_in>.size
            }
            return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(count))
        }
    }

    /// Whether a socket address lies in 127.0.0.0/8, is ::1, or is the former mapped into IPv6.
    static func isLoopback(_ address: UnsafePointer<sockaddr>) -> Bool {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let offset = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)!
            return raw.load(fromByteOffset: offset, as: UInt8.self) == 127
        case AF_INET6:
            let start = raw + MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)!
            let bytes = UnsafeRawBufferPointer(start: start, count: 16)
            guard bytes.prefix(10).allSatisfy({ $0 == 0 }) else { return false }
            if bytes[10] == 0xff, bytes[11] == 0xff { return bytes[12] == 127 }
            return bytes[10..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
        default:
            return false
        }
    }
}
