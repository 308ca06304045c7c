import Survey

/// The words of the pages in every language there is a file for.
///
/// Vietnamese is whole, always; another language may lack a text and then says it in Vietnamese, so
/// that a translation made for an older release does not stop a newer one.
public struct Strings: Sendable {
    /// The language every other falls back to.
    public static let reference = "vi"

    /// The languages there is a file for: Vietnamese first, then by tag.
    public let languages: [String]

    private let texts: [String: [StringID: String]]

    /// Reads the files of `kiosk/strings/`.
    ///
    /// - Parameter files: language tag (the file's name without `.json`) and the file's bytes
    /// - Throws: what is wrong with the first faulty file, with its lines: no JSON, a name nobody
    ///   uses, an empty text, a placeholder lost or invented; in Vietnamese also a missing text
    public static func decode(
        _ files: [(language: String, bytes: [UInt8])]
    ) throws(StringsFault) -> Strings {
        guard let first = files.first(where: { $0.language == reference }) else {
            throw StringsFault(
                language: reference,
                faults: [FormFault(line: 1, problem: .missing(name: reference + ".json"))])
        }
        let referenceTexts = try read(first.bytes, language: reference, against: nil)
        var texts = [reference: referenceTexts]
        let others = files.filter { $0.language != reference }.sorted { $0.language < $1.language }
        for file in others {
            texts[file.language] = try read(
                file.bytes, language: file.language, against: referenceTexts)
        }
        return Strings(languages: [reference] + others.map(\.language), texts: texts)
    }

    /// A text in a language, else in Vietnamese.
    ///
    /// - Parameter values: what stands for the placeholders, by their names without braces
    public func text(
        _ id: StringID, in language: String, _ values: KeyValuePairs<String, String> = [:]
    ) -> String {
        let text = texts[language]?[id] ?? texts[Self.reference]?[id] ?? ""
        return values.isEmpty ? text : Self.filled(text, values)
    }

    /// A language's name in that language; its tag where there is no file for it.
    public func name(of language: String) -> String {
        texts[language]?[.languageName] ?? language
    }

    /// The texts a language lacks, in the order of ``StringID``.
    public func missing(in language: String) -> [StringID] {
        StringID.allCases.filter { texts[language]?[$0] == nil }
    }

    private static func read(
        _ bytes: [UInt8], language: String, against reference: [StringID: String]?
    ) throws(StringsFault) -> [StringID: String] {
        let root: JSON
        do {
            root = try JSONParser.parse(bytes)
        } catch {
            let fault = FormFault(line: error.line, problem: .notJSON(error.problem))
            throw StringsFault(language: language, faults: [fault])
        }
        var reader = DefinitionReader()
        reader.checkMembers(
            of: root, name: "", allowed: ["$schema"] + StringID.allCases.map(\.rawValue))
        var texts: [StringID: String] = [:]
        let members = (root.members ?? []).map { ($0.name, $0.value) }
        let values = Dictionary(members) { first, _ in first }
        for id in StringID.allCases {
            guard let value = values[id.rawValue] else {
                if reference == nil || id == .languageName {
                    reader.add(root.line, .missing(name: id.rawValue))
                }
                continue
            }
            texts[id] = reader.string(value, named: id.rawValue)
            guard let text = texts[id], let expected = reference?[id] else { continue }
            let (found, allowed) = (placeholders(of: text), placeholders(of: expected))
            if found != allowed {
                reader.add(
                    value.line,
                    .unknownValue(
                        name: id.rawValue, value: found.joined(separator: " "), allowed: allowed))
            }
        }
        guard reader.faults.isEmpty else {
            throw StringsFault(
                language: language, faults: reader.faults.sorted { $0.line < $1.line })
        }
        return texts
    }

    /// The names between braces, each once, sorted.
    static func placeholders(of text: String) -> [String] {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return [] }
        var names: Set<String> = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            names.insert(String(rest[rest.index(after: start)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        return names.sorted()
    }

    /// One pass over the text, so that a value which itself looks like a placeholder stays as it
    /// is.
    private static func filled(_ text: String, _ values: KeyValuePairs<String, String>) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            let name = rest[rest.index(after: start)..<end]
            result += rest[..<start]
            result += values.first { $0.key == name }?.value ?? String(rest[start...end])
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
