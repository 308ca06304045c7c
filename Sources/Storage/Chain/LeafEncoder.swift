internal import Secrets
internal import Survey

/// What is stored of one answer, in numbers: what ``LeafEncoder`` makes a leaf of.
struct LeafFields {
    var id: ResponseID
    var form: Int64
    var posting: Int64
    var answeredAt: Int64
    var receivedAfter: Int64
    var channel: Int64
    var procedure: Int64
    var field: Int64
    var respondent: Int64
    var outcome: Int64
    var language: Int64
    var answers: [UInt8]
    var device: Int64 = 0
    var sequence: Int?
    var elapsedMs: Int?
    /// What stands for the comment, which can be erased; nil where there never was one.
    var commitment: [UInt8]?
}

/// The content of an answer's leaf in the chain: everything that is stored of it, numbers resolved
/// to what they stand for, so that a changed name is found as well.
///
/// In this order, each as ``Canonical`` writes it: the byte 1 (this encoding's number), the id as
/// two numbers; form id, version, SHA-256 of the form's content; place, unit, centre; answered and
/// received in milliseconds since 1970; channel, procedure, field, respondent, outcome, language;
/// the packed answers; device, sequence number, milliseconds taken; the comment's commitment.
///
/// Writer and check share it. What numbers stand for is remembered as encoded bytes, at most
/// ``Database/rememberedMax`` of each.
struct LeafEncoder {
    private struct Name: Hashable {
        let kind: Names.Kind
        let number: Int64
    }

    private static let channels = Channel.allCases.map { encoded($0.rawValue) }
    private static let respondents = Respondent.allCases.map { encoded($0.rawValue) }
    private static let outcomes = Outcome.allCases.map { encoded($0.rawValue) }

    private var forms: [Int64: [UInt8]] = [:]
    private var postings: [Int64: [UInt8]] = [:]
    private var names: [Name: [UInt8]] = [:]
    private var leaf = Canonical()

    /// The leaf's content; good until the next call.
    var bytes: [UInt8] { leaf.bytes }

    /// What numbers stand for may have changed: after a rollback, or when a form was replaced.
    mutating func forget() {
        forms.removeAll()
        postings.removeAll()
        names.removeAll()
    }

    /// Makes ``bytes``.
    ///
    /// - Returns: false where a number stands for nothing, as after damage
    mutating func encode(_ fields: LeafFields, in database: Database) throws(StorageError) -> Bool {
        leaf.removeAll()
        leaf.addEncoded([1])
        leaf.add((fields.id.high, fields.id.low))
        guard try addForm(fields.form, in: database),
            try addPosting(fields.posting, in: database)
        else { return false }
        leaf.add(fields.answeredAt)
        leaf.add(fields.answeredAt &+ fields.receivedAfter)
        guard add(fields.channel, of: Self.channels, isOptional: false),
            try addName(.procedure, fields.procedure, in: database),
            try addName(.field, fields.field, in: database),
            add(fields.respondent, of: Self.respondents, isOptional: true),
            add(fields.outcome, of: Self.outcomes, isOptional: true),
            try addName(.language, fields.language, in: database)
        else { return false }
        leaf.add(fields.answers)
        guard try addName(.device, fields.device, in: database) else { return false }
        leaf.add(fields.sequence)
        leaf.add(fields.elapsedMs)
        leaf.add(fields.commitment)
        return true
    }

    private mutating func addForm(
        _ number: Int64, in database: Database
    ) throws(StorageError) -> Bool {
        if let known = forms[number] {
            leaf.addEncoded(known)
            return true
        }
        var found: [UInt8]?
        try database.each(SQL.formKey, .integer(number)) { row in
            var form = Canonical()
            form.add(row.text(0))
            form.add(row.integer(1))
            form.add(row.blob(2))
            found = form.bytes
        }
        guard let found else { return false }
        forms[number] = found
        leaf.addEncoded(found)
        return true
    }

    private mutating func addPosting(
        _ number: Int64, in database: Database
    ) throws(StorageError) -> Bool {
        if let known = postings[number] {
            leaf.addEncoded(known)
            return true
        }
        guard let found = try database.posting(number) else { return false }
        var posting = Canonical()
        for code in [found.place, found.unit, found.centre] { posting.add(code) }
        if postings.count >= Database.rememberedMax { postings.removeAll() }
        postings[number] = posting.bytes
        leaf.addEncoded(posting.bytes)
        return true
    }

    private mutating func addName(
        _ kind: Names.Kind, _ number: Int64, in database: Database
    ) throws(StorageError) -> Bool {
        guard number != 0 else {
            leaf.addNothing()
            return true
        }
        let name = Name(kind: kind, number: number)
        if let known = names[name] {
            leaf.addEncoded(known)
            return true
        }
        guard let found = try database.code(kind, number) else { return false }
        let encoded = Self.encoded(found)
        if names.count >= Database.rememberedMax { names.removeAll() }
        names[name] = encoded
        leaf.addEncoded(encoded)
        return true
    }

    /// A word of a fixed list by its number from 1; 0 is nothing.
    private mutating func add(_ number: Int64, of words: [[UInt8]], isOptional: Bool) -> Bool {
        if number == 0, isOptional {
            leaf.addNothing()
            return true
        }
        guard number >= 1, number <= words.count else { return false }
        leaf.addEncoded(words[Int(number) - 1])
        return true
    }

    private static func encoded(_ text: String) -> [UInt8] {
        var encoded = Canonical()
        encoded.add(text)
        return encoded.bytes
    }
}

/// What stands for a comment in its answer's leaf: SHA-256(salt ‖ text).
///
/// Without the salt nobody can find the words by trying; when words and salt are erased the
/// commitment stays and with it the proof of everything else.
enum Commitment {
    static let saltBytes = 16

    static func of(_ text: String, salt: [UInt8]) -> [UInt8] {
        Hash.sha256(salt + Array(text.utf8))
    }
}
