import Foundation
import Testing

@testable import Secrets

@Suite("Sealing")
struct SealingTests {
    private let key = OfficeSecret().key(
        for: .contact, salt: [UInt8](repeating: 7, count: 16), name: "store")
    private let content = Array("0912 345 678".utf8)

    @Test("what was sealed is opened by the same key for the same thing, and by nothing else")
    func opened() {
        let sealed = key.sealed(content, for: [1, 2])
        #expect(sealed.count == content.count + SecretKey.sealBytes)
        #expect(key.opened(sealed, for: [1, 2]) == content)
        #expect(key.opened(sealed, for: [1, 3]) == nil)
        #expect(key.opened(sealed, for: []) == nil)
        let secret = OfficeSecret()
        for purpose in [KeyPurpose.contact, .receipt, .thanks, .device] {
            let other = secret.key(
                for: purpose, salt: [UInt8](repeating: 7, count: 16), name: "store")
            #expect(other.opened(sealed, for: [1, 2]) == nil)
        }
    }

    @Test("no bit can be changed, and nothing left out")
    func changed() {
        let sealed = key.sealed(content, for: [])
        for place in sealed.indices {
            var other = sealed
            other[place] ^= 1
            #expect(key.opened(other, for: []) == nil)
            #expect(key.opened(Array(sealed.prefix(place)), for: []) == nil)
        }
    }

    @Test("the same content never looks the same, unless that is asked for")
    func nonces() {
        let sealed = key.sealed(content, for: [])
        #expect(sealed != key.sealed(content, for: []))
        #expect(Data(sealed).range(of: Data(content)) == nil)
        let again = key.sealed(content, for: [], repeatable: true)
        #expect(again == key.sealed(content, for: [], repeatable: true))
        #expect(key.opened(again, for: []) == content)
        #expect(again.prefix(24) != key.sealed([1], for: [], repeatable: true).prefix(24))
    }

    @Test("keys of two purposes are two keys, and a secret that must be there is not made")
    func purposes() throws {
        let secret = OfficeSecret()
        let salt = [UInt8](repeating: 1, count: 16)
        let purposes = [KeyPurpose.device, .contact, .receipt, .thanks]
        let keys = purposes.map { secret.key(for: $0, salt: salt, name: "n").text }
        #expect(Set(keys).count == purposes.count)
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "hailong-secret-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: SecretsError.absent(path: folder + "/office.key")) {
            try OfficeSecret(existingIn: folder)
        }
        #expect(!FileManager.default.fileExists(atPath: folder))
        let made = try OfficeSecret(folder: folder).key(for: .contact, salt: salt, name: "n")
        let found = try OfficeSecret(existingIn: folder).key(for: .contact, salt: salt, name: "n")
        #expect(made.text == found.text)
    }
}
