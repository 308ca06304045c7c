import CMicrohttpd
import Glibc

/// What every request must pass before anything else looks at it.
///
/// libmicrohttpd 0.9.75 lets two `Content-Length` headers, a length beside chunks, two
/// hosts, `%00` and control characters through and would execute the rest of a body as a
/// second request. Whatever is ambiguous is refused here and its connection closed.
/// - Source: RFC 9112 §3.2, §5, §6; trust rule 4
struct HeaderGate {
    /// What becomes of the request.
    enum Verdict: Equatable {
        /// Well-formed; look for a route.
        case pass
        /// Well-formed, but its path cannot name anything here: 404.
        case unreachable
        /// Ambiguous or broken: 400, and the connection is closed.
        case refuse
    }

    /// The head as far as it was read.
    private(set) var head: RequestHead
    /// The declared length of the body, 0 without one.
    private(set) var bodyBytesDeclared: UInt64 = 0
    /// Whether the body comes in chunks.
    private(set) var isChunked = false
    /// Whether the client waits to be told to send a body.
    private(set) var isExpecting = false

    private var hostCount = 0
    private var lengthCount = 0
    private var encodingCount = 0
    private var isBroken = false

    /// Starts with a head that holds a target.
    init(_ head: consuming RequestHead) {
        self.head = head
    }

    /// Reads the headers of a connection and judges the whole.
    /// - Parameters:
    ///   - connection: the library's connection, its head complete
    ///   - line: the request line
    mutating func examine(_ connection: OpaquePointer, _ line: RequestLine) -> Verdict {
        head.method = HTTPMethod(name: line.method)
        let verdict = readTarget()
        guard verdict != .refuse, line.isPlain, line.targetCount == head.targetCount,
            isToken(line.method)
        else { return .refuse }
        head.headersStart = head.bytes.count
        withUnsafeMutablePointer(to: &self) { gate in
            _ = MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { context, _, name, nameCount, value, valueCount in
                    guard let gate = context?.assumingMemoryBound(to: HeaderGate.self) else {
                        return .NO
                    }
                    gate.pointee.readHeader(
                        UnsafeBufferPointer(start: UnsafeRawPointer(name)?.bytes, count: nameCount),
                        UnsafeBufferPointer(
                            start: UnsafeRawPointer(value)?.bytes, count: valueCount))
                    return gate.pointee.isBroken ? .NO : .YES
                }, gate)
        }
        // Who speaks 1.0 need not know chunks, and one between us would end the body elsewhere.
        if isChunked, strcmp(line.version, "HTTP/1.0") == 0 { return .refuse }
        return isUnambiguous ? verdict : .refuse
    }

    /// Whether the headers read so far say in one way only whom the request asks and where it ends.
    var isUnambiguous: Bool {
        !isBroken && hostCount == 1 && lengthCount <= 1 && encodingCount <= 1
            && (lengthCount == 0 || encodingCount == 0)
    }

    /// Reads one header, and keeps it where it is well-formed.
    mutating func readHeader(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
    ) {
        guard name.count > 0, name.count < 65_536, value.count < 65_536,
            name.allSatisfy(ByteClass.isToken), value.allSatisfy(ByteClass.isFieldValue)
        else {
            isBroken = true
            return
        }
        switch name.count {
        case 4 where equals(name, "host"):
            hostCount += 1
        case 6 where equals(name, "expect"):
            isExpecting = equals(value, "100-continue")
        case 14 where equals(name, "content-length"):
            lengthCount += 1
            readLength(value)
        case 17 where equals(name, "transfer-encoding"):
            encodingCount += 1
            isChunked = true
            if !equals(value, "chunked") { isBroken = true }
        default: break
        }
        head.append(name: name, value: value)
    }

    private mutating func readLength(_ value: UnsafeBufferPointer<UInt8>) {
        guard !value.isEmpty else {
            isBroken = true
            return
        }
        for digit in value {
            let (tens, isTooLarge) = bodyBytesDeclared.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeToo) = tens.addingReportingOverflow(UInt64(digit &- 0x30))
            guard digit >= 0x30, digit <= 0x39, !isTooLarge, !isTooLargeToo else {
                isBroken = true
                return
            }
            bodyBytesDeclared = sum
        }
    }

    private func equals(_ bytes: UnsafeBufferPointer<UInt8>, _ small: StaticString) -> Bool {
        guard bytes.count == small.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count
        where ByteClass.lowercased(bytes[index]) != small.utf8Start[index] { return false }
        return true
    }

    private func isToken(_ method: UnsafePointer<CChar>) -> Bool {
        if head.method != .unknown { return true }
        var at = method
        while at.pointee != 0 {
            guard ByteClass.isToken(UInt8(bitPattern: at.pointee)) else { return false }
            at += 1
        }
        return at != method
    }

    /// Splits the target into path and query and decodes the path where it has escapes.
    mutating func readTarget() -> Verdict {
        let count = head.targetCount
        guard count > 0, head.bytes[0] == 0x2f else { return .refuse }
        var pathEnd = count
        var hasEscape = false
        for at in 0..<count {
            let byte = head.bytes[at]
            guard ByteClass.isTarget(byte) else { return .refuse }
            switch byte {
            case 0x3f where pathEnd == count: pathEnd = at
            case 0x25:
                hasEscape = hasEscape || pathEnd == count
                // A NUL anywhere would cut what later code hands to C.
                if at + 2 < count, head.bytes[at + 1] == 0x30, head.bytes[at + 2] == 0x30 {
                    return .refuse
                }
            default: break
            }
        }
        head.path = 0..<pathEnd
        head.query = min(pathEnd + 1, count)..<count
        var verdict = Verdict.pass
        if hasEscape { verdict = decodePath(pathEnd) }
        if verdict == .pass, !isPathNameable { verdict = .unreachable }
        return verdict
    }

    private mutating func decodePath(_ end: Int) -> Verdict {
        var verdict = Verdict.pass
        let start = head.bytes.count
        var at = 0
        while at < end {
            var byte = head.bytes[at]
            at += 1
            if byte == 0x25 {
                guard at + 1 < end, let high = ByteClass.hexadecimal(head.bytes[at]),
                    let low = ByteClass.hexadecimal(head.bytes[at + 1])
                else { return .refuse }
                at += 2
                byte = high << 4 | low
                guard byte >= 0x20, byte != 0x7f else { return .refuse }
                // Segments are decoded one by one: an escaped slash does not part them.
                if byte == 0x2f { verdict = .unreachable }
            }
            head.bytes.append(byte)
        }
        head.path = start..<head.bytes.count
        return verdict
    }

    /// No segment is `.` or `..` or holds a backslash, and all is UTF-8.
    private var isPathNameable: Bool {
        head.bytes.withUnsafeBufferPointer { bytes in
            let path = UnsafeBufferPointer(rebasing: bytes[head.path])
            var segmentStart = 1
            var isASCII = true
            for at in 1...path.count {
                let byte = at < path.count ? path[at] : 0x2f
                if byte == 0x5c { return false }
                if byte >= 0x80 { isASCII = false }
                guard byte == 0x2f else { continue }
                let length = at - segmentStart
                if length == 1 || length == 2, path[segmentStart] == 0x2e,
                    path[at - 1] == 0x2e
                {
                    return false
                }
                segmentStart = at + 1
            }
            return isASCII || ByteClass.isUTF8(path.span)
        }
    }
}

extension UnsafeRawPointer {
    /// The pointer to the bytes that the library declares as `char`.
    fileprivate var bytes: UnsafePointer<UInt8> { assumingMemoryBound(to: UInt8.self) }
}
