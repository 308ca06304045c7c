internal import Survey

/// The first line of somebody's table: what separates its fields, and which column is where.
struct TableHeading {
    /// Columns that a message lists.
    private static let listedMax = 200
    /// Tried in this order; see ``init(_:for:in:)``.
    private static let separators = [",", ";", "\t"].map { UInt8(ascii: $0) }

    let query: EstimateQuery
    let separator: UInt8
    /// Names in the file's order.
    let columns: [String]
    /// Stands behind the heading.
    let reader: CSVReader

    /// Reads the heading with each separator and takes the first under which every column that is
    /// named is there. Names may hold separators themselves, so counting these would prove less.
    ///
    /// A first line `sep=;`, as spreadsheets write and read it, says the separator itself.
    /// - Throws: 64 with the columns that there are, where one is named that is not
    init(
        _ bytes: UnsafeRawBufferPointer, for query: EstimateQuery, in say: Language
    ) throws(TableFaultOrFailure) {
        var most: [String] = []
        var fault: TableFault?
        let said = Self.saidSeparator(bytes)
        for separator in said.map({ [$0] }) ?? Self.separators {
            var reader = CSVReader(bytes: bytes, separator: separator)
            let record: CSVRecord
            do throws(TableFault) {
                if said != nil { _ = try reader.next() }
                guard let first = try reader.next() else {
                    throw TableFault(line: 1, problem: .empty)
                }
                record = first
            } catch {
                // Quoted fields between other separators look broken under this one.
                fault = fault ?? error
                continue
            }
            let columns = record.fields.map { Self.plain($0) }
            guard let resolved = query.resolved(in: Set(columns)) else {
                if columns.count > most.count { most = columns }
                continue
            }
            let named = resolved.scores + resolved.others
            if let twice = named.first(where: { name in columns.filter { $0 == name }.count > 1 }) {
                throw .fault(TableFault(line: record.line, problem: .columnTwice(twice)))
            }
            self.query = resolved
            self.separator = separator
            self.columns = columns
            self.reader = reader
            return
        }
        if let fault, most.count < 2 { throw .fault(fault) }
        throw .failure(Self.unknown(query, among: most, in: say))
    }

    /// A name as it is compared and told: one line, composed, without space at its ends.
    static func plain(_ name: String) -> String {
        let lines = Text.normalized(name).split(whereSeparator: \.isNewline)
        return lines.map { Text.trimmed(String($0)) }.joined(separator: " ")
    }

    func place(of column: String?) -> Int? {
        column.flatMap { name in columns.firstIndex(of: name) }
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

    private static func unknown(
        _ query: EstimateQuery, among columns: [String], in say: Language
    ) -> Failure {
        let there = Set(columns)
        let missing = (query.scores + query.others).filter { !there.contains($0) }
        let names = missing.map { "“\($0)”" }.joined(separator: ", ")
        var list = columns.prefix(listedMax).map { "“\($0.prefix(60))”" }.joined(separator: ", ")
        if columns.count > listedMax { list += ", …" }
        return Failure(
            .usage,
            say(
                "Không có cột \(names). Có: \(list).",
                "There is no column \(names). There are: \(list)."))
    }
}

/// What stops the reading of a table: a fault of the file, or a wrong wish.
enum TableFaultOrFailure: Error {
    case fault(TableFault)
    case failure(Failure)
}
