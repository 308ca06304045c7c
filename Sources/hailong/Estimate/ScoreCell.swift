internal import Survey

/// What a cell of a score column says.
enum ScoreCell: Equatable {
    /// Empty, or one of the words for an answer that is none.
    case missing
    /// A whole number, 0 to 9999.
    case score(Int)

    /// "Don't know" and "not applicable" as our own export writes them, and as spreadsheets do.
    private static let missingWords: Set<String> = ["dk", "na", "n/a"]

    /// Reads `5`, `5.0`, `5,0`, and a number before its words: `4 - Hài lòng`, `4. Hài lòng`,
    /// `4 Hài lòng`, `4) Hài lòng`, `4: Hài lòng`.
    ///
    /// - Returns: nil for anything else: words alone, `4.5`, `4-5`, `4/5`, `4th`
    init?(_ text: String) {
        let bytes = text.utf8
        if bytes.count == 1, let byte = bytes.first, (0x30...0x39).contains(byte) {
            self = .score(Int(byte - 0x30))
            return
        }
        let cell = Text.trimmed(Text.normalized(text))
        if cell.isEmpty || Self.missingWords.contains(cell.lowercased()) {
            self = .missing
            return
        }
        var rest = cell.unicodeScalars[...]
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard digits.count <= 4, let score = Int(String(digits)) else { return nil }
        rest = rest.dropFirst(digits.count)
        // A fraction of zeros: how spreadsheets write whole numbers of a decimal column.
        if let mark = rest.first, mark == "." || mark == ",", rest.dropFirst().first == "0" {
            rest = rest.dropFirst().drop { $0 == "0" }
        }
        guard Self.isLabel(rest) else { return nil }
        self = .score(score)
    }

    /// Whether what stands behind the number is nothing, or words set off from it.
    private static func isLabel(_ rest: Substring.UnicodeScalarView.SubSequence) -> Bool {
        guard let first = rest.first else { return true }
        guard isSeparator(first) else { return false }
        // A second number, as in "4 - 5", would leave open which one is meant.
        guard let word = rest.first(where: { !isSeparator($0) }) else { return true }
        return word.properties.numericType == nil
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", "–", "—", ".", ":", ")", "(", "=", "_": true
        default: scalar.properties.isWhitespace
        }
    }
}
