/// Writes a JSON value as text.
extension JSON {
    /// The value as JSON text: on one line, or indented by two spaces a level.
    ///
    /// Doubles are written with the fewest digits that read back as the same double.
    public func text(indented: Bool = false) -> String {
        // Bytes and not a string: a report is a megabyte of short pieces.
        var out: [UInt8] = []
        write(into: &out, indent: indented ? 0 : nil)
        if indented { out.append(0x0A) }
        return String(decoding: out, as: UTF8.self)
    }

    private func write(into out: inout [UInt8], indent: Int?) {
        switch value {
        case .null: out += "null".utf8
        case .bool(let flag): out += (flag ? "true" : "false").utf8
        case .integer(let number): out += String(number).utf8
        case .number(let number): out += number.description.utf8
        case .string(let text): Self.write(text, into: &out)
        case .array(let elements):
            Self.write(elements, brackets: (0x5B, 0x5D), into: &out, indent: indent) {
                $0.write(into: &$1, indent: $2)
            }
        case .object(let members):
            Self.write(members, brackets: (0x7B, 0x7D), into: &out, indent: indent) {
                Self.write($0.name, into: &$1)
                $1.append(0x3A)
                if $2 != nil { $1.append(0x20) }
                $0.value.write(into: &$1, indent: $2)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], brackets: (UInt8, UInt8), into out: inout [UInt8], indent: Int?,
        each: (Element, inout [UInt8], Int?) -> Void
    ) {
        out.append(brackets.0)
        let inner = indent.map { $0 + 2 }
        for (index, element) in elements.enumerated() {
            if index > 0 { out.append(0x2C) }
            if let inner { breakLine(in: &out, indent: inner) }
            each(element, &out, inner)
        }
        if let indent, !elements.isEmpty { breakLine(in: &out, indent: indent) }
        out.append(brackets.1)
    }

    private static func breakLine(in out: inout [UInt8], indent: Int) {
        out.append(0x0A)
        out.append(contentsOf: repeatElement(0x20, count: indent))
    }

    private static func write(_ text: String, into out: inout [UInt8]) {
        out.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22: out += "\\\"".utf8
            case 0x5C: out += "\\\\".utf8
            case 0x0A: out += "\\n".utf8
            case 0x0D: out += "\\r".utf8
            case 0x09: out += "\\t".utf8
            // "<" too: no text of ours can end a script element it may be put into.
            case 0x3C, 0..<0x20, 0x7F:
                let hex = String(byte, radix: 16)
                out += ("\\u00" + (hex.count < 2 ? "0" : "") + hex).utf8
            default:
                out.append(byte)
                // U+2028 and U+2029, which end a line of a script.
                if byte == 0xA8 || byte == 0xA9, out.suffix(3).starts(with: [0xE2, 0x80]) {
                    out.removeLast(3)
                    out += (byte == 0xA8 ? "\\u2028" : "\\u2029").utf8
                }
            }
        }
        out.append(0x22)
    }
}
