internal import Secrets
public import Survey

/// What a page has saved of an answer, as it is stored.
struct Draft {
    let id: ResponseID
    let savedAt: Timestamp
    /// SHA-256 of the form's content that was answered.
    let form: [UInt8]
    let content: String
    /// Whether all this is as it was kept.
    let isSound: Bool

    /// A row of ``SQL/drafts``.
    init(_ row: Statement) {
        let id = row.blob(0)
        self.id = row.responseID(0) ?? ResponseID(high: 0, low: 0)
        savedAt = Timestamp(milliseconds: row.integer(1))
        form = row.blob(2)
        content = row.text(3)
        isSound =
            Self.hash(savedAt: row.integer(1), id: id, form: form, content: content) == row.blob(4)
    }

    static func hash(savedAt: Int64, id: [UInt8], form: [UInt8], content: String) -> [UInt8] {
        var row = Canonical()
        row.add(savedAt)
        row.add(id)
        row.add(form)
        row.add(content)
        return Hash.sha256(row.bytes)
    }

    /// What was sent, with the unit and the centre that were stamped on it then.
    ///
    /// - Returns: nil where it cannot be read
    var submission: Submission? {
        do {
            let value = try JSONParser.parse(Array(content.utf8))
            var submission = try SubmissionJSON.decode(value)
            submission.unit = value["unit"]?.string
            submission.centre = value["centre"]?.string
            submission.isPartial = true
            return submission.id == id ? submission : nil
        } catch {
            return nil
        }
    }
}

/// Answers that are saved as one goes and not sent yet.
///
/// A draft is no answer: it is replaced at every saving and counts nowhere. Sending the answer
/// takes it away in the same transaction; when nobody goes on with it, it becomes an answer that is
/// marked partial.
extension Store {
    /// Drafts that are kept at one time. More are refused, and answers are taken all the same.
    public static let draftsMax = 20_000
    /// Drafts that become answers in one transaction.
    static let settledMax = 256

    /// Whether something is saved under an id. Costs nothing where no draft is.
    func holdsDraft(_ id: ResponseID) throws(StorageError) -> Bool {
        if let draftIDs { return !draftIDs.isEmpty && draftIDs.contains(id) }
        return try knownDrafts().contains(id)
    }

    private func knownDrafts() throws(StorageError) -> Set<ResponseID> {
        if let draftIDs { return draftIDs }
        var ids: Set<ResponseID> = []
        try database.each(SQL.draftIDs) { row in
            if let id = row.responseID(0) { ids.insert(id) }
        }
        draftIDs = ids
        return ids
    }

    /// Keeps what was saved of an answer in the place of what was saved before.
    func save(_ arrival: Arrival) throws(StorageError) -> DraftOutcome {
        let response = arrival.response
        if try !holdsDraft(response.id) {
            var isTaken = false
            try database.each(SQL.identity, .id(response.id)) { _ in isTaken = true }
            guard !isTaken else { return .answered }
            guard try knownDrafts().count < Self.draftsMax else { return .full }
        }
        var form: [UInt8]?
        try database.each(SQL.formHash, .text(response.form), .integer(response.version)) {
            form = $0.blob(0)
        }
        guard let form else {
            throw .unknownForm(id: response.form, version: response.version)
        }
        var submission = arrival.submission
        submission.answeredAt = response.receivedAt
        submission.unit = response.posting.unit
        submission.centre = response.posting.centre
        // Words and ways to reach someone are given by sending and not by the way.
        submission.comment = nil
        let content = SubmissionJSON.value(of: submission).text()
        let savedAt = response.receivedAt.milliseconds
        let hash = Draft.hash(
            savedAt: savedAt, id: response.id.bytes, form: form, content: content)
        try database.run(
            SQL.putDraft, .id(response.id), .integer(savedAt), .blob(form), .text(content),
            .blob(hash))
        draftIDs?.insert(response.id)
        if let since = draftsSince { draftsSince = min(since, response.receivedAt) }
        return .saved
    }

    func dropDraft(_ id: ResponseID) throws(StorageError) {
        try database.run(SQL.deleteDraft, .id(id))
        draftIDs?.remove(id)
    }

    /// Makes answers, marked partial, of drafts that nobody went on with.
    ///
    /// Each is dated when it was last saved. What is no answer any more, because its form was
    /// changed under the same version or its place is gone, goes to quarantine.
    /// - Parameters:
    ///   - limit: drafts saved before this moment are settled, at most 256 at a time
    ///   - register: the office's
    ///   - now: the office's clock
    /// - Returns: how many became answers
    @discardableResult
    public func settleDrafts(
        savedBefore limit: Timestamp, by register: Register, at now: Timestamp
    ) throws(StorageError) -> Int {
        guard try !knownDrafts().isEmpty else { return 0 }
        if let draftsSince, draftsSince >= limit { return 0 }
        var due: [Draft] = []
        try database.each(
            SQL.draftsBefore, .integer(limit.milliseconds), .integer(Self.settledMax)
        ) { due.append(Draft($0)) }
        var settled = 0
        if !due.isEmpty {
            try transaction { () throws(StorageError) in
                for draft in due where try settle(draft, by: register, at: now) { settled += 1 }
                return ((), true)
            }
        }
        draftsSince = try database.integer(SQL.draftsSince).map { Timestamp(milliseconds: $0) }
        return settled
    }

    private func settle(
        _ draft: Draft, by register: Register, at now: Timestamp
    ) throws(StorageError) -> Bool {
        guard let response = try answer(of: draft, by: register, at: now) else {
            try quarantine(draft.id, draft.content, at: draft.savedAt)
            try dropDraft(draft.id)
            return false
        }
        let outcome = try append(response, quarantines: true)
        try dropDraft(draft.id)
        return outcome == .stored
    }

    private func answer(
        of draft: Draft, by register: Register, at now: Timestamp
    ) throws(StorageError) -> Arrival? {
        guard draft.isSound, let submission = draft.submission else { return nil }
        var form: [UInt8]?
        try database.each(SQL.formHash, .text(submission.form), .integer(submission.version)) {
            form = $0.blob(0)
        }
        guard form == draft.form else { return nil }
        do throws(SubmissionFault) {
            var response = try register.admitted(submission, at: now)
            // It was here when it was saved, whenever that is found to have been all.
            response.receivedAt = response.answeredAt
            return Arrival(submission: submission, response: response)
        } catch {
            return nil
        }
    }
}
