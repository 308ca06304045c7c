/// A checked and stamped answer: what is stored.
public struct Response: Sendable, Equatable {
    public var id: ResponseID
    public var form: String
    public var version: Int
    public var posting: Posting
    public var channel: Channel
    public var procedure: String?
    public var field: String?
    public var respondent: Respondent?
    public var outcome: Outcome?
    public var language: String?
    public var answeredAt: Timestamp
    public var receivedAt: Timestamp
    public var comment: String?
    public var device: String?
    public var sequence: Int?
    public var elapsedMs: Int?
    /// Whether its owner stopped before the end: kept without having been sent, or left at a kiosk
    /// with questions open.
    public var isPartial = false
    /// One for each item of the form, in its order; a text item is `.missing` here.
    public var answers: [Answer]

    public init(
        id: ResponseID, form: String, version: Int, posting: Posting, channel: Channel,
        answeredAt: Timestamp, receivedAt: Timestamp, answers: [Answer]
    ) {
        self.id = id
        self.form = form
        self.version = version
        self.posting = posting
        self.channel = channel
        self.answeredAt = answeredAt
        self.receivedAt = receivedAt
        self.answers = answers
    }

    /// Whether a repeated submission says the same as what is stored.
    ///
    /// Compared as decoded and normalised; what the office set at intake is left out, so a form
    /// posted without a time, or with one that was not believed, equals what was stored under the
    /// server's. Nor does it matter whether a device was proven by the one and not by the other.
    /// What was kept as partial agrees with the same answers sent in the end; what was whole does
    /// not agree with a claim that it is partial.
    /// - Parameters:
    ///   - other: the repeated one, checked and stamped anew
    ///   - submission: as the client sent the repeated one
    public func agrees(with other: Response, sentBy submission: Submission) -> Bool {
        id == other.id && form == other.form && version == other.version
            && posting.place == other.posting.place && channel == other.channel
            && procedure == other.procedure && field == other.field
            && respondent == other.respondent && outcome == other.outcome
            && language == other.language && hasWritten(other.comment)
            && DeviceClaim.name(device) == DeviceClaim.name(other.device)
            && sequence == other.sequence && elapsedMs == other.elapsedMs
            && answers == other.answers
            && (submission.answeredAt.map(wasStored(for:)) ?? true)
            && (!submission.isPartial || isPartial)
            && (submission.unit == nil || posting.unit == other.posting.unit)
            && (submission.centre == nil || posting.centre == other.posting.centre)
    }

    /// Whether a checked comment says what is stored, also where that was stored by a release that
    /// took no numbers out.
    private func hasWritten(_ other: String?) -> Bool {
        comment == other || comment.map(Redaction.redacted) == other
    }

    /// Whether a client that names this moment gets the one that is stored.
    private func wasStored(for moment: Timestamp) -> Bool {
        answeredAt == moment || answeredAt == Register.believed(moment, at: receivedAt)
    }
}
