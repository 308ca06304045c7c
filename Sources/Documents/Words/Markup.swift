/// Text and numbers as HTML and SVG take them; the only way into markup in this room.
enum Markup {
    /// Untrusted text for an element's content or a quoted attribute.
    ///
    /// The five characters of markup become entities; what XML 1.0 cannot hold at all (control
    /// characters, U+FFFE, U+FFFF) becomes U+FFFD, so that one name cannot spoil a document.
    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            case "'": out.append(contentsOf: "&#39;".unicodeScalars)
            case "\t", "\n", "\r": out.append(" ")
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}":
                out.append("\u{FFFD}")
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// A coordinate with two decimals at most, without trailing zeros: `12`, `12.5`, `-0.25`.
    static func coordinate(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        guard rounded != rounded.rounded() else { return String(Int(rounded)) }
        return rounded.description
    }

    /// An element with attributes already in order.
    ///
    /// Values are escaped here; content is markup already, and without it the element closes
    /// itself.
    static func element(
        _ name: StaticString, _ attributes: [(StaticString, String)], content: String = ""
    ) -> String {
        let list = attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
        return content.isEmpty ? "<\(name)\(list)/>" : "<\(name)\(list)>\(content)</\(name)>"
    }
}
