public import Survey

/// Reads analytics/indices/*.json.
public enum IndexDecoder {
    /// - Parameter bytes: a JSON text after analytics/index.schema.json
    /// - Throws: everything that is wrong with it, with lines
    public static func decode(_ bytes: [UInt8]) throws(FormFaults) -> IndexDefinition {
        let root = try DefinitionReader.root(of: bytes)
        var reader = DefinitionReader()
        let definition = decode(root, &reader)
        guard reader.faults.isEmpty, let definition else {
            throw FormFaults(reader.faults.sorted { $0.line < $1.line })
        }
        return definition
    }

    private static func decode(_ root: JSON, _ reader: inout DefinitionReader) -> IndexDefinition? {
        reader.checkMembers(
            of: root, name: "",
            allowed: [
                "$schema", "schema", "id", "version", "title", "source", "method", "satisfied",
                "dimensions", "overallItem", "validity", "minimumBallots", "level",
            ])
        _ = reader.choice(root, "schema", in: "", ["hailong.index/1"])
        let id = reader.identifier(root, "id", in: "")
        let version = reader.integer(root, "version", in: "", 1...9_999)
        let title = reader.localizedText(root, "title", in: "", languages: nil)
        let source = reader.string(root, "source", in: "")
        let method = reader.choice(root, "method", in: "", IndexMethod.allCases.map(\.rawValue))
        var satisfied: [Int] = []
        for (index, entry) in reader.array(root, "satisfied", in: "", 1...5).enumerated() {
            guard let score = entry.integer, (1...5).contains(score), !satisfied.contains(score)
            else {
                reader.add(
                    entry.line, .outOfRange(name: "satisfied[\(index)]", minimum: 1, maximum: 5))
                continue
            }
            satisfied.append(score)
        }
        let dimensions = decodeDimensions(root, &reader)
        let overallItem = reader.identifier(root, "overallItem", in: "")
        let validity = decodeValidity(root, &reader)
        let minimum = reader.integer(root, "minimumBallots", in: "", 1...100_000)
        let level = reader.share(root, "level", in: "")
        guard let id, let version, let title, let source,
            let method = method.flatMap({ IndexMethod(rawValue: $0) }), let overallItem,
            let validity, let minimum, let level
        else { return nil }
        guard level > 0.5, level < 1 else {
            let expected = "more than 0.5, less than 1"
            reader.add(
                root["level"]?.line ?? root.line, .wrongKind(name: "level", expected: expected))
            return nil
        }
        return IndexDefinition(
            id: id, version: version, title: title, source: source, method: method,
            satisfied: satisfied, dimensions: dimensions, overallItem: overallItem,
            validity: validity, minimumBallots: minimum, level: level)
    }

    private static func decodeDimensions(
        _ root: JSON, _ reader: inout DefinitionReader
    ) -> [IndexDefinition.Dimension] {
        var dimensions: [IndexDefinition.Dimension] = []
        var seen: Set<String> = []
        for (index, entry) in reader.array(root, "dimensions", in: "", 0...20).enumerated() {
            let name = "dimensions[\(index)]."
            reader.checkMembers(of: entry, name: name, allowed: ["id", "title", "items"])
            var items: [String] = []
            let entries = reader.array(entry, "items", in: name, 1...Questionnaire.itemsMax)
            for (place, item) in entries.enumerated() {
                guard let id = reader.identifier(item, named: "\(name)items[\(place)]") else {
                    continue
                }
                if !seen.insert(id).inserted {
                    reader.add(item.line, .twice(name: "\(name)items[\(place)]", value: id))
                }
                items.append(id)
            }
            guard let id = reader.identifier(entry, "id", in: name),
                let title = reader.localizedText(entry, "title", in: name, languages: nil)
            else { continue }
            if dimensions.contains(where: { $0.id == id }) {
                reader.add(entry.line, .twice(name: name + "id", value: id))
            }
            dimensions.append(.init(id: id, title: title, items: items))
        }
        return dimensions
    }

    private static func decodeValidity(
        _ root: JSON, _ reader: inout DefinitionReader
    ) -> IndexDefinition.Validity? {
        guard let validity = reader.member(root, "validity", in: "") else { return nil }
        let name = "validity."
        reader.checkMembers(of: validity, name: name, allowed: ["overallItem", "answeredShare"])
        let overallItem = reader.flag(validity, "overallItem", in: name)
        guard let answeredShare = reader.share(validity, "answeredShare", in: name) else {
            return nil
        }
        return .init(overallItem: overallItem, answeredShare: answeredShare)
    }
}
