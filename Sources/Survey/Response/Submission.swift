/// An answer as a client sends it, before it is checked.
///
/// What is nil here and set by the office at intake (time, unit, centre) is no part of the content
/// by which a repeated id is compared.
public struct Submission: Sendable, Equatable {
    public static let commentGraphemesMax = 1_000
    /// So that letters under many accents fit a CSV field again.
    public static let commentBytesMax = 32 * 1024
    /// Procedure, field, language and device codes: Unicode scalars at most.
    public static let codeCharactersMax = 64

    public var id: ResponseID
    public var form: String
    public var version: Int
    public var place: String
    public var channel: Channel
    public var procedure: String?
    public var field: String?
    public var respondent: Respondent?
    public var outcome: Outcome?
    public var language: String?
    public var answeredAt: Timestamp?
    public var comment: String?
    public var unit: String?
    public var centre: String?
    public var device: String?
    public var sequence: Int?
    public var elapsedMs: Int?
    /// See ``Response/isPartial``.
    public var isPartial = false
    public var answers: GivenAnswers

    public init(
        id: ResponseID, form: String, version: Int, place: String, channel: Channel,
        answeredAt: Timestamp? = nil, answers: GivenAnswers = [:], comment: String? = nil
    ) {
        self.id = id
        self.form = form
        self.version = version
        self.place = place
        self.channel = channel
        self.answeredAt = answeredAt
        self.answers = answers
        self.comment = comment
    }
}
