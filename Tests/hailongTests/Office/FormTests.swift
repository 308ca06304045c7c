import Foundation
import Testing

@Suite("Forms on the command line")
struct FormTests {
    static let form = Result { () throws -> String in
        try String(
            contentsOf: Program.repository.appending(path: "forms/counter-one-tap.json"),
            encoding: .utf8)
    }

    /// A change that breaks the shipped form, what then stands in the faulty line, and the fault.
    struct Break: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let from: String
        let to: String
        let at: String
        let words: String

        init(_ name: String, _ from: String, _ to: String, at: String, _ words: String) {
            (testDescription, self.from, self.to, self.at) = (name, from, to, at)
            self.words = words
        }
    }

    static let breaks = [
        Break(
            "a missing comma", "\"kind\": \"score\",", "\"kind\": \"score\"", at: "\"text\": {",
            "out of place"),
        Break("an unknown kind", "\"score\"", "\"stars\"", at: "\"stars\"", "“stars”; it may be"),
        Break(
            "a misspelt member", "\"hint\"", "\"hnit\"", at: "\"hnit\"",
            "is not a member that is read"),
        Break(
            "a missing language", ", \"en\": \"Late\"", "", at: "Trễ hẹn", "no text in “en”"),
        Break(
            "an item twice", "\"id\": \"reasons-low\"", "\"id\": \"overall\"",
            at: "{\n      \"id\": \"overall\",\n      \"kind\": \"multiple\"", "used already"),
        Break(
            "a code twice", "\"code\": \"papers\"", "\"code\": \"waiting\"",
            at: "Nhiều giấy tờ", "used already"),
        Break(
            "a condition on a later item", "\"item\": \"overall\", \"atMost\"",
            "\"item\": \"reasons-high\", \"atMost\"", at: "\"atMost\"", "earlier item"),
        Break(
            "a version that is no number", "\"version\": 1", "\"version\": \"1\"",
            at: "\"version\"", "version"),
        Break(
            "a form without an end", "      }\n    }\n  ]\n}", "", at: "", "ends in the middle"),
    ]

    @Test("a broken form is told with the line of the fault", arguments: breaks)
    func broken(item: Break) throws {
        let text = try Self.form.get()
        let change = try #require(text.range(of: item.from))
        let changed = text.replacingCharacters(in: change, with: item.to)
        let folder = try TemporaryFolder()
        let file = try folder.write(changed, to: "form.json")
        let result = try Program.run(["forms", "check", file])
        #expect(result.status == 65)
        #expect(result.output.isEmpty)
        // An object's fault is told where it opens, a member's where it stands.
        let lines = Set(result.messages.split(separator: "\n").compactMap { Self.line(in: $0) })
        if !item.at.isEmpty {
            let place = try #require(
                changed.range(of: item.at, range: change.lowerBound..<changed.endIndex)
                    ?? changed.range(of: item.at))
            let line = 1 + changed[..<place.lowerBound].filter { $0 == "\n" }.count
            let near = [line - 1, line, line + 1]
            #expect(!lines.isDisjoint(with: near), "line \(line): \(result.messages)")
        }
        #expect(result.messages.contains(item.words), "\(result.messages)")
        let vietnamese = try Program.run(["forms", "check", file, "--lang", "vi"])
        #expect(vietnamese.status == 65)
        #expect(vietnamese.messages.contains("dòng "))
        // A server with such a form does not start either.
        try FileManager.default.createDirectory(
            atPath: folder.path("forms"), withIntermediateDirectories: true)
        _ = try folder.write(changed, to: "forms/form.json")
        let server = try Program.run([
            "serve", "--data", folder.path("data"), "--listen", "127.0.0.1:0", "--content",
            folder.root.path,
        ])
        #expect(server.status == 65)
        #expect(server.messages.contains("forms/form.json: line "))
    }

    private static func line(in message: Substring) -> Int? {
        message.range(of: ": line ").flatMap { found in
            Int(message[found.upperBound...].prefix { $0.isNumber })
        }
    }

    @Test("the shipped forms are good")
    func good() throws {
        for name in ["counter-one-tap", "sipas-service"] {
            let file = Program.repository.appending(path: "forms/\(name).json").path
            let result = try Program.run(["forms", "check", file])
            #expect(result.status == 0)
            #expect(result.output.contains("“\(name)” version 1"))
            #expect(result.messages.isEmpty)
        }
        #expect(try Program.run(["forms", "check", "none.json"]).status == 65)
    }

    @Test("a form changed under a version with answers stops server and import with 65")
    func changedUnderAnswers() throws {
        let office = try SmallOffice()
        try office.folder.copy("forms", of: Program.repository, to: "forms")
        let text = try Self.form.get()
        _ = try office.folder.write(
            text.replacing("Phải chờ lâu", with: "Chờ quá lâu"), to: "forms/counter-one-tap.json")
        let content = ["--content", office.folder.root.path]
        // Without answers the wording may still change.
        let server = try Server(data: office.data, content)
        #expect(server.get("/f/Q1")?.body.contains("Chờ quá lâu") == true)
        #expect(server.stop() == 0)
        // And back again; with an answer it is fixed.
        let line = SmallOffice.line(1, overall: "4")
        #expect(try office.load("responses", SmallOffice.responses([line])).status == 0)
        let refused = try Program.run(
            ["serve", "--data", office.data, "--listen", "127.0.0.1:0"] + content)
        #expect(refused.status == 65)
        #expect(refused.messages.contains("counter-one-tap"))
        #expect(refused.messages.contains("Raise its version number"))
        let other = SmallOffice.responses([SmallOffice.line(2, overall: "4")])
        #expect(try office.load("responses", other, content).status == 65)
        #expect(try office.exportedLines().count == 1)
    }

    @Test("two files of one form and version are refused: nobody could say which is asked")
    func twoFiles() throws {
        let office = try SmallOffice()
        try office.folder.copy("forms", of: Program.repository, to: "forms")
        _ = try office.folder.write(
            try Self.form.get().replacing("Phải chờ lâu", with: "Chờ quá lâu"),
            to: "forms/other.json")
        let refused = try Program.run(
            [
                "serve", "--data", office.data, "--listen", "127.0.0.1:0", "--content",
                office.folder.root.path,
            ])
        #expect(refused.status == 65)
        #expect(refused.messages.contains("forms/other.json: line 1: “counter-one-tap@1”"))
    }

    @Test("a raised version is asked from then on and old answers stay readable")
    func raised() throws {
        let office = try SmallOffice()
        let line = SmallOffice.line(1, overall: "4")
        try office.load("responses", SmallOffice.responses([line]))
        try office.folder.copy("forms", of: Program.repository, to: "forms")
        let text = try Self.form.get()
            .replacing("\"version\": 1", with: "\"version\": 2")
            .replacing("Phải chờ lâu", with: "Chờ quá lâu")
        _ = try office.folder.write(text, to: "forms/counter-one-tap-2.json")
        let server = try Server(data: office.data, ["--content", office.folder.root.path])
        let page = try #require(server.get("/f/Q1"))
        #expect(page.body.contains("Chờ quá lâu"))
        let fields = page.hiddenFields + [("overall", "2")]
        #expect(server.post(fields, to: "/f/Q1")?.status == 303)
        // A page opened before the change is still taken, as what it asked.
        #expect(server.post(SmallOffice.answer(7, overall: 5), to: "/f/Q1")?.status == 303)
        let exported = try office.export("responses")
        #expect(exported.contains(",counter-one-tap,2,Q1,"))
        #expect(exported.split(separator: "\n").filter { $0.contains("tap,1,Q1") }.count == 2)
    }
}
