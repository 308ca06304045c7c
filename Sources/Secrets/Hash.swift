internal import CSodium

/// Digests. Source: libsodium (SHA-256, FIPS 180-4).
public enum Hash {
    /// The SHA-256 digest, 32 bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        // Always 0: the function has no way to fail.
        _ = crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return digest
    }

    /// Bytes as lower-case hexadecimal digits.
    public static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
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
