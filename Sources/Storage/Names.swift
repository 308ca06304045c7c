internal import Survey

/// The numbers the writer has given to codes and postings: looked up or given at first use, and
/// remembered, at most ``Database/rememberedMax`` of each, because clients name procedures and
/// devices.
///
/// What a rolled-back transaction numbered is forgotten with ``forget()``.
struct Names {
    /// What a code names; the numbers are stored and never reused.
    enum Kind: Int {
        case procedure = 1, field, language, device
    }

    private struct Key: Hashable {
        let kind: Kind
        let code: String
    }

    private var names: [Key: Int64] = [:]
    private var postings: [Posting: Int64] = [:]

    mutating func forget() {
        self = Names()
    }

    /// The number of a code, 0 for none; a new code gets the next one.
    mutating func number(
        _ kind: Kind, _ code: String?, in database: Database
    ) throws(StorageError) -> Int64 {
        guard let code else { return 0 }
        let key = Key(kind: kind, code: code)
        if let known = names[key] { return known }
        let values: [SQLValue] = [.integer(kind.rawValue), .text(code)]
        let number = try Self.number(in: database, SQL.nameNumber, SQL.addName, values)
        if names.count >= Database.rememberedMax { names.removeAll() }
        names[key] = number
        return number
    }

    mutating func number(of posting: Posting, in database: Database) throws(StorageError) -> Int64 {
        if let known = postings[posting] { return known }
        let values: [SQLValue] = [
            .text(posting.place), .text(posting.unit), .text(posting.centre),
        ]
        let number = try Self.number(in: database, SQL.postingNumber, SQL.addPosting, values)
        if postings.count >= Database.rememberedMax { postings.removeAll() }
        postings[posting] = number
        return number
    }

    private static func number(
        in database: Database, _ looking: StaticString, _ adding: StaticString,
        _ values: [SQLValue]
    ) throws(StorageError) -> Int64 {
        if let known = try database.integer(looking, values.span) { return known }
        try database.run(adding, values.span)
        return database.lastRow
    }
}
