/// Where a server listens and what it bounds.
public struct HTTPServerConfiguration: Sendable {
    /// Makes the page for a request that no handler gets: 400, 404, 405, 413, 414 or 503.
    ///
    /// The status of what it returns is set by the server, as are `Allow` and `Retry-After`.
    /// The request is nil where it could not be trusted (400).
    public typealias ErrorPage = @Sendable (_ status: Int, _ request: HTTPRequest?) -> HTTPResponse

    /// Where to listen.
    public var address: ListenAddress
    /// Whom the server says it is, by TLS; nil serves plain HTTP.
    public var tls: TLSIdentity?
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; nobody else's are.
    public var trustedProxies: [AddressRange] = []
    /// The longest target, in bytes, each further field of its query counting for 64 more; 414
    /// beyond.
    public var targetBytesMax = 8 * 1024
    /// The largest body, in bytes, where the route sets no other; 413 beyond.
    public var bodyBytesMax = 64 * 1024
    /// All bodies being received or answered together, in bytes; 503 beyond.
    public var bodiesBytesMax = 64 * 1024 * 1024
    /// Open connections; further clients wait to be accepted. The system's limit of open
    /// files lowers it.
    public var connectionsMax = 16_000
    /// Memory of a connection for its headers, in bytes, 2,048…65,535; 431 beyond.
    public var connectionMemoryBytes = 16 * 1024
    /// The time a request may take to arrive, and a connection to send its first. Ten seconds with
    /// all that a busy machine adds.
    public var requestDeadlineSeconds = 9.5
    /// The time a response may take to leave; longer where it is large, see
    /// ``responseBytesPerSecondMin``.
    public var responseDeadlineSeconds = 9.5
    /// How slow a client may read a large response.
    public var responseBytesPerSecondMin = 4 * 1024
    /// The time a handler may take to answer; 503 beyond.
    public var answerDeadlineSeconds = 30.0
    /// The time a connection may stay open between requests.
    public var idleSeconds = 10.0
    /// Requests that wait for their answer; 503 with `Retry-After` beyond.
    public var suspendedMax = 1024
    /// How long a request that waits is held before its connection is suspended, and how long a
    /// turn is put off meanwhile that brings nothing, in milliseconds: some commits of a good disk.
    var heldMilliseconds: Int64 = 2
    /// What `Retry-After` says with 503.
    public var retryAfterSeconds = 2
    /// Headers on every response the server makes, refusals included. Only what the library
    /// itself refuses before any of our code sees it lacks them: lines and lengths that it
    /// cannot read (400, 413, 505) and heads over the memory (414, 431); none echoes input.
    public var responseHeaders: [HTTPHeader] = []
    /// Further headers where the client came by TLS, to us or to a trusted proxy.
    public var secureResponseHeaders: [HTTPHeader] = []
    /// Pages for refusals; short plain text by default.
    public var errorPage: ErrorPage = HTTPServerConfiguration.plainErrorPage

    /// Called on the event thread once it has dealt with all that was ready, before it waits:
    /// for work that handlers have put together.
    public var afterTurn: @Sendable () -> Void = {}

    /// The defaults at an address.
    public init(address: ListenAddress) {
        self.address = address
    }

    /// The status and its phrase, as plain text.
    @Sendable
    public static func plainErrorPage(status: Int, request: HTTPRequest?) -> HTTPResponse {
        HTTPResponse(status: status, .text, "\(status) \(HTTPResponse.phrase(status))\n")
    }
}
