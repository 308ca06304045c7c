import CMicrohttpd

/// The one owner of a response of the library.
///
/// The library counts references of its own: a queued response outlives its handle until
/// it is sent.
///
/// Safe because nothing but that count changes once the response is made, and the library
/// guards the count with a lock.
struct ResponseHandle: ~Copyable, @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Builds the response with its own headers, then those of `common` that it lacks.
    /// - Returns: nil when memory ran out
    static func make(_ response: HTTPResponse, common: [HTTPHeader]) -> ResponseHandle? {
        make(response, common: common, body: libraryBody(of: response))
    }

    /// Builds the response around a body that is in the library's form already.
    /// - Parameter body: owned by the handle from now on; nil when memory ran out
    static func make(
        _ response: HTTPResponse, common: [HTTPHeader], body: OpaquePointer?
    ) -> ResponseHandle? {
        guard let body else { return nil }
        let handle = ResponseHandle(pointer: body)
        var isWhole = true
        if let type = response.contentType { isWhole = handle.add(type.header) }
        for header in response.headers { isWhole = handle.add(header) && isWhole }
        for header in response.missing(from: common) { isWhole = handle.add(header) && isWhole }
        guard isWhole else { return nil }
        return handle
    }

    private static func libraryBody(of response: HTTPResponse) -> OpaquePointer? {
        switch response.body {
        case .empty: MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
        case .bytes(let bytes):
            bytes.withUnsafeBytes {
                MHD_create_response_from_buffer(
                    $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress),
                    .RESPMEM_MUST_COPY)
            }
        case .shared(let body): body.makeLibraryResponse()
        }
    }

    private init(pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { MHD_destroy_response(pointer) }

    /// Hands the response to a connection.
    /// - Returns: `.NO` when the connection cannot take one any more
    borrowing func queue(on connection: OpaquePointer, status: Int) -> MHD_Result {
        MHD_queue_response(connection, UInt32(status), pointer)
    }

    private borrowing func add(_ header: HTTPHeader) -> Bool {
        header.withCStrings { MHD_add_response_header(pointer, $0, $1) } == .YES
    }
}
