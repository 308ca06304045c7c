internal import HTTPServer
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
    /// The same for whoever reads the body.
    static let limits = {
        var limits = FormFields.Limits()
        limits.fieldsMax = fieldsMax
        return limits
    }()
    public static let languageCharactersMax = 32

    /// The hidden fields, as places for their values.
    private enum Hidden: Int, CaseIterable {
        case id, form, version, channel, language, respondent, outcome, procedure, field

        var name: String { Name.all[rawValue] }

        /// The field of a name. Most names are told apart by their length.
        init?(name: String) {
            switch name.utf8.count {
            case 2 where name == Name.id: self = .id
            case 4 where name == Name.form: self = .form
            case 4 where name == Name.language: self = .language
            case 5 where name == Name.field: self = .field
            case 7 where name == Name.version: self = .version
            case 7 where name == Name.channel: self = .channel
            case 7 where name == Name.outcome: self = .outcome
            case 9 where name == Name.procedure: self = .procedure
            case 10 where name == Name.respondent: self = .respondent
            default: return nil
            }
        }
    }

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
        var reader = Reader(fieldCount: fields.count)
        for (name, value) in fields { try reader.take(name, value) }
        return try reader.submission(at: place)
    }

    /// Reads the fields of a body without gathering them first.
    static func decode(
        _ fields: FormFields, at place: Place
    ) throws(SubmissionFormFault) -> Submission {
        guard fields.count <= fieldsMax else { throw .tooManyFields(fields.count) }
        var reader = Reader(fieldCount: fields.count)
        for index in 0..<fields.count {
            let field = fields[index]
            try reader.take(field.name, field.value)
        }
        return try reader.submission(at: place)
    }

    /// What was read so far of one page.
    private struct Reader {
        /// By ``Hidden``'s places.
        private var hidden: InlineArray<9, String?> = .init(repeating: nil)
        private var answers = GivenAnswers()
        private var comment: String?

        init(fieldCount: Int) {
            precondition(Hidden.allCases.count == hidden.count, "a place for each hidden field")
            answers.reserve(codes: min(fieldCount, 32))
        }

        mutating func take(_ name: String, _ value: String) throws(SubmissionFormFault) {
            guard !value.isEmpty else { return }
            // Names are looked up, and a name of endless marks takes for ever to hash. A comment is
            // normalised before anybody looks at it.
            guard Text.isStreamSafe(name),
                name == Questionnaire.commentItem || Text.isStreamSafe(value)
            else { throw .badValue(name: String(name.unicodeScalars.prefix(40)), value: "") }
            if let field = Hidden(name: name) {
                guard hidden[field.rawValue] == nil else { throw .twice(name: name) }
                hidden[field.rawValue] = value
            } else if name == Questionnaire.commentItem {
                guard comment == nil else { throw .twice(name: name) }
                comment = value
            } else if !ContactFields.isField(name) {
                answers.add(value, to: name)
            }
        }

        func submission(at place: Place) throws(SubmissionFormFault) -> Submission {
            let id = try read(.id) { ResponseID($0) }
            let version = try read(.version) { positive($0) }
            let channel = try optional(.channel) { openChannel($0) }
            let respondent = try optional(.respondent) { Respondent(rawValue: $0) }
            let outcome = try optional(.outcome) { Outcome(rawValue: $0) }
            let procedure = try optional(.procedure) { code($0) }
            let field = try optional(.field) { code($0) }
            let language = try optional(.language) {
                isAtMost(languageCharactersMax, $0) ? $0 : nil
            }
            var submission = Submission(
                id: id, form: hidden[Hidden.form.rawValue] ?? place.form, version: version,
                place: place.code,
                channel: channel ?? .web, answers: answers, comment: comment)
            submission.respondent = respondent
            submission.outcome = outcome
            submission.procedure = procedure
            submission.field = field
            submission.language = language
            return submission
        }

        private func read<Value>(
            _ field: Hidden, _ parse: (String) -> Value?
        ) throws(SubmissionFormFault) -> Value {
            guard let value = try optional(field, parse) else { throw .missing(name: field.name) }
            return value
        }

        private func optional<Value>(
            _ field: Hidden, _ parse: (String) -> Value?
        ) throws(SubmissionFormFault) -> Value? {
            guard let text = hidden[field.rawValue] else { return nil }
            guard let value = parse(text) else {
                throw .badValue(name: field.name, value: String(text.prefix(80)))
            }
            return value
        }
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
        isAtMost(Submission.codeCharactersMax, text) ? text : nil
    }

    /// Whether a text has so many characters at most; its bytes are counted first, for they cost
    /// nothing and are never fewer.
    private static func isAtMost(_ most: Int, _ text: String) -> Bool {
        text.utf8.count <= most || text.count <= most
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
        answers.saysNothing && (comment ?? "").allSatisfy(\.isWhitespace)
    }
}
