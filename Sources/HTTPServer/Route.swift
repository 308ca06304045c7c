/// One row of the routing table.
public struct Route: Sendable {
    /// Answers a request by ``Responder/send(_:)``, at once or later, from any thread.
    ///
    /// Runs on the event thread: whatever takes longer than a millisecond belongs elsewhere.
    public typealias Handler = @Sendable (HTTPRequest, PathParameters, Responder) -> Void

    /// The method; GET serves HEAD too, and the table itself answers OPTIONS.
    public let method: HTTPMethod
    /// The path, with `{name}` for a segment that may be anything, such as `/f/{place}`.
    public let pattern: String
    /// The largest body, in bytes; nil for the server's own limit.
    public let bodyBytesMax: Int?
    /// Whether the handler may return before it answers; only such routes are refused when
    /// too many requests wait.
    public let answersLater: Bool

    enum Segment: Sendable, Equatable {
        case literal([UInt8])
        case parameter(String)

        var isLiteral: Bool { if case .literal = self { true } else { false } }
    }

    let segments: [Segment]
    let handler: Handler

    init(
        _ method: HTTPMethod, _ pattern: String, bodyBytesMax: Int?, answersLater: Bool,
        handler: @escaping Handler
    ) {
        precondition(
            ![.unknown, .head, .options].contains(method) && pattern.hasPrefix("/"),
            "no route: \(method.rawValue) \(pattern)")
        self.method = method
        self.pattern = pattern
        self.bodyBytesMax = bodyBytesMax
        self.answersLater = answersLater
        self.handler = handler
        segments = pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            .map { part in
                part.hasPrefix("{") && part.hasSuffix("}")
                    ? .parameter(String(part.dropFirst().dropLast()))
                    : .literal(Array(part.utf8))
            }
    }

    /// Whether the path's segments fit; a parameter takes any but the empty one.
    /// - Parameters:
    ///   - path: the bytes of the path, decoded
    ///   - ends: where each segment ends, as many as the pattern has
    func matches(_ path: UnsafeBufferPointer<UInt8>, _ ends: UnsafeBufferPointer<Int>) -> Bool {
        var start = 1
        for (index, segment) in segments.enumerated() {
            let end = ends[index]
            switch segment {
            case .parameter:
                if start == end { return false }
            case .literal(let bytes):
                guard bytes.count == end - start else { return false }
                for at in 0..<bytes.count where bytes[at] != path[start + at] { return false }
            }
            start = end + 1
        }
        return true
    }
}
