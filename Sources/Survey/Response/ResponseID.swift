/// The id a client makes for an answer at the first tap: a UUID. It alone decides what is the same
/// answer.
public struct ResponseID: Sendable, Hashable, CustomStringConvertible {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// How long ``text`` is.
    public static let textBytes = 36

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
        let characters = text.utf8Span.span
        guard characters.count == Self.textBytes else { return nil }
        var words: (high: UInt64, low: UInt64) = (0, 0)
        for position in characters.indices {
            let character = characters[position]
            if Self.isHyphen(position) {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = hexDigit(character) else { return nil }
            if position < 18 {
                words.high = words.high << 4 | UInt64(digit)
            } else {
                words.low = words.low << 4 | UInt64(digit)
            }
        }
        self.init(high: words.high, low: words.low)
    }

    private static func isHyphen(_ position: Int) -> Bool {
        position == 8 || position == 13 || position == 18 || position == 23
    }

    /// 16 of them, as they stand in the text.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { bytes, count in
            withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { words in
                count = 16
                UnsafeMutableRawBufferPointer(bytes).copyMemory(from: words)
            }
        }
    }

    /// Lower case, with hyphens.
    public var description: String { String(decoding: text, as: UTF8.self) }

    /// The bytes of ``description``, which are ASCII.
    public var text: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.textBytes) { text, count in
            let bytes = UnsafeMutableRawBufferPointer(text)
            func store(_ word: UInt64, at place: Int) {
                bytes.storeBytes(of: Self.digits(word), toByteOffset: place, as: UInt64.self)
            }
            // Eight digits each; where only four belong the next ones are written over the rest.
            store(high >> 32, at: 0)
            store(high, at: 9)
            store(high << 16, at: 14)
            store(low >> 32, at: 19)
            store(low >> 16, at: 24)
            store(low, at: 28)
            for place in [8, 13, 18, 23] { text[place] = UInt8(ascii: "-") }
            count = Self.textBytes
        }
    }

    /// The low 32 bits of a word as eight digits, in the order of memory.
    private static func digits(_ word: UInt64) -> UInt64 {
        // Each digit to a byte of its own, the first one highest.
        var spread = word & 0xFFFF_FFFF
        spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFF
        spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FF
        spread = (spread | spread << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // One in each byte that holds a letter: from "9" to "a" there are 39 others.
        let letters = (spread &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (spread &+ 0x3030_3030_3030_3030 &+ letters &* 39).bigEndian
    }

    /// A time-ordered id (RFC 9562 version 7), or one that says it is a sample's (version 8).
    /// - Parameters:
    ///   - time: not before 1970
    ///   - random: at least 10 random bytes
    ///   - isSample: whether a sample office makes it
    public static func make(
        at time: Timestamp, random: [UInt8], isSample: Bool = false
    ) -> ResponseID {
        precondition(random.count >= 10, "too little randomness for an id")
        var high = UInt64(time.milliseconds) << 16 | UInt64(random[0]) << 8 | UInt64(random[1])
        var low: UInt64 = 0
        for index in 2..<10 { low = low << 8 | UInt64(random[index]) }
        if isSample { low = low & 0xFFFF_FFFF | sampleMark }
        high = high & ~0xF000 | (isSample ? 0x8000 : 0x7000)
        low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return ResponseID(high: high, low: low)
    }

    /// Whether the id was made in a sample office: version 8 with our mark.
    public var isSample: Bool {
        high & 0xF000 == 0x8000 && low & 0x3FFF_FFFF_0000_0000 == Self.sampleMark
    }

    /// The same id with the mark of a sample: always the same one, so that a repeated answer is
    /// still known, and for ever told from a real one.
    public var asSample: ResponseID {
        ResponseID(
            high: high & ~0xF000 | 0x8000,
            low: low & 0xFFFF_FFFF | Self.sampleMark | 0x8000_0000_0000_0000)
    }

    /// "samp" in ASCII, without the two bits of the variant.
    private static let sampleMark: UInt64 = 0x7361_6D70_0000_0000 & 0x3FFF_FFFF_0000_0000
}
