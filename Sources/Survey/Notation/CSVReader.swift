/// Reads a CSV text (RFC 4180, UTF-8, byte order mark allowed) record by record.
///
/// The bytes may be a mapped file: nothing but the current record is held. Lines end with LF or
/// CR LF; empty lines are passed over; a quoted field may hold commas, quotes and line ends. A
/// quote inside an unquoted field and a CR that no LF follows are text. Tables of others may be
/// separated by something else than commas.
public struct CSVReader {
    public static let fieldBytesMax = 64 * 1024
    public static let fieldsMax = 1_000

    /// Which fields are taken, by their place; the others are read over and come as empty texts,
    /// whatever they hold. nil takes all.
    public var taken: [Bool]?
    /// Whether every field of the last record, taken or not, was empty or white space.
    private var isBlank = false
    /// Whether quotes stood in the last record.
    private var hasQuotes = false

    private let bytes: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    private var position = 0
    private var line = 1
    /// The first thing wrong with the record being read.
    private var problem: TableFault.Problem?

    /// - Parameters:
    ///   - bytes: the whole text; must outlive the reader
    ///   - separator: what stands between fields: an ASCII character that is no quote or line end
    public init(bytes: UnsafeRawBufferPointer, separator: UInt8 = UInt8(ascii: ",")) {
        self.bytes = bytes.bindMemory(to: UInt8.self)
        self.separator = separator
        if self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// How much has been read, in bytes: for showing progress.
    public var bytesRead: Int { position }

    /// The next record, or nil at the end.
    ///
    /// After a fault the reader stands behind the whole refused record, so that whoever goes on
    /// never takes the rest of it for a record of its own.
    public mutating func next() throws(TableFault) -> CSVRecord? {
        while position < bytes.count {
            if skipEmptyLine() { continue }
            let start = line
            problem = nil
            let fields = readRecord()
            if let problem { throw TableFault(line: start, problem: problem) }
            return CSVRecord(line: start, fields: fields)
        }
        return nil
    }

    /// The next record that says anything: spreadsheets leave rows of nothing but separators, and
    /// people lines of spaces. In a table of one column, `""` is a field that is empty.
    public mutating func nextFilled() throws(TableFault) -> CSVRecord? {
        while let record = try next() {
            if !isBlank || (record.fields.count == 1 && hasQuotes) { return record }
        }
        return nil
    }

    private mutating func skipEmptyLine() -> Bool {
        let feed = bytes[position] == UInt8(ascii: "\r") ? position + 1 : position
        guard feed < bytes.count else {
            position = feed
            return true
        }
        guard bytes[feed] == UInt8(ascii: "\n") else { return false }
        position = feed + 1
        line += 1
        return true
    }

    private mutating func readRecord() -> [String] {
        var fields: [String] = []
        isBlank = true
        hasQuotes = false
        while true {
            let isTaken = taken.map { fields.count < $0.count && $0[fields.count] } ?? true
            let (text, endsRecord) = readField(isTaken)
            if fields.count < Self.fieldsMax {
                fields.append(text)
            } else {
                note(.tooLong(maximum: Self.fieldsMax))
            }
            if endsRecord { return fields }
        }
    }

    /// Reads up to and over the next separator or line end; says whether the record ended.
    private mutating func readField(_ isTaken: Bool) -> (text: String, endsRecord: Bool) {
        let isQuoted = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
        let quoted = isQuoted ? readQuoted(isTaken) : ""
        let start = position
        while position < bytes.count, bytes[position] != separator,
            bytes[position] != UInt8(ascii: "\n")
        {
            position += 1
        }
        var end = position
        let endsRecord = position == bytes.count || bytes[position] == UInt8(ascii: "\n")
        if position < bytes.count {
            if endsRecord { line += 1 }
            position += 1
        }
        if endsRecord, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        guard isQuoted else {
            let field = UnsafeBufferPointer(rebasing: bytes[start..<end])
            if isBlank { isBlank = field.allSatisfy { $0 == UInt8(ascii: " ") || $0 == 0x09 } }
            return (isTaken ? text(field) : "", endsRecord)
        }
        if end > start { note(.textAfterQuote) }
        return (quoted, endsRecord)
    }

    /// Reads from the opening quote over the closing one.
    private mutating func readQuoted(_ isTaken: Bool) -> String {
        hasQuotes = true
        position += 1
        var start = position
        var field: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "\"") else { continue }
            let run = bytes[start..<position - 1]
            if !run.isEmpty { isBlank = false }
            if !isTaken {
                // Only its end matters.
            } else if field.count + run.count <= Self.fieldBytesMax {
                field.append(contentsOf: run)
            } else {
                note(.tooLong(maximum: Self.fieldBytesMax))
            }
            guard position < bytes.count, bytes[position] == byte else {
                return field.withUnsafeBufferPointer { text($0) }
            }
            // The second of two quotes is the one that counts as text.
            isBlank = false
            start = position
            position += 1
        }
        note(.openQuote)
        return ""
    }

    private mutating func text(_ field: UnsafeBufferPointer<UInt8>) -> String {
        guard field.count <= Self.fieldBytesMax else {
            note(.tooLong(maximum: Self.fieldBytesMax))
            return ""
        }
        guard let text = String(validating: field, as: UTF8.self), !field.contains(0) else {
            note(.notUTF8)
            return ""
        }
        return text
    }

    private mutating func note(_ found: TableFault.Problem) {
        problem = problem ?? found
    }
}

/// One record of a CSV text.
public struct CSVRecord: Sendable, Equatable {
    /// The line the record starts on; the header is line 1.
    public let line: Int
    public let fields: [String]
}
