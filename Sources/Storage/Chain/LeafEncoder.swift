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
    var isPartial = false
    /// What stands for the comment, which can be erased; nil where there never was one.
    var commitment: [UInt8]?
}

/// The content of an answer's leaf in the chain: everything that is stored of it, numbers resolved
/// to what they stand for, so that a changed name is found as well.
///
/// In this order, each as ``Canonical`` writes it: the byte 1 (this encoding's number; 2 for an
/// answer that is partial, which schemas before 8 did not know), the id as two numbers; form id,
/// version, SHA-256 of the form's content; place, unit, centre; answered and received in
/// milliseconds since 1970; channel, procedure, field, respondent, outcome, language; the packed
/// answers; device, sequence number, milliseconds taken; the comment's commitment.
///
/// Writer and check share it. What numbers stand for is remembered as encoded bytes, at most
/// ``Database/rememberedMax`` of each.
struct LeafEncoder {
    /// Bytes by number. Numbers are given from 1 on, so that a place in an array is found without
    /// hashing; of two that would share a place the later one has it.
    private struct Remembered {
        private var slots: [(number: Int64, bytes: [UInt8])] = []

        subscript(number: Int64) -> [UInt8]? {
            let place = Int(truncatingIfNeeded: number) & (Database.rememberedMax - 1)
            guard place < slots.count, slots[place].number == number else { return nil }
            let bytes = slots[place].bytes
            return bytes.isEmpty ? nil : bytes
        }

        mutating func keep(_ bytes: [UInt8], for number: Int64) {
            let place = Int(truncatingIfNeeded: number) & (Database.rememberedMax - 1)
            while slots.count <= place { slots.append((0, [])) }
            slots[place] = (number, bytes)
        }
    }

    private static let channels = Channel.allCases.map { encoded($0.rawValue) }
    private static let respondents = Respondent.allCases.map { encoded($0.rawValue) }
    private static let outcomes = Outcome.allCases.map { encoded($0.rawValue) }

    /// As ``Canonical/addNothing()`` writes it.
    private static let nothing: [UInt8] = [0]

    private var forms = Remembered()
    private var postings = Remembered()
    private var procedures = Remembered()
    private var fields = Remembered()
    private var languages = Remembered()
    private var devices = Remembered()
    private var leaf = Canonical()

    /// The leaf's content; good until the next call.
    var bytes: [UInt8] { leaf.bytes }

    /// What numbers stand for may have changed: after a rollback, or when a form was replaced.
    mutating func forget() {
        self = LeafEncoder()
    }

    /// Makes ``bytes``.
    ///
    /// - Returns: false where a number stands for nothing, as after damage
    mutating func encode(_ fields: LeafFields, in database: Database) throws(StorageError) -> Bool {
        leaf.removeAll()
        leaf.add(byte: fields.isPartial ? 2 : 1)
        leaf.add((fields.id.high, fields.id.low))
        guard try addForm(fields.form, in: database),
            try addPosting(fields.posting, in: database)
        else { return false }
        leaf.add(fields.answeredAt)
        leaf.add(fields.answeredAt &+ fields.receivedAfter)
        guard add(fields.channel, of: Self.channels, isOptional: false),
            let procedure = try Self.name(
                .procedure, fields.procedure, &procedures, in: database),
            let field = try Self.name(.field, fields.field, &self.fields, in: database)
        else { return false }
        leaf.addEncoded(procedure)
        leaf.addEncoded(field)
        guard add(fields.respondent, of: Self.respondents, isOptional: true),
            add(fields.outcome, of: Self.outcomes, isOptional: true),
            let language = try Self.name(.language, fields.language, &languages, in: database)
        else { return false }
        leaf.addEncoded(language)
        leaf.add(fields.answers)
        guard let device = try Self.name(.device, fields.device, &devices, in: database) else {
            return false
        }
        leaf.addEncoded(device)
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
        forms.keep(found, for: number)
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
        postings.keep(posting.bytes, for: number)
        leaf.addEncoded(posting.bytes)
        return true
    }

    /// A name as encoded bytes; nil where the number stands for nothing.
    private static func name(
        _ kind: Names.Kind, _ number: Int64, _ known: inout Remembered, in database: Database
    ) throws(StorageError) -> [UInt8]? {
        guard number != 0 else { return nothing }
        if let known = known[number] { return known }
        guard let found = try database.code(kind, number) else { return nil }
        let encoded = encoded(found)
        known.keep(encoded, for: number)
        return encoded
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
