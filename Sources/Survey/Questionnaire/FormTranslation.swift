/// One language of a form in a file of its own, `FORM.TAG.json` beside `FORM.json`.
///
/// It is checked against the form it translates and then put into it, so that everything after the
/// reading of files (the store, the pages, the exports) knows one whole form.
public struct FormTranslation: Sendable, Equatable {
    /// The words of one item.
    struct ItemWords: Sendable, Equatable {
        var text = ""
        var hint: String?
        var audio: String?
        var choices: [String: String] = [:]
    }

    /// What the file's `schema` says.
    public static let schema = "hailong.form-language/1"

    /// The language's tag.
    public let language: String
    let title: String
    let intro: String?
    let levels: [String]
    let dimensions: [String: String]
    let items: [String: ItemWords]

    /// Reads a file of one language.
    ///
    /// - Parameters:
    ///   - bytes: a JSON text after forms/translation.schema.json
    ///   - form: the form as it stands without this language
    /// - Throws: every fault with its line, each missing text among them
    public static func decode(
        _ bytes: [UInt8], of form: Questionnaire
    ) throws(FormFaults) -> FormTranslation {
        let root = try DefinitionReader.root(of: bytes)
        var decoder = Decoder(form: form)
        let translation = decoder.translation(root)
        guard decoder.reader.faults.isEmpty, let translation else {
            throw FormFaults(decoder.reader.faults.sorted { $0.line < $1.line })
        }
        return translation
    }

    /// The form's file with this language in it.
    ///
    /// - Parameter form: the file that the translation was checked against
    public func added(to form: JSON) -> JSON {
        .object(
            (form.members ?? []).map { name, value in
                switch name {
                case "languages": (name, .array((value.array ?? []) + [.string(language)]))
                case "title": (name, adding(.string(title), to: value))
                case "intro": (name, adding(.string(intro), to: value))
                case "levels": (name, adding(.array(levels.map { .string($0) }), to: value))
                case "dimensions":
                    (name, elements(of: value, named: "id", "title") { dimensions[$0] })
                case "items": (name, .array((value.array ?? []).map(item)))
                default: (name, value)
                }
            })
    }

    private func item(_ item: JSON) -> JSON {
        let words = item["id"]?.string.flatMap { items[$0] } ?? ItemWords()
        var members = (item.members ?? []).map { name, value -> (String, JSON) in
            switch name {
            case "text": (name, adding(.string(words.text), to: value))
            case "hint": (name, adding(.string(words.hint), to: value))
            case "audio":
                (name, words.audio.map { adding(.string($0), to: value) } ?? value)
            case "choices":
                (name, elements(of: value, named: "code", "text") { words.choices[$0] })
            default: (name, value)
            }
        }
        if item["audio"] == nil, let audio = words.audio {
            members.append(("audio", .object([(language, .string(audio))])))
        }
        return .object(members)
    }

    /// An object of languages with this one.
    private func adding(_ words: JSON, to languages: JSON) -> JSON {
        .object((languages.members ?? []).map { ($0.name, $0.value) } + [(language, words)])
    }

    /// An array of objects, each with one more language in one of its texts.
    private func elements(
        of array: JSON, named key: String, _ member: String, words: (String) -> String?
    ) -> JSON {
        .array(
            (array.array ?? []).map { element in
                .object(
                    (element.members ?? []).map { name, value in
                        let text = element[key]?.string.flatMap(words)
                        return (name, name == member ? adding(.string(text), to: value) : value)
                    })
            })
    }
}

extension FormTranslation {
    /// Takes the file apart and notes what is wrong or missing.
    private struct Decoder {
        let form: Questionnaire
        var reader = DefinitionReader()
        var language = ""

