internal import CSodium

/// A key of 32 bytes for one purpose, as somebody proves with it who they are.
///
/// It is told by asking for its ``text`` alone: printing the value shows nothing.
public struct SecretKey: Sendable, CustomStringConvertible {
    /// The length of a key, in bytes.
    public static let byteCount = 32
    /// The length of ``text``.
    public static let textBytes = 43

    let bytes: [UInt8]

    /// - Parameter bytes: ``byteCount`` bytes
    init(_ bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "no key")
        self.bytes = bytes
    }

    public var description: String { "a key" }

    /// The key as base64url without padding (RFC 4648, 5), for the one who is to have it.
    public var text: String { String(decoding: encoded, as: UTF8.self) }

    private var encoded: [UInt8] {
        var text = [CChar](repeating: 0, count: Self.textBytes + 1)
        // Returns its first argument: there is room for all of it.
        _ = sodium_bin2base64(
            &text, text.count, bytes, bytes.count, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
        return text.dropLast().map { UInt8(bitPattern: $0) }
    }

    /// Whether a text is this key's ``text``, byte for byte.
    ///
    /// Takes as long for a text that is wrong in its first byte as for one wrong in its last.
    public func isWritten(as text: String) -> Bool {
        let offered = Array(text.utf8)
        return offered.count == Self.textBytes
            && sodium_memcmp(offered, encoded, Self.textBytes) == 0
    }

    /// The authenticator of some bytes under this key: HMAC-SHA-256 (RFC 2104, FIPS 198-1).
    public func authenticator(of content: UnsafeRawBufferPointer) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        // Always 0: the functions have no way to fail.
        _ = crypto_auth_hmacsha256_init(&state, bytes, bytes.count)
        _ = crypto_auth_hmacsha256_update(
            &state, content.baseAddress?.assumingMemoryBound(to: UInt8.self),
            UInt64(content.count))
        _ = crypto_auth_hmacsha256_final(&state, &code)
        return code
    }

    /// Whether these bytes were authenticated by who has this key; compared in constant time.
    ///
    /// - Parameter code: what should be their ``authenticator(of:)``
    public func authenticates(_ content: UnsafeRawBufferPointer, by code: [UInt8]) -> Bool {
        let wanted = authenticator(of: content)
        return code.count == wanted.count && sodium_memcmp(code, wanted, wanted.count) == 0
    }
}
