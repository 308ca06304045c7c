/// The heading of somebody's table, and what separates its fields: commas, semicolons (as
/// spreadsheets write "CSV" where a decimal has a comma) or tabs ("Unicode text").
///
/// The heading is read with each separator, and the first counts under which it suits whoever
/// reads. Names may hold separators themselves, so counting these would prove less. A first line
/// `sep=;`, as spreadsheets write and read it, says the separator itself.
public struct TableStart {
    /// Tried in this order.
    public static let separators = [",", ";", "\t"].map { UInt8(ascii: $0) }
    /// How far is looked for the first line's end, in bytes.
    private static let headingBytesMax = 64 * 1024

    /// The heading; where it suits under no separator, as the one reads it that gives most fields.
    public let record: CSVRecord
    public let separator: UInt8
    /// Stands behind the heading.
    public let reader: CSVReader

    /// - Parameters:
    ///   - bytes: the whole table; must outlive the reader
    ///   - suits: whether the names in a heading are what is wanted
    /// - Throws: a table without a heading, one whose lines end with CR alone, and a heading that
    ///   can be read with no separator
    public init(
        _ bytes: UnsafeRawBufferPointer, suits: ([String]) -> Bool
    ) throws(TableFault) {
        guard !Self.endsLinesWithReturns(bytes) else {
            throw TableFault(line: 1, problem: .returnsAlone)
        }
        let said = Self.saidSeparator(bytes)
        var best: TableStart?
        var fault: TableFault?
        for separator in said.map({ [$0] }) ?? Self.separators {
            var reader = CSVReader(bytes: bytes, separator: separator)
            do throws(TableFault) {
                if said != nil { _ = try reader.next() }
                guard let record = try reader.next() else {
                    throw TableFault(line: 1, problem: .empty)
                }
                let start = TableStart(record: record, separator: separator, reader: reader)
                guard !suits(record.fields) else {
                    self = start
                    return
                }
                if record.fields.count > best?.record.fields.count ?? 0 { best = start }
            } catch {
                // Quoted fields between other separators look broken under this one.
                fault = fault ?? error
            }
        }
        if let fault, best?.record.fields.count ?? 0 < 2 { throw fault }
        guard let best else { throw TableFault(line: 1, problem: .empty) }
        self = best
    }

    /// - Parameters:
    ///   - bytes: the whole table; must outlive the reader
    ///   - columns: those that must be there, as ``TableHeader`` reads them
    public init(_ bytes: UnsafeRawBufferPointer, columns: [String]) throws(TableFault) {
        try self.init(bytes) { Set($0.map(TableHeader.name)).isSuperset(of: columns) }
    }

    private init(record: CSVRecord, separator: UInt8, reader: CSVReader) {
        self.record = record
        self.separator = separator
        self.reader = reader
    }

    private static func saidSeparator(_ bytes: UnsafeRawBufferPointer) -> UInt8? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let line = bytes.dropFirst(bytes.starts(with: mark) ? 3 : 0).prefix(7)
            .prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard line.count == 5, line.prefix(4).elementsEqual("sep=".utf8), let last = line.last,
            last > 0x00, last < 0x80, last != UInt8(ascii: "\"")
        else { return nil }
        return last
    }

    /// Whether the first line, quoted fields left out, ends with a CR that no LF follows; several
    /// before an LF are what some programs on Windows write.
    private static func endsLinesWithReturns(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var isQuoted = false
        for place in bytes.indices.prefix(headingBytesMax) {
            switch bytes[place] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\n") where !isQuoted: return false
            case UInt8(ascii: "\r") where !isQuoted:
                return bytes[place...].first { $0 != UInt8(ascii: "\r") } != UInt8(ascii: "\n")
            default: break
            }
        }
        return false
    }
}
