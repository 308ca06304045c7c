/// Responses as CSV: one place for reading and writing, so that an export is an import.
public struct ResponseTable: Sendable {
    public static let required = [
        "id", "form", "version", "place", "channel", "procedure", "field", "respondent", "outcome",
        "language", "answered_at", "comment",
    ]
    public static let optional = ["unit", "centre", "device", "sequence", "elapsed_ms", "partial"]

    /// Item columns after the fixed ones: every item of every form given, in order, once.
    public let items: [String]
    private let known: Set<String>

    /// - Parameter forms: the forms whose answers the table may hold
    public init(forms: [Questionnaire]) {
        var seen: Set<String> = []
        items = forms.flatMap(\.items).filter { $0.kind != .text }.map(\.id)
            .filter { seen.insert($0).inserted }
        known = seen
    }

    /// The header of an export.
    public var columns: [String] { Self.required + Self.optional + items }

    /// Reads the header of an import: fixed columns, then any items of known forms.
    public func header(_ record: CSVRecord?) throws(TableFault) -> TableHeader {
        try TableHeader(
            record, required: Self.required, optional: known.union(Self.optional))
    }

    /// - Parameters:
    ///   - row: one line of the table
    ///   - header: what ``header(_:)`` gave
    /// - Returns: what the line says, not yet checked against its form and place
    public func decode(
        _ row: TableRow, header: TableHeader
    ) throws(TableFault) -> Submission {
        var submission = Submission(
            id: try row.required("id", expected: "a UUID") { ResponseID($0) },
            form: try row.required("form"),
            version: try row.required("version", expected: "a positive whole number") {
                Int($0).flatMap { $0 > 0 ? $0 : nil }
            },
            place: try row.required("place"),
            channel: try row.required(
                "channel", expected: Channel.allCases.map(\.rawValue).joined(separator: ", ")
            ) { Channel(rawValue: $0) },
            answeredAt: try row.required(
                "answered_at", expected: "RFC 3339, as 2025-03-31T14:05:00+07:00"
            ) { Timestamp(rfc3339: $0) },
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
        submission.isPartial =
            try row.value("partial", expected: "true, false or nothing") { Bool($0) } ?? false
        for (item, place) in header.others where known.contains(item) {
            submission.answers[item] = row.text(at: place).map(Self.codes)
        }
        return submission
    }

    private static func codes(in text: String) -> [String] {
        guard text.utf8.contains(UInt8(ascii: ";")) else { return [text] }
        return text.split(separator: ";").map { Text.trimmed(String($0)) }
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
            response.isPartial ? "true" : "",
        ]
        let answers = Dictionary(
            zip(form.items, response.answers).map { ($0.id, $0.codes(of: $1)) },
            uniquingKeysWith: { first, _ in first })
        for item in items { fields.append(answers[item]?.joined(separator: ";") ?? "") }
        return fields
    }
}
