internal import Survey

/// What writer and readers read alike.
extension Database {
    /// Every stored form version.
    ///
    /// - Throws: ``StorageError/formUnreadable(id:version:)``
    func forms() throws(StorageError) -> [StoredForm] {
        var forms: [StoredForm] = []
        try each(SQL.forms) { row throws(StorageError) in
            let questionnaire: Questionnaire
            do {
                questionnaire = try QuestionnaireDecoder.decode(row.blob(3))
            } catch {
                throw .formUnreadable(id: row.text(1), version: Int(row.integer(2)))
            }
            forms.append(StoredForm(number: row.integer(0), questionnaire: questionnaire))
        }
        return forms
    }

    func units() throws(StorageError) -> [Unit] {
        var units: [Unit] = []
        try each(SQL.units) { row in
            units.append(
                Unit(
                    code: row.text(0), name: row.text(1),
                    kind: Unit.Kind(rawValue: row.text(2)) ?? .office,
                    parent: row.optionalText(3),
                    validFrom: row.optionalInteger(4).map { CalendarDay(daysSince1970: $0) },
                    validTo: row.optionalInteger(5).map { CalendarDay(daysSince1970: $0) },
                    successor: row.optionalText(6)))
        }
        return units
    }

    func places() throws(StorageError) -> [Place] {
        var places: [Place] = []
        try each(SQL.places) { row in
            places.append(
                Place(
                    code: row.text(0), unit: row.text(1), centre: row.text(2), name: row.text(3),
                    form: row.text(4)))
        }
        return places
    }

    func dossier(_ key: DossierCount.Key) throws(StorageError) -> DossierCount? {
        var found: DossierCount?
        try each(
            SQL.dossier, .text(key.unit), .text(key.procedure), .text(key.field),
            .integer(key.period.ordinal)
        ) { found = Self.dossier($0) }
        return found
    }

    func dossiers() throws(StorageError) -> [DossierCount] {
        var counts: [DossierCount] = []
        try each(SQL.dossiers) { counts.append(Self.dossier($0)) }
        return counts
    }

    private static func dossier(_ row: Statement) -> DossierCount {
        func count(_ column: Int32) -> Int { Int(row.integer(column)) }
        return DossierCount(
            key: .init(
                unit: row.text(0), procedure: row.text(1), field: row.text(2),
                period: CalendarMonth(ordinal: count(3))),
            received: count(4), completed: count(5), onTime: count(6), early: count(7),
            late: count(8), online: count(9), postal: count(10), digitised: count(11))
    }

    /// Closed months, in order.
    func closings() throws(StorageError) -> [Closing] {
        var closings: [Closing] = []
        try each(SQL.closings) { row in
            closings.append(
                Closing(
                    month: CalendarMonth(ordinal: Int(row.integer(0))),
                    closedAt: Timestamp(milliseconds: row.integer(1)), lastRow: row.integer(2)))
        }
        return closings
    }

    /// The code a number stands for; nil where nobody gave the number to one of this kind.
    func code(_ kind: Names.Kind, _ number: Int64) throws(StorageError) -> String? {
        if let known = codes[number] { return known.kind == kind ? known.code : nil }
        guard
            let code = try text(SQL.name, .integer(number), .integer(kind.rawValue))
        else { return nil }
        if codes.count >= Self.rememberedMax { codes.removeAll() }
        codes[number] = (kind, code)
        return code
    }

    func posting(_ number: Int64) throws(StorageError) -> Posting? {
        if let known = postings[number] { return known }
        var found: Posting?
        try each(SQL.posting, .integer(number)) { row in
            found = Posting(place: row.text(0), unit: row.text(1), centre: row.text(2))
        }
        if postings.count >= Self.rememberedMax { postings.removeAll() }
        postings[number] = found
        return found
    }

    /// After a rollback: numbers given in it stand for nothing.
    func forgetNumbers() {
        codes.removeAll()
        postings.removeAll()
    }
}

/// One stored form version.
struct StoredForm {
    let number: Int64
    let questionnaire: Questionnaire
    let layout: AnswerLayout

    init(number: Int64, questionnaire: Questionnaire) {
        self.number = number
        self.questionnaire = questionnaire
        layout = AnswerLayout(questionnaire)
    }
}

/// Turns rows of ``SQL/response`` and ``SQL/responses`` into responses.
struct ResponseReader {
    private let database: Database
    private let forms: [Int64: StoredForm]

    init(_ database: Database, forms: [StoredForm]) {
        self.database = database
        self.forms = Dictionary(
            forms.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Returns: nil where the row cannot be what was stored
    func response(_ row: Statement, id: ResponseID) throws(StorageError) -> Response? {
        guard let form = forms[row.integer(1)],
            let posting = try database.posting(row.integer(2)),
            let answeredAt = Self.moment(row.integer(3)),
            let receivedAt = Self.moment(row.integer(3), after: row.integer(4)),
            let channel = Channel(number: Int(row.integer(5))),
            let procedure = try code(.procedure, row.integer(6)),
            let field = try code(.field, row.integer(7)),
            let respondent = Self.optional(row.integer(8), { Respondent(number: $0) }),
            let outcome = Self.optional(row.integer(9), { Outcome(number: $0) }),
            let language = try code(.language, row.integer(10)),
            let answers = form.layout.unpack(row.blob(11)),
            let device = try code(.device, row.integer(12))
        else { return nil }
        var response = Response(
            id: id, form: form.questionnaire.id, version: form.questionnaire.version,
            posting: posting, channel: channel, answeredAt: answeredAt, receivedAt: receivedAt,
            answers: answers)
        response.procedure = procedure
        response.field = field
        response.respondent = respondent
        response.outcome = outcome
        response.language = language
        response.device = device
        response.sequence = row.optionalInteger(13)
        response.elapsedMs = row.optionalInteger(14)
        response.comment = row.optionalText(15)
        return response
    }

    /// - Returns: `.some(nil)` for number 0, nil where the number stands for nothing
    private func code(
        _ kind: Names.Kind, _ number: Int64
    ) throws(StorageError) -> String?? {
        if number == 0 { return .some(nil) }
        return try database.code(kind, number).map { .some($0) }
    }

    private static func optional<Value>(_ number: Int64, _ value: (Int) -> Value?) -> Value?? {
        number == 0 ? .some(nil) : value(Int(number)).map { .some($0) }
    }

    /// A moment from 1970 to 9999, as every one that is read or written.
    private static func moment(_ milliseconds: Int64, after: Int64 = 0) -> Timestamp? {
        let (sum, overflows) = milliseconds.addingReportingOverflow(after)
        guard !overflows, (0...253_402_300_799_999).contains(sum) else { return nil }
        return Timestamp(milliseconds: sum)
    }
}
