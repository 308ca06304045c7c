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
}
