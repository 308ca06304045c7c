/// One address or all that share a prefix: `192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32`.
public struct AddressRange: Sendable, Equatable, CustomStringConvertible {
    /// The range as it was written.
    public let description: String

    private let base: NetworkAddress
    /// How many bits count, of the 128 of an address as IPv6 writes it.
    private let bits: Int

    /// Reads a numeric address, alone or with `/` and the length of its prefix.
    /// - Throws: ``HTTPServerError/malformedRange(_:)``
    public init(_ text: String) throws(HTTPServerError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = NetworkAddress(parts[0]) else { throw .malformedRange(text) }
        // Of an IPv4 address as IPv6 writes it, 96 bits are always the same.
        let own = base.isIPv4 && !parts[0].contains(":") ? 32 : 128
        var bits = own
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let named = Int(parts[1]),
                named <= own
            else { throw .malformedRange(text) }
            bits = named
        }
        self.base = base
        self.bits = bits + 128 - own
        description = text
    }

    /// Whether an address lies in the range.
    public func contains(_ address: NetworkAddress) -> Bool {
        let highBits = min(bits, 64)
        return Self.agree(address.high, base.high, highBits)
            && Self.agree(address.low, base.low, bits - highBits)
    }

    /// Whether two words begin with the same bits.
    private static func agree(_ one: UInt64, _ other: UInt64, _ bits: Int) -> Bool {
        bits == 0 || (one ^ other) >> UInt64(64 - bits) == 0
    }
}
