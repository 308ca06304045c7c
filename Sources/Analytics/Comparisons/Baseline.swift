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
        let frozen = day(root, "frozen", in: "", &reader)
        let note = reader.string(root, "note", in: "")
        let source = source(root, &reader)
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
        guard let from = day(value, "from", in: member + ".", &reader),
            let to = day(value, "to", in: member + ".", &reader)
        else { return nil }
        guard let period = Period(from: from, to: to) else {
            reader.add(value.line, .wrongKind(name: member, expected: "from ≤ to"))
            return nil
        }
        return period
    }

    private static func day(
        _ object: JSON, _ member: String, in parent: String, _ reader: inout DefinitionReader
    ) -> CalendarDay? {
        guard let text = reader.string(object, member, in: parent) else { return nil }
        guard let day = CalendarDay(text) else {
            reader.add(
                object[member]?.line ?? object.line,
                .wrongKind(name: parent + member, expected: "YYYY-MM-DD"))
            return nil
        }
        return day
    }

    private static func source(
        _ root: JSON, _ reader: inout DefinitionReader
    ) -> Target.Source? {
        guard let source = reader.member(root, "source", in: "") else { return nil }
        let name = "source."
        reader.checkMembers(
            of: source, name: name, allowed: ["plan", "document", "section", "quote"])
        guard let plan = reader.string(source, "plan", in: name),
            let document = reader.string(source, "document", in: name),
            let section = reader.string(source, "section", in: name),
            let quote = reader.string(source, "quote", in: name)
        else { return nil }
        return .init(plan: plan, document: document, section: section, quote: quote)
    }
}
