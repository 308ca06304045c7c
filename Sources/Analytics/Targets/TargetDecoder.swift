public import Survey

/// Reads analytics/targets/*.json.
public enum TargetDecoder {
    /// - Parameter bytes: a JSON text after analytics/targets.schema.json
    /// - Returns: the rows that ask for a share. Rows of kind `change` (a rise against an earlier
    ///   time) and `rank` (an outside figure) are checked and cited, but no report tests them.
    /// - Throws: everything that is wrong with it, with lines
    public static func decode(_ bytes: [UInt8]) throws(FormFaults) -> [Target] {
        let root = try DefinitionReader.root(of: bytes)
        var reader = DefinitionReader()
        reader.checkMembers(of: root, name: "", allowed: ["$schema", "schema", "scope", "targets"])
        _ = reader.choice(root, "schema", in: "", ["hailong.targets/1"])
        let scope = decodeScope(root, &reader)
        var targets: [Target] = []
        for (index, entry) in reader.array(root, "targets", in: "", 1...100).enumerated() {
            let target = decodeTarget(entry, "targets[\(index)].", scope, &reader)
            if let target, targets.contains(where: { $0.id == target.id }) {
                reader.add(
                    entry.line, .twice(name: "targets[\(index)].id", value: target.id))
            } else if let target {
                targets.append(target)
            }
        }
        guard reader.faults.isEmpty else {
            throw FormFaults(reader.faults.sorted { $0.line < $1.line })
        }
        return targets
    }

    private static func decodeScope(
        _ root: JSON, _ reader: inout DefinitionReader
    ) -> Target.Scope? {
        guard let scope = reader.member(root, "scope", in: "") else { return nil }
        reader.checkMembers(of: scope, name: "scope.", allowed: ["id", "title", "item", "field"])
        let id = reader.identifier(scope, "id", in: "scope.")
        let title = reader.localizedText(scope, "title", in: "scope.", languages: nil)
        // A figure from outside is tested on no item of ours.
        guard let id, let title, scope["item"]?.isNull == false,
            let item = reader.identifier(scope, "item", in: "scope.")
        else { return nil }
        var field: String?
        if scope["field"]?.isNull == false {
            // A field that cannot be read must not become all fields; the fault stops the file.
            field = reader.string(scope, "field", in: "scope.")
        }
        return .init(id: id, title: title, item: item, field: field)
    }

    private static func decodeTarget(
        _ entry: JSON, _ name: String, _ scope: Target.Scope?, _ reader: inout DefinitionReader
    ) -> Target? {
        reader.checkMembers(
            of: entry, name: name,
            allowed: [
                "id", "kind", "threshold", "due", "until", "baselineUntil", "title", "source",
            ])
        let id = reader.identifier(entry, "id", in: name)
        let kind = reader.choice(entry, "kind", in: name, ["share", "change", "rank"])
        let title = reader.localizedText(entry, "title", in: name, languages: nil)
        let source = reader.planSource(entry, in: name)
        guard kind == "share" else { return nil }
        let threshold = reader.share(entry, "threshold", in: name)
        let due = reader.day(entry, "due", in: name)
        var until: CalendarDay?
        if entry["until"]?.isNull == false { until = reader.day(entry, "until", in: name) }
        guard let id, let title, let source, let threshold, let due else { return nil }
        guard let scope else {
            reader.add(entry.line, .missing(name: "scope.item"))
            return nil
        }
        return Target(
            id: id, scope: scope, threshold: threshold, due: due, until: until, title: title,
            source: source)
    }
}

extension DefinitionReader {
    /// The member `source`: where a row of a plan stands.
    mutating func planSource(_ object: JSON, in parent: String) -> Target.Source? {
        guard let source = member(object, "source", in: parent) else { return nil }
        let name = parent + "source."
        checkMembers(of: source, name: name, allowed: ["plan", "document", "section", "quote"])
        guard let plan = string(source, "plan", in: name),
            let document = string(source, "document", in: name),
            let section = string(source, "section", in: name),
            let quote = string(source, "quote", in: name)
        else { return nil }
        return .init(plan: plan, document: document, section: section, quote: quote)
    }

    /// A day, written YYYY-MM-DD.
    mutating func day(_ object: JSON, _ member: String, in parent: String) -> CalendarDay? {
        guard let text = string(object, member, in: parent) else { return nil }
        guard let day = CalendarDay(text) else {
            add(
                object[member]?.line ?? object.line,
                .wrongKind(name: parent + member, expected: "YYYY-MM-DD"))
            return nil
        }
        return day
    }
}
