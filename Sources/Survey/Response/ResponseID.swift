/// The id a client makes for an answer at the first tap: a UUID. It alone decides what is the same
/// answer.
public struct ResponseID: Sendable, Hashable, CustomStringConvertible {
    /// Sixteen bytes, in the order they are written.
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameter bytes: 16 bytes
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, in either case.
    public init?(_ text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        var bytes: [UInt8] = []
        var position = 0
        while position < 36 {
            if [8, 13, 18, 23].contains(position) {
                guard characters[position] == UInt8(ascii: "-") else { return nil }
                position += 1
                continue
            }
            guard let upper = hexDigit(characters[position]),
                let lower = hexDigit(characters[position + 1])
            else { return nil }
            bytes.append(upper << 4 | lower)
            position += 2
        }
        self.init(bytes: bytes)
    }

    public var bytes: [UInt8] {
        [high, low].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
    }

    /// Lower case, with hyphens.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A time-ordered id (RFC 9562 version 7), or one that says it is a sample's (version 8).
    /// - Parameter random: at least 10 random bytes
    public static func make(
        at time: Timestamp, random: [UInt8], isSample: Bool = false
    ) -> ResponseID {
        let noise = random.prefix(10).reduce(into: [UInt8]()) { $0.append($1) }
        var high = UInt64(time.milliseconds) << 16 | UInt64(noise[0]) << 8 | UInt64(noise[1])
        var low = noise[2...].reduce(0) { $0 << 8 | UInt64($1) }
        if isSample { low = low & 0xFFFF_FFFF | sampleMark }
        high = high & ~0xF000 | (isSample ? 0x8000 : 0x7000)
        low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return ResponseID(high: high, low: low)
    }

    /// Whether the id was made in a sample office: version 8 with our mark.
    public var isSample: Bool {
        high & 0xF000 == 0x8000 && low & 0x3FFF_FFFF_0000_0000 == Self.sampleMark
    }

    /// "samp" in ASCII, without the two bits of the variant.
    private static let sampleMark: UInt64 = 0x7361_6D70_0000_0000 & 0x3FFF_FFFF_0000_0000
}
