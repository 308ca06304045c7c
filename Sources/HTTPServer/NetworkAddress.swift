import CMicrohttpd
import Glibc

/// A numeric IPv4 or IPv6 address; IPv4 is kept as IPv6 writes it (`::ffff:192.0.2.1`).
public struct NetworkAddress: Sendable, Equatable {
    /// The first and the last eight of its sixteen bytes, most significant first.
    let high: UInt64
    let low: UInt64

    private static let mappedPrefix: UInt64 = 0xffff_0000_0000

    /// Whether it is an IPv4 address.
    public var isIPv4: Bool { high == 0 && low & ~0xffff_ffff == Self.mappedPrefix }

    /// Whether it lies in 127.0.0.0/8 or is `::1`.
    public var isLoopback: Bool {
        isIPv4 ? low >> 24 & 0xff == 127 : high == 0 && low == 1
    }

    /// Reads a numeric address; nil for anything else, names included.
    public init?(_ text: some StringProtocol) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, String(text), &four) == 1 {
            self.init(high: 0, low: Self.mappedPrefix | UInt64(UInt32(bigEndian: four.s_addr)))
        } else if inet_pton(AF_INET6, String(text), &six) == 1 {
            self = withUnsafeBytes(of: six) { Self(sixteen: $0) }
        } else {
            return nil
        }
    }

    /// The address of a peer, or nil where it has none.
    init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let offset = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)!
            let four = raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            self.init(high: 0, low: Self.mappedPrefix | UInt64(UInt32(bigEndian: four)))
        case AF_INET6:
            let start = raw + MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)!
            self.init(sixteen: UnsafeRawBufferPointer(start: start, count: 16))
        default:
            return nil
        }
    }

    private init(sixteen bytes: UnsafeRawBufferPointer) {
        high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
