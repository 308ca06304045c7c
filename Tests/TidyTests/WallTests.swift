import Foundation
import Testing

/// The walls of ARCHITECTURE.md. Package.swift makes them facts; this table makes moving one a
/// decision that somebody reads.
@Suite("Walls")
struct WallTests {
    /// What each room may import besides Glibc and Synchronization.
    static let allowed: [String: Set<String>] = [
        "Survey": ["CUTF8Proc"],
        "Statistics": [],
        "Columns": ["Survey"],
        "Analytics": ["Survey", "Columns", "Statistics"],
        "Secrets": ["CNettle", "CSodium"],
        "Storage": ["Survey", "Secrets", "CSQLite"],
        "Documents": ["Survey", "Analytics", "CQREncode", "CXLSXWriter"],
        "HTTPServer": ["CMicrohttpd", "CZlib"],
        "Web": [
            "Survey", "Columns", "Analytics", "Secrets", "Storage", "Documents", "HTTPServer",
        ],
        "hailong": [
            "Survey", "Statistics", "Columns", "Analytics", "Secrets", "Storage", "Documents",
            "HTTPServer", "Web", "CAssets", "ArgumentParser", "Logging",
        ],
    ]

    @Test("every room imports only what its wall lets through", arguments: allowed.keys.sorted())
    func imports(room: String) throws {
        let allowed = try #require(Self.allowed[room]).union(["Glibc", "Synchronization"])
        for path in SourceTree.files(below: "Sources/\(room)", endingWith: [".swift"]) {
            for line in try SourceTree.lines(path) {
                guard let module = Self.importedModule(line) else { continue }
                #expect(allowed.contains(module), "\(path) imports \(module)")
            }
        }
    }

    @Test("there is no room but those of the table, and no drawer for leftovers")
    func rooms() throws {
        let folders = try FileManager.default
            .contentsOfDirectory(atPath: SourceTree.root.appending(path: "Sources").path)
        let swift = Set(folders.filter { !$0.hasPrefix("C") || $0 == "Columns" })
        #expect(swift == Set(Self.allowed.keys))
        for folder in folders {
            #expect(
                !["core", "common", "utils", "helpers", "shared"].contains(folder.lowercased()))
        }
    }

    @Test("Package.swift declares the same walls")
    func package() throws {
        let text = try SourceTree.text("Package.swift").filter { !$0.isWhitespace }
        for (room, allowed) in Self.allowed where room != "hailong" {
            let head = "room(\"\(room)\""
            let start = try #require(
                text.range(of: head)?.upperBound
                    ?? text.range(
                        of: "room(\"\(room)\",")?.upperBound)
            let end = try #require(text[start...].firstIndex(of: ")"))
            let declared = text[start..<end].split(separator: "\"").map(String.init)
                .filter { $0.allSatisfy { $0.isLetter || $0.isNumber } }
            #expect(Set(declared) == allowed, "\(room)")
        }
    }

    @Test("tests mirror the rooms", arguments: allowed.keys.sorted())
    func mirror(room: String) {
        #expect(!SourceTree.files(below: "Tests/\(room)Tests", endingWith: [".swift"]).isEmpty)
    }

    private static func importedModule(_ line: String) -> String? {
        var words = line.split(separator: " ").map(String.init)
        while let first = words.first,
            ["public", "internal", "private", "package", "@testable", "@preconcurrency"]
                .contains(first)
        {
            words.removeFirst()
        }
        guard words.first == "import", words.count >= 2 else { return nil }
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let module = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
        return module.split(separator: ".").first.map(String.init)
    }
}
