import Foundation
import Testing

@Suite("Documentation")
struct DocumentationTests {
    @Test("every option of the command line stands in docs/operating.md")
    func options() throws {
        let guide = try SourceTree.text("docs/operating.md")
        for path in SourceTree.files(below: "Sources/hailong", endingWith: [".swift"]) {
            for option in try Self.options(in: path) {
                let isThere = guide.contains("`--\(option)")
                #expect(isThere, "\(path): --\(option)")
            }
        }
    }

    /// Names of `@Option` and `@Flag` variables, as ArgumentParser spells them.
    private static func options(in path: String) throws -> [String] {
        var options: [String] = []
        var isDeclared = false
        var custom: String?
        for line in try SourceTree.lines(path) {
            if line.contains("@Option(") || line.contains("@Flag(") {
                (isDeclared, custom) = (true, nil)
            }
            if isDeclared, let range = line.range(of: "customLong(\"") {
                custom = String(line[range.upperBound...].prefix { $0 != "\"" })
            }
            guard isDeclared, let range = line.range(of: "var ") else { continue }
            let name = line[range.upperBound...].prefix { $0.isLetter || $0.isNumber }
            options.append(custom ?? Self.dashed(String(name)))
            isDeclared = false
        }
        return options
    }

    /// `baseURL` to `base-url`: a dash before each word, an abbreviation being one word.
    private static func dashed(_ name: String) -> String {
        var text = ""
        var wasCapital = false
        for character in name {
            if character.isUppercase, !wasCapital { text += "-" }
            wasCapital = character.isUppercase
            text += character.lowercased()
        }
        return text
    }

    @Test("the documents that a newcomer needs are there and their links lead somewhere")
    func documents() throws {
        let documents = [
            "README.md", "README.vi.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md",
            "SECURITY.md", "LICENSE", "docs/operating.md", "forms/README.md", "kiosk/README.md",
            "analytics/README.md",
        ]
        for document in documents {
            let text = try SourceTree.text(document)
            #expect(text.count > 200, "\(document)")
            for link in Self.links(in: text) {
                let target = SourceTree.root.appending(path: document).deletingLastPathComponent()
                    .appending(path: link)
                #expect(
                    FileManager.default.fileExists(atPath: target.path), "\(document): \(link)")
            }
        }
    }

    /// Targets of Markdown links inside the repository, without their anchors.
    private static func links(in text: String) -> [String] {
        var links: [String] = []
        for part in text.components(separatedBy: "](").dropFirst() {
            let target = String(part.prefix { $0 != ")" })
            guard !target.contains("://") else { continue }
            let path = String(target.prefix { $0 != "#" })
            if !path.isEmpty { links.append(path) }
        }
        return links
    }

    @Test("the project speaks of itself alone", arguments: ["README.md", "docs/operating.md"])
    func itself(path: String) throws {
        let text = try SourceTree.text(path)
        for folder in ["/home/", "/root/", "/Users/"] { #expect(!text.contains(folder)) }
    }
}