        mutating func translation(_ root: JSON) -> FormTranslation? {
            reader.checkMembers(
                of: root, name: "",
                allowed: [
                    "$schema", "schema", "form", "version", "language", "title", "intro", "levels",
                    "dimensions", "items",
                ])
            _ = reader.choice(root, "schema", in: "", [FormTranslation.schema])
            _ = reader.choice(root, "form", in: "", [form.id])
            // Words for another version may be words for other questions.
            _ = reader.integer(root, "version", in: "", form.version...form.version)
            guard let tag = reader.identifier(root, "language", in: "") else { return nil }
            language = tag
            if form.languages.contains(tag) {
                reader.add(root.line, .twice(name: "language", value: tag))
            }
            let title = text(root, "title", in: "")
            let intro = form.intro == nil ? nil : text(root, "intro", in: "")
            let levels = levels(root)
            let dimensions = texts(
                root, "dimensions", in: "", of: form.dimensions.map(\.id))
            let items = items(root)
            return FormTranslation(
                language: tag, title: title ?? "", intro: intro, levels: levels,
                dimensions: dimensions, items: items)
        }

        private mutating func text(
            _ object: JSON, _ member: String, in parent: String
        ) -> String? {
            guard let value = object[member] else {
                reader.add(object.line, .missingText(name: parent + member, language: language))
                return nil
            }
            return reader.string(value, named: parent + member)
        }

        private mutating func levels(_ root: JSON) -> [String] {
            guard root["levels"] != nil else {
                reader.add(root.line, .missingText(name: "levels", language: language))
                return []
            }
            var words: [String] = []
            let entries = reader.array(root, "levels", in: "", 5...5)
            for (index, entry) in entries.prefix(5).enumerated() {
                words.append(reader.string(entry, named: "levels[\(index)]") ?? "")
            }
            return words
        }

        /// An object of ids to texts, all of them and no others.
        private mutating func texts(
            _ object: JSON, _ member: String, in parent: String, of ids: [String]
        ) -> [String: String] {
            let name = parent + member
            guard let value = object[member] else {
                if !ids.isEmpty {
                    reader.add(object.line, .missingText(name: name, language: language))
                }
                return [:]
            }
            reader.checkMembers(of: value, name: name + ".", allowed: ids)
            var texts: [String: String] = [:]
            for id in ids { texts[id] = text(value, id, in: name + ".") }
            return texts
        }

        private mutating func items(_ root: JSON) -> [String: ItemWords] {
            guard let value = root["items"] else {
                reader.add(root.line, .missingText(name: "items", language: language))
                return [:]
            }
            reader.checkMembers(of: value, name: "items.", allowed: form.items.map(\.id))
            var items: [String: ItemWords] = [:]
            for item in form.items {
                let name = "items.\(item.id)"
                guard let entry = value[item.id] else {
                    reader.add(value.line, .missingText(name: name, language: language))
                    continue
                }
                items[item.id] = words(entry, of: item, name: name + ".")
            }
            return items
        }

        private mutating func words(_ entry: JSON, of item: Item, name: String) -> ItemWords {
            // "Yes" and "no" are words of the pages.
            let codes = item.kind == .yesNo ? [] : item.choices.map(\.code)
            reader.checkMembers(
                of: entry, name: name,
                allowed: ["text", "audio"] + (item.hint == nil ? [] : ["hint"])
                    + (codes.isEmpty ? [] : ["choices"]))
            var words = ItemWords()
            words.text = text(entry, "text", in: name) ?? ""
            words.hint = item.hint == nil ? nil : text(entry, "hint", in: name)
            words.audio = entry["audio"].flatMap { reader.audioFile($0, named: name + "audio") }
            words.choices = texts(entry, "choices", in: name, of: codes)
            return words
        }
    }
}

extension DefinitionReader {
    /// The name of a recording: lower-case letters, digits, hyphens and points, as
    /// `overall.vi.mp3`.
    mutating func audioFile(_ value: JSON, named name: String) -> String? {
        guard let text = string(value, named: name) else { return nil }
        let isName = text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
        }
        guard isName, text.utf8.count <= 64, Item.audioEndings.contains(where: text.hasSuffix)
        else {
            add(value.line, .badIdentifier(name: name, value: text))
            return nil
        }
        return text
    }
}
