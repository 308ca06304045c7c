import CMicrohttpd
import Synchronization

/// A response built once and sent many times, with a few bytes of its body set anew each time.
///
/// For a page that differs at one place only, such as a form with a fresh id. The library copies
/// every header of a response it builds, and the body besides; here both are built at the first
/// sends and come back when a request is over, so that a send costs no more than the stamp.
public final class StampedResponse: Sendable {
    /// Copies that wait for their next request; what comes back beyond is freed.
    static let waitingMax = 64

    /// What is sent, with whatever stands at the place of the stamp.
    let response: HTTPResponse
    /// Where the stamp stands in the body.
    let place: Range<Int>
    /// The body's own form where it is coded; its checksum follows the stamp.
    private let gzip: StampedGzip?

    private struct Waiting: Sendable {
        var server: UInt64 = 0
        var copies: [StampedCopy] = []
    }

    private let waiting = Mutex(Waiting())

    /// - Parameters:
    ///   - response: with a body of its own bytes
    ///   - place: where the stamp stands in the body
    public init(_ response: HTTPResponse, place: Range<Int>) {
        precondition(
            place.lowerBound >= 0 && place.upperBound <= response.body.count,
            "a stamp beside the body: \(place)")
        self.response = response
        self.place = place
        gzip = nil
    }

    /// The same page in the coding `gzip`, for whoever accepts that: see
    /// ``HTTPRequest/acceptsGzip``. The stamp itself is not compressed.
    ///
    /// - Returns: nil where it would not be shorter
    public init?(compressing page: StampedResponse) {
        guard case .bytes(let bytes) = page.response.body,
            let gzip = StampedGzip(bytes, place: page.place)
        else { return nil }
        var response = page.response
        response.headers.append(HTTPHeader("Content-Encoding", "gzip"))
        response.body = .bytes(gzip.body)
        self.response = response
        self.gzip = gzip
        place = gzip.place
    }

    /// A copy that nobody sends, stamped.
    /// - Parameters:
    ///   - stamp: as long as the place
    ///   - server: the number of the server, unique in the process and not 0
    ///   - common: that server's headers for every response
    /// - Returns: nil when memory ran out
    func take(stamp: [UInt8], server: UInt64, common: [HTTPHeader]) -> StampedCopy? {
        let waited = waiting.withLock { waiting -> StampedCopy? in
            if waiting.server != server { waiting = Waiting(server: server) }
            return waiting.copies.popLast()
        }
        guard let copy = waited ?? StampedCopy(of: self, server: server, common: common) else {
            return nil
        }
        copy.set(stamp, at: place, by: gzip)
        return copy
    }

    /// Takes a copy back that the library has sent.
    func giveBack(_ copy: StampedCopy) {
        waiting.withLock { waiting in
            guard copy.server == waiting.server, waiting.copies.count < Self.waitingMax else {
                return
            }
            waiting.copies.append(copy)
        }
    }
}

/// One copy of a stamped response in the library's form, sent by one connection at a time.
///
/// Safe because whoever took it from its response has it alone until it is given back: the event
/// thread, from the stamp to the end of the request.
final class StampedCopy: @unchecked Sendable {
    /// The bytes the library sends; it keeps them until its own form of the response goes.
    private let body: StampedBody
    private let handle: ResponseHandle
    private let status: Int
    let origin: StampedResponse
    /// The server whose headers it carries.
    let server: UInt64

    init?(of origin: StampedResponse, server: UInt64, common: [HTTPHeader]) {
        let body = StampedBody(origin.response.body)
        guard
            let handle = ResponseHandle.make(
                origin.response, common: common, body: body.makeLibraryResponse())
        else { return nil }
        self.body = body
        self.handle = handle
        self.origin = origin
        self.server = server
        status = origin.response.status
    }

    func set(_ stamp: [UInt8], at place: Range<Int>, by gzip: StampedGzip?) {
        precondition(stamp.count == place.count, "a stamp of another length")
        if let gzip {
            gzip.set(stamp, in: body.bytes)
            return
        }
        UnsafeMutableRawBufferPointer(rebasing: body.bytes[place]).copyBytes(from: stamp)
    }

    /// Hands the copy to a connection.
    /// - Returns: `.NO` when the connection cannot take one any more
    func queue(on connection: OpaquePointer) -> MHD_Result {
        handle.queue(on: connection, status: status)
    }
}

/// The bytes of a copy, freed when neither the copy nor the library needs them.
private final class StampedBody {
    let bytes: UnsafeMutableRawBufferPointer

    init(_ body: HTTPResponse.Body) {
        bytes = .allocate(byteCount: body.count, alignment: 64)
        switch body {
        case .empty: break
        case .bytes(let own): bytes.copyBytes(from: own)
        case .shared(let shared): bytes.copyMemory(from: shared.bytes)
        }
    }

    deinit { bytes.deallocate() }

    func makeLibraryResponse() -> OpaquePointer? {
        let retained = Unmanaged.passRetained(self)
        let response = MHD_create_response_from_buffer_with_free_callback_cls(
            bytes.count, bytes.baseAddress,
            { context in
                guard let context else { return }
                Unmanaged<StampedBody>.fromOpaque(context).release()
            }, retained.toOpaque())
        if response == nil { retained.release() }
        return response
    }
}
