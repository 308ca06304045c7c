import CMicrohttpd

/// An answer to one request.
///
/// The server adds the headers of its configuration, `Date` and the framing; a header set
/// here wins over one of the same name there.
public struct HTTPResponse: Sendable {
    /// What follows the headers.
    public enum Body: Sendable {
        /// Nothing.
        case empty
        /// Bytes of this response alone; copied once.
        case bytes([UInt8])
        /// Bytes shared between responses; never copied.
        case shared(SharedBody)

        /// How many bytes there are.
        public var count: Int {
            switch self {
            case .empty: 0
            case .bytes(let bytes): bytes.count
            case .shared(let body): body.count
            }
        }
    }

    /// The status code, 200…599.
    public var status: Int
    /// The media type of the body; nil sends no `Content-Type`.
    public var contentType: ContentType?
    /// Further headers, in this order; a name may stand more than once.
    public var headers: [HTTPHeader]
    /// The bytes after the headers; not sent to HEAD, nor with 204 and 304.
    public var body: Body

    /// A response with a body of any kind.
    public init(
        status: Int, contentType: ContentType? = nil, headers: [HTTPHeader] = [],
        body: Body = .empty
    ) {
        precondition((200...599).contains(status), "status \(status) is no final status")
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    /// A response with a text as its body.
    public init(
        status: Int = 200, _ contentType: ContentType, _ text: String, headers: [HTTPHeader] = []
    ) {
        self.init(
            status: status, contentType: contentType, headers: headers,
            body: .bytes(Array(text.utf8)))
    }

    /// A redirect that turns any method into GET (303).
    /// - Parameter location: where to go; a path of this server or a configured origin
    /// - Throws: ``HTTPHeaderError/malformedValue(name:)`` when `location` is no header value
    public static func seeOther(_ location: String) throws(HTTPHeaderError) -> HTTPResponse {
        HTTPResponse(status: 303, headers: [try HTTPHeader(name: "Location", value: location)])
    }
}

extension HTTPResponse {
    /// The standard phrase of a status, or the empty text.
    static func phrase(_ status: Int) -> String {
        MHD_get_reason_phrase_for(UInt32(status)).map { String(cString: $0) } ?? ""
    }

    /// The whole response as bytes, for the one place where the library takes none: in the
    /// middle of a body. Ends the connection.
    /// - Parameter common: the server's headers, of which those that it lacks are added
    func serialised(common: [HTTPHeader]) -> [UInt8] {
        var text = "HTTP/1.1 \(status) \(Self.phrase(status))\r\n"
        func add(_ header: HTTPHeader) { text += "\(header.name): \(header.value)\r\n" }
        if let contentType { add(contentType.header) }
        headers.forEach(add)
        missing(from: common).forEach(add)
        text += "Connection: close\r\nContent-Length: \(body.count)\r\n\r\n"
        var bytes = Array(text.utf8)
        switch body {
        case .empty: break
        case .bytes(let own): bytes += own
        case .shared(let shared): bytes += shared.bytes
        }
        return bytes
    }

    /// Those of the server's headers for every response that this one does not set itself.
    func missing(from common: [HTTPHeader]) -> [HTTPHeader] {
        if headers.isEmpty { return common }
        return common.filter { header in !headers.contains { $0.hasName(of: header) } }
    }
}
