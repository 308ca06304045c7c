import Foundation
import Testing

/// A question that is heard or read once at a counter must be short. Wording that somebody else has
/// decided may be longer and stands with its reason in Tests/Fixtures/long-questions.csv.
@Suite("Reading")
struct ReadingTests {
    /// Words between spaces: in Vietnamese these are syllables, so its words are fewer.
    static let wordsMax = 15

    private struct Form: Decodable {
        struct Item: Decodable {
            let id: String
            let text: [String: String]
        }
        let id: String
        let languages: [String]
        let items: [Item]
    }

    private static func forms() throws -> [Form] {
        try SourceTree.files(below: "forms", endingWith: [".json"])
            .filter { !$0.hasSuffix(".schema.json") && $0.split(separator: ".").count == 2 }
            .map { try JSONDecoder().decode(Form.self, from: Data(SourceTree.text($0).utf8)) }
    }

    /// `form,item,language` of each question that may be long, with the reason.
    private static func listed() throws -> [String: String] {
        let lines = try SourceTree.lines("Tests/Fixtures/long-questions.csv").dropFirst()
        return Dictionary(
            lines.filter { !$0.isEmpty }.map { line in
                let fields = line.split(separator: ",", maxSplits: 3).map(String.init)
                return (fields.prefix(3).joined(separator: ","), fields.count > 3 ? fields[3] : "")
            }, uniquingKeysWith: { first, _ in first })
    }

    @Test("each question has at most fifteen words in each language, or a reason to have more")
    func questions() throws {
        var listed = try Self.listed()
        #expect(listed.values.allSatisfy { !$0.isEmpty })
        let forms = try Self.forms()
        #expect(forms.count >= 2)
        for form in forms {
            for item in form.items {
                for language in form.languages {
                    let text = try #require(item.text[language])
                    let words = text.split(whereSeparator: \.isWhitespace).count
                    let isListed =
                        listed.removeValue(
                            forKey: "\(form.id),\(item.id),\(language)") != nil
                    #expect(
                        (words > Self.wordsMax) == isListed,
                        "\(form.id) \(item.id) \(language): \(words) words")
                }
            }
        }
        #expect(listed.isEmpty, "no such question: \(listed.keys.sorted())")
    }
}
