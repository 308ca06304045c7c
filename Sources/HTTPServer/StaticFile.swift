/// A file that stays the same while the server runs: sent whole or compressed, a part of it, or not
/// at all where the client has it already.
///
/// - Source: RFC 9110 §8.8.3 (entity tags), §13 (conditions), §14 (ranges)
public struct StaticFile: Sendable {
    /// A recording is played from where the listener wants to, and does not get shorter.
    public enum Kind: Sendable {
        /// Sent compressed to whoever takes that.
        case text
        /// Sent in parts to whoever asks; what some browsers insist on before they play it.
        case recording
    }

    private let plain: PreparedResponse
    private let gzip: PreparedResponse?
    private let unchanged: PreparedResponse
    private let unchangedGzip: PreparedResponse
    private let whole: SharedBody
    private let kind: Kind
    /// The tag of the bytes as they are, in its quotes.
    private let tag: String
    private let gzipTag: String
    private let contentType: ContentType
    private let headers: [HTTPHeader]

    /// - Parameters:
    ///   - bytes: the whole file; compressed here, once
    ///   - headers: further ones for every answer
    public init(
        _ contentType: ContentType, _ bytes: [UInt8], kind: Kind = .text,
        headers: [HTTPHeader] = []
    ) {
        let whole = SharedBody(bytes)
        self.whole = whole
        self.kind = kind
        self.contentType = contentType
        let digest = String(Self.digest(bytes), radix: 36)
        (tag, gzipTag) = ("\"\(digest)\"", "\"\(digest)-gzip\"")
        let own =
            kind == .text
            ? headers + [HTTPHeader("Vary", "Accept-Encoding")]
            : headers + [HTTPHeader("Accept-Ranges", "bytes")]
        self.headers = own
        func response(
            _ status: Int, _ body: SharedBody?, _ more: [HTTPHeader]
        ) -> PreparedResponse {
            PreparedResponse(
                HTTPResponse(
                    status: status, contentType: body == nil ? nil : contentType,
                    headers: own + more,
                    body: body.map { .shared($0) } ?? .empty))
        }
        let (plainTag, codedTag) = (HTTPHeader.entityTag(tag), HTTPHeader.entityTag(gzipTag))
        plain = response(200, whole, [plainTag])
        unchanged = response(304, nil, [plainTag])
        unchangedGzip = response(304, nil, [codedTag])
        let coded = kind == .text ? Gzip.compressed(bytes) : nil
        gzip = coded.map {
            response(200, SharedBody($0), [codedTag, HTTPHeader("Content-Encoding", "gzip")])
        }
    }

    /// Answers a request for the file.
    public func answer(_ request: HTTPRequest, _ responder: Responder) {
        let coded = request.acceptsGzip ? gzip : nil
        if let known = request.header("If-None-Match"), holds(known, coded == nil ? tag : gzipTag) {
            responder.send(coded == nil ? unchanged : unchangedGzip)
        } else if let part = part(request) {
            responder.send(part)
        } else {
            responder.send(coded ?? plain)
        }
    }

    /// The part that was asked for, or that there is none; nil where the whole is to be sent.
    private func part(_ request: HTTPRequest) -> HTTPResponse? {
        guard kind == .recording, request.method == .get, let asked = request.header("Range"),
            request.header("If-Range").map({ $0 == tag }) ?? true
        else { return nil }
        return part(asked)
    }

    /// The same for a value of `Range`.
    func part(_ asked: String) -> HTTPResponse? {
        guard let range = ByteRange(asked) else { return nil }
        guard let places = range.places(in: whole.count) else {
            return HTTPResponse(
                status: 416, headers: headers + [.contentRange("bytes */\(whole.count)")])
        }
        let said = "bytes \(places.lowerBound)-\(places.upperBound - 1)/\(whole.count)"
        return HTTPResponse(
            status: 206, contentType: contentType,
            headers: headers + [HTTPHeader.entityTag(tag), .contentRange(said)],
            // Not copied: a client that reads nothing would hold as much memory as it asks for.
            body: .shared(whole.part(places)))
    }

    private func holds(_ list: String, _ tag: String) -> Bool {
        list.split(separator: ",").contains { entry in
            var entry = entry.drop { $0 == " " }
            if entry.hasPrefix("W/") { entry = entry.dropFirst(2) }
            while entry.last == " " { entry.removeLast() }
            return entry == "*" || entry == tag[...]
        }
    }

    /// FNV-1a, 64 bits: two releases of a file are told apart, and nobody is kept from making a
    /// file with the same on purpose, who would have to be the operator.
    private static func digest(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

/// One range of bytes that a client asks for; several at once are more than a player needs, and
/// whoever asks for them gets the whole, as the standard allows.
struct ByteRange: Equatable {
    /// From the start; nil counts the other from the end.
    let first: Int?
    let last: Int?

    /// - Returns: nil for what is no range of bytes, which is passed over
    init?(_ value: String) {
        guard value.hasPrefix("bytes=") else { return nil }
        let ends = value.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        func number(_ text: Substring) -> Int?? {
            if text.isEmpty { return .some(nil) }
            guard text.utf8.count <= 15, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return .some(Int(text))
        }
        guard let first = number(ends[0]), let last = number(ends[1]) else { return nil }
        guard first != nil || last != nil else { return nil }
        if let first, let last, last < first { return nil }
        (self.first, self.last) = (first, last)
    }

    /// The places of so many bytes; nil where none of them is asked for.
    func places(in count: Int) -> Range<Int>? {
        guard let first else {
            let length = min(last ?? 0, count)
            return length > 0 ? count - length..<count : nil
        }
        guard first < count else { return nil }
        return first..<min(last ?? count, count - 1) + 1
    }
}
