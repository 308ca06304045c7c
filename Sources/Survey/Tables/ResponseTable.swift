/// Responses as CSV: one place for reading and writing, so that an export is an import.
public struct ResponseTable: Sendable {
    public static let required = [
        "id", "form", "version", "place", "channel", "procedure", "field", "respondent", "outcome",
        "language", "answered_at", "comment",
    ]
    public static let optional = ["unit", "centre", "device", "sequence", "elapsed_ms"]

    /// Item columns after the fixed ones: every item of every form given, in order, once.
    public let items: [String]

    /// - Parameter forms: the forms whose answers the table may hold
    public init(forms: [Questionnaire]) {
        var seen: Set<String> = []
        items = forms.flatMap(\.items).filter { $0.kind != .text }.map(\.id)
            .filter { seen.insert($0).inserted }
    }

    /// The header of an export.
    public var columns: [String] { Self.required + Self.optional + items }

    /// Reads the header of an import: fixed columns, then any items of known forms.
    public func header(_ record: CSVRecord?) throws(TableFault) -> TableHeader {
        try TableHeader(record, required: Self.required) {
            Self.optional.contains($0) || items.contains($0)
        }
    }

    public func decode(
        _ row: TableRow, header: TableHeader
    ) throws(TableFault) -> Submission {
        guard let id = try row.value("id", expected: "a UUID", { ResponseID($0) }) else {
            throw row.fault("id", expected: "a UUID")
        }
        guard let version = Int(try row.required("version")), version > 0 else {
            throw row.fault("version", expected: "a positive whole number")
        }
        let channels = Channel.allCases.map(\.rawValue).joined(separator: ", ")
        guard let channel = Channel(rawValue: try row.required("channel")) else {
            throw row.fault("channel", expected: channels)
        }
        guard let answeredAt = Timestamp(rfc3339: try row.required("answered_at")) else {
            throw row.fault("answered_at", expected: "RFC 3339, as 2025-03-31T14:05:00+07:00")
        }
        var submission = Submission(
            id: id, form: try row.required("form"), version: version,
            place: try row.required("place"), channel: channel, answeredAt: answeredAt,
            comment: row.rawText("comment"))
        submission.procedure = row.text("procedure")
        submission.field = row.text("field")
        submission.respondent = try row.value(
            "respondent", expected: Respondent.allCases.map(\.rawValue).joined(separator: ", ")
        ) { Respondent(rawValue: $0) }
        submission.outcome = try row.value(
            "outcome", expected: Outcome.allCases.map(\.rawValue).joined(separator: ", ")
        ) { Outcome(rawValue: $0) }
        submission.language = row.text("language")
        submission.unit = row.text("unit")
        submission.centre = row.text("centre")
        submission.device = row.text("device")
        submission.sequence = try row.value("sequence", expected: "a whole number") { Int($0) }
        submission.elapsedMs = try row.value("elapsed_ms", expected: "a whole number") { Int($0) }
        for item in header.columns where items.contains(item) {
            guard let text = row.text(item) else { continue }
            submission.answers[item] = text.split(separator: ";").map { Text.trimmed(String($0)) }
        }
        return submission
    }

    /// - Parameters:
    ///   - response: any stored response
    ///   - form: its form version
    ///   - offset: at which times are written
    public func encode(
        _ response: Response, form: Questionnaire, offset: DayOffset
    ) -> [String] {
        var fields = [
            response.id.description, response.form, String(response.version),
            response.posting.place, response.channel.rawValue, response.procedure ?? "",
            response.field ?? "", response.respondent?.rawValue ?? "",
            response.outcome?.rawValue ?? "", response.language ?? "",
            response.answeredAt.rfc3339(at: offset), response.comment ?? "",
            response.posting.unit, response.posting.centre, response.device ?? "",
            response.sequence.map(String.init) ?? "", response.elapsedMs.map(String.init) ?? "",
        ]
        for item in items {
            guard let index = form.index(of: item) else {
                fields.append("")
                continue
            }
            fields.append(
                form.items[index].codes(of: response.answers[index]).joined(separator: ";"))
        }
        return fields
    }
}
