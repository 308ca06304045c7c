internal import Survey

/// The first line of somebody's table: what separates its fields, and which column is where.
struct TableHeading {
    /// Columns that a message lists.
    private static let listedMax = 200

    let query: EstimateQuery
    let separator: UInt8
    /// Names in the file's order.
    let columns: [String]
    /// Stands behind the heading.
    let reader: CSVReader

    /// - Throws: 64 with the columns that there are, where one is named that is not
    init(
        _ bytes: UnsafeRawBufferPointer, for query: EstimateQuery, in say: Language
    ) throws(TableFaultOrFailure) {
        let start: TableStart
        do throws(TableFault) {
            start = try TableStart(bytes) {
                query.resolved(in: Set($0.map(Self.plain))) != nil
            }
        } catch {
            throw .fault(error)
        }
        let columns = start.record.fields.map(Self.plain)
        guard let resolved = query.resolved(in: Set(columns)) else {
            throw .failure(Self.unknown(query, among: columns, in: say))
        }
        let named = resolved.scores + resolved.others
        if let twice = named.first(where: { name in columns.filter { $0 == name }.count > 1 }) {
            throw .fault(TableFault(line: start.record.line, problem: .columnTwice(twice)))
        }
        self.query = resolved
        self.columns = columns
        separator = start.separator
        reader = start.reader
    }

    /// A name as it is compared and told: one line, composed, without space at its ends.
    static func plain(_ name: String) -> String {
        let lines = Text.normalized(name).split(whereSeparator: \.isNewline)
        return lines.map { Text.trimmed(String($0)) }.joined(separator: " ")
    }

    func place(of column: String?) -> Int? {
        column.flatMap { name in columns.firstIndex(of: name) }
    }

    private static func unknown(
        _ query: EstimateQuery, among columns: [String], in say: Language
    ) -> Failure {
        let there = Set(columns)
        // Of a list such as `q1,q2` that is known in part only the unknown ones are told.
        let scores = query.scores.flatMap { name in
            let parts = EstimateQuery.parts(of: name)
            return parts.contains(where: there.contains) ? parts : [name]
        }
        let missing = (scores + query.others).filter { !there.contains($0) }
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
