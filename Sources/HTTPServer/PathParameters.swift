/// The segments of a path that stand where the pattern has names.
public struct PathParameters: Sendable {
    private let head: RequestHead
    private let segments: [Route.Segment]

    init(_ head: RequestHead, _ route: Route) {
        self.head = head
        segments = route.segments
    }

    /// The segment under a name, percent-decoded and never empty.
    /// - Parameter name: a name of the route's pattern; any other is the programmer's mistake
    public subscript(name: String) -> String {
        guard let index = segments.firstIndex(of: .parameter(name)) else {
            preconditionFailure("the pattern has no {\(name)}")
        }
        var start = head.path.lowerBound + 1
        for _ in 0..<index {
            while head.bytes[start] != 0x2f { start += 1 }
            start += 1
        }
        var end = start
        while end < head.path.upperBound, head.bytes[end] != 0x2f { end += 1 }
        return head.text(start..<end)
    }
}
