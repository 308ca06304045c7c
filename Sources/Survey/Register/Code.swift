/// The rule for codes of units and places: they stand in links and file names.
public enum Code {
    public static let charactersMax = 40
    /// What a person can be asked to type from under a QR code.
    public static let comfortableCharactersMax = 12

    /// Whether a text is 1...40 of `A–Z a–z 0–9 . _ -` and does not begin with a dot.
    public static func isValid(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= charactersMax && !text.hasPrefix(".")
            && text.utf8.allSatisfy(isCodeByte)
    }

    private static func isCodeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
