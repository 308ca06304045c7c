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
                "dimensions", "overallItem", "validity", "minimumBallots", "level", "validFrom",
                "validTo", "design", "suppression", "points",
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
        let (validFrom, validTo) = decodeDays(root, &reader)
        let design = decodeDesign(root, method, &reader)
        let suppression = decodeSuppression(root, &reader)
        let asked = dimensions.isEmpty ? [overallItem ?? ""] : dimensions.flatMap(\.items)
        let points =
            method == IndexMethod.tt01.rawValue || root["points"] != nil
            ? PointSchemeDecoder(items: asked).decode(root, &reader) : nil
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
            validity: validity, minimumBallots: minimum, level: level, validFrom: validFrom,
            validTo: validTo, suppression: suppression, design: design, points: points)
    }

    /// The days on which the version is the rule; both may be left out.
    private static func decodeDays(
        _ root: JSON, _ reader: inout DefinitionReader
    ) -> (from: CalendarDay?, to: CalendarDay?) {
        func day(_ member: String) -> CalendarDay? {
            guard let value = root[member], !value.isNull else { return nil }
            let day = value.string.flatMap { CalendarDay($0) }
            if day == nil {
                reader.add(value.line, .wrongKind(name: member, expected: "YYYY-MM-DD"))
            }
            return day
        }
        let (from, to) = (day("validFrom"), day("validTo"))
        if let from, let to, to < from {
            reader.add(
                root["validTo"]?.line ?? root.line,
                .wrongKind(name: "validTo", expected: "a day not before validFrom"))
        }
        return (from, to)
    }

    /// A design that the method's intervals or the dossiers cannot give is refused, and not passed
    /// over: its intervals would be another design's.
    private static func decodeDesign(
        _ root: JSON, _ method: String?, _ reader: inout DefinitionReader
    ) -> IndexDesign {
        guard let design = root["design"] else { return IndexDesign() }
        reader.checkMembers(
            of: design, name: "design.", allowed: ["unit", "strata", "clusters", "weights"])
        if design["unit"] != nil { _ = reader.choice(design, "unit", in: "design.", ["ballot"]) }
        func word<Word: RawRepresentable & CaseIterable>(
            _ member: String, _ plain: Word
        ) -> Word where Word.RawValue == String {
            guard design[member] != nil else { return plain }
            return reader.choice(design, member, in: "design.", Word.allCases.map(\.rawValue))
                .flatMap { Word(rawValue: $0) } ?? plain
        }
        let strata = word("strata", IndexDesign.Strata.none)
        let clusters = word("clusters", CountingDesign.ballot)
        var weights = word("weights", IndexDesign.Weights.none)
        func refuse(_ member: String, _ expected: String) {
            reader.add(
                design[member]?.line ?? design.line,
                .wrongKind(name: "design." + member, expected: expected))
        }
        if weights == .dossiers, !strata.isCountedByDossiers {
            let known = IndexDesign.Strata.allCases.filter(\.isCountedByDossiers)
            refuse("weights", "strata " + known.map(\.rawValue).joined(separator: ", "))
            weights = .none
        }
        guard let method = method.flatMap({ IndexMethod(rawValue: $0) }) else {
            return IndexDesign(strata: strata, clusters: clusters, weights: weights)
        }
        if strata != .none, !method.takesStrata {
            refuse("strata", "none with method \(method.rawValue)")
        } else if strata == .none, !method.takes(clusters) {
            refuse("clusters", "ballot with method \(method.rawValue)")
        }
        return IndexDesign(strata: strata, clusters: clusters, weights: weights)
    }

    private static func decodeSuppression(
        _ root: JSON, _ reader: inout DefinitionReader
    ) -> IndexDefinition.Suppression {
        let floors = IndexDefinition.Suppression()
        guard let rules = root["suppression"] else { return floors }
        reader.checkMembers(of: rules, name: "suppression.", allowed: ["staff", "public"])
        func least(_ member: String, _ floor: Int) -> Int {
            guard rules[member] != nil else { return floor }
            return reader.integer(rules, member, in: "suppression.", floor...100_000) ?? floor
        }
        let staff = least("staff", floors.staff)
        return .init(staff: staff, everybody: max(staff, least("public", floors.everybody)))
    }

    private static func decodeDimensions(
        _ root: JSON, _ reader: inout DefinitionReader
    ) -> [IndexDefinition.Dimension] {
        var dimensions: [IndexDefinition.Dimension] = []
        var seen: Set<String> = []
        for (index, entry) in reader.array(root, "dimensions", in: "", 0...20).enumerated() {
            let name = "dimensions[\(index)]."
            reader.checkMembers(of: entry, name: name, allowed: ["id", "title", "items", "weight"])
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
            let weight = decodeWeight(entry, name, &reader)
            dimensions.append(.init(id: id, title: title, items: items, weight: weight))
        }
        return dimensions
    }

    /// What a dimension weighs; 1 where it does not say.
    private static func decodeWeight(
        _ entry: JSON, _ name: String, _ reader: inout DefinitionReader
    ) -> Double {
        guard let value = entry["weight"] else { return 1 }
        guard let weight = value.number, weight > 0, weight <= 1_000_000 else {
            reader.add(
                value.line, .wrongKind(name: name + "weight", expected: "a number above 0"))
            return 1
        }
        return weight
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
