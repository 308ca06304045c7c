/// Reads one JSON text (RFC 8259) from UTF-8 bytes.
///
/// Strict: no comments, no trailing commas, no names twice in one object, no lone surrogates.
/// Nesting deeper than ``depthMax`` is refused, so that a hostile text cannot use up the stack, and
/// a name that is not stream-safe (see ``Text/isStreamSafe(_:)``), so that it cannot use up time.
/// Values come as they are: whoever looks them up checks them first.
public struct JSONParser {
    /// Arrays and objects inside one another, the outermost counted.
    public static let depthMax = 32

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads a whole text; a byte order mark before it is passed over.
    public static func parse(_ bytes: [UInt8]) throws(JSONFault) -> JSON {
        var parser = JSONParser(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
        let value = try parser.readValue(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.fault(.textAfterEnd) }
        return value
    }

    private func fault(_ problem: JSONFault.Problem) -> JSONFault {
        JSONFault(line: line, problem: problem)
    }

    /// What is wrong where something else was expected.
    private var stray: JSONFault { fault(next == nil ? .endsEarly : .unexpected) }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            if byte == 0x0A { line += 1 }
            position += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func readValue(depth: Int) throws(JSONFault) -> JSON {
        skipSpace()
        let start = line
        let opens = next == UInt8(ascii: "{") || next == UInt8(ascii: "[")
        guard depth < Self.depthMax || !opens else { throw fault(.tooDeep) }
        switch next {
        case UInt8(ascii: "{"): return JSON(.object(try readObject(depth: depth)), line: start)
        case UInt8(ascii: "["): return JSON(.array(try readArray(depth: depth)), line: start)
        case UInt8(ascii: "\""): return JSON(.string(try readString()), line: start)
        case UInt8(ascii: "t"): return JSON(try readWord("true", .bool(true)), line: start)
        case UInt8(ascii: "f"): return JSON(try readWord("false", .bool(false)), line: start)
        case UInt8(ascii: "n"): return JSON(try readWord("null", .null), line: start)
        case nil: throw fault(.endsEarly)
        default: return JSON(try readNumber(), line: start)
        }
    }

    private mutating func readWord(
        _ word: String, _ value: JSON.Value
    ) throws(JSONFault) -> JSON.Value {
        for byte in word.utf8 {
            guard take(byte) else { throw stray }
        }
        return value
    }

    private mutating func readArray(depth: Int) throws(JSONFault) -> [JSON] {
        position += 1
        var elements: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try readValue(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            guard take(UInt8(ascii: ",")) else { throw stray }
        }
    }

    private mutating func readObject(
        depth: Int
    ) throws(JSONFault) -> [(name: String, value: JSON)] {
        position += 1
        var members: [(name: String, value: JSON)] = []
        var names: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw stray }
            let name = try readString()
            guard Text.isStreamSafe(name) else { throw fault(.unexpected) }
            guard names.insert(name).inserted else { throw fault(.nameTwice(name)) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw stray }
            members.append((name, try readValue(depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return members }
            guard take(UInt8(ascii: ",")) else { throw stray }
        }
    }

    private mutating func readNumber() throws(JSONFault) -> JSON.Value {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let first = next
        let digits = skipDigits()
        guard digits > 0 else { throw stray }
        guard digits == 1 || first != UInt8(ascii: "0") else { throw fault(.unexpected) }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard skipDigits() > 0 else { throw stray }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() > 0 else { throw stray }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let number = Int(text) { return .integer(number) }
        guard let number = Double(text), number.isFinite else { throw fault(.unexpected) }
        return .number(number)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
        return position - start
    }

    private mutating func readString() throws(JSONFault) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw fault(.notUTF8)
                }
                return string
            case UInt8(ascii: "\\"): try readEscape(into: &text)
            case 0..<0x20: throw fault(.controlCharacter)
            default: text.append(byte)
            }
        }
        throw fault(.endsEarly)
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONFault) {
        guard let byte = next else { throw fault(.endsEarly) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try readHex())
            if (0xD800..<0xDC00).contains(code) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                    throw fault(.loneSurrogate)
                }
                let low = UInt32(try readHex())
                guard (0xDC00..<0xE000).contains(low) else { throw fault(.loneSurrogate) }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault(.loneSurrogate) }
            text.append(contentsOf: UTF8.encode(scalar)!)
        default: throw fault(.unexpected)
        }
    }

    private mutating func readHex() throws(JSONFault) -> UInt16 {
        guard position + 4 <= bytes.count else { throw fault(.endsEarly) }
        var value: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = hexDigit(byte) else { throw fault(.unexpected) }
            value = value << 4 | UInt16(digit)
        }
        position += 4
        return value
    }
}

/// The value of one hexadecimal digit, or nil.
func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
}
