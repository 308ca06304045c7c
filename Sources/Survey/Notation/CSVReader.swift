/// Reads a CSV text (RFC 4180, UTF-8, byte order mark allowed) record by record.
///
/// The bytes may be a mapped file: nothing but the current record is held. Lines end with LF or
/// CR LF; empty lines are passed over; a quoted field may hold commas, quotes and line ends.
public struct CSVReader {
    public static let fieldBytesMax = 64 * 1024
    public static let fieldsMax = 1_000

    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var line = 1

    /// - Parameter bytes: the whole text; must outlive the reader.
    public init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    }

    /// How much has been read, in bytes: for showing progress.
    public var bytesRead: Int { position }

    /// The next record, or nil at the end.
    public mutating func next() throws(TableFault) -> CSVRecord? {
        while position < bytes.count {
            let start = line
            let fields = try readRecord(from: start)
            if fields.count == 1, fields[0].isEmpty { continue }
            return CSVRecord(line: start, fields: fields)
        }
        return nil
    }

    private mutating func readRecord(from start: Int) throws(TableFault) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        while true {
            field.removeAll(keepingCapacity: true)
            let endsRecord = try readField(into: &field, from: start)
            guard let text = String(validating: field, as: UTF8.self), !field.contains(0) else {
                throw TableFault(line: start, problem: .notUTF8)
            }
            fields.append(text)
            guard fields.count <= Self.fieldsMax else {
                throw TableFault(line: start, problem: .tooLong(maximum: Self.fieldsMax))
            }
            if endsRecord { return fields }
        }
    }

    /// Reads up to the next comma or line end; says whether the record ended.
    private mutating func readField(
        into field: inout [UInt8], from start: Int
    ) throws(TableFault) -> Bool {
        var isQuoted = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            isQuoted = true
            position += 1
            try readQuoted(into: &field, from: start)
        }
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: ","): return false
            case 0x0A:
                line += 1
                return true
            case 0x0D where position == bytes.count || bytes[position] == 0x0A: continue
            default:
                guard !isQuoted else { throw TableFault(line: start, problem: .textAfterQuote) }
                try append(byte, to: &field, from: start)
            }
        }
        return true
    }

    private mutating func readQuoted(
        into field: inout [UInt8], from start: Int
    ) throws(TableFault) {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == byte else { return }
                position += 1
            }
            if byte == 0x0A { line += 1 }
            try append(byte, to: &field, from: start)
        }
        throw TableFault(line: start, problem: .openQuote)
    }

    private func append(
        _ byte: UInt8, to field: inout [UInt8], from start: Int
    ) throws(TableFault) {
        guard field.count < Self.fieldBytesMax else {
            throw TableFault(line: start, problem: .tooLong(maximum: Self.fieldBytesMax))
        }
        field.append(byte)
    }
}

/// One record of a CSV text.
public struct CSVRecord: Sendable, Equatable {
    /// The line the record starts on; the header is line 1.
    public let line: Int
    public let fields: [String]
}
