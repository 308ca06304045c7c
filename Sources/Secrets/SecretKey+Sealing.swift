internal import CSodium

/// Encryption of what must be read again: XChaCha20-Poly1305 with a random nonce of 24 bytes, so
/// that one key serves for any number of contents.
///
/// Source: draft-irtf-cfrg-xchacha-03; libsodium's `crypto_aead_xchacha20poly1305_ietf`
extension SecretKey {
    private static let nonceBytes = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagBytes = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    /// How many bytes sealing adds.
    public static var sealBytes: Int { nonceBytes + tagBytes }

    /// Content that only this key opens, and only for what it was sealed for.
    ///
    /// - Parameters:
    ///   - content: what nobody else is to read
    ///   - context: what it belongs to; it is not in the result
    ///   - repeatable: whether the same content gives the same result, as an address must that is
    ///     sent twice: the nonce is then made of the content, and whoever sees two results knows
    ///     whether they hold the same
    /// - Returns: nonce, encrypted content and authenticator: ``sealBytes`` more than the content
    public func sealed(_ content: [UInt8], for context: [UInt8], repeatable: Bool = false)
        -> [UInt8]
    {
        let nonce =
            repeatable
            ? content.withUnsafeBytes { Array(authenticator(of: $0).prefix(Self.nonceBytes)) }
            : Randomness.bytes(Self.nonceBytes)
        var sealed = [UInt8](repeating: 0, count: content.count + Self.tagBytes)
        // Always 0: all lengths are inside its limits.
        _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, nil, content, UInt64(content.count), context, UInt64(context.count), nil,
            nonce, bytes)
        return nonce + sealed
    }

    /// What ``sealed(_:for:)`` was given.
    ///
    /// - Returns: nil where it was sealed by another key or for something else, or was changed
    public func opened(_ sealed: [UInt8], for context: [UInt8]) -> [UInt8]? {
        guard sealed.count >= Self.sealBytes else { return nil }
        let nonce = Array(sealed.prefix(Self.nonceBytes))
        let rest = Array(sealed.dropFirst(Self.nonceBytes))
        var content = [UInt8](repeating: 0, count: rest.count - Self.tagBytes)
        let code = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &content, nil, nil, rest, UInt64(rest.count), context, UInt64(context.count), nonce,
            bytes)
        return code == 0 ? content : nil
    }
}
