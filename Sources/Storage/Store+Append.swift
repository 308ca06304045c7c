internal import Secrets
public import Survey

/// What became of an answer.
public enum AppendOutcome: Sendable, Equatable {
    case stored
    /// The same id with the same content is stored already; of late, if within
    /// ``Store/recentMilliseconds``.
    case already(isRecent: Bool)
    /// The id is stored with other content; the first one stands.
    case conflict(isRecent: Bool)
    /// The id belonged to an answer that was erased.
    case erased
    /// The id is stored as a partial answer with other content, which stands.
    case afterPartial
    /// Not an answer: what was saved of one.
    case draft(DraftOutcome)
}

/// What became of a draft.
public enum DraftOutcome: Sendable, Equatable {
    /// Kept in the place of an earlier one.
    case saved
    /// Its answer is stored already: nothing was kept.
    case answered
    /// As many as may be are kept.
    case full
}

/// An answer on its way into the store. A class, because it is handed on more than once.
public final class Arrival: Sendable {
    /// As it was sent: what it left out is not compared when its id is known.
    public let submission: Submission
    /// As it was checked and stamped.
    public let response: Response
    /// What goes with it where a citizen has left words or a contact.
    public let receipt: Receipt?
    /// Whether it is not sent yet: see ``Store/draftsMax``.
    public let isDraft: Bool

    /// What was written is kept only as it was checked, so that nothing of it that names a person
    /// gets any further, not even into the quarantine.
    public init(
        submission: Submission, response: Response, receipt: Receipt? = nil, isDraft: Bool = false
    ) {
        if submission.comment == nil {
            self.submission = submission
        } else {
            var kept = submission
            kept.comment = response.comment
            self.submission = kept
        }
        self.response = response
        self.receipt = receipt
        self.isDraft = isDraft
    }
}

extension Store {
    /// Other contents kept for one id at most.
    static let quarantinedMax = 8
    /// For how long after an answer it is its citizen who sends it once more: by going back, or
    /// after a lost line.
    static let recentMilliseconds: Int64 = 3_600_000

    /// Appends answers in one transaction, or in the one that is open. The id decides: it is taken
    /// by the database's own unique key, never looked up first.
    ///
    /// - Parameters:
    ///   - arrivals: in the order they came
    ///   - quarantines: whether other content under a stored id is kept for the office to see
    /// - Returns: one outcome for each
    public func append(
        _ arrivals: [Arrival], quarantines: Bool
    ) throws(StorageError) -> [AppendOutcome] {
        if isInTransaction {
            if let spoiled { throw spoiled }
            do throws(StorageError) {
                return try appendEach(arrivals, quarantines: quarantines)
            } catch {
                spoiled = error
                throw error
            }
        }
        return try transaction { () throws(StorageError) in
            (try appendEach(arrivals, quarantines: quarantines), true)
        }
    }

    private func appendEach(
        _ arrivals: [Arrival], quarantines: Bool
    ) throws(StorageError) -> [AppendOutcome] {
        var outcomes: [AppendOutcome] = []
        outcomes.reserveCapacity(arrivals.count)
        for arrival in arrivals {
            outcomes.append(
                arrival.isDraft
                    ? .draft(try save(arrival))
                    : try append(arrival, quarantines: quarantines))
        }
        return outcomes
    }

    func append(
        _ arrival: Arrival, quarantines: Bool
    ) throws(StorageError) -> AppendOutcome {
        let response = arrival.response
        let row: Int64
        if let nextRow {
            row = nextRow
        } else {
            // A row that was lost keeps its number.
            row = max(try database.integer(SQL.lastRow) ?? 0, try database.head().row) + 1
        }
        let identity: [2 of SQLValue] = [.id(response.id), .integer(row)]
        try database.run(SQL.addIdentity, identity.span)
        guard database.changes == 1 else {
            return try outcome(ofKnown: arrival, quarantines: quarantines)
        }
        nextRow = row + 1
        try insert(response, row: row)
        // What is sent is no draft any more, by the same commit.
        if try holdsDraft(response.id) { try dropDraft(response.id) }
        if let receipt = arrival.receipt { try keep(receipt, of: response, row: row) }
        return .stored
    }

    private func storedForm(_ id: String, version: Int) throws(StorageError) -> StoredForm {
        let form = try storedForms().first {
            $0.questionnaire.version == version && $0.questionnaire.id == id
        }
        guard let form else { throw .unknownForm(id: id, version: version) }
        return form
    }

    private func insert(_ response: Response, row: Int64) throws(StorageError) {
        let form = try storedForm(response.form, version: response.version)
        let posting = try names.number(of: response.posting, in: database)
        let procedure = try names.number(.procedure, response.procedure, in: database)
        let field = try names.number(.field, response.field, in: database)
        let language = try names.number(.language, response.language, in: database)
        let answeredAt = response.answeredAt.milliseconds
        var fields = LeafFields(
            id: response.id, form: form.number, posting: posting, answeredAt: answeredAt,
            receivedAfter: response.receivedAt.milliseconds - answeredAt,
            channel: Int64(response.channel.number), procedure: procedure, field: field,
            respondent: Int64(response.respondent?.number ?? 0),
            outcome: Int64(response.outcome?.number ?? 0), language: language,
            answers: form.layout.pack(response.answers))
        let values: [12 of SQLValue] = [
            .integer(row), .integer(fields.form), .integer(fields.posting),
            .integer(fields.answeredAt), .integer(fields.receivedAfter), .integer(fields.channel),
            .integer(fields.procedure), .integer(fields.field), .integer(fields.respondent),
            .integer(fields.outcome), .integer(fields.language), .blob(fields.answers),
        ]
        try database.run(SQL.addResponse, values.span)
        if response.device != nil || response.sequence != nil || response.elapsedMs != nil
            || response.isPartial
        {
            fields.device = try names.number(.device, response.device, in: database)
            fields.sequence = response.sequence
            fields.elapsedMs = response.elapsedMs
            fields.isPartial = response.isPartial
            try database.run(
                SQL.addTrace, .integer(row), .integer(fields.device), .integer(fields.sequence),
                .integer(fields.elapsedMs), .integer(fields.isPartial ? 1 : 0))
        }
        if let comment = response.comment {
            let salt = Randomness.bytes(Commitment.saltBytes)
            let commitment = Commitment.of(comment, salt: salt)
            fields.commitment = commitment
            try database.run(
                SQL.addComment, .integer(row), .blob(salt), .text(comment), .blob(commitment))
        }
        if !answeredForms.contains(form.number) { try noteFirst(row, of: form) }
        try link(fields, row: row)
    }

