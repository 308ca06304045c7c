internal import Secrets
internal import Survey

/// From schema 1, which had no hashes, to 2: hashes for everything that is there.
///
/// What the old store says now is what counts from here on; damage from before cannot be known,
/// except in rows that cannot be read, which are left out of the chain and so found at every check.
enum ChainMigration {
    static func run(_ database: Database) throws(StorageError) {
        try database.each(SQL.commentsOf1) { row throws(StorageError) in
            let salt = Randomness.bytes(Commitment.saltBytes)
            let text = row.text(1)
            try database.run(
                SQL.addComment, .integer(row.integer(0)), .blob(salt), .text(text),
                .blob(Commitment.of(text, salt: salt)))
        }
        try database.run(SQL.dropCommentsOf1)
        try hashQuarantine(in: database)
        try database.run(SQL.setQuarantined)
        try link(in: database)
    }

    private static func hashQuarantine(in database: Database) throws(StorageError) {
        var hashes: [(number: Int64, hash: [UInt8])] = []
        try database.each(SQL.wholeQuarantine) { row in
            let hash = Quarantine.hash(
                receivedAt: row.integer(1), id: row.blob(2), content: row.text(3))
            hashes.append((row.integer(0), hash))
        }
        for (number, hash) in hashes {
            try database.run(SQL.setQuarantineHash, .integer(number), .blob(hash))
        }
    }

    private static func link(in database: Database) throws(StorageError) {
        var chain = try AnswerChain(database)
        var encoder = LeafEncoder()
        let reader = ResponseReader(database, forms: try database.forms())
        try database.eachRow(of: SQL.responsesOf1) { row, id, _ throws(StorageError) in
            guard let id, try reader.response(row, id: id) != nil,
                try encoder.encode(LeafFields(row, id: id), in: database)
            else { return }
            try chain.append(encoder.bytes, row: row.integer(0), in: database)
        }
        try chain.keepHead(in: database)
    }
}

/// What the quarantine keeps is hashed row by row.
enum Quarantine {
    static func hash(receivedAt: Int64, id: [UInt8], content: String) -> [UInt8] {
        var row = Canonical()
        row.add(receivedAt)
        row.add(id)
        row.add(content)
        return Hash.sha256(row.bytes)
    }
}

extension LeafFields {
    /// A row of ``SQL/responses``.
    init(_ row: Statement, id: ResponseID) {
        self.init(
            id: id, form: row.integer(1), posting: row.integer(2), answeredAt: row.integer(3),
            receivedAfter: row.integer(4), channel: row.integer(5), procedure: row.integer(6),
            field: row.integer(7), respondent: row.integer(8), outcome: row.integer(9),
            language: row.integer(10), answers: row.blob(11), device: row.integer(12),
            sequence: row.optionalInteger(13), elapsedMs: row.optionalInteger(14),
            isPartial: row.integer(17) != 0, commitment: row.optionalBlob(16))
    }
}
