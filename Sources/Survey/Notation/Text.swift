import CUTF8Proc
import Glibc

/// How texts are kept: one form for what looks the same.
public enum Text {
    /// Unicode normal form C, without control, bidirectional and zero-width characters.
    ///
    /// Line feeds stay. `ê̆`, `ơ̆` and `ư̆` have no composed form and stay two scalars.
    /// - Source: UAX #15; libutf8proc
    public static func normalized(_ text: String) -> String {
        if text.utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A }) { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isUnwanted(scalar) { kept.append(scalar) }
        return composed(String(kept))
    }

    /// The text without white space at both ends.
    public static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    private static func composed(_ text: String) -> String {
        var bytes = Array(text.utf8)
        var result: UnsafeMutablePointer<UInt8>?
        let options = utf8proc_option_t(UTF8PROC_STABLE.rawValue | UTF8PROC_COMPOSE.rawValue)
        let count = utf8proc_map(&bytes, bytes.count, &result, options)
        guard count >= 0, let result else { return text }
        defer { free(result) }
        return String(decoding: UnsafeBufferPointer(start: result, count: count), as: UTF8.self)
    }

    private static func isUnwanted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }
}
