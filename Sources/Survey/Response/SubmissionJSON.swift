/// A submission as JSON: names and values after contract's JSON response.
public enum SubmissionJSON {
    /// - Returns: an object; what was not given is left out
    public static func value(of submission: Submission) -> JSON {
        var members: [(String, JSON)] = [
            ("id", .string(submission.id.description)), ("form", .string(submission.form)),
            ("version", .integer(submission.version)), ("place", .string(submission.place)),
            ("channel", .string(submission.channel.rawValue)),
        ]
        func add(_ name: String, _ text: String?) {
            if let text { members.append((name, .string(text))) }
        }
        func add(_ name: String, _ number: Int?) {
            if let number { members.append((name, .integer(number))) }
        }
        add("answeredAt", submission.answeredAt?.rfc3339(at: .utc))
        let answers = submission.answers.items.sorted().map { item -> (String, JSON) in
            let codes = submission.answers[item] ?? []
            // A code such as "007" is no number: it would come back as another.
            if codes.count == 1, let score = Int(codes[0]), String(score) == codes[0] {
                return (item, .integer(score))
            }
            return (item, codes.count == 1 ? .string(codes[0]) : .array(codes.map { .string($0) }))
        }
        members.append(("answers", .object(answers)))
        add("comment", submission.comment)
        add("procedure", submission.procedure)
        add("field", submission.field)
        add("respondent", submission.respondent?.rawValue)
        add("outcome", submission.outcome?.rawValue)
        add("language", submission.language)
        add("unit", submission.unit)
        add("centre", submission.centre)
        add("device", submission.device)
        add("sequence", submission.sequence)
        add("elapsedMs", submission.elapsedMs)
        if submission.isPartial { members.append(("partial", .bool(true))) }
        return .object(members)
    }

    /// Reads a submission.
    ///
    /// Only the shape is checked here; the answers are checked by ``Register/admitted(_:at:)``.
    /// - Parameter value: an object after contract's JSON response; members nobody knows are passed
    ///   over, so that an older office takes what a newer kiosk sends
    /// - Throws: ``SubmissionFault/badValue(name:value:)`` for the first member that is wrong
    public static func decode(_ value: JSON) throws(SubmissionFault) -> Submission {
        guard value.members != nil else { throw .badValue(name: "response", value: "") }
        guard let id = ResponseID(try text(value, "id")) else { throw bad(value, "id") }
        guard let version = value["version"]?.integer, version > 0 else {
            throw bad(value, "version")
        }
        guard let channel = Channel(rawValue: try text(value, "channel")) else {
            throw bad(value, "channel")
        }
        guard let answeredAt = Timestamp(rfc3339: try text(value, "answeredAt")) else {
            throw bad(value, "answeredAt")
        }
        var submission = Submission(
            id: id, form: try text(value, "form"), version: version,
            place: try text(value, "place"), channel: channel, answeredAt: answeredAt,
            answers: try answers(value), comment: try optionalText(value, "comment"))
        submission.procedure = try optionalText(value, "procedure")
        submission.field = try optionalText(value, "field")
        submission.respondent = try word(value, "respondent") { Respondent(rawValue: $0) }
        submission.outcome = try word(value, "outcome") { Outcome(rawValue: $0) }
        submission.language = try optionalText(value, "language")
        submission.device = try optionalText(value, "device")
        submission.sequence = try number(value, "sequence")
        submission.elapsedMs = try number(value, "elapsedMs")
        if let member = value["partial"], !member.isNull {
            guard let isPartial = member.bool else { throw bad(value, "partial") }
            submission.isPartial = isPartial
        }
        return submission
    }

    /// Item id to codes: a level as a number, a code as a text, several codes as an array.
    private static func answers(_ value: JSON) throws(SubmissionFault) -> GivenAnswers {
        guard let members = value["answers"]?.members else { throw bad(value, "answers") }
        var answers = GivenAnswers()
        for (item, answer) in members {
            guard let codes = codes(answer) else {
                throw .badValue(name: "answers." + String(item.prefix(80)), value: "")
            }
            for code in codes.isEmpty ? [""] : codes { answers.add(code, to: item) }
        }
        return answers
    }

    /// - Returns: nil for what is no code
    private static func codes(_ answer: JSON) -> [String]? {
        switch answer.value {
        case .null: return []
        case .array(let entries):
            let codes = entries.compactMap(code)
            return codes.count == entries.count ? codes : nil
        default: return code(answer).map { [$0] }
        }
    }

    private static func code(_ entry: JSON) -> String? {
        guard let code = entry.string ?? entry.integer.map(String.init),
            Text.isStreamSafe(code)
        else { return nil }
        return code
    }

    private static func bad(_ value: JSON, _ name: String) -> SubmissionFault {
        let text = value[name]?.string ?? ""
        return .badValue(
            name: name, value: String(String.UnicodeScalarView(text.unicodeScalars.prefix(80))))
    }

    private static func text(_ value: JSON, _ name: String) throws(SubmissionFault) -> String {
        guard let text = value[name]?.string, Text.isStreamSafe(text) else {
            throw bad(value, name)
        }
        return text
    }

    private static func optionalText(
        _ value: JSON, _ name: String
    ) throws(SubmissionFault) -> String? {
        guard let member = value[name], !member.isNull else { return nil }
        // A comment is nobody's key, and normalising it cuts what is endless.
        guard let text = member.string,
            name == Questionnaire.commentItem || Text.isStreamSafe(text)
        else { throw bad(value, name) }
        return text.isEmpty ? nil : text
    }

    private static func number(_ value: JSON, _ name: String) throws(SubmissionFault) -> Int? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let number = member.integer else { throw bad(value, name) }
        return number
    }

    private static func word<Word>(
        _ value: JSON, _ name: String, _ parse: (String) -> Word?
    ) throws(SubmissionFault) -> Word? {
        guard let text = try optionalText(value, name) else { return nil }
        guard let word = parse(text) else { throw bad(value, name) }
        return word
    }
}
