import Survey
import Testing

@Suite("Questionnaire decoder")
struct QuestionnaireDecoderTests {
    /// A sound form; each line of it is a line that a test may break.
    private static let sound = [
        #"{ "schema": "hailong.form/1", "id": "counter", "version": 3,"#,
        #"  "status": "draft", "source": "ours","#,
        #"  "languages": ["vi", "en"],"#,
        #"  "title": { "vi": "Phiếu", "en": "Form" },"#,
        #"  "levels": { "vi": ["1", "2", "3", "4", "5"], "en": ["1", "2", "3", "4", "5"] },"#,
        #"  "dimensions": [ { "id": "access", "title": { "vi": "Tiếp cận", "en": "Access" } } ],"#,
        #"  "items": ["#,
        #"    { "id": "overall", "kind": "score", "text": { "vi": "Mấy?", "en": "How?" } },"#,
        #"    { "id": "low", "kind": "multiple", "text": { "vi": "Vì sao?", "en": "Why?" },"#,
        #"      "showWhen": { "item": "overall", "atMost": 3 }, "dontKnow": true,"#,
        #"      "choices": [ { "code": "waiting", "text": { "vi": "Chờ", "en": "Wait" } } ] },"#,
        #"    { "id": "high", "kind": "yesNo", "text": { "vi": "Hả?", "en": "Eh?" },"#,
        #"      "showWhen": { "item": "low", "is": ["waiting"] }, "dimension": "access" },"#,
        #"    { "id": "comment", "kind": "text", "text": { "vi": "Góp ý", "en": "Comment" } }"#,
        #"  ] }"#,
    ]

    private static func decode(_ lines: [String]) throws(FormFaults) -> Questionnaire {
        try QuestionnaireDecoder.decode(Array(lines.joined(separator: "\n").utf8))
    }

    /// The sound form with a text replaced on some lines.
    private static func broken(_ changes: [(Int, String, String)]) -> [String] {
        var lines = sound
        for (line, old, new) in changes {
            guard let range = lines[line - 1].firstRange(of: old) else {
                Issue.record("line \(line) has no \(old)")
                continue
            }
            lines[line - 1].replaceSubrange(range, with: new)
        }
        return lines
    }

    @Test("A sound form is read whole")
    func sound() throws {
        let form = try Self.decode(Self.sound)
        #expect(form.id == "counter" && form.version == 3 && form.status == .draft)
        #expect(form.languages == ["vi", "en"] && form.levels.count == 5)
        #expect(form.items.map(\.id) == ["overall", "low", "high", "comment"])
        #expect(form.items.map(\.kind) == [.score, .multiple, .yesNo, .text])
        #expect(form.items[1].condition == .init(item: "overall", test: .atMost(3)))
        #expect(form.items[2].condition == .init(item: "low", test: .isOneOf(["waiting"])))
        #expect(form.items[2].choices.map(\.code) == ["yes", "no"])
        #expect(form.items[1].allowsDontKnow && !form.items[1].allowsNotApplicable)
        #expect(form.items[2].dimension == "access" && form.asksComment)
        #expect(form.title.text(in: "en") == "Form" && form.title.text(in: "cjm") == "Phiếu")
    }

