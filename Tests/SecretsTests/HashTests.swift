import Secrets
import Testing

@Suite("Hash")
struct HashTests {
    /// Source: FIPS 180-4 examples, as published with NIST's "SHA Test Vectors" (FIPS 180-2 C.1,
    /// C.2, C.3) and the digest of the empty message.
    @Test(
        "SHA-256 gives the published digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func publishedVectors(message: String, digest: String) {
        #expect(Hash.hex(Hash.sha256(Array(message.utf8))) == digest)
    }

    @Test("SHA-256 of a million times a is the published digest")
    func longMessage() {
        let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(
            Hash.hex(Hash.sha256(message))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("hexadecimal digits are lower case, two a byte")
    func hexadecimal() {
        #expect(Hash.hex([0x00, 0x0F, 0x9A, 0xA9, 0xFF]) == "000f9aa9ff")
        #expect(Hash.hex([]) == "")
    }
}

@Suite("Randomness")
struct RandomnessTests {
    @Test("it gives as many bytes as asked", arguments: [0, 1, 16, 32, 4_096])
    func count(count: Int) {
        #expect(Randomness.bytes(count).count == count)
    }

    @Test("no two draws of 16 bytes are equal")
    func draws() {
        let draws = Set((0..<1_000).map { _ in Randomness.bytes(16) })
        #expect(draws.count == 1_000)
    }

    @Test("every value of a byte comes up")
    func values() {
        // 256 values in 16,384 draws: the chance that one is missing is below 1e-25.
        #expect(Set(Randomness.bytes(16_384)).count == 256)
    }
}
