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

    func feedback(_ key: FeedbackCount.Key) throws(StorageError) -> FeedbackCount? {
        var found: FeedbackCount?
        try each(SQL.feedbackOf, .text(key.unit), .integer(key.period.ordinal)) {
            found = Self.feedback($0)
        }
        return found
    }

    func feedback() throws(StorageError) -> [FeedbackCount] {
        var counts: [FeedbackCount] = []
        try each(SQL.feedback) { counts.append(Self.feedback($0)) }
        return counts
    }

    private static func feedback(_ row: Statement) -> FeedbackCount {
        FeedbackCount(
            key: .init(unit: row.text(0), period: CalendarMonth(ordinal: Int(row.integer(1)))),
            received: Int(row.integer(2)), onTime: Int(row.integer(3)),
            unsatisfactory: Int(row.integer(4)), lateComplaints: Int(row.integer(5)),
            dissatisfiedDossiers: row.optionalInteger(6))
    }

    func points() throws(StorageError) -> [GivenPoints] {
        var points: [GivenPoints] = []
        try each(SQL.points) { row in
            points.append(
                GivenPoints(
                    key: .init(
                        unit: row.text(0), period: CalendarMonth(ordinal: Int(row.integer(1))),
                        index: row.text(2), indicator: row.text(3)),
                    hundredths: Int(row.integer(4))))
        }
        return points
    }

    /// Closed months, in order, each with what has changed since beneath its figures.
    func closings() throws(StorageError) -> [Closing] {
        var closings: [Closing] = []
        var kept: [CalendarMonth: FigureBasis] = [:]
        try each(SQL.closings) { row in
            let month = CalendarMonth(ordinal: Int(row.integer(0)))
            closings.append(
                Closing(
                    month: month, closedAt: Timestamp(milliseconds: row.integer(1)),
                    lastRow: row.integer(2)))
            guard let lastUnit = row.optionalInteger(3) else { return }
            kept[month] = FigureBasis(
                lastUnit: Int64(lastUnit), units: row.blob(4), dossiers: row.blob(5),
                feedback: row.blob(6), points: row.blob(7))
        }
        guard !kept.isEmpty else { return closings }
        let now = try bases(of: kept.mapValues(\.lastUnit))
        return closings.map { closing in
            guard let kept = kept[closing.month], let now = now[closing.month] else {
                return closing
            }
            return Closing(
                month: closing.month, closedAt: closing.closedAt, lastRow: closing.lastRow,
                changedSince: kept.changes(to: now))
        }
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

/// Every row with its id.
extension Database {
    /// Rows whose ids are looked up together, 17 bytes of memory each.
    static let windowRows: Int64 = 1 << 19

    /// Every row of ``SQL/responses`` in its order, with its id, and how many ids point at it (255
    /// and more as 255).
    ///
    /// Memory does not grow with their number: ids are found window by window, each by one pass
    /// over the identity table, because an index from row to id would take more than the answers.
    func eachRow(
        of responses: StaticString = SQL.responses, windowRows: Int64 = windowRows,
        _ body: (Statement, ResponseID?, _ ids: Int) throws(StorageError) -> Void
    ) throws(StorageError) {
        let end = max(0, try integer(SQL.lastRow) ?? 0)
        let size = Int(min(windowRows, max(1, end)))
        var ids = [ResponseID](repeating: ResponseID(high: 0, low: 0), count: size)
        var counts = [UInt8](repeating: 0, count: size)
        var before: Int64 = 0
        // Where pages are damaged, rows come out of order, and none of them twice from here.
        while let first = try integer(SQL.nextRow, .integer(before)), first > before {
            let last = end - first < Int64(size) ? max(first, end) : first + Int64(size) - 1
            counts.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
            try each(SQL.identities, .integer(first), .integer(last)) { row in
                guard let id = row.responseID(0) else { return }
                let place = Int(row.integer(1) - first)
                ids[place] = id
                counts[place] += counts[place] < 255 ? 1 : 0
            }
            try each(responses, .integer(first), .integer(last)) { row throws(StorageError) in
                let place = Int(row.integer(0) &- first)
                guard counts.indices.contains(place) else { return try body(row, nil, 0) }
                let count = Int(counts[place])
                try body(row, count == 0 ? nil : ids[place], count)
            }
            before = last
        }
    }
}

/// One stored form version. A class, because it is looked up for each answer: one reference instead
/// of all that a questionnaire holds.
final class StoredForm {
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
        response.isPartial = row.integer(17) != 0
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
