/// The table of routes: method and pattern → handler.
///
/// A literal segment wins over a name, so `/assets/app.css` may stand beside
/// `/assets/{name}`. Finding a route costs the number of routes with as many segments.
public struct Router: Sendable {
    /// The most segments that a path may have; longer ones match nothing.
    public static let segmentsMax = 16

    /// Every route, in the order added.
    public private(set) var routes: [Route] = []

    /// Indices into `routes` by number of segments, literals first.
    private var bySegments = [[Int]](repeating: [], count: Router.segmentsMax + 1)

    /// What a path and a method lead to.
    enum Match {
        case route(Route)
        /// The path is there, for these methods only.
        case otherMethods([HTTPMethod])
        case nothing
    }

    /// An empty table.
    public init() {}

    /// Adds a route; the same method and pattern twice is the programmer's mistake.
    /// - Parameters:
    ///   - method: GET serves HEAD too
    ///   - pattern: such as `/f/{place}`, at most ``segmentsMax`` segments
    ///   - bodyBytesMax: the largest body in bytes, nil for the server's own limit
    ///   - answersLater: false promises that the handler answers before it returns
    ///   - handler: what to run, on the event thread
    public mutating func add(
        _ method: HTTPMethod, _ pattern: String, bodyBytesMax: Int? = nil,
        answersLater: Bool = true, handler: @escaping Route.Handler
    ) {
        let route = Route(
            method, pattern, bodyBytesMax: bodyBytesMax, answersLater: answersLater,
            handler: handler)
        precondition(route.segments.count <= Router.segmentsMax, "too long: \(pattern)")
        precondition(
            !routes.contains { $0.method == method && $0.segments == route.segments },
            "\(method.rawValue) \(pattern) is there already")
        let peers = bySegments[route.segments.count]
        let place = peers.firstIndex { isAhead(route, of: routes[$0]) } ?? peers.count
        bySegments[route.segments.count].insert(routes.count, at: place)
        routes.append(route)
    }

    /// Finds the route of a request.
    func match(_ head: RequestHead) -> Match {
        head.bytes.withUnsafeBufferPointer { bytes in
            let path = UnsafeBufferPointer(rebasing: bytes[head.path])
            return withUnsafeTemporaryAllocation(of: Int.self, capacity: Router.segmentsMax) {
                guard let count = Self.findEnds(path, $0) else { return .nothing }
                return match(path, UnsafeBufferPointer(rebasing: $0[..<count]), head.method)
            }
        }
    }

    private func match(
        _ path: UnsafeBufferPointer<UInt8>, _ ends: UnsafeBufferPointer<Int>,
        _ method: HTTPMethod
    ) -> Match {
        var others: [HTTPMethod] = []
        let candidates = bySegments[ends.count]
        for index in candidates where routes[index].matches(path, ends) {
            let route = routes[index]
            if route.method == method || (method == .head && route.method == .get) {
                return .route(route)
            }
            others.append(route.method)
        }
        if others.isEmpty { return .nothing }
        if others.contains(.get) { others.append(.head) }
        others.append(.options)
        return .otherMethods(HTTPMethod.allCases.filter(others.contains))
    }

    /// Writes where each segment ends.
    /// - Returns: the number of segments, or nil over the most
    private static func findEnds(
        _ path: UnsafeBufferPointer<UInt8>, _ ends: UnsafeMutableBufferPointer<Int>
    ) -> Int? {
        var count = 0
        for at in 1...path.count where at == path.count || path[at] == 0x2f {
            guard count < segmentsMax else { return nil }
            ends[count] = at
            count += 1
        }
        return count
    }

    /// Whether a route must be tried first: at the first difference it has the literal.
    private func isAhead(_ route: Route, of other: Route) -> Bool {
        for (mine, theirs) in zip(route.segments, other.segments)
        where mine.isLiteral != theirs.isLiteral {
            return mine.isLiteral
        }
        return false
    }
}
