import Columns
import Survey
import Testing

@testable import Analytics

/// An office in memory: what a test says was answered goes the whole road, from records through
/// the column table to the report.
struct Office {
    var units: [Unit]
    var forms: [Questionnaire]
    var definitions = Definitions(indices: [], targets: [])
    var dossiers: [DossierCount] = []
    var feedback: [FeedbackCount] = []
    var points: [GivenPoints] = []
    var closings: [Closing] = []
    private(set) var records: [ResponseRecord] = []
    private var postings: [Posting] = []
    private var fields: [String] = []
    private var procedures: [String] = []

    /// - Parameter units: code → code above; siblings in the order of their codes
    init(units: [String: String?] = ["A": nil], forms: [Questionnaire], index: IndexDefinition) {
        self.units = units.sorted { $0.key < $1.key }.map { Self.unit($0.key, under: $0.value) }
        self.forms = forms
        definitions = Definitions(indices: [index], targets: [])
    }

    static func unit(_ code: String, under parent: String?, until: String? = nil) -> Unit {
        Unit(
            code: code, name: "Unit \(code)", kind: .office, parent: parent, validFrom: nil,
            validTo: until.flatMap { CalendarDay($0) }, successor: nil)
    }

    /// Adds so many equal ballots; items that are not named stay missing.
    mutating func add(
        _ answers: [String: Answer], count: Int = 1, form: Int = 0, unit: String = "A",
        place: String = "counter", at time: String = "2025-03-10T09:00:00+07:00",
        field: String? = nil, channel: Channel = .kiosk
    ) {
        let moment = Timestamp(rfc3339: time)!
        for _ in 0..<count {
            add(
                answers, form: form, unit: unit, place: place, at: moment, field: field,
                channel: channel)
        }
    }

    /// Adds a ballot of which everything is said that a filter may ask.
    mutating func add(
        _ answers: [String: Answer], form: Int, unit: String, place: String, at time: Timestamp,
        field: String?, procedure: String? = nil, channel: Channel = .kiosk,
        outcome: Outcome? = .returned
    ) {
        let questionnaire = forms[form]
        precondition(answers.keys.allSatisfy { questionnaire.index(of: $0) != nil })
        let packed = AnswerLayout(questionnaire).pack(
            questionnaire.items.map { answers[$0.id] ?? .missing })
        records.append(
            ResponseRecord(
                row: Int64(records.count + 1), form: Int32(form + 1),
                posting: Self.number(
                    of: Posting(place: place, unit: unit, centre: unit), in: &postings),
                answeredAt: time, channel: UInt8(channel.number), respondent: 1,
                outcome: UInt8(outcome?.number ?? 0),
                procedure: procedure.map { Self.number(of: $0, in: &procedures) } ?? 0,
                field: field.map { Self.number(of: $0, in: &fields) } ?? 0, language: 1,
                answers: packed))
    }

    private static func number<Name: Equatable>(of name: Name, in names: inout [Name]) -> Int32 {
        if let index = names.firstIndex(of: name) { return Int32(index + 1) }
        names.append(name)
        return Int32(names.count)
    }

    /// The same answers, arrived in another order.
    mutating func shuffle(seed: UInt64) {
        var generator = Generator(state: seed)
        records = records.shuffled(using: &generator).enumerated().map { index, record in
            ResponseRecord(
                row: Int64(index + 1), form: record.form, posting: record.posting,
                answeredAt: record.answeredAt, channel: record.channel,
                respondent: record.respondent, outcome: record.outcome,
                procedure: record.procedure, field: record.field, language: record.language,
                answers: record.answers)
        }
    }

    /// Takes other records away; those that stay keep their rows.
    mutating func keep(_ isKept: (ResponseRecord) -> Bool) { records.removeAll { !isKept($0) } }

    /// Ballots of forms that the index covers.
    var covered: Int {
        records.count { definitions.indices[0].covers(forms[Int($0.form) - 1]) }
    }

    var segments: [Segment] {
        ColumnTable(folder: "/nowhere", store: "office", lastRow: 0, mayWrite: false).caughtUp {
            row in Array(records.filter { $0.row > row }.prefix(ColumnTable.batchMax))
        }
    }

    func source(segments: [Segment]? = nil) -> ReportSource {
        func numbered<Name>(_ names: [Name]) -> [Int32: Name] {
            Dictionary(uniqueKeysWithValues: names.enumerated().map { (Int32($0 + 1), $1) })
        }
        return ReportSource(
            register: Register(units: units, places: [], questionnaires: forms),
            key: RecordKey(
                forms: numbered(forms), postings: numbered(postings), fields: numbered(fields),
                procedures: numbered(procedures)),
            segments: segments ?? self.segments, dossiers: dossiers, closings: closings,
            offset: .vietNam, isSample: true, feedback: feedback, points: points)
    }

    func report(
        from: String = "2025-01-01", to: String = "2025-12-31", units: [String] = [],
        method: IndexMethod? = nil, filter: ReportFilter = ReportFilter(),
        design: CountingDesign = .ballot, segments: [Segment]? = nil
    ) throws -> Report {
        let days = (try #require(CalendarDay(from)), try #require(CalendarDay(to)))
        let query = ReportQuery(
            index: definitions.indices[0].id,
            period: try #require(Period(from: days.0, to: days.1)), units: units, method: method,
            filter: filter, design: design)
        return try ReportBuilder.report(
            query, from: source(segments: segments), definitions: definitions,
            at: Timestamp(milliseconds: 0))
    }

    /// The row of one unit.
    func row(
        _ unit: String = "A", from: String = "2025-01-01", to: String = "2025-12-31",
        method: IndexMethod? = nil
    ) throws -> UnitReport {
        try #require(report(from: from, to: to, units: [unit], method: method).units.first)
    }
}

/// A fixed sequence, so that a failure can be seen again (SplitMix64).
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
