internal import CNettle
internal import CSodium

/// Digests. Source: nettle (SHA-256, FIPS 180-4), which uses the processor's own instructions for
/// it; libsodium does not, and takes five times as long.
public enum Hash {
    /// The SHA-256 digest, 32 bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
        bytes.withUnsafeBufferPointer { sha256($0, into: &digest) }
        return digest
    }

    /// The same, written to where 32 bytes have room; may be read from there.
    static func sha256(
        _ bytes: UnsafeBufferPointer<UInt8>, into digest: UnsafeMutablePointer<UInt8>
    ) {
        var state = sha256_ctx()
        nettle_sha256_init(&state)
        nettle_sha256_update(&state, bytes.count, bytes.baseAddress)
        nettle_sha256_digest(&state, Int(SHA256_DIGEST_SIZE), digest)
    }

    /// Bytes as lower-case hexadecimal digits.
    public static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Bytes from hexadecimal digits of either case; nil for anything else.
    public static func bytes(hex text: String) -> [UInt8]? {
        let digits = text.utf8.map { digit -> UInt8? in
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x41...0x46: digit - 0x41 + 10
            case 0x61...0x66: digit - 0x61 + 10
            default: nil
            }
        }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}

/// Randomness for ids and keys.
public enum Randomness {
    /// Unpredictable bytes from the system's generator.
    ///
    /// - Parameter count: how many, 0 or more
    public static func bytes(_ count: Int) -> [UInt8] {
        precondition(sodium_init() >= 0, "libsodium cannot start: the system gives no randomness")
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            if let start = buffer.baseAddress { randombytes_buf(start, count) }
            filled = count
        }
    }
}
