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
    /// Whether the connection ends with this response.
    public var closesConnection = false

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
