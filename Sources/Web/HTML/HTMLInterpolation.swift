/// Collects literals as they are and values escaped; see ``HTML``.
public struct HTMLInterpolation: StringInterpolationProtocol {
    private(set) var bytes: [UInt8] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
        bytes.reserveCapacity(literalCapacity + 24 * interpolationCount)
    }

    public mutating func appendLiteral(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes += $0 }
    }

    /// A text, escaped. The start of an address must be a ``Link``: a text there is a mistake of the
    /// program, because no escaping makes `javascript:…` harmless.
    public mutating func appendInterpolation(_ text: some StringProtocol) {
        precondition(!startsAddress, "an address is written as Link")
        var text = String(text)
        text.withUTF8 { Self.escape($0, into: &bytes) }
    }

    public mutating func appendInterpolation(_ number: some FixedWidthInteger) {
        precondition(!startsAddress, "an address is written as Link")
        bytes += String(number).utf8
    }

    public mutating func appendInterpolation(_ link: Link) {
        var text = link.text
        text.withUTF8 { Self.escape($0, into: &bytes) }
    }

    public mutating func appendInterpolation(_ html: HTML) {
        bytes += html.bytes
    }

    /// Several pieces, one after the other.
    public mutating func appendInterpolation(_ pieces: [HTML]) {
        for piece in pieces { bytes += piece.bytes }
    }

    /// A piece or nothing.
    public mutating func appendInterpolation(_ html: HTML?) {
        if let html { bytes += html.bytes }
    }

    private static let addressAttributes: [StaticString] = [
        " href=\"", " src=\"", " action=\"", " formaction=\"",
    ]

    private var startsAddress: Bool {
        guard bytes.last == UInt8(ascii: "\"") else { return false }
        return Self.addressAttributes.contains { attribute in
            attribute.withUTF8Buffer { bytes.suffix($0.count).elementsEqual($0) }
        }
    }

    private static func escape(_ text: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        var plain = text.startIndex
        for (index, byte) in text.enumerated() {
            guard let replacement = replacement(of: byte) else { continue }
            out += text[plain..<index]
            replacement.withUTF8Buffer { out += $0 }
            plain = index + 1
        }
        out += text[plain...]
    }

    private static func replacement(of byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        // What no HTML document may contain; a browser would repair it each in its own way.
        case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: "\u{FFFD}"
        default: nil
        }
    }
}
