/// Style sheets and scripts as they are sent: without the notes for whoever changes them.
///
/// A phone at the edge of the network takes 6 kB a second, and a third of our files is comments and
/// indentation. No minifier: only whole comments of a style sheet, lines of a script that are
/// nothing but a `//` comment, and the spaces at the start of lines go.
enum LeanText {
    /// A style sheet without comments, indentation, empty lines, and the spaces and line ends that
    /// nobody reads. So no text of a style sheet may hold `: ` or ` {`.
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

    /// Without the space before `{` and after `:`, and line ends behind `{`, `}`, `;` and `,`.
    private static func joined(_ style: [UInt8]) -> [UInt8] {
        style.reduce(into: []) { kept, byte in
            switch (byte, kept.last) {
            case (UInt8(ascii: "{"), UInt8(ascii: " ")): kept[kept.count - 1] = byte
            case (UInt8(ascii: " "), UInt8(ascii: ":")): break
            case (UInt8(ascii: "\n"), let last?) where "{};,".utf8.contains(last): break
            default: kept.append(byte)
            }
        }
    }

    /// A script without lines that are comments alone, indentation and empty lines. So no text of a
    /// script may run over several lines and hold such a line.
    static func script(_ bytes: [UInt8]) -> [UInt8] {
        lines(bytes) { !$0.starts(with: "//".utf8) }
    }

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
