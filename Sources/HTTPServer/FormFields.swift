/// The fields of a form or of a query string, decoded, in the order sent.
///
/// `+` is a space, `%` and two digits a byte; empty pairs between two `&` count for
/// nothing, a name without `=` has the empty value. Names may repeat. One pass, two
/// allocations whatever the number of fields.
/// - Source: WHATWG URL Standard §5.1, stricter on broken escapes and on UTF-8
public struct FormFields: Sendable {
    /// The most that is read.
    public struct Limits: Sendable {
        /// Fields, repeated names counted each.
        public var fieldsMax = 200
        /// Bytes of a decoded name.
        public var nameBytesMax = 100

        /// 200 fields with names of 100 bytes.
        public init() {}
    }

    private struct Entry {
        var nameStart: Int32
        var nameEnd: Int32
        var valueEnd: Int32
    }

    /// Decoded names and values, an `&` after each: a piece of a character at the end of a
    /// value must not make a whole one with the next.
    private var decoded: [UInt8] = []
    private var entries: [Entry] = []

    /// No fields.
    public init() {}

    /// Reads fields from bytes.
    /// - Parameters:
    ///   - bytes: `name=value&name=value`; their number is limited by whoever received them
    ///   - limits: the most that is read
    /// - Throws: ``FormError``
    public init(_ bytes: Span<UInt8>, limits: Limits = Limits()) throws(FormError) {
        decoded.reserveCapacity(bytes.count + 2)
        entries.reserveCapacity(8)
        var at = 0
        while at < bytes.count {
            if bytes[at] == 0x26 {
                at += 1
                continue
            }
            guard entries.count < limits.fieldsMax else {
                throw .tooManyFields(most: limits.fieldsMax)
            }
            try readField(bytes, &at, limits)
        }
        guard ByteClass.isUTF8(decoded.span) else { throw .malformedUTF8 }
    }

    /// How many fields there are, repeated names counted each.
    public var count: Int { entries.count }

    /// The field at a place in the order sent.
    /// - Parameter index: 0..<``count``
    public subscript(index: Int) -> (name: String, value: String) {
        let entry = entries[index]
        return (text(entry.nameStart, entry.nameEnd), text(entry.nameEnd + 1, entry.valueEnd))
    }

    /// The first value of a name, or nil.
    public func first(_ name: String) -> String? {
        for entry in entries where hasName(entry, name) {
            return text(entry.nameEnd + 1, entry.valueEnd)
        }
        return nil
    }

    /// Every value of a name, in the order sent.
    public func all(_ name: String) -> [String] {
        entries.filter { hasName($0, name) }.map { text($0.nameEnd + 1, $0.valueEnd) }
    }

    /// Calls `body` with each name and value in the order sent.
    public func forEach(_ body: (_ name: String, _ value: String) -> Void) {
        for index in entries.indices {
            let field = self[index]
            body(field.name, field.value)
        }
    }

    private func hasName(_ entry: Entry, _ name: String) -> Bool {
        decoded[Int(entry.nameStart)..<Int(entry.nameEnd)].elementsEqual(name.utf8)
    }

    private func text(_ start: Int32, _ end: Int32) -> String {
        String(decoding: decoded[Int(start)..<Int(end)], as: UTF8.self)
    }

    /// Whether a byte is not simply copied: `&`, `=`, `+`, `%` and NUL.
    @inline(__always)
    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x26, 0x3d, 0x2b, 0x25, 0: true
        default: false
        }
    }

    /// Reads one field; `at` stands on its first byte and then behind it.
    private mutating func readField(
        _ bytes: Span<UInt8>, _ at: inout Int, _ limits: Limits
    ) throws(FormError) {
        let offset = at
        let nameStart = decoded.count
        var nameEnd: Int?
        scan: while at < bytes.count {
            let plain = at
            while at < bytes.count, !Self.isSpecial(bytes[at]) { at += 1 }
            bytes.extracting(plain..<at).withUnsafeBufferPointer {
                decoded.append(contentsOf: $0)
            }
            guard at < bytes.count else { break }
            var byte = bytes[at]
            let position = at
            at += 1
            switch byte {
            case 0x26: break scan
            case 0x3d where nameEnd == nil:
                nameEnd = decoded.count
            case 0x2b: byte = 0x20
            case 0x25:
                guard at + 1 < bytes.count, let high = ByteClass.hexadecimal(bytes[at]),
                    let low = ByteClass.hexadecimal(bytes[at + 1])
                else { throw .brokenEscape(offset: position) }
                byte = high << 4 | low
                at += 2
            default: break
            }
            if byte == 0 { throw .nul(offset: position) }
            decoded.append(byte)
        }
        // A name alone has the empty value behind a separator of its own.
        if nameEnd == nil {
            nameEnd = decoded.count
            decoded.append(0x26)
        }
        let end = nameEnd ?? nameStart
        guard end > nameStart else { throw .missingName(offset: offset) }
        guard end - nameStart <= limits.nameBytesMax else { throw .nameTooLong(offset: offset) }
        entries.append(
            Entry(
                nameStart: Int32(nameStart), nameEnd: Int32(end), valueEnd: Int32(decoded.count)))
        decoded.append(0x26)
    }
}
