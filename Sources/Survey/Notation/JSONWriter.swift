/// Writes a JSON value as text.
extension JSON {
    /// The value as JSON text: on one line, or indented by two spaces a level.
    ///
    /// Doubles are written with the fewest digits that read back as the same double.
    public func text(indented: Bool = false) -> String {
        var out = ""
        write(into: &out, indent: indented ? 0 : nil)
        if indented { out += "\n" }
        return out
    }

    private func write(into out: inout String, indent: Int?) {
        switch value {
        case .null: out += "null"
        case .bool(let flag): out += flag ? "true" : "false"
        case .integer(let number): out += String(number)
        case .number(let number): out += number.description
        case .string(let text): Self.write(text, into: &out)
        case .array(let elements):
            Self.write(elements, brackets: ("[", "]"), into: &out, indent: indent) {
                $0.write(into: &$1, indent: $2)
            }
        case .object(let members):
            Self.write(members, brackets: ("{", "}"), into: &out, indent: indent) {
                Self.write($0.name, into: &$1)
                $1 += $2 == nil ? ":" : ": "
                $0.value.write(into: &$1, indent: $2)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], brackets: (String, String), into out: inout String, indent: Int?,
        each: (Element, inout String, Int?) -> Void
    ) {
        out += brackets.0
        let inner = indent.map { $0 + 2 }
        for (index, element) in elements.enumerated() {
            if index > 0 { out += "," }
            if let inner { out += "\n" + String(repeating: " ", count: inner) }
            each(element, &out, inner)
        }
        if let indent, !elements.isEmpty { out += "\n" + String(repeating: " ", count: indent) }
        out += brackets.1
    }

    private static func write(_ text: String, into out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            // "<" too: no text of ours can end a script element it may be put into.
            case "<", "\u{0}"..<"\u{20}", "\u{7F}", "\u{2028}", "\u{2029}":
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}
