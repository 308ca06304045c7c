internal import Survey

/// The numbers that stand for codes and postings, with a memory of those used before.
///
/// What a rolled-back transaction numbered is forgotten with ``forget()``.
struct Names {
    enum Kind: Int {
        case procedure = 1, field, language, device
    }

    private struct Key: Hashable {
        let kind: Int
        let code: String
    }

    private var names: [Key: Int64] = [:]
    private var postings: [Posting: Int64] = [:]
    private var forms: [String: Int64] = [:]
    private var layouts: [Int64: AnswerLayout] = [:]

    mutating func forget() {
        self = Names()
    }

    /// The number of a code, 0 for none; a new code gets the next one.
    mutating func number(
        _ kind: Kind, _ code: String?, in database: Database
    ) throws(StorageError) -> Int64 {
        guard let code else { return 0 }
        if names.isEmpty { try load(from: database) }
        let key = Key(kind: kind.rawValue, code: code)
        if let number = names[key] { return number }
        try database.run(SQL.addName, .integer(kind.rawValue), .text(code))
        names[key] = database.lastRow
        return database.lastRow
    }

    mutating func number(of posting: Posting, in database: Database) throws(StorageError) -> Int64 {
        if postings.isEmpty { try load(from: database) }
        if let number = postings[posting] { return number }
        try database.run(
            SQL.addPosting, .text(posting.place), .text(posting.unit), .text(posting.centre))
        postings[posting] = database.lastRow
        return database.lastRow
    }

    /// The number and layout of a stored form version.
    mutating func form(
        _ id: String, version: Int, in database: Database
    ) throws(StorageError) -> (number: Int64, layout: AnswerLayout) {
        let key = "\(id)/\(version)"
        if let number = forms[key], let layout = layouts[number] { return (number, layout) }
        for form in try database.forms() {
            forms["\(form.questionnaire.id)/\(form.questionnaire.version)"] = form.number
            layouts[form.number] = AnswerLayout(form.questionnaire)
        }
        guard let number = forms[key], let layout = layouts[number] else {
            throw .unknownForm(id: id, version: version)
        }
        return (number, layout)
    }

    private mutating func load(from database: Database) throws(StorageError) {
        var names: [Key: Int64] = [:]
        try database.each(SQL.names) { row in
            names[Key(kind: Int(row.integer(1)), code: row.text(2))] = row.integer(0)
        }
        var postings: [Posting: Int64] = [:]
        try database.each(SQL.postings) { row in
            postings[Posting(place: row.text(1), unit: row.text(2), centre: row.text(3))] =
                row.integer(0)
        }
        (self.names, self.postings) = (names, postings)
    }
}
