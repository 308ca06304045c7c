/// An address inside this server, put together from literals and percent-encoded values.
///
/// Only what a literal says can be a scheme, a host, a slash or a query mark: every interpolated value
/// becomes one path segment, or one value of a query, whatever it contains.
///
///     let link: Link = "/f/\(place.code)?lang=\(language)"
public struct Link: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The address as it stands in a header; in a page ``HTML`` escapes it once more.
    public private(set) var text: String

    public init(stringLiteral literal: StaticString) {
        text = literal.description
    }

    public init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
    }

    /// The address with one more value in its query.
    ///
    /// - Parameters:
    ///   - name: the literal name of the query value
    ///   - value: any text; nil leaves the address as it is
    public func adding(_ name: StaticString, _ value: String?) -> Link {
        guard let value else { return self }
        var link = self
        link.text += text.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        link.text += name.description + "=" + Self.encoded(value)
        return link
    }

    /// Collects literals as they are and values percent-encoded.
    public struct Interpolation: StringInterpolationProtocol {
        var text = ""

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: StaticString) {
            text += literal.description
        }

        public mutating func appendInterpolation(_ value: some StringProtocol) {
            text += Link.encoded(String(value))
        }

        public mutating func appendInterpolation(_ number: some FixedWidthInteger) {
            text += String(number)
        }
    }

    /// The UTF-8 bytes of a text with all but RFC 3986's unreserved characters as `%XX`.
    static func encoded(_ value: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
