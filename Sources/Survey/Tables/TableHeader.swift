/// The header line of a table: which column stands where.
public struct TableHeader: Sendable {
    /// Column names, in the file's order.
    public let columns: [String]
    /// Columns beyond the required ones, and where they stand: found once, not for every row.
    let others: [(name: String, place: Int)]
    private let places: [String: Int]

    /// - Parameters:
    ///   - record: the first record of the file, or nil for an empty file
    ///   - required: columns that must be there
    ///   - optional: other columns that may be there
    public init(
        _ record: CSVRecord?, required: [String], optional: Set<String> = []
    ) throws(TableFault) {
        guard let record else { throw TableFault(line: 1, problem: .empty) }
        let columns = record.fields.map(Self.name)
        var places: [String: Int] = [:]
        for (place, column) in columns.enumerated() {
            guard places.updateValue(place, forKey: column) == nil else {
                throw TableFault(line: record.line, problem: .columnTwice(column))
            }
        }
        let missing = required.filter { places[$0] == nil }
        guard missing.isEmpty else {
            throw TableFault(
                line: record.line, problem: .missingColumns(missing, found: columns))
        }
        let isKnown = { required.contains($0) || optional.contains($0) }
        if let unknown = columns.first(where: { !isKnown($0) }) {
            let like = Self.column(like: unknown, among: optional.sorted())
            throw TableFault(line: record.line, problem: .unknownColumn(unknown, like: like))
        }
        self.columns = columns
        others = columns.enumerated().filter { !required.contains($1) }.map { ($1, $0) }
        self.places = places
    }

    /// The column that a name differs from in case, accents, spaces or signs alone.
    public static func column(like name: String, among columns: [String]) -> String? {
        let letters = Text.letters(name)
        guard !letters.isEmpty else { return nil }
        return columns.first { Text.letters($0) == letters }
    }

    /// A column's name as it is compared.
    static func name(_ field: String) -> String { Text.trimmed(Text.normalized(field)) }

    /// A record under this header.
    public func row(_ record: CSVRecord) throws(TableFault) -> TableRow {
        guard record.fields.count == columns.count else {
            throw TableFault(
                line: record.line,
                problem: .fieldCount(expected: columns.count, found: record.fields.count))
        }
        return TableRow(record: record, places: places)
    }
}

/// One line of a table, its fields reached by column name.
public struct TableRow: Sendable {
    private let record: CSVRecord
    private let places: [String: Int]

    init(record: CSVRecord, places: [String: Int]) {
        self.record = record
        self.places = places
    }

    public var line: Int { record.line }

    /// The field without white space at its ends; nil where empty or absent.
    public func text(_ column: String) -> String? { places[column].flatMap { text(at: $0) } }

    func text(at place: Int) -> String? {
        let text = Text.trimmed(Text.normalized(record.fields[place]))
        return text.isEmpty ? nil : text
    }

    /// The field exactly as it stands, nil where empty or absent.
    public func rawText(_ column: String) -> String? {
        guard let place = places[column] else { return nil }
        return record.fields[place].isEmpty ? nil : record.fields[place]
    }

    public func fault(_ column: String, expected: String) -> TableFault {
        let value = String((text(column) ?? "").unicodeScalars.prefix(80))
        return TableFault(
            line: line, problem: .badValue(column: column, value: value, expected: expected))
    }

    /// The field, which must not be empty.
    public func required(_ column: String) throws(TableFault) -> String {
        guard let text = text(column) else { throw fault(column, expected: "a value") }
        return text
    }

    /// A code for a unit or place; see ``Code``.
    public func code(_ column: String) throws(TableFault) -> String {
        try required(column, expected: Self.codeExpected, Self.code)
    }

    /// A code that may be left out.
    func optionalCode(_ column: String) throws(TableFault) -> String? {
        try value(column, expected: Self.codeExpected, Self.code)
    }

    private static let codeExpected = "1-40 of A-Z a-z 0-9 . _ -"

    private static func code(_ text: String) -> String? { Code.isValid(text) ? text : nil }

    /// The field read by a parser; nil where empty.
    public func value<Value>(
        _ column: String, expected: @autoclosure () -> String, _ parse: (String) -> Value?
    ) throws(TableFault) -> Value? {
        guard let text = text(column) else { return nil }
        guard let value = parse(text) else { throw fault(column, expected: expected()) }
        return value
    }

    /// The field read by a parser, which must not be empty.
    func required<Value>(
        _ column: String, expected: @autoclosure () -> String, _ parse: (String) -> Value?
    ) throws(TableFault) -> Value {
        guard let value = try value(column, expected: expected(), parse) else {
            throw fault(column, expected: expected())
        }
        return value
    }

    /// A count: a whole number from 0 to a thousand million.
    public func count(_ column: String) throws(TableFault) -> Int {
        try required(column, expected: "a whole number, 0 to 1000000000") {
            Int($0).flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
        }
    }
}
