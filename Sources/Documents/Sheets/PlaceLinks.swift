public import Survey

/// The links that lead a citizen to the form of a place.
public struct PlaceLinks: Sendable, Equatable {
    /// A link as it stands in a QR code: longer ones need more modules than scan well on paper.
    public static let charactersMax = 60

    /// Without a slash at its end.
    public let baseURL: String

    /// - Parameter baseURL: `http://` or `https://`, a host, perhaps a port and a path; ASCII,
    ///   without user, query, fragment or percent signs
    public init(baseURL: String) throws(DocumentFault) {
        var base = Substring(baseURL)
        while base.hasSuffix("/") { base.removeLast() }
        let parts = base.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "http:" || parts[0] == "https:", parts[1].isEmpty,
            !parts[2].isEmpty, !parts[2].hasPrefix(":"),
            parts[2].utf8.allSatisfy({ Self.isPlain($0) || ":[]".utf8.contains($0) }),
            parts.dropFirst(3).allSatisfy({ $0.utf8.allSatisfy { Self.isPlain($0) || $0 == 0x2F } })
        else { throw .invalidBaseURL(baseURL) }
        self.baseURL = String(base)
    }

    /// What a citizen opens: `{base}/f/{code}`.
    public func url(of place: Place) -> String { "\(baseURL)/f/\(place.code)" }

    /// What the QR code of a poster holds: the channel goes with it.
    public func posterURL(of place: Place) -> String { url(of: place) + "?c=qr-poster" }

    /// What is printed to be typed: without the scheme, which browsers add.
    public func typedURL(of place: Place) -> String {
        let scheme = baseURL.hasPrefix("https") ? "https://" : "http://"
        return String(url(of: place).dropFirst(scheme.count))
    }

    /// Letters, digits and `-._~`.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
