/// One request, complete with its body, past the header gate.
///
/// Texts are made from the received bytes when they are asked for, at a cost of their length.
public struct HTTPRequest: Sendable {
    let head: RequestHead

    /// The body, empty without one; its length is under the limit of the route.
    public let body: [UInt8]
    /// The address of whoever holds the connection: the client's or a proxy's.
    public let peer: NetworkAddress?
    /// Whether that address is of this machine and of no trusted proxy.
    public let isPeerLoopback: Bool
    /// Whether the connection speaks TLS.
    let isTLS: Bool
    /// The proxies to believe; none where the peer is not one of them.
    let trustedProxies: [AddressRange]
    /// Whether the server listens on an address that only this machine can reach.
    public let isListenerLoopback: Bool

    /// The method.
    public var method: HTTPMethod { head.method }

    /// The target as sent: path and query, not decoded.
    public var target: String { head.text(0..<head.targetCount) }

    /// The path, percent-decoded; starts with `/`.
    public var path: String { head.text(head.path) }

    /// The segments of the path between its slashes, percent-decoded; `["" ]` for `/`.
    public var segments: [String] {
        head.bytes[head.path].dropFirst()
            .split(separator: 0x2f, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The host that the client asked for, with its port where it gave one.
    public var host: String { header("Host") ?? "" }

    /// Whether a proxy says that it passed the request on: `Forwarded`, `Via`, `X-Real-IP`,
    /// any `X-Forwarded…` header, or one of those that name the client's address.
    public var hasForwardingHeader: Bool { head.hasForwardingHeader }

    /// The client's address: the peer's own, or what a trusted proxy says it is.
    public var client: NetworkAddress? {
        guard let peer, !trustedProxies.isEmpty else { return peer }
        return ForwardedHead(head: head).client(behind: peer, trustedProxies)
    }

    /// Whether the client came by TLS, to us or to a trusted proxy.
    public var isSecure: Bool {
        isTLS || (!trustedProxies.isEmpty && ForwardedHead(head: head).isSecure)
    }

    /// The first value of a header, or nil; names ignore case.
    public func header(_ name: String) -> String? { head.firstValue(of: name) }

    /// Every value of a header in the order sent; names ignore case.
    public func headers(_ name: String) -> [String] { head.values(of: name) }

    /// The fields of the query string; none without one.
    /// - Throws: ``FormError``
    public func query(
        limits: FormFields.Limits = FormFields.Limits()
    ) throws(FormError) -> FormFields {
        guard !head.query.isEmpty else { return FormFields() }
        return try FormFields(head.bytes.span.extracting(head.query), limits: limits)
    }

    /// The fields of a form-encoded body.
    /// - Throws: ``FormError``, ``FormError/unsupportedType(_:)`` for any other media type
    public func form(
        limits: FormFields.Limits = FormFields.Limits()
    ) throws(FormError) -> FormFields {
        guard hasMediaType("application/x-www-form-urlencoded") else {
            throw .unsupportedType(header("Content-Type"))
        }
        return try FormFields(body.span, limits: limits)
    }

    /// Whether `Content-Type` names the media type, whatever its parameters; UTF-8 where it
    /// names a charset.
    /// - Parameter mediaType: in small letters, such as `application/json`
    public func hasMediaType(_ mediaType: StaticString) -> Bool {
        head.hasOne("Content-Type") { value in
            let end = value.startIndex + mediaType.utf8CodeUnitCount
            guard end <= value.endIndex,
                zip(
                    value,
                    UnsafeBufferPointer(
                        start: mediaType.utf8Start, count: mediaType.utf8CodeUnitCount)
                ).allSatisfy({ ByteClass.lowercased($0) == $1 })
            else { return false }
            if end == value.endIndex { return true }
            guard value[end] == 0x3b else { return false }
            let parameters = String(decoding: value[(end + 1)...], as: UTF8.self).lowercased()
            return parameters.split(separator: ";").allSatisfy { parameter in
                let parameter = parameter.filter { !" \t\"".contains($0) }
                return !parameter.hasPrefix("charset=") || parameter == "charset=utf-8"
            }
        }
    }
}