    @Test(
        "A broken form is refused with the line and the problem",
        arguments: [
            (
                1, "form/1", "form/2",
                .unknownValue(
                    name: "schema", value: "hailong.form/2", allowed: ["hailong.form/1"])
            ),
            (1, "\"counter\"", "\"Counter\"", .badIdentifier(name: "id", value: "Counter")),
            (1, "\"id\"", "\"ID\"", .unknownMember(name: "ID")),
            (1, "3", "0", .outOfRange(name: "version", minimum: 1, maximum: 9_999)),
            (1, "3", "3.5", .wrongKind(name: "version", expected: "integer")),
            (1, "{", "[", .notJSON(.unexpected)),
            (
                2, "draft", "final",
                .unknownValue(name: "status", value: "final", allowed: ["draft", "official"])
            ),
            (2, "\"ours\"", "\" \\u200b\"", .missing(name: "source")),
            (
                3, "\"vi\", \"en\"", "\"vi\", \"en\", \"vi\"",
                .twice(name: "languages[2]", value: "vi")
            ),
            (4, ", \"en\": \"Form\"", "", .missingText(name: "title", language: "en")),
            (
                4, "\"en\": \"Form\"", "\"en\": \"F\", \"fr\": \"F\"",
                .unknownMember(name: "title.fr")
            ),
            (4, "\"Form\"", "7", .wrongKind(name: "title.en", expected: "string")),
            (5, ", \"5\"]", "]", .outOfRange(name: "levels.vi", minimum: 5, maximum: 5)),
            (
                6, "\"title\": {", "\"title\": \"a\", \"x\": {",
                .wrongKind(name: "dimensions[0].title", expected: "object")
            ),
            (
                8, "\"overall\"", "\"place\"",
                .badIdentifier(name: "items[0].id", value: "place")
            ),
            (
                8, "score", "stars",
                .unknownValue(
                    name: "items[0].kind", value: "stars",
                    allowed: ["score", "single", "multiple", "yesNo", "text"])
            ),
            (8, "\"kind\"", "\"choices\": [], \"kind\"", .unknownMember(name: "items[0].choices")),
            (10, "atMost", "atmost", .unknownMember(name: "items[1].showWhen.atmost")),
            (10, "3", "5", .outOfRange(name: "items[1].showWhen.atMost", minimum: 1, maximum: 4)),
            (
                10, "\"atMost\": 3", "\"atMost\": 3, \"atLeast\": 2",
                .impossibleCondition(item: "low", on: "overall")
            ),
            (10, ", \"atMost\": 3", "", .impossibleCondition(item: "low", on: "overall")),
            (10, "overall", "high", .impossibleCondition(item: "low", on: "high")),
            (10, "overall", "low", .impossibleCondition(item: "low", on: "low")),
            (10, "true", "1", .wrongKind(name: "items[1].dontKnow", expected: "true or false")),
            (11, "waiting", "dk", .twice(name: "items[1].choices[0].code", value: "dk")),
            (
                11, "{ \"code", "7, { \"code",
                .wrongKind(name: "items[1].choices[0]", expected: "object")
            ),
            (12, "\"high\"", "\"low\"", .twice(name: "items[2].id", value: "low")),
            (13, "\"waiting\"", "\"other\"", .impossibleCondition(item: "high", on: "low")),
            (
                13, "\"waiting\"", "\"waiting\", 7",
                .wrongKind(name: "items[2].showWhen.is[1]", expected: "string")
            ),
            (
                13, "\"is\": [\"waiting\"]", "\"atMost\": 3",
                .impossibleCondition(item: "high", on: "low")
            ),
            (
                13, "\"access\"", "\"result\"",
                .unknownValue(name: "items[2].dimension", value: "result", allowed: ["access"])
            ),
            (
                13, "\"dimension\"", "\"choices\": [], \"dimension\"",
                .unknownMember(name: "items[2].choices")
            ),
            (14, "\"comment\"", "\"remark\"", .misnamedText(item: "remark")),
            (14, "\"text\"", "\"score\"", .misnamedText(item: "comment")),
        ] as [(Int, String, String, FormFault.Problem)])
    func refuses(line: Int, old: String, new: String, problem: FormFault.Problem) throws {
        let faults = #expect(throws: FormFaults.self) {
            try Self.decode(Self.broken([(line, old, new)]))
        }
        let found = try #require(faults).faults
        #expect(found.contains(FormFault(line: line, problem: problem)))
        #expect(found.allSatisfy { $0.line == line || isConsequence($0.problem) })
    }

    /// What must follow elsewhere from a fault that takes an item, a dimension or choices away.
    private func isConsequence(_ problem: FormFault.Problem) -> Bool {
        switch problem {
        case .impossibleCondition, .unknownValue: true
        default: false
        }
    }

    @Test("Everything wrong is reported at once, in the order of the lines")
    func everything() {
        let lines = Self.broken([
            (14, "Góp ý", " "), (1, "3", "\"3\""), (10, "\"dontKnow\"", "\"dontknow\""),
            (2, "\"ours\"", "\"ours\", \"author\": \"B\""),
        ])
        let expected = [
            FormFault(line: 1, problem: .wrongKind(name: "version", expected: "integer")),
            FormFault(line: 2, problem: .unknownMember(name: "author")),
            FormFault(line: 10, problem: .unknownMember(name: "items[1].dontknow")),
            FormFault(line: 14, problem: .missing(name: "items[3].text.vi")),
        ]
        #expect(throws: FormFaults(expected)) { try Self.decode(lines) }
    }

    @Test("A second free text is refused, whatever it is called")
    func twoTexts() {
        for id in ["comment", "more"] {
            let second = "\"Comment\" } }, { \"id\": \"\(id)\", \"kind\": \"text\", \"text\": "
            let lines = Self.broken([
                (14, "\"Comment\" } }", second + "{ \"vi\": \"a\", \"en\": \"b\" } }")
            ])
            let problem: FormFault.Problem =
                id == "comment" ? .twice(name: "items[4].id", value: id) : .misnamedText(item: id)
            #expect(throws: FormFaults([FormFault(line: 14, problem: problem)])) {
                try Self.decode(lines)
            }
        }
    }

    @Test("Without languages one fault is reported, not one for every text")
    func noLanguages() {
        let fault = FormFault(
            line: 3, problem: .outOfRange(name: "languages", minimum: 1, maximum: 20))
        #expect(throws: FormFaults([fault])) {
            try Self.decode(Self.broken([(3, "\"vi\", \"en\"", "")]))
        }
    }

    @Test("A form of the most items is taken, of one more refused")
    func mostItems() throws {
        func lines(_ count: Int) -> [String] {
            let items = (0..<count).map {
                "{\"id\":\"q\($0)\",\"kind\":\"score\",\"text\":{\"vi\":\"a\",\"en\":\"b\"}}"
            }
            return Self.sound.prefix(7) + [items.joined(separator: ","), "]}"]
        }
        let most = Questionnaire.itemsMax
        #expect(try Self.decode(lines(most)).items.count == most)
        let problem = FormFault.Problem.outOfRange(name: "items", minimum: 1, maximum: most)
        for count in [0, most + 1] {
            #expect(throws: FormFaults([FormFault(line: 7, problem: problem)])) {
                try Self.decode(lines(count))
            }
        }
    }

    @Test("No mangled form stops the decoder", arguments: 0..<6 as Range<UInt64>)
    func mangled(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sound = Array(Self.sound.joined(separator: "\n").utf8)
        let bytes = Array("{}[]\":,3a \n".utf8)
        for _ in 0..<60 {
            var text = sound
            text[Int.random(in: text.indices, using: &random)] = random.pick(bytes)
            do throws(FormFaults) {
                _ = try QuestionnaireDecoder.decode(text)
            } catch {
                #expect(!error.faults.isEmpty)
                #expect(error.faults.allSatisfy { (1...16).contains($0.line) })
            }
        }
    }
}
