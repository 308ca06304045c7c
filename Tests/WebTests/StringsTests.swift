import Foundation
import Survey
import Testing

@testable import Web

@Suite struct StringsTests {
    private func whole() throws -> [(String, String)] {
        let json = try JSONParser.parse(Samples.bytes("kiosk/strings/vi.json"))
        return (json.members ?? []).map { ($0.name, $0.value.string ?? "") }
    }

    private func file(_ members: [(String, String)]) -> [UInt8] {
        Array(JSON.object(members.map { ($0.0, .string($0.1)) }).text(indented: true).utf8)
    }

    @Test("no shipped language lacks a text")
    func complete() throws {
        let strings = try Samples.strings()
        #expect(strings.languages == ["vi", "en"])
        for language in strings.languages {
            #expect(strings.missing(in: language) == [], "texts missing in \(language)")
        }
    }

    @Test("every text is used by some page")
    func used() throws {
        let folder = Samples.root.appending(path: "Sources/Web")
        var code = ""
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift", file.lastPathComponent != "StringID.swift" else {
                continue
            }
            code += try String(contentsOf: file, encoding: .utf8)
        }
        let words = Set(
            code.split { !$0.isLetter && !$0.isNumber && $0 != "." }.flatMap {
                $0.split(separator: ".")
            })
        let unused = StringID.allCases.filter { !words.contains(Substring("\($0)")) }
        #expect(unused == [], "texts nobody uses")
    }

    @Test("texts hold no markup and are normalised", arguments: ["vi", "en"])
    func plain(language: String) throws {
        let strings = try Samples.strings()
        for id in StringID.allCases {
            let text = strings.text(id, in: language)
            #expect(!text.contains("<") && !text.contains("&"))
            #expect(text == Text.normalized(text))
        }
    }

    @Test("a text is filled once: a value that looks like a placeholder stays as it is")
    func filled() throws {
        let strings = try Samples.strings()
        let text = strings.text(
            .formNumber, in: "vi", ["number": "{count}", "count": "7"])
        #expect(text == "Câu {count}/7")
        #expect(strings.text(.formNumber, in: "vi", ["number": "1"]) == "Câu 1/{count}")
    }

    @Test("a language that lacks a text says it in Vietnamese")
    func fallback() throws {
        let strings = try Strings.decode([
            ("cjm", file([("language.name", "Cham")])), ("vi", file(try whole())),
        ])
        #expect(strings.text(.languageName, in: "cjm") == "Cham")
        #expect(strings.text(.formSubmit, in: "cjm") == "Gửi")
        #expect(strings.text(.formSubmit, in: "nobody") == "Gửi")
        #expect(strings.name(of: "cjm") == "Cham" && strings.name(of: "rad") == "rad")
        #expect(strings.missing(in: "cjm").count == StringID.allCases.count - 1)
    }

    @Test("what is wrong with a file is named with its language and line")
    func faults() throws {
        let whole = try whole()
        let vi = ("vi", file(whole))
        func fault(_ files: [(String, [UInt8])]) -> StringsFault? {
            do throws(StringsFault) {
                _ = try Strings.decode(files.map { (language: $0.0, bytes: $0.1) })
                return nil
            } catch {
                return error
            }
        }
        func problem(_ language: String, _ line: Int, _ problem: FormFault.Problem) -> StringsFault
        {
            StringsFault(language: language, faults: [FormFault(line: line, problem: problem)])
        }
        let name = ("language.name", "English")
        #expect(fault([vi]) == nil)
        #expect(fault([vi, ("en", file([]))]) == problem("en", 1, .missing(name: name.0)))
        #expect(fault([("en", vi.1)]) == problem("vi", 1, .missing(name: "vi.json")))
        #expect(
            fault([vi, ("en", Array("{\n\"a\" 1}".utf8))])
                == problem("en", 2, .notJSON(.unexpected)))
        #expect(
            fault([("vi", file(whole.filter { $0.0 != "form.submit" }))])
                == problem("vi", 1, .missing(name: "form.submit")))
        #expect(
            fault([vi, ("en", file([name, ("form.sumbit", "Send")]))])
                == problem("en", 3, .unknownMember(name: "form.sumbit")))
        #expect(
            fault([vi, ("en", file([name, ("form.submit", " ")]))])
                == problem("en", 3, .missing(name: "form.submit")))
        #expect(
            fault([vi, ("en", file([name, ("form.number", "{number} of {cuont}")]))])
                == problem(
                    "en", 3,
                    .unknownValue(
                        name: "form.number", value: "cuont number", allowed: ["count", "number"])))
    }

    @Test("every fault has words for a citizen in each language", arguments: ["vi", "en"])
    func faultWords(language: String) throws {
        let strings = try Samples.strings()
        let faults: [AnswerFault] = [
            .unknownItem(item: "x"), .notAScore(item: "x", value: "9"),
            .unknownChoice(item: "x", choice: "y"), .severalAnswers(item: "x"),
            .notReached(item: "x"),
            .commentTooLong(graphemes: 1001, maximum: 1000), .noComment(item: "x"),
        ]
        let submissions: [SubmissionFault] = [
            .unknownPlace("x"), .unknownUnit("x"), .unknownForm(id: "x", version: 1),
            .badValue(name: "x", value: "y"), .invalid([]),
        ]
        let words =
            faults.map { strings.words(for: $0, in: language) }
            + submissions.map { strings.words(for: $0, in: language) }
        #expect(words.allSatisfy { !$0.isEmpty && !$0.contains("{") })
        #expect(Set(words).count == words.count - 1, "each fault has words of its own")
        #expect(strings.words(for: SubmissionFault.invalid(faults), in: language) == words[0])
    }

    @Test("a refused submission shows its form again only where a form can help")
    func formProblems() {
        let fault = AnswerFault.severalAnswers(item: "overall")
        #expect(FormProblem.all(of: .invalid([fault])) == [.answer(fault)])
        #expect(FormProblem.all(of: .unknownForm(id: "x", version: 1)) == [.outdated])
        #expect(FormProblem.all(of: .unknownPlace("x")) == nil)
        #expect(FormProblem.all(of: .unknownUnit("x")) == nil)
        #expect(FormProblem.all(of: .badValue(name: "x", value: "y")) == nil)
    }
}
