import Foundation
import Testing

@Suite("Secrets")
struct SecretTests {
    /// What a key, a token or a password looks like where somebody forgot it. Put together here, so
    /// that this file does not find itself.
    private static let marks: [String] = [
        "BEGIN " + "PRIVATE KEY", "BEGIN RSA " + "PRIVATE KEY", "BEGIN OPENSSH " + "PRIVATE KEY",
        "BEGIN PGP " + "PRIVATE", "AK" + "IA", "gh" + "p_", "github" + "_pat_", "xox" + "b-",
        "Authorization: " + "Basic ", "Authorization: " + "Bearer ",
    ]
    private static let folders = [
        "Sources", "Tests", "docs", "scripts", "forms", "kiosk", "analytics",
    ]

    /// Made up for tests, and said so beside them.
    private static let fixtures = "Tests/Fixtures/"

    @Test("no file of the repository holds a key, a token or a database")
    func repository() throws {
        for folder in Self.folders {
            for path in SourceTree.files(below: folder) {
                let name = path.split(separator: "/").last.map(String.init) ?? ""
                for ending in [".db", ".db-wal", ".sqlite", ".pem", ".key", ".p12", ".env"]
                where !path.hasPrefix(Self.fixtures) {
                    #expect(!name.hasSuffix(ending), "\(path)")
                }
                let bytes = try Data(contentsOf: SourceTree.root.appending(path: path))
                for mark in Self.marks {
                    #expect(bytes.range(of: Data(mark.utf8)) == nil, "\(path): \(mark)")
                }
            }
        }
    }

    /// `==` stops at the first byte that differs, and the time it takes tells how many were right.
    @Test("what only its owner knows is compared by libsodium")
    func comparisons() throws {
        let path = "Sources/Secrets/SecretKey.swift"
        let lines = try SourceTree.lines(path)
        #expect(lines.count { $0.contains("sodium_memcmp(") } == 2)
        for line in lines where line.contains("==") && !line.contains("precondition") {
            #expect(line.contains("sodium_memcmp(") || line.contains(".count =="), "\(line)")
        }
        // Nobody outside gets at the bytes, and so nobody compares them in another way.
        #expect(lines.contains("    let bytes: [UInt8]"))
        for path in SourceTree.files(below: "Sources", endingWith: [".swift"]) {
            let text = try SourceTree.text(path)
            #expect(!text.contains("key(of: device).text ==") && !text.contains(".text == key"))
        }
    }
}
