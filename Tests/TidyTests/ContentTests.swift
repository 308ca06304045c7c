import Foundation
import Testing

@Suite("Content folders")
struct ContentTests {
    @Test("every content file is built into the program; `make assets` lists them anew")
    func embedded() throws {
        let wanted = ["forms", "kiosk", "analytics"].flatMap { SourceTree.files(below: $0) }
            .filter {
                !$0.hasSuffix("README.md") && !$0.hasSuffix("GLOSSARY.md")
                    && !$0.hasPrefix("analytics/reference/") && $0 != "kiosk/install-kiosk"
            }
        let listed = try SourceTree.lines("Sources/CAssets/assets.c")
            .filter { $0.hasPrefix("#embed") }
            .compactMap { $0.split(separator: "\"").dropFirst().first }
            .map { $0.replacingOccurrences(of: "../../", with: "") }
        #expect(Set(listed) == Set(wanted))
        #expect(listed.count == wanted.count)
    }

    @Test("each folder has a README and a JSON Schema", arguments: ["forms", "kiosk", "analytics"])
    func readme(folder: String) {
        let files = SourceTree.files(below: folder)
        #expect(files.contains("\(folder)/README.md"))
        #expect(files.contains { $0.hasSuffix(".schema.json") })
    }

    @Test("every index cites a source, every target its plan, section and words")
    func cited() throws {
        for path in SourceTree.files(below: "analytics/indices", endingWith: [".json"]) {
            let index = try Self.object(path)
            #expect((index["source"] as? String ?? "").count > 40, "\(path)")
        }
        for path in SourceTree.files(below: "analytics/targets", endingWith: [".json"]) {
            let targets = try #require(try Self.object(path)["targets"] as? [[String: Any]])
            for target in targets {
                let source = try #require(target["source"] as? [String: String])
                for member in ["plan", "document", "section", "quote"] {
                    #expect(source[member]?.isEmpty == false, "\(path) \(member)")
                }
            }
        }
    }

    @Test("every method that can be chosen has its page")
    func methods() throws {
        let text = try SourceTree.text("Sources/Analytics/Indices/IndexMethod.swift")
        let cases = text.split(separator: "\n").map { $0.drop { $0 == " " } }
            .prefix { !$0.hasPrefix("/// What a method's figures are about.") }
            .filter { $0.hasPrefix("case ") }.map { $0.dropFirst(5) }
        let ids = cases.map { line in
            line.split(separator: "\"").dropFirst().first.map(String.init) ?? String(line)
        }
        #expect(ids.count == 8)
        let pages = try SourceTree.files(below: "analytics/methods").map(SourceTree.text)
        for id in ids { #expect(pages.contains { $0.contains("`\(id)`") }, "\(id)") }
        let schema = try Self.object("analytics/index.schema.json")
        let properties = try #require(schema["properties"] as? [String: Any])
        #expect((properties["method"] as? [String: Any])?["enum"] as? [String] == ids)
    }

    private static func object(_ path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: SourceTree.root.appending(path: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
