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
    private var isASCII = true

    /// No fields.
    public init() {}

    /// Reads fields from bytes.
    /// - Parameters:
    ///   - bytes: `name=value&name=value`; their number is limited by whoever received them
    ///   - limits: the most that is read
    /// - Throws: ``FormError``
    public init(_ bytes: Span<UInt8>, limits: Limits = Limits()) throws(FormError) {
        var entries: [Entry] = []
        entries.reserveCapacity(min(limits.fieldsMax, 16))
        // A name without `=` gains a separator of its own: at most one byte more for each byte.
        decoded = try [UInt8](capacity: 2 * bytes.count + 1) { output throws(FormError) in
            var at = 0
            while at < bytes.count {
                if bytes[at] == 0x26 {
                    at += 1
                    continue
                }
                guard entries.count < limits.fieldsMax else {
                    throw .tooManyFields(most: limits.fieldsMax)
                }
                entries.append(try Self.readField(bytes, &at, limits, into: &output))
            }
        }
        self.entries = entries
        do {
            isASCII = try UTF8Span(validating: decoded.span).isKnownASCII
        } catch {
            throw .malformedUTF8
        }
    }

    /// How many fields there are, repeated names counted each.
    public var count: Int { entries.count }

    /// The field at a place in the order sent.
    /// - Parameter index: 0..<``count``
    public subscript(index: Int) -> (name: String, value: String) {
        let entry = entries[index]
        return (text(entry.nameStart, entry.nameEnd), text(entry.nameEnd + 1, entry.valueEnd))
    }

    /// Whether the name of a field begins so; nothing is copied.
    /// - Parameter index: 0..<``count``
    public func name(at index: Int, startsWith prefix: StaticString) -> Bool {
        let entry = entries[index]
        let count = prefix.utf8CodeUnitCount
        guard Int(entry.nameEnd - entry.nameStart) >= count else { return false }
        for place in 0..<count
        where decoded[Int(entry.nameStart) + place] != prefix.utf8Start[place] { return false }
        return true
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

    /// A name or a value: parts of a text that was found to be UTF-8, between bytes of ASCII.
    private func text(_ start: Int32, _ end: Int32) -> String {
        let bytes = decoded.span.extracting(Int(start)..<Int(end))
        return String(copying: unsafe UTF8Span(unchecked: bytes, isKnownASCII: isASCII))
    }

    /// Reads one field; `at` stands on its first byte and then behind it.
    private static func readField(
        _ bytes: Span<UInt8>, _ at: inout Int, _ limits: Limits,
        into output: inout OutputSpan<UInt8>
    ) throws(FormError) -> Entry {
        let offset = at
        let nameStart = output.count
        var nameEnd: Int?
        scan: while at < bytes.count {
            var byte = bytes[at]
            let position = at
            at += 1
            switch byte {
            case 0x26: break scan
            case 0x3d where nameEnd == nil: nameEnd = output.count
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
            output.append(byte)
        }
        // A name alone has the empty value behind a separator of its own.
        if nameEnd == nil {
            nameEnd = output.count
            output.append(0x26)
        }
        let end = nameEnd ?? nameStart
        guard end > nameStart else { throw .missingName(offset: offset) }
        guard end - nameStart <= limits.nameBytesMax else { throw .nameTooLong(offset: offset) }
        let entry = Entry(
            nameStart: Int32(nameStart), nameEnd: Int32(end), valueEnd: Int32(output.count))
        output.append(0x26)
        return entry
    }
}
