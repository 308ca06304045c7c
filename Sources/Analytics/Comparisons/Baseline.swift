public import Survey

/// A frozen "before": the days against which a plan's promise of a rise is judged, one file in
/// analytics/baselines, so that nobody shifts them when the result is known.
public struct Baseline: Sendable, Equatable {
    public let id: String
    public let title: LocalizedText
    /// Both days included.
    public let before: Period
    /// The days that are judged, both included; nil where the plan names none.
    public let after: Period?
    /// The day on which the days were written down.
    public let frozen: CalendarDay
    /// What of it is our reading and not the plan's word.
    public let note: String
    public let source: Target.Source

    public init(
        id: String, title: LocalizedText, before: Period, after: Period?, frozen: CalendarDay,
        note: String, source: Target.Source
    ) {
        self.id = id
        self.title = title
        self.before = before
        self.after = after
        self.frozen = frozen
        self.note = note
        self.source = source
    }
}

/// Reads analytics/baselines/*.json.
public enum BaselineDecoder {
    /// - Parameter bytes: a JSON text after analytics/baseline.schema.json
    /// - Throws: everything that is wrong with it, with lines
    public static func decode(_ bytes: [UInt8]) throws(FormFaults) -> Baseline {
        let root = try DefinitionReader.root(of: bytes)
        var reader = DefinitionReader()
        let baseline = decode(root, &reader)
        guard reader.faults.isEmpty, let baseline else {
            throw FormFaults(reader.faults.sorted { $0.line < $1.line })
        }
        return baseline
    }

    private static func decode(_ root: JSON, _ reader: inout DefinitionReader) -> Baseline? {
        reader.checkMembers(
            of: root, name: "",
            allowed: [
                "$schema", "schema", "id", "title", "before", "after", "frozen", "note", "source",
            ])
        _ = reader.choice(root, "schema", in: "", ["hailong.baseline/1"])
        let id = reader.identifier(root, "id", in: "")
        let title = reader.localizedText(root, "title", in: "", languages: nil)
        let before = period(root, "before", &reader)
        var after: Period?
        if let value = root["after"], !value.isNull {
            after = period(root, "after", &reader)
            if let before, let after, before.to >= after.from {
                reader.add(
                    value.line, .wrongKind(name: "after", expected: "days after those of before"))
            }
        }
        let frozen = reader.day(root, "frozen", in: "")
        let note = reader.string(root, "note", in: "")
        let source = reader.planSource(root, in: "")
        guard let id, let title, let before, let frozen, let note, let source else { return nil }
        return Baseline(
            id: id, title: title, before: before, after: after, frozen: frozen, note: note,
            source: source)
    }

    private static func period(
        _ root: JSON, _ member: String, _ reader: inout DefinitionReader
    ) -> Period? {
        guard let value = reader.member(root, member, in: "") else { return nil }
        reader.checkMembers(of: value, name: member + ".", allowed: ["from", "to"])
        guard let from = reader.day(value, "from", in: member + "."),
            let to = reader.day(value, "to", in: member + ".")
        else { return nil }
        guard let period = Period(from: from, to: to) else {
            reader.add(value.line, .wrongKind(name: member, expected: "from ≤ to"))
            return nil
        }
        return period
    }
}
