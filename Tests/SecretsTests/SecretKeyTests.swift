import Foundation
import Testing

@testable import Secrets

@Suite("Keys")
struct SecretKeyTests {
    private static func hmac(_ key: [UInt8], _ message: String) -> String {
        // A key of the tests' vectors is shorter than ours: zeros to the hash's block change none.
        let padded = key + [UInt8](repeating: 0, count: SecretKey.byteCount - key.count)
        return Array(message.utf8).withUnsafeBytes {
            Hash.hex(SecretKey(padded).authenticator(of: $0))
        }
    }

    /// Source: RFC 4231, 4.2 and 4.3.
    @Test("HMAC-SHA-256 gives the published authenticators")
    func vectors() {
        #expect(
            Self.hmac([UInt8](repeating: 0x0B, count: 20), "Hi There")
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            Self.hmac(Array("Jefe".utf8), "what do ya want for nothing?")
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("a key is 43 characters of base64url, and printing it shows nothing of them")
    func text() {
        let key = SecretKey((0..<32).map { UInt8($0 * 8 + 7) })
        #expect(key.text == "Bw8XHycvNz9HT1dfZ293f4ePl5-nr7e_x8_X3-fv9_8")
        #expect(!"\(key)".contains(key.text) && !String(reflecting: key).contains("7"))
    }

    @Test("a key is known by its own text alone: every bit counts, and so does the length")
    func flips() {
        let key = OfficeSecret().key(
            for: .device, salt: [UInt8](repeating: 1, count: 16), name: "d-1")
        #expect(key.isWritten(as: key.text))
        for other in ["", key.text + "A", key.text + "=", String(key.text.dropLast()), " "] {
            #expect(!key.isWritten(as: other))
        }
        let text = Array(key.text.utf8)
        for place in text.indices {
            for bit in 0..<7 {
                var flipped = text
                flipped[place] ^= 1 << bit
                #expect(!key.isWritten(as: String(decoding: flipped, as: UTF8.self)))
            }
        }
    }

    @Test("an authenticator holds for its bytes and its key, whole and unchanged")
    func authenticates() {
        let secret = OfficeSecret()
        let keys = (1...2).map {
            secret.key(for: .device, salt: [UInt8](repeating: $0, count: 16), name: "d-1")
        }
        let message = Array("a line\nand another\n".utf8)
        message.withUnsafeBytes { bytes in
            let code = keys[0].authenticator(of: bytes)
            #expect(keys[0].authenticates(bytes, by: code))
            #expect(!keys[1].authenticates(bytes, by: code))
            #expect(!keys[0].authenticates(bytes, by: Array(code.dropLast())))
            #expect(!keys[0].authenticates(bytes, by: []))
            let shorter = UnsafeRawBufferPointer(rebasing: bytes.dropLast())
            #expect(!keys[0].authenticates(shorter, by: code))
            for place in code.indices {
                var flipped = code
                flipped[place] ^= 1
                #expect(!keys[0].authenticates(bytes, by: flipped))
            }
        }
    }
}

@Suite("The office's secret")
struct OfficeSecretTests {
    private static let salt = [UInt8](repeating: 9, count: 16)

    private static func folder() -> String {
        FileManager.default.temporaryDirectory.appending(path: "hailong-\(UUID().uuidString)").path
    }

    @Test("each name and each salt has a key of its own, always the same one")
    func derived() {
        let secret = OfficeSecret()
        func text(_ name: String, _ salt: [UInt8] = Self.salt, of secret: OfficeSecret) -> String {
            secret.key(for: .device, salt: salt, name: name).text
        }
        let other = [UInt8](repeating: 8, count: 16)
        let texts = [
            text("d-1", of: secret), text("d-2", of: secret), text("d-1", other, of: secret),
            text("d-1", of: OfficeSecret()),
        ]
        #expect(Set(texts).count == texts.count)
        #expect(text("d-1", of: secret) == texts[0])
    }

    @Test("it lies in a file for its owner alone, and is the same at the next start")
    func file() throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try OfficeSecret(folder: folder)
        let second = try OfficeSecret(folder: folder)
        #expect(first.isNew && !second.isNew)
        let names = [first, second].map { $0.key(for: .device, salt: Self.salt, name: "d").text }
        #expect(names[0] == names[1])
        let path = folder + "/" + OfficeSecret.fileName
        for (path, mode) in [(path, 0o600), (folder, 0o700)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == mode)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    }

    @Test("two that begin at one moment have one secret")
    func race() async throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try OfficeSecret(folder: folder)
                        .key(for: .device, salt: Self.salt, name: "d").text
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts.count == 1)
    }

    @Test("a file that others may read is refused, and so is one that is none")
    func refused() throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try OfficeSecret(folder: folder)
        let path = folder + "/" + OfficeSecret.fileName
        for mode in [0o640, 0o604, 0o620] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(throws: SecretsError.isOpenToOthers(path: path)) {
                try OfficeSecret(folder: folder)
            }
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        for text in [
            "", "00", String(repeating: "g", count: 64), String(repeating: "a", count: 66),
        ] {
            try Data(text.utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            #expect(throws: SecretsError.malformed(path: path)) { try OfficeSecret(folder: folder) }
        }
        #expect(throws: SecretsError.cannotMake(path: "/dev/null/keys", errno: ENOTDIR)) {
            try OfficeSecret(folder: "/dev/null/keys")
        }
    }
}
