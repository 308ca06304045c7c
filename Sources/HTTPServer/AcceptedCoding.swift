/// Which codings of a body a client takes (RFC 9110 §12.5.3).
extension HTTPRequest {
    /// Whether the client takes `gzip`: it names it, or everything, and not with `q=0`.
    ///
    /// Cost: a look at the headers; nothing is copied.
    public var acceptsGzip: Bool {
        head.hasOne("Accept-Encoding") { AcceptedCoding.takesGzip($0) }
    }
}

/// Reads `Accept-Encoding`.
enum AcceptedCoding {
    private static let names: [StaticString] = ["gzip", "x-gzip"]

    static func takesGzip(_ value: ArraySlice<UInt8>) -> Bool {
        var takesAny = false
        for element in value.split(separator: 0x2c) {
            let parts = element.split(separator: 0x3b, omittingEmptySubsequences: false)
            let name = trimmed(parts[0])
            let isWanted = !parts.dropFirst().contains { isZero(trimmed($0)) }
            if names.contains(where: { isName(name, $0) }) { return isWanted }
            if name.elementsEqual([0x2a]) { takesAny = isWanted }
        }
        return takesAny
    }

    /// Whether a parameter is `q=0`, with any number of zeros after a dot.
    private static func isZero(_ parameter: ArraySlice<UInt8>) -> Bool {
        let parts = parameter.split(separator: 0x3d, maxSplits: 1)
        guard parts.count == 2, isName(trimmed(parts[0]), "q") else { return false }
        let weight = trimmed(parts[1])
        return weight.first == 0x30 && weight.dropFirst().allSatisfy { $0 == 0x30 || $0 == 0x2e }
    }

    private static func isName(_ bytes: ArraySlice<UInt8>, _ name: StaticString) -> Bool {
        bytes.count == name.utf8CodeUnitCount
            && zip(
                bytes,
                UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
            ).allSatisfy { ByteClass.lowercased($0) == $1 }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return [] }
        return bytes[first...last]
    }
}
