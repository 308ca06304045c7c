/// The request line and headers of a request that passed the gate, in one run of bytes.
///
/// Nothing is decoded or turned into a `String` before somebody asks for it.
struct RequestHead: Sendable {
    /// The raw target, the decoded path where it differs, then each header as two lengths
    /// (name, value) of two bytes each, name and value.
    var bytes: [UInt8]
    var targetCount: Int
    /// The path, decoded; `/` only between segments.
    var path: Range<Int> = 0..<0
    /// What follows the `?`, raw.
    var query: Range<Int> = 0..<0
    var headersStart = 0
    var method: HTTPMethod = .unknown

    /// The head of no request.
    static let empty = RequestHead(target: UnsafeBufferPointer(start: nil, count: 0), room: 0)

    /// Copies a target and leaves room for usual headers.
    init(target: UnsafeBufferPointer<UInt8>, room: Int = 768) {
        bytes = []
        bytes.reserveCapacity(target.count + room)
        bytes.append(contentsOf: target)
        targetCount = target.count
    }

    /// Adds a header behind the others.
    mutating func append(
        name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>
    ) {
        bytes.append(UInt8(truncatingIfNeeded: name.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: name.count))
        bytes.append(UInt8(truncatingIfNeeded: value.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value.count))
        bytes.append(contentsOf: name)
        bytes.append(contentsOf: value)
    }

    /// The values of a header in the order sent; names ignore case.
    func values(of name: String) -> [String] {
        var found: [String] = []
        forEachHeader { candidate, value in
            if isName(candidate, name) { found.append(text(value)) }
            return true
        }
        return found
    }

    /// Whether there is one header of the name and `body` holds for the bytes of its value.
    func hasOne(_ name: String, where body: (ArraySlice<UInt8>) -> Bool) -> Bool {
        var count = 0
        var holds = false
        forEachHeader { candidate, value in
            if isName(candidate, name) {
                count += 1
                holds = body(bytes[value])
            }
            return true
        }
        return count == 1 && holds
    }

    /// The first value of a header, or nil; names ignore case.
    func firstValue(of name: String) -> String? {
        var found: String?
        forEachHeader { candidate, value in
            if isName(candidate, name) { found = text(value) }
            return found == nil
        }
        return found
    }

    /// Whether a header says that somebody passed the request on.
    var hasForwardingHeader: Bool {
        var isForwarded = false
        forEachHeader { name, _ in
            isForwarded =
                isName(name, "forwarded") || isName(name, "via") || isName(name, "x-real-ip")
                || hasPrefix(name, "x-forwarded") || isName(name, "x-client-ip")
                || isName(name, "true-client-ip") || isName(name, "cf-connecting-ip")
            return !isForwarded
        }
        return isForwarded
    }

    /// The text of a run of bytes.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// Calls `body` with the places of each name and value until it returns false.
    private func forEachHeader(_ body: (Range<Int>, Range<Int>) -> Bool) {
        var at = headersStart
        while at < bytes.count {
            let nameStart = at + 4
            let nameEnd = nameStart + (Int(bytes[at]) << 8 | Int(bytes[at + 1]))
            let valueEnd = nameEnd + (Int(bytes[at + 2]) << 8 | Int(bytes[at + 3]))
            guard body(nameStart..<nameEnd, nameEnd..<valueEnd) else { return }
            at = valueEnd
        }
    }

    private func isName(_ range: Range<Int>, _ name: String) -> Bool {
        range.count == name.utf8.count && hasPrefix(range, name)
    }

    private func hasPrefix(_ range: Range<Int>, _ prefix: String) -> Bool {
        var at = range.lowerBound
        for byte in prefix.utf8 {
            guard at < range.upperBound,
                ByteClass.lowercased(bytes[at]) == ByteClass.lowercased(byte)
            else { return false }
            at += 1
        }
        return true
    }
}
