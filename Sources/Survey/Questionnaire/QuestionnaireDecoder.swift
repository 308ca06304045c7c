/// Reads a form file and reports everything that is wrong with it, not only the first thing.
public struct QuestionnaireDecoder {
    private var reader = DefinitionReader()
    private var languages: [String] = []

    private init() {}

    /// - Parameter bytes: a JSON text after forms/form.schema.json
    /// - Throws: every fault, with its line
    public static func decode(_ bytes: [UInt8]) throws(FormFaults) -> Questionnaire {
        let root = try DefinitionReader.root(of: bytes)
        var decoder = QuestionnaireDecoder()
        let questionnaire = decoder.decodeForm(root)
        guard decoder.reader.faults.isEmpty, let questionnaire else {
            throw FormFaults(decoder.reader.faults.sorted { $0.line < $1.line })
        }
        return questionnaire
    }

    private mutating func decodeForm(_ root: JSON) -> Questionnaire? {
        reader.checkMembers(
            of: root, name: "",
            allowed: [
                "$schema", "schema", "id", "version", "status", "source", "languages", "title",
                "intro", "levels", "dimensions", "items",
            ])
        _ = reader.choice(root, "schema", in: "", ["hailong.form/1"])
        let id = reader.identifier(root, "id", in: "")
        let version = reader.integer(root, "version", in: "", 1...9_999)
        let status = reader.choice(root, "status", in: "", ["draft", "official"])
        let source = reader.string(root, "source", in: "")
        for (index, entry) in reader.array(root, "languages", in: "", 1...20).enumerated() {
            let name = "languages[\(index)]"
            guard let tag = reader.identifier(entry, named: name) else { continue }
            if languages.contains(tag) { reader.add(entry.line, .twice(name: name, value: tag)) }
            languages.append(tag)
        }
        let title = text(root, "title", in: "")
        let intro = root["intro"] == nil ? nil : text(root, "intro", in: "")
        let levels = decodeLevels(root)
        let dimensions = decodeDimensions(root)
        let items = decodeItems(root, dimensions: dimensions.map(\.id))
        guard let id, let version, let status, let source, let title, !languages.isEmpty else {
            return nil
        }
        return Questionnaire(
            id: id, version: version, status: status == "draft" ? .draft : .official,
            source: source, languages: languages, title: title, intro: intro, levels: levels,
            dimensions: dimensions, items: items)
    }

    /// A text that must stand in every language of the form.
    private mutating func text(
        _ object: JSON, _ member: String, in parent: String
    ) -> LocalizedText? {
        // Without languages there is nothing to hold a text against: one fault, not fifty.
        reader.localizedText(
            object, member, in: parent, languages: languages.isEmpty ? nil : languages)
    }

    private mutating func decodeLevels(_ root: JSON) -> [LocalizedText] {
        guard let levels = reader.member(root, "levels", in: "") else { return [] }
        guard levels.members != nil else {
            reader.add(levels.line, .wrongKind(name: "levels", expected: "object"))
            return []
        }
        if !languages.isEmpty {
            reader.checkMembers(of: levels, name: "levels.", allowed: languages)
        }
        var words = [[String: String]](repeating: [:], count: 5)
        for language in languages {
            guard levels[language] != nil else {
                reader.add(levels.line, .missingText(name: "levels", language: language))
                continue
            }
            let entries = reader.array(levels, language, in: "levels.", 5...5)
            for (index, entry) in entries.prefix(5).enumerated() {
                words[index][language] = reader.string(
                    entry, named: "levels.\(language)[\(index)]")
            }
        }
        return words.map { LocalizedText($0) }
    }

    private mutating func decodeDimensions(_ root: JSON) -> [Questionnaire.Dimension] {
        guard root["dimensions"] != nil else { return [] }
        var dimensions: [Questionnaire.Dimension] = []
        for (index, entry) in reader.array(root, "dimensions", in: "", 0...20).enumerated() {
            let name = "dimensions[\(index)]."
            reader.checkMembers(of: entry, name: name, allowed: ["id", "title"])
            guard let id = reader.identifier(entry, "id", in: name),
                let title = text(entry, "title", in: name)
            else { continue }
            if dimensions.contains(where: { $0.id == id }) {
                reader.add(entry.line, .twice(name: name + "id", value: id))
            }
            dimensions.append(.init(id: id, title: title))
        }
        return dimensions
    }

    private mutating func decodeItems(_ root: JSON, dimensions: [String]) -> [Item] {
        var items: [Item] = []
        let entries = reader.array(root, "items", in: "", 1...Questionnaire.itemsMax)
        for (index, entry) in entries.enumerated() {
            guard let item = decodeItem(entry, name: "items[\(index)].", dimensions, after: items)
            else { continue }
            if items.contains(where: { $0.id == item.id }) {
                reader.add(entry.line, .twice(name: "items[\(index)].id", value: item.id))
            }
            if (item.kind == .text) != (item.id == Questionnaire.commentItem) {
                reader.add(entry.line, .misnamedText(item: item.id))
            } else if item.kind != .text, Self.reserved.contains(item.id) {
                reader.add(entry.line, .badIdentifier(name: "items[\(index)].id", value: item.id))
            }
            items.append(item)
        }
        return items
    }

