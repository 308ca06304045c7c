internal import HTTPServer
internal import Survey
internal import Synchronization

/// What only this machine gets until there are accounts: the leadership's pages, and their numbers
/// as files.
///
/// Each is made on a worker, and given again while nothing has been stored since.
final class InsideAnswers: Sendable {
    private let kept = Mutex(KeptAnswers())

    /// Answers that were kept and given again.
    var given: Int { kept.withLock { $0.given } }

    /// Adds a page or file.
    ///
    /// - Parameter make: runs on a worker, never on the event thread
    func add(
        _ path: String, to router: inout Router, of office: WebOffice,
        make: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) {
        router.add(.get, path, answersLater: true) { request, _, responder in
            guard Self.isFromHere(request) else {
                responder.send(office.trouble(403, for: request))
                return
            }
            let isQueued = office.workers.submit { [self] in
                responder.send(answer(request, office, make))
            }
            if !isQueued { responder.send(office.trouble(503, for: request)) }
        }
    }

    private func answer(
        _ request: HTTPRequest, _ office: WebOffice, _ make: (HTTPRequest) -> HTTPResponse
    ) -> HTTPResponse {
        // Asked before anything is read: what is stored meanwhile makes the answer an old one.
        guard let version = office.version() else { return make(request) }
        let (target, day) = (request.target, office.now().day(at: office.offset))
        let former = kept.withLock { $0.answer(to: target, on: day, at: version) }
        if let former { return former }
        var response = make(request)
        guard case .bytes(let bytes) = response.body else { return response }
        response.body = .shared(SharedBody(bytes))
        kept.withLock { [response] in $0.keep(response, to: target, on: day, at: version) }
        return response
    }

    /// Whether a request was made on this machine, to this machine, and not through a proxy.
    static func isFromHere(_ request: HTTPRequest) -> Bool {
        request.isListenerLoopback && request.isPeerLoopback && !request.hasForwardingHeader
            && isLoopback(host: request.host)
    }

    /// Whether a Host header names this machine; its port may be any, a tunnel has its own.
    static func isLoopback(host: String) -> Bool {
        var name = host.lowercased()[...]
        if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") {
            guard UInt16(name[name.index(after: colon)...]) != nil else { return false }
            name = name[..<colon]
        }
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        if name == "localhost" || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
