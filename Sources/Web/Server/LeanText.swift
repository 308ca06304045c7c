/// Style sheets and scripts as they are sent: without the notes for whoever changes them.
///
/// A phone at the edge of the network takes 6 kB a second, and a third of our files is comments and
/// indentation. No minifier: only whole comments of a style sheet, lines of a script that are
/// nothing but a `//` comment, the spaces at the start of lines and those beside signs go.
enum LeanText {
    /// A style sheet without comments, indentation, empty lines, and the spaces and line ends that
    /// nobody reads. So no text of a style sheet may hold one of `{};:,` beside a space.
    static func style(_ bytes: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if starts(bytes, at: position, "/*") {
                position += 2
                while position < bytes.count, !starts(bytes, at: position, "*/") { position += 1 }
                position += 2
            } else {
                kept.append(bytes[position])
                position += 1
            }
        }
        return joined(lines(kept) { _ in true })
    }

    /// Without the spaces beside `{`, `}`, `;`, `:` and `,`, the `;` before a `}`, and line ends
    /// behind `{`, `}`, `;` and `,`. A space before a colon stays: it means something there.
    private static func joined(_ style: [UInt8]) -> [UInt8] {
        let marks: [UInt8] = Array("{};,".utf8)
        return style.reduce(into: []) { kept, byte in
            switch (byte, kept.last) {
            case (UInt8(ascii: " "), let last?) where marks.contains(last) || last == colon: break
            case (UInt8(ascii: "\n"), let last?) where marks.contains(last): break
            default:
                if marks.contains(byte), kept.last == UInt8(ascii: " ") { kept.removeLast() }
                if byte == UInt8(ascii: "}"), kept.last == UInt8(ascii: ";") { kept.removeLast() }
                kept.append(byte)
            }
        }
    }

    private static let colon = UInt8(ascii: ":")

    /// A script without lines that are comments alone, indentation, empty lines, and spaces that
    /// nobody reads. So no text of a script may run over several lines and hold such a line.
    static func script(_ bytes: [UInt8]) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        let kept = lines(bytes) { !$0.starts(with: "//".utf8) }
        return kept.split(separator: newline).reduce(into: []) { sent, line in
            sent += tightened(line)
            sent.append(newline)
        }
    }

    /// A line without the spaces beside signs that need none, outside of texts. What may be more
    /// than texts in double quotes (a pattern, a template, a comment) stays as it is, and so do
    /// `+`, `-` and `<`, which beside themselves or `!` mean something else.
    private static func tightened(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        let isPlain =
            !line.contains { "'`/\\".utf8.contains($0) }
            && line.count { $0 == quote }.isMultiple(of: 2)
        guard isPlain else { return Array(line) }
        var isText = false
        // What stands before a space decides only where that is no text's own end.
        return line.reduce(into: []) { kept, byte in
            if byte == quote { isText.toggle() }
            if !isText || byte == quote {
                if signs.contains(byte), kept.last == UInt8(ascii: " ") { kept.removeLast() }
                if byte == UInt8(ascii: " "), let last = kept.last, signs.contains(last) { return }
            }
            kept.append(byte)
        }
    }

    private static let signs: [UInt8] = Array("=,;:{}()?&|>".utf8)

    /// The lines without the spaces before them, those that are empty or unwanted left out.
    private static func lines(
        _ bytes: [UInt8], where isWanted: (ArraySlice<UInt8>) -> Bool
    ) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        return bytes.split(separator: newline).reduce(into: []) { kept, line in
            let text = line.drop { $0 == UInt8(ascii: " ") }
            guard !text.isEmpty, isWanted(text) else { return }
            kept += text
            kept.append(newline)
        }
    }

    private static func starts(_ bytes: [UInt8], at position: Int, _ mark: StaticString) -> Bool {
        mark.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }
}
