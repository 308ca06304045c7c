public import Survey

/// Reads what a citizen's page sends: decoded form fields in, a submission out. Knows no HTTP.
public enum SubmissionForm {
    /// The names of the hidden fields; no item of a form may be called so.
    public enum Name {
        public static let id = "id"
        public static let form = "form"
        public static let version = "version"
        public static let channel = "channel"
        public static let language = "lang"
        public static let respondent = "respondent"
        public static let outcome = "outcome"
        public static let procedure = "procedure"
        public static let field = "field"

        static let all = [
            id, form, version, channel, language, respondent, outcome, procedure, field,
        ]
    }

    /// How many fields a page may send: the largest form with every choice ticked sends fewer.
    public static let fieldsMax = 1_000
    public static let languageCharactersMax = 32

    /// Reads the fields of one page.
    ///
    /// Only the shape is checked here; the answers are checked by ``Register/admitted(_:at:)``,
    /// after ``Submission/reached(in:)`` has dropped what the citizen no longer saw.
    /// - Parameters:
    ///   - fields: in the order sent; empty values count as absent
    ///   - place: where the page belongs, which names the form unless the page does
    public static func decode(
        _ fields: [(name: String, value: String)], at place: Place
    ) throws(SubmissionFormFault) -> Submission {
        guard fields.count <= fieldsMax else { throw .tooManyFields(fields.count) }
        var hidden: [String: String] = [:]
        var answers: [String: [String]] = [:]
        var comment: String?
        for (name, value) in fields where !value.isEmpty {
            // Names are looked up, and a name of endless marks takes for ever to hash. A comment is
            // normalised before anybody looks at it.
            guard Text.isStreamSafe(name),
                name == Questionnaire.commentItem || Text.isStreamSafe(value)
            else { throw .badValue(name: String(name.unicodeScalars.prefix(40)), value: "") }
            if Name.all.contains(name) {
                guard hidden.updateValue(value, forKey: name) == nil else {
                    throw .twice(name: name)
                }
            } else if name == Questionnaire.commentItem {
                guard comment == nil else { throw .twice(name: name) }
                comment = value
            } else {
                answers[name, default: []].append(value)
            }
        }
        let id = try read(hidden, Name.id) { ResponseID($0) }
        let version = try read(hidden, Name.version) { positive($0) }
        let channel = try optional(hidden, Name.channel) { openChannel($0) }
        var submission = Submission(
            id: id, form: hidden[Name.form] ?? place.form, version: version, place: place.code,
            channel: channel ?? .web, answers: answers, comment: comment)
        submission.respondent = try optional(hidden, Name.respondent) { Respondent(rawValue: $0) }
        submission.outcome = try optional(hidden, Name.outcome) { Outcome(rawValue: $0) }
        submission.procedure = try optional(hidden, Name.procedure) { code($0) }
        submission.field = try optional(hidden, Name.field) { code($0) }
        submission.language = try optional(hidden, Name.language) {
            $0.count <= languageCharactersMax ? $0 : nil
        }
        return submission
    }

    private static func read<Value>(
        _ hidden: [String: String], _ name: String, _ parse: (String) -> Value?
    ) throws(SubmissionFormFault) -> Value {
        guard let value = try optional(hidden, name, parse) else { throw .missing(name: name) }
        return value
    }

    private static func optional<Value>(
        _ hidden: [String: String], _ name: String, _ parse: (String) -> Value?
    ) throws(SubmissionFormFault) -> Value? {
        guard let text = hidden[name] else { return nil }
        guard let value = parse(text) else {
            throw .badValue(name: name, value: String(text.prefix(80)))
        }
        return value
    }

    private static func positive(_ text: String) -> Int? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
            return nil
        }
        return number > 0 ? number : nil
    }

    private static func openChannel(_ text: String) -> Channel? {
        Channel(rawValue: text).flatMap { $0.isOpenToAll ? $0 : nil }
    }

    private static func code(_ text: String) -> String? {
        text.count <= Submission.codeCharactersMax ? text : nil
    }
}

extension Submission {
    /// The submission without answers that branching does not reach; see
    /// ``Questionnaire/reached(_:)``.
    public func reached(in form: Questionnaire) -> Submission {
        var submission = self
        submission.answers = form.reached(answers)
        return submission
    }

    /// Whether it says nothing: no answer, not even "không biết", and no word of comment.
    public var saysNothing: Bool {
        answers.values.allSatisfy { $0.allSatisfy(\.isEmpty) }
            && (comment ?? "").allSatisfy(\.isWhitespace)
    }
}
