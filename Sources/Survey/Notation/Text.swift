import CUTF8Proc
import Glibc

/// How texts are kept: one form for what looks the same.
public enum Text {
    /// Combining marks on one letter, at most.
    ///
    /// Whoever compares, hashes or composes a text must sort such a run, and a hostile one of half
    /// a megabyte takes a minute.
    /// - Source: UAX #15, stream-safe text format
    public static let marksMax = 30

    /// Whether no letter carries more than ``marksMax`` marks: to be asked of a stranger's text
    /// before it is compared or looked up in a dictionary.
    public static func isStreamSafe(_ text: String) -> Bool {
        guard text.utf8.count > 2 * marksMax else { return true }
        var marks = 0
        return text.unicodeScalars.allSatisfy {
            marks = isMark($0) ? marks + 1 : 0
            return marks <= marksMax
        }
    }

    /// Unicode normal form C, without control and format characters (bidirectional, zero-width).
    ///
    /// Line feeds stay; a tab becomes a space; a zero-width joiner stays between two emoji; marks
    /// on one letter beyond ``marksMax`` are cut.
    /// `ê̆`, `ơ̆` and `ư̆` have no composed form and stay two scalars.
    /// - Source: UAX #15; libutf8proc
    public static func normalized(_ text: String) -> String {
        text.unicodeScalars.allSatisfy(isPlain) ? text : rewritten(text)
    }

    /// Whether a scalar is kept as it is beside any other such scalar: it is wanted, carries no
    /// mark, is in normal form C and grows together with nothing before it. Most texts hold nothing
    /// else, and are not taken apart.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x20...0x7E: true
        // Latin letters up to those of phonetics, without the soft hyphen; all of Vietnamese.
        case 0xA0...0xAC, 0xAE...0x2FF, 0x1E00...0x1EFF: true
        // Dashes, quotation marks, the ellipsis.
        case 0x2010...0x2027: true
        default: false
        }
    }

    /// A text in normal form, scalar by scalar.
    static func rewritten(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        var marks = 0
        while let scalar = rest.popFirst() {
            if isMark(scalar) { marks += 1 } else if !isUnwanted(scalar) { marks = 0 }
            guard marks <= marksMax else { continue }
            let joins = joinsEmoji(scalar, after: kept.last, before: rest.first)
            if scalar == "\t" { kept.append(" ") }
            if joins || !isUnwanted(scalar) { kept.append(scalar) }
        }
        return composed(String(kept))
    }

    /// The text without white space at both ends.
    public static func trimmed(_ text: String) -> String {
        if let first = text.utf8.first, let last = text.utf8.last, isGraphic(first),
            isGraphic(last)
        {
            return text
        }
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// What is left of a text for the ear: small letters without accents, and digits; `đ` is `d`.
    static func letters(_ text: String) -> String {
        let plain = mapped(
            normalized(text), [UTF8PROC_DECOMPOSE, UTF8PROC_STRIPMARK, UTF8PROC_CASEFOLD])
        var kept = String.UnicodeScalarView()
        for scalar in plain.unicodeScalars
        where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            kept.append(scalar == "đ" ? "d" : scalar)
        }
        return String(kept)
    }

    private static func composed(_ text: String) -> String { mapped(text, [UTF8PROC_COMPOSE]) }

    private static func mapped(_ text: String, _ asked: [utf8proc_option_t]) -> String {
        var bytes = Array(text.utf8)
        var result: UnsafeMutablePointer<UInt8>?
        let options = utf8proc_option_t(
            asked.reduce(UTF8PROC_STABLE.rawValue) { $0 | $1.rawValue })
        let count = utf8proc_map(&bytes, bytes.count, &result, options)
        guard count >= 0, let result else { return text }
        defer { free(result) }
        return String(decoding: UnsafeBufferPointer(start: result, count: count), as: UTF8.self)
    }

    private static func isUnwanted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\n"
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
    }

    private static func joinsEmoji(
        _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?
    ) -> Bool {
        guard scalar == "\u{200D}", let previous, let next else { return false }
        return (previous == "\u{FE0F}" || isPicture(previous)) && isPicture(next)
    }

    /// Digits count as emoji too, and a joiner could hide a telephone number from a search.
    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isEmoji && !scalar.isASCII
    }

    private static func isGraphic(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }
}