    /// An item of such a name would be a second column, or a second field of a posted form.
    private static let reserved = Set(
        ResponseTable.required + ResponseTable.optional
            + ["lang", "contact", "contact-name", "contact-consent"])

    private mutating func decodeItem(
        _ entry: JSON, name: String, _ dimensions: [String], after items: [Item]
    ) -> Item? {
        reader.checkMembers(
            of: entry, name: name,
            allowed: [
                "id", "kind", "text", "hint", "audio", "dimension", "dontKnow", "notApplicable",
                "choices",
                "showWhen",
            ])
        let id = reader.identifier(entry, "id", in: name)
        let word = reader.choice(entry, "kind", in: name, Item.Kind.allCases.map(\.rawValue))
        let text = text(entry, "text", in: name)
        let hint = entry["hint"] == nil ? nil : self.text(entry, "hint", in: name)
        var dimension: String?
        if entry["dimension"] != nil {
            dimension = reader.choice(entry, "dimension", in: name, dimensions)
        }
        let allowsDontKnow = reader.flag(entry, "dontKnow", in: name)
        let allowsNotApplicable = reader.flag(entry, "notApplicable", in: name)
        guard let id, let kind = word.flatMap({ Item.Kind(rawValue: $0) }), let text else {
            return nil
        }
        return Item(
            id: id, kind: kind, text: text, hint: hint, audio: decodeAudio(entry, name: name),
            dimension: dimension,
            allowsDontKnow: allowsDontKnow, allowsNotApplicable: allowsNotApplicable,
            choices: decodeChoices(entry, name: name, kind: kind),
            condition: decodeCondition(entry, name: name, item: id, after: items))
    }

    /// Recordings may be there in some languages only.
    private mutating func decodeAudio(_ entry: JSON, name: String) -> LocalizedText? {
        guard let audio = entry["audio"] else { return nil }
        reader.checkMembers(of: audio, name: name + "audio.", allowed: languages)
        var files: [String: String] = [:]
        for (language, file) in audio.members ?? [] {
            files[language] = reader.audioFile(file, named: "\(name)audio.\(language)")
        }
        return LocalizedText(files)
    }

    private mutating func decodeChoices(
        _ entry: JSON, name: String, kind: Item.Kind
    ) -> [Item.Choice] {
        guard kind == .single || kind == .multiple else {
            if let choices = entry["choices"] {
                reader.add(choices.line, .unknownMember(name: name + "choices"))
            }
            let codes = kind == .yesNo ? ["yes", "no"] : []
            return codes.map { .init(code: $0, text: LocalizedText([:])) }
        }
        var choices: [Item.Choice] = []
        let entries = reader.array(entry, "choices", in: name, 1...Item.choicesMax)
        for (index, entry) in entries.enumerated() {
            let name = "\(name)choices[\(index)]."
            reader.checkMembers(of: entry, name: name, allowed: ["code", "text"])
            guard let code = reader.identifier(entry, "code", in: name),
                let text = text(entry, "text", in: name)
            else { continue }
            if choices.contains(where: { $0.code == code }) || ["dk", "na"].contains(code) {
                reader.add(entry.line, .twice(name: name + "code", value: code))
            }
            choices.append(.init(code: code, text: text))
        }
        return choices
    }

    private mutating func decodeCondition(
        _ entry: JSON, name: String, item: String, after items: [Item]
    ) -> Item.Condition? {
        guard let condition = entry["showWhen"] else { return nil }
        let name = name + "showWhen."
        reader.checkMembers(
            of: condition, name: name, allowed: ["item", "atMost", "atLeast", "is"])
        guard let governing = reader.string(condition, "item", in: name) else { return nil }
        let before = reader.faults.count
        let tests = decodeTests(condition, name: name)
        guard reader.faults.count == before else { return nil }
        guard tests.count == 1, let test = tests.first,
            let earlier = items.first(where: { $0.id == governing }), Self.can(earlier, pass: test)
        else {
            reader.add(condition.line, .impossibleCondition(item: item, on: governing))
            return nil
        }
        return .init(item: governing, test: test)
    }

    private mutating func decodeTests(_ condition: JSON, name: String) -> [Item.Condition.Test] {
        var tests: [Item.Condition.Test] = []
        if condition["atMost"] != nil,
            let limit = reader.integer(condition, "atMost", in: name, 1...4)
        {
            tests.append(.atMost(limit))
        }
        if condition["atLeast"] != nil,
            let limit = reader.integer(condition, "atLeast", in: name, 2...5)
        {
            tests.append(.atLeast(limit))
        }
        if condition["is"] != nil {
            let entries = reader.array(condition, "is", in: name, 1...Item.choicesMax)
            var codes: [String] = []
            for (index, entry) in entries.enumerated() {
                if let code = reader.string(entry, named: "\(name)is[\(index)]") {
                    codes.append(code)
                }
            }
            tests.append(.isOneOf(codes))
        }
        return tests
    }

    private static func can(_ item: Item, pass test: Item.Condition.Test) -> Bool {
        switch test {
        case .atMost, .atLeast: item.kind == .score
        case .isOneOf(let codes):
            !codes.isEmpty && codes.allSatisfy { code in item.choices.contains { $0.code == code } }
        }
    }
}
