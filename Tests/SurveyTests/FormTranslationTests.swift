import Foundation
import Survey
import Testing

/// One language of a form in a file of its own.
@Suite("Translations of forms")
struct FormTranslationTests {
    private static let form = """
        {"schema": "hailong.form/1", "id": "small", "version": 2, "status": "draft",
        "source": "a test", "languages": ["vi"], "title": {"vi": "Phiếu"}, "intro": {"vi": "Lời"},
        "levels": {"vi": ["1", "2", "3", "4", "5"]},
        "dimensions": [{"id": "part", "title": {"vi": "Phần"}}],
        "items": [
        {"id": "overall", "kind": "score", "dimension": "part", "text": {"vi": "Mức?"},
        "audio": {"vi": "overall.vi.mp3"}},
        {"id": "why", "kind": "single", "text": {"vi": "Vì sao?"}, "hint": {"vi": "Một ý"},
        "choices": [{"code": "a", "text": {"vi": "A"}}, {"code": "b", "text": {"vi": "B"}}]},
        {"id": "again", "kind": "yesNo", "text": {"vi": "Nữa?"}}]}
        """

    private static func words(_ change: (String, String) = ("", "")) -> String {
        let words = """
            {"schema": "hailong.form-language/1", "form": "small", "version": 2,
            "language": "rad", "title": "T", "intro": "I", "levels": ["a", "b", "c", "d", "e"],
            "dimensions": {"part": "P"},
            "items": {"overall": {"text": "O", "audio": "overall.rad.mp3"},
            "why": {"text": "W", "hint": "H", "choices": {"a": "CA", "b": "CB"}},
            "again": {"text": "N"}}}
            """
        return change.0.isEmpty ? words : words.replacing(change.0, with: change.1)
    }

    private func faults(_ change: (String, String)) throws -> [FormFault.Problem] {
        let form = try QuestionnaireDecoder.decode(Array(Self.form.utf8))
        do throws(FormFaults) {
            _ = try FormTranslation.decode(Array(Self.words(change).utf8), of: form)
            return []
        } catch {
            return error.faults.map(\.problem)
        }
    }

    @Test("every text of the form is there in the new language, the others stay as they are")
    func whole() throws {
        let before = try QuestionnaireDecoder.decode(Array(Self.form.utf8))
        let translation = try FormTranslation.decode(Array(Self.words().utf8), of: before)
        let root = translation.added(to: try JSONParser.parse(Array(Self.form.utf8)))
        let form = try QuestionnaireDecoder.decode(Array(root.text(indented: true).utf8))
        #expect(form.languages == ["vi", "rad"])
        func texts(_ form: Questionnaire, _ language: String) -> [String?] {
            let items = form.items.flatMap { item in
                [item.text, item.hint, item.audio].map { $0?.texts[language] }
                    + item.choices.map { $0.text.texts[language] }
            }
            return [form.title.texts[language], form.intro?.texts[language]]
                + form.levels.map { $0.texts[language] }
                + form.dimensions.map { $0.title.texts[language] } + items
        }
        #expect(
            texts(form, "rad") == [
                "T", "I", "a", "b", "c", "d", "e", "P", "O", nil, "overall.rad.mp3", "W", "H", nil,
                "CA", "CB", "N", nil, nil, nil, nil,
            ])
        #expect(texts(form, "vi") == texts(before, "vi"))
    }

    @Test(
        "a missing text is named",
        arguments: [
            ("\"title\": \"T\", ", "title"), (" \"intro\": \"I\",", "intro"),
            (" \"levels\": [\"a\", \"b\", \"c\", \"d\", \"e\"],", "levels"),
            ("\"part\": \"P\"", "dimensions.part"),
            ("\"dimensions\": {\"part\": \"P\"},", "dimensions"),
            ("\"text\": \"O\", ", "items.overall.text"), (" \"hint\": \"H\",", "items.why.hint"),
            ("\"a\": \"CA\", ", "items.why.choices.a"),
            (",\n\"again\": {\"text\": \"N\"}", "items.again"),
        ])
    func missing(part: String, name: String) throws {
        #expect(try faults((part, "")) == [.missingText(name: name, language: "rad")])
    }

    @Test("what does not belong to the form is named too")
    func foreign() throws {
        #expect(try faults(("", "")) == [])
        #expect(
            try faults(("\"version\": 2", "\"version\": 3"))
                == [.outOfRange(name: "version", minimum: 2, maximum: 2)])
        #expect(
            try faults(("\"form\": \"small\"", "\"form\": \"large\""))
                == [.unknownValue(name: "form", value: "large", allowed: ["small"])])
        #expect(
            try faults(("\"rad\",", "\"vi\",")).first == .twice(name: "language", value: "vi"))
        #expect(
            try faults(("\"b\": \"CB\"", "\"b\": \"CB\", \"c\": \"CC\""))
                == [.unknownMember(name: "items.why.choices.c")])
        #expect(
            try faults(("{\"text\": \"N\"}", "{\"text\": \"N\", \"hint\": \"x\"}"))
                == [.unknownMember(name: "items.again.hint")])
        for name in ["../x.mp3", "x.exe", "X.mp3", String(repeating: "x", count: 61) + ".mp3"] {
            #expect(
                try faults(("overall.rad.mp3", name))
                    == [.badIdentifier(name: "items.overall.audio", value: name)])
        }
    }

    @Test("a form names recordings in its own languages only")
    func audio() {
        let form = Self.form.replacing("\"vi\": \"overall.vi.mp3\"", with: "\"en\": \"a.mp3\"")
        #expect(throws: FormFaults.self) {
            try QuestionnaireDecoder.decode(Array(form.utf8))
        }
    }
}
