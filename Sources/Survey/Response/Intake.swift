/// The office's side of an answer: what is checked and stamped when one comes in.
extension Register {
    /// Checks a submission and stamps it with the unit and the centre of its place and the time.
    ///
    /// - Parameters:
    ///   - submission: as the client sent it
    ///   - now: the office's clock
    /// - Returns: the response to store
    public func admitted(
        _ submission: Submission, at now: Timestamp
    ) throws(SubmissionFault) -> Response {
        guard let place = place(submission.place) else { throw .unknownPlace(submission.place) }
        guard let form = questionnaire(submission.form, version: submission.version) else {
            throw .unknownForm(id: submission.form, version: submission.version)
        }
        for code in [submission.unit, submission.centre].compactMap({ $0 })
        where unit(code) == nil {
            throw .unknownUnit(code)
        }
        try Self.checkCodes(of: submission)
        let answers = try form.checked(submission.answers)
        let comment = try Self.checkedComment(submission.comment, form: form)
        var response = Response(
            id: submission.id, form: form.id, version: form.version,
            posting: Posting(
                place: place.code, unit: submission.unit ?? place.unit,
                centre: submission.centre ?? place.centre),
            channel: submission.channel, answeredAt: submission.answeredAt ?? now,
            receivedAt: now, answers: answers)
        response.procedure = submission.procedure.map(Text.normalized)
        response.field = submission.field.map(Text.normalized)
        response.respondent = submission.respondent
        response.outcome = submission.outcome
        response.language = submission.language
        response.comment = comment
        response.device = submission.device.map(Text.normalized)
        response.sequence = submission.sequence
        response.elapsedMs = submission.elapsedMs
        return response
    }

    private static func checkCodes(of submission: Submission) throws(SubmissionFault) {
        let codes = [
            ("procedure", submission.procedure), ("field", submission.field),
            ("language", submission.language), ("device", submission.device),
        ]
        for (name, code) in codes {
            guard let code else { continue }
            guard !code.isEmpty, code.count <= Submission.codeCharactersMax else {
                throw .badValue(name: name, value: String(code.prefix(80)))
            }
        }
        for (name, number) in [
            ("sequence", submission.sequence), ("elapsedMs", submission.elapsedMs),
        ] {
            guard let number else { continue }
            guard number >= 0, number <= 1 << 53 else {
                throw .badValue(name: name, value: String(number))
            }
        }
    }

    /// The comment as it is kept: NFC, trimmed, nil where nothing was written.
    private static func checkedComment(
        _ comment: String?, form: Questionnaire
    ) throws(SubmissionFault) -> String? {
        guard let comment else { return nil }
        let text = Text.trimmed(Text.normalized(comment))
        guard !text.isEmpty else { return nil }
        guard form.asksComment else {
            throw .invalid([.unknownItem(item: Questionnaire.commentItem)])
        }
        guard text.count <= Submission.commentGraphemesMax else {
            throw .invalid([
                .commentTooLong(graphemes: text.count, maximum: Submission.commentGraphemesMax)
            ])
        }
        return text
    }
}
