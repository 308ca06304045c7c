/// A response header that cannot break out of its line.
///
/// There is no other way to put a header on a response, so CR, LF and NUL never reach the
/// client, whatever a value was made from.
public struct HTTPHeader: Sendable, Hashable {
    /// Name and value, a NUL after each, so that C can read them where they are.
    private let text: [CChar]
    private let valueStart: Int

    /// The field name, a token.
    public var name: String { String(decoding: nameBytes, as: UTF8.self) }
    /// The field value, 1…8,192 bytes without control characters.
    public var value: String {
        String(
            decoding: text[valueStart...].dropLast().lazy.map { UInt8(bitPattern: $0) },
            as: UTF8.self)
    }

    /// The longest value, in bytes of UTF-8.
    public static let valueBytesMax = 8_192

    /// Checks a name and a value that may come from anywhere.
    /// - Throws: ``HTTPHeaderError``
    public init(name: String, value: String) throws(HTTPHeaderError) {
        guard Self.isToken(name) else { throw .malformedName(name) }
        guard !Self.reserved.contains(name.lowercased()) else { throw .reservedName(name) }
        guard !value.isEmpty, value.utf8.count <= Self.valueBytesMax,
            value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }), value.utf8.first != 0x20,
            value.utf8.last != 0x20
        else { throw .malformedValue(name: name) }
        self.init(uncheckedName: name, value: value)
    }

    /// A header written out in the source; a mistake in it is the programmer's and traps.
    public init(_ name: StaticString, _ value: StaticString) {
        do throws(HTTPHeaderError) {
            try self.init(name: name.description, value: value.description)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// A `Retry-After` header.
    /// - Parameter seconds: when to try again, ≥ 0
    public static func retryAfter(seconds: Int) -> HTTPHeader {
        HTTPHeader(uncheckedName: "Retry-After", value: String(max(0, seconds)))
    }

    /// An `ETag` header; the tag in its quotes.
    static func entityTag(_ tag: String) -> HTTPHeader {
        HTTPHeader(uncheckedName: "ETag", value: tag)
    }

    /// A `Content-Range` header.
    static func contentRange(_ range: String) -> HTTPHeader {
        HTTPHeader(uncheckedName: "Content-Range", value: range)
    }

    /// An `Allow` header that lists the methods in order.
    static func allow(_ methods: [HTTPMethod]) -> HTTPHeader {
        HTTPHeader(
            uncheckedName: "Allow", value: methods.map(\.rawValue).joined(separator: ", "))
    }

    /// Whether both have the same name; names ignore case.
    func hasName(of other: HTTPHeader) -> Bool {
        guard valueStart == other.valueStart else { return false }
        return nameBytes.elementsEqual(other.nameBytes) {
            ByteClass.lowercased($0) == ByteClass.lowercased($1)
        }
    }

    /// Calls `body` with name and value as C reads them.
    func withCStrings<Result>(
        _ body: (_ name: UnsafePointer<CChar>, _ value: UnsafePointer<CChar>) -> Result
    ) -> Result {
        text.withUnsafeBufferPointer { body($0.baseAddress!, $0.baseAddress! + valueStart) }
    }

    private var nameBytes: some Collection<UInt8> {
        text[..<(valueStart - 1)].lazy.map { UInt8(bitPattern: $0) }
    }

    /// Headers that the server itself sets: framing must not be second-guessed.
    private static let reserved: Set<String> = [
        "connection", "content-length", "content-type", "date", "transfer-encoding",
    ]

    /// The `Content-Type` header of a media type written out in the source.
    init(contentType: StaticString) {
        let value = contentType.description
        precondition(value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f } && value.contains("/"))
        self.init(uncheckedName: "Content-Type", value: value)
    }

    private init(uncheckedName name: String, value: String) {
        text = Array(name.utf8CString) + Array(value.utf8CString)
        valueStart = name.utf8.count + 1
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(ByteClass.isToken)
    }
}
