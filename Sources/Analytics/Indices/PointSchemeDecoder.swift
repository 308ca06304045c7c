internal import Survey

/// Reads the member `points` of an index definition.
struct PointSchemeDecoder {
    /// Indicators a scheme may have.
    static let indicatorsMax = 50

    /// Items whose answers are counted.
    let items: [String]

    func decode(_ root: JSON, _ reader: inout DefinitionReader) -> PointScheme? {
        guard let points = reader.member(root, "points", in: "") else { return nil }
        reader.checkMembers(of: points, name: "points.", allowed: ["indicators", "classes"])
        var indicators: [PointScheme.Indicator] = []
        let entries = reader.array(points, "indicators", in: "points.", 1...Self.indicatorsMax)
        for (index, entry) in entries.enumerated() {
            let name = "points.indicators[\(index)]."
            guard let indicator = indicator(entry, name, &reader) else { continue }
            if indicators.contains(where: { $0.id == indicator.id }) {
                reader.add(entry.line, .twice(name: name + "id", value: indicator.id))
            }
            indicators.append(indicator)
        }
        var classes: [PointScheme.Class] = []
        for (index, entry) in reader.array(points, "classes", in: "points.", 1...20).enumerated() {
            let name = "points.classes[\(index)]."
            reader.checkMembers(of: entry, name: name, allowed: ["id", "title", "from"])
            guard let id = reader.identifier(entry, "id", in: name),
                let title = reader.localizedText(entry, "title", in: name, languages: nil),
                let from = hundredths(entry, "from", name, &reader)
            else { continue }
            classes.append(.init(id: id, title: title, from: Double(from) / 100))
        }
        if let last = classes.last,
            zip(classes, classes.dropFirst()).contains(where: { $0.from <= $1.from })
                || last.from != 0
        {
            reader.add(
                points["classes"]?.line ?? points.line,
                .wrongKind(name: "points.classes", expected: "falling, the last from 0"))
        }
        return PointScheme(indicators: indicators, classes: classes)
    }

    private func indicator(
        _ entry: JSON, _ name: String, _ reader: inout DefinitionReader
    ) -> PointScheme.Indicator? {
        reader.checkMembers(
            of: entry, name: name,
            allowed: ["id", "title", "from", "item", "scores", "most", "source"])
        let id = reader.identifier(entry, "id", in: name)
        let title = reader.localizedText(entry, "title", in: name, languages: nil)
        // Where the rule stands, and whether that was checked: for people.
        _ = reader.string(entry, "source", in: name)
        let most = hundredths(entry, "most", name, &reader)
        let from = reader.choice(
            entry, "from", in: name, ["dossiers", "feedback", "item", "given"])
        guard let id, let title, let most, let from,
            let source = source(from, entry, name, most: most, &reader)
        else { return nil }
        return .init(id: id, title: title, source: source, most: most)
    }

    private func source(
        _ from: String, _ entry: JSON, _ name: String, most: Int,
        _ reader: inout DefinitionReader
    ) -> PointScheme.Source? {
        switch from {
        case "dossiers":
            return scores(entry, name, ["early", "on_time", "late"], most, &reader).map {
                .dossiers(early: $0[0], onTime: $0[1], late: $0[2])
            }
        case "feedback":
            return scores(entry, name, ["on_time", "otherwise"], most, &reader).map {
                .feedback(onTime: $0[0], otherwise: $0[1])
            }
        case "item":
            let levels = scores(entry, name, ["1", "2", "3", "4", "5"], most, &reader)
            guard let item = reader.choice(entry, "item", in: name, items), let levels else {
                return nil
            }
            return .item(item, levels: levels)
        default: return .given
        }
    }

    /// The points of each kind of case, in hundredths.
    private func scores(
        _ entry: JSON, _ name: String, _ kinds: [String], _ most: Int,
        _ reader: inout DefinitionReader
    ) -> [Int]? {
        guard let scores = reader.member(entry, "scores", in: name) else { return nil }
        let name = name + "scores."
        reader.checkMembers(of: scores, name: name, allowed: kinds)
        let found = kinds.compactMap { kind -> Int? in
            guard let points = hundredths(scores, kind, name, &reader) else { return nil }
            guard points <= most else {
                reader.add(
                    scores[kind]?.line ?? scores.line,
                    .outOfRange(name: name + kind, minimum: 0, maximum: most / 100))
                return nil
            }
            return points
        }
        return found.count == kinds.count ? found : nil
    }

    /// Points from 0 to 100 with at most two decimals, as whole hundredths.
    private func hundredths(
        _ object: JSON, _ member: String, _ name: String, _ reader: inout DefinitionReader
    ) -> Int? {
        guard let value = reader.member(object, member, in: name) else { return nil }
        guard let number = value.number, number >= 0, number <= 100,
            abs(number * 100 - (number * 100).rounded()) < 1e-6
        else {
            reader.add(
                value.line,
                .wrongKind(name: name + member, expected: "0 to 100, at most two decimals"))
            return nil
        }
        return Int((number * 100).rounded())
    }
}
