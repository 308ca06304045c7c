/// The office's side of an answer: what is checked and stamped when one comes in.
extension Register {
    /// Checks a submission and stamps it with the unit and the centre of its place and the time.
    ///
    /// - Parameters:
    ///   - submission: as the client sent it
    ///   - now: the office's clock
    ///   - keepsTime: whether the moment it names is kept whatever the clock says, as for a file
    ///     that an operator imports; otherwise see ``believed(_:at:)``
    /// - Returns: the response to store
    /// - Throws: the first thing wrong with place, form, units, answers, comment or codes; of the
    ///   answers all that is wrong
    public func admitted(
        _ submission: Submission, at now: Timestamp, keepsTime: Bool = false
    ) throws(SubmissionFault) -> Response {
        guard let place = place(submission.place) else { throw .unknownPlace(submission.place) }
        guard let form = questionnaire(submission.form, version: submission.version) else {
            throw .unknownForm(id: submission.form, version: submission.version)
        }
        return try admitted(submission, of: form, at: place, now: now, keepsTime: keepsTime)
    }

    /// The same for whoever has looked up the form and the place that the submission names.
    public func admitted(
        _ submission: Submission, of form: Questionnaire, at place: Place, now: Timestamp,
        keepsTime: Bool = false
    ) throws(SubmissionFault) -> Response {
        if let unit = submission.unit, self.unit(unit) == nil { throw .unknownUnit(unit) }
        if let centre = submission.centre, unit(centre) == nil { throw .unknownUnit(centre) }
        try Self.checkNumber("sequence", submission.sequence)
        try Self.checkNumber("elapsedMs", submission.elapsedMs)
        let answers = try form.checked(submission.answers)
        let comment = try Self.checkedComment(submission.comment, form: form)
        let procedure = try Self.checkedCode("procedure", submission.procedure)
        let field = try Self.checkedCode("field", submission.field)
        let language = try Self.checkedCode("language", submission.language)
        let device = try Self.checkedCode("device", submission.device)
        let answeredAt = submission.answeredAt.map {
            keepsTime ? $0 : Self.believed($0, at: now)
        }
        var response = Response(
            id: submission.id, form: form.id, version: form.version,
            posting: Posting(
                place: place.code, unit: submission.unit ?? place.unit,
                centre: submission.centre ?? place.centre),
            channel: submission.channel, answeredAt: answeredAt ?? now,
            receivedAt: now, answers: answers)
        response.procedure = procedure
        response.field = field
        response.respondent = submission.respondent
        response.outcome = submission.outcome
        response.language = language
        response.comment = comment
        response.device = device
        response.sequence = submission.sequence
        response.elapsedMs = submission.elapsedMs
        response.isPartial = submission.isPartial
        return response
    }

    /// When an answer was given, as far as a client's clock may be believed.
    ///
    /// A moment after the office's own, or from before 2020, is a wrong clock: the office's stands
    /// for it. An office whose own clock says less than 2020 has not been set and corrects nobody.
    static func believed(_ moment: Timestamp, at now: Timestamp) -> Timestamp {
        guard now >= clocksBegin else { return moment }
        return clocksBegin <= moment && moment <= now ? moment : now
    }

    /// Whether a moment in an operator's file may be believed: none before 2000 and none more than
    /// a day after the office's clock, where that was ever set. It is stored all the same, since
    /// the clock may be the wrong one, and the operator is told.
    public static func isCredible(_ moment: Timestamp, at now: Timestamp) -> Bool {
        guard moment >= papersBegin else { return false }
        return now < clocksBegin || moment.milliseconds <= now.milliseconds + dayMilliseconds
    }

    /// The last month that a table may be believed to count: that of the day after the office's
    /// clock says; nil where that was never set.
    public static func lastMonth(at now: Timestamp, offset: DayOffset) -> CalendarMonth? {
        guard now >= clocksBegin else { return nil }
        return Timestamp(milliseconds: now.milliseconds + dayMilliseconds).day(at: offset).month
    }

    /// 2000-01-01T00:00:00Z.
    private static let papersBegin = Timestamp(milliseconds: 946_684_800_000)
    private static let dayMilliseconds: Int64 = 86_400_000

    /// 2020-01-01T00:00:00Z: clocks that were never set begin in 1970 or 2000.
    private static let clocksBegin = Timestamp(milliseconds: 1_577_836_800_000)

    /// A code as it is kept: as a table would read it back from an export.
    private static func checkedCode(
        _ name: String, _ code: String?
    ) throws(SubmissionFault) -> String? {
        guard let code else { return nil }
        let kept = Text.trimmed(Text.normalized(code))
        guard !kept.isEmpty, kept.unicodeScalars.count <= Submission.codeCharactersMax else {
            throw .badValue(name: name, value: String(code.unicodeScalars.prefix(80)))
        }
        return kept
    }

    private static func checkNumber(
        _ name: String, _ number: Int?
    ) throws(SubmissionFault) {
        guard let number else { return }
        // Beyond 2^53 a browser cannot count.
        guard number >= 0, number <= 1 << 53 else {
            throw .badValue(name: name, value: String(number))
        }
    }

    /// The comment as it is kept: NFC, trimmed, without what names a person, nil where nothing was
    /// written.
    private static func checkedComment(
        _ comment: String?, form: Questionnaire
    ) throws(SubmissionFault) -> String? {
        guard let comment else { return nil }
        let text = Text.trimmed(Text.normalized(comment))
        guard !text.isEmpty else { return nil }
        guard form.asksComment else {
            throw .invalid([.unknownItem(item: Questionnaire.commentItem)])
        }
        try checkLength(text)
        let kept = Redaction.redacted(text)
        // What is kept must be admitted again, out of an export.
        try checkLength(kept)
        return kept
    }

    private static func checkLength(_ comment: String) throws(SubmissionFault) {
        let (graphemes, maximum) = (comment.count, Submission.commentGraphemesMax)
        guard graphemes <= maximum, comment.utf8.count <= Submission.commentBytesMax else {
            throw .invalid([.commentTooLong(graphemes: graphemes, maximum: maximum)])
        }
    }
}
