internal import Survey

/// What writer and readers read alike.
extension Database {
    /// One stored form version.
    struct StoredForm {
        let number: Int64
        let questionnaire: Questionnaire
        let content: [UInt8]
        let hash: [UInt8]
    }

    func forms() throws(StorageError) -> [StoredForm] {
        var forms: [StoredForm] = []
        try each(SQL.forms) { row throws(StorageError) in
            let content = row.blob(3)
            let questionnaire: Questionnaire
            do {
                questionnaire = try QuestionnaireDecoder.decode(content)
            } catch {
                throw .formUnreadable(id: row.text(1), version: Int(row.integer(2)))
            }
            forms.append(
                StoredForm(
                    number: row.integer(0), questionnaire: questionnaire, content: content,
                    hash: row.blob(4)))
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

    /// Postings and codes by number.
    func key() throws(StorageError) -> (
        postings: [Int64: Posting], names: [Int64: (kind: Int, code: String)]
    ) {
        var postings: [Int64: Posting] = [:]
        try each(SQL.postings) { row in
            postings[row.integer(0)] = Posting(
                place: row.text(1), unit: row.text(2), centre: row.text(3))
        }
        var names: [Int64: (kind: Int, code: String)] = [:]
        try each(SQL.names) { row in
            names[row.integer(0)] = (Int(row.integer(1)), row.text(2))
        }
        return (postings, names)
    }
}

/// What is needed to turn rows of the response table into responses.
struct ResponseReader {
    private let forms: [Int64: (form: Questionnaire, layout: AnswerLayout)]
    private let postings: [Int64: Posting]
    private let names: [Int64: (kind: Int, code: String)]

    init(_ database: Database) throws(StorageError) {
        var forms: [Int64: (Questionnaire, AnswerLayout)] = [:]
        for form in try database.forms() {
            forms[form.number] = (form.questionnaire, AnswerLayout(form.questionnaire))
        }
        self.forms = forms
        (postings, names) = try database.key()
    }

    /// - Returns: nil where the row cannot be what was stored
    func response(_ row: Statement, id: ResponseID) -> Response? {
        guard let (form, layout) = forms[row.integer(1)], let posting = postings[row.integer(2)],
            let channel = Channel(number: Int(row.integer(5))),
            let answers = layout.unpack(row.blob(11))
        else { return nil }
        let answeredAt = row.integer(3)
        var response = Response(
            id: id, form: form.id, version: form.version, posting: posting, channel: channel,
            answeredAt: Timestamp(milliseconds: answeredAt),
            receivedAt: Timestamp(milliseconds: answeredAt + row.integer(4)), answers: answers)
        response.procedure = names[row.integer(6)]?.code
        response.field = names[row.integer(7)]?.code
        response.respondent = Respondent(number: Int(row.integer(8)))
        response.outcome = Outcome(number: Int(row.integer(9)))
        response.language = names[row.integer(10)]?.code
        response.device = row.optionalInteger(12).flatMap { names[Int64($0)]?.code }
        response.sequence = row.optionalInteger(13)
        response.elapsedMs = row.optionalInteger(14)
        response.comment = row.optionalText(15)
        return response
    }
}
