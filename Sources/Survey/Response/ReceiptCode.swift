/// The code a citizen is shown who has left words or a contact, and with which both can be erased:
/// sixteen letters and digits that nobody confuses, in four groups, for writing down and reading
/// aloud.
public struct ReceiptCode: Sendable, Equatable {
    /// Eighty bits: who tries a million codes a second for ten years finds none.
    public static let byteCount = 10
    /// What a field for it takes at most: the code with room for spaces.
    public static let typedMax = 40
    /// Neither 0 nor O, neither 1 nor I: 32 of them, as in the pairing codes of kiosks.
    private static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    private static let length = 16
    private static let groupLength = 4

    public let bytes: [UInt8]

    /// - Parameter bytes: ``byteCount`` bytes
    public init(bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "no receipt")
        self.bytes = bytes
    }

    /// The code as it is shown: `K7P4-2M9X-W3RD-H8QT`.
    public var text: String {
        var text: [UInt8] = []
        for place in 0..<Self.length {
            if place > 0, place % Self.groupLength == 0 { text.append(UInt8(ascii: "-")) }
            var symbol = 0
            for bit in 5 * place..<5 * place + 5 {
                symbol = symbol << 1 | Int(bytes[bit / 8] >> UInt8(7 - bit % 8) & 1)
            }
            text.append(Self.alphabet[symbol])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What somebody typed, in capitals or not, with or without hyphens and spaces; nil for what
    /// is no code.
    public init?(typed: String) {
        guard typed.utf8.count <= 4 * Self.typedMax else { return nil }
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        var bit = 0
        for character in typed.utf8 {
            if character == UInt8(ascii: "-") || character == UInt8(ascii: " ") { continue }
            let isSmall = (0x61...0x7A).contains(character)
            let capital = isSmall ? character - 0x20 : character
            guard let symbol = Self.alphabet.firstIndex(of: capital), bit < 5 * Self.length else {
                return nil
            }
            for shift in (0..<5).reversed() {
                bytes[bit / 8] |= UInt8(symbol >> shift & 1) << UInt8(7 - bit % 8)
                bit += 1
            }
        }
        guard bit == 5 * Self.length else { return nil }
        self.bytes = bytes
    }
}