    /// From its first answer on a form version is fixed.
    private func noteFirst(_ row: Int64, of form: StoredForm) throws(StorageError) {
        if try database.integer(SQL.formFirstRow, .integer(form.number)) == nil {
            try change(.form) { () throws(StorageError) in
                try database.run(
                    SQL.setFormFirstRow, .integer(form.number), .integer(row))
            }
        }
        answeredForms.insert(form.number)
    }

    /// Makes the answer the chain's next.
    private func link(_ fields: LeafFields, row: Int64) throws(StorageError) {
        var grown: AnswerChain
        if let chain { grown = chain } else { grown = try AnswerChain(database) }
        if !hasGrown {
            // Somebody who got past the lock has written: the chain would fork.
            let head = try database.head()
            guard head.row == grown.row, head.link == grown.link else {
                throw .inUse(path: folder.path, process: nil)
            }
        }
        // Let go, so that appending copies nothing.
        chain = nil
        guard try encoder.encode(fields, in: database) else {
            preconditionFailure("a number that was just given stands for nothing")
        }
        try grown.append(encoder.bytes, row: row, in: database)
        chain = grown
        hasGrown = true
    }

    /// The id is known: is it the same answer?
    private func outcome(
        ofKnown arrival: Arrival, quarantines: Bool
    ) throws(StorageError) -> AppendOutcome {
        let id = arrival.response.id
        guard let row = try storedRow(of: id) else { return .erased }
        let reader = ResponseReader(database, forms: try storedForms())
        var stored: Response?
        try database.each(SQL.response, .integer(row)) { row throws(StorageError) in
            stored = try reader.response(row, id: id)
        }
        var submission = arrival.submission
        if try database.integer(SQL.erasedAt, .integer(row)) != nil {
            // Who sends once more what was erased does not bring it back.
            submission.comment = nil
            stored?.comment = arrival.response.comment
        }
        let isRecent = stored.map { Self.isRecent($0, at: arrival.response.receivedAt) } ?? false
        if isRecent, let receipt = arrival.receipt {
            try add(receipt, to: id, row: row, at: arrival.response.receivedAt)
        }
        if stored?.agrees(with: arrival.response, sentBy: submission) == true {
            return .already(isRecent: isRecent)
        }
        if quarantines {
            try quarantine(
                id, SubmissionJSON.value(of: submission).text(),
                at: arrival.response.receivedAt)
        }
        return stored?.isPartial == true ? .afterPartial : .conflict(isRecent: isRecent)
    }

    /// Whether an answer was given and received of late: what a file or an outbox has brought in
    /// was received just now too, and ids stand in files.
    private static func isRecent(_ stored: Response, at now: Timestamp) -> Bool {
        ![.paper, .phone].contains(stored.channel)
            && [stored.receivedAt, stored.answeredAt].allSatisfy {
                abs(now.milliseconds - $0.milliseconds) <= recentMilliseconds
            }
    }

    /// Keeps content that counts nowhere, for the office to see.
    func quarantine(
        _ id: ResponseID, _ content: String, at receivedAt: Timestamp
    ) throws(StorageError) {
        let moment = receivedAt.milliseconds
        let hash = Quarantine.hash(receivedAt: moment, id: id.bytes, content: content)
        try database.run(
            SQL.addQuarantine, .integer(moment), .id(id), .text(content), .blob(hash),
            .integer(Self.quarantinedMax))
        if database.changes == 1 { try database.run(SQL.countQuarantined) }
    }

    /// Erases words in the transaction that is open, also where the quarantine holds them; that
    /// they were erased and when is kept under a hash.
    ///
    /// - Returns: whether there were any
    func eraseWords(
        of id: ResponseID, row: Int64, at now: Timestamp
    ) throws(StorageError) -> Bool {
        try database.run(SQL.dropQuarantined, .id(id))
        let quarantined = database.changes
        if quarantined > 0 {
            try database.run(SQL.countKept, .text("quarantine"), .integer(-quarantined))
        }
        try database.run(SQL.eraseComment, .integer(row))
        guard database.changes == 1 else { return quarantined > 0 }
        try database.run(SQL.addErasure, .integer(row), .integer(now.milliseconds))
        changed.insert(.erasure)
        return true
    }

    func storedRow(of id: ResponseID) throws(StorageError) -> Int64? {
        var row: Int64?
        try database.each(SQL.identity, .id(id)) {
            row = $0.optionalInteger(0).map { Int64($0) }
        }
        return row
    }
}
