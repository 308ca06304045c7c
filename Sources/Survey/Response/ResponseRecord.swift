/// One stored response as counting needs it: numbers for names, answers packed, no id, no comment.
public struct ResponseRecord: Sendable, Equatable {
    /// The store's row, ascending in the order of arrival.
    public let row: Int64
    /// The store's number of the form version.
    public let form: Int32
    /// The store's number of the posting.
    public let posting: Int32
    public let answeredAt: Timestamp
    /// ``Channel/number``
    public let channel: UInt8
    /// ``Respondent/number``, 0 unknown
    public let respondent: UInt8
    /// ``Outcome/number``, 0 unknown
    public let outcome: UInt8
    /// The store's number of the procedure's code, 0 unknown.
    public let procedure: Int32
    /// The store's number of the field's code, 0 unknown.
    public let field: Int32
    /// The store's number of the language, 0 unknown.
    public let language: Int32
    /// ``AnswerLayout`` of the form.
    public let answers: [UInt8]

    public init(
        row: Int64, form: Int32, posting: Int32, answeredAt: Timestamp, channel: UInt8,
        respondent: UInt8, outcome: UInt8, procedure: Int32, field: Int32, language: Int32,
        answers: [UInt8]
    ) {
        self.row = row
        self.form = form
        self.posting = posting
        self.answeredAt = answeredAt
        self.channel = channel
        self.respondent = respondent
        self.outcome = outcome
        self.procedure = procedure
        self.field = field
        self.language = language
        self.answers = answers
    }
}

/// What the numbers in records stand for, as one reading of the store gives it.
public struct RecordKey: Sendable {
    public let forms: [Int32: Questionnaire]
    public let postings: [Int32: Posting]
    public let fields: [Int32: String]
    public let procedures: [Int32: String]

    public init(
        forms: [Int32: Questionnaire], postings: [Int32: Posting], fields: [Int32: String],
        procedures: [Int32: String]
    ) {
        self.forms = forms
        self.postings = postings
        self.fields = fields
        self.procedures = procedures
    }
}
