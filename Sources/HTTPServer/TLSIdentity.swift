import CMicrohttpd

/// A certificate with its chain, and its private key: what a server shows to speak TLS.
///
/// TLS 1.3 and 1.2 are spoken, with forward secrecy and authenticated encryption only. A full
/// handshake is made on the event thread: about a millisecond with an RSA key of 2,048 bits, a
/// third of it with ECDSA. A client that comes back resumes by its ticket, whose key lives in
/// memory alone.
public struct TLSIdentity: Sendable {
    /// The most that either text may have, in bytes.
    public static let bytesMax = 256 * 1024

    /// Texts in PEM, each with a NUL behind it.
    let certificate: [CChar]
    let key: [CChar]

    /// Checks that both texts can be used and belong together.
    /// - Parameters:
    ///   - certificate: PEM; the server's own certificate first, then those that vouch for it
    ///   - key: PEM, without a password
    /// - Throws: ``HTTPServerError/malformedCertificate``, ``HTTPServerError/malformedKey``,
    ///   ``HTTPServerError/unmatchedKey`` or ``HTTPServerError/cannotStart``
    public init(certificate: [UInt8], key: [UInt8]) throws(HTTPServerError) {
        guard let certificateText = Self.text(certificate) else { throw .malformedCertificate }
        guard let keyText = Self.text(key) else { throw .malformedKey }
        switch hl_tls_check(certificateText, keyText) {
        case HL_TLS_SOUND: break
        case HL_TLS_NO_CERTIFICATE: throw .malformedCertificate
        case HL_TLS_NO_KEY: throw .malformedKey
        case HL_TLS_UNMATCHED: throw .unmatchedKey
        default: throw .cannotStart
        }
        self.certificate = certificateText
        self.key = keyText
    }

    /// What C reads as a whole, or nil where it would see less or there is too much.
    private static func text(_ bytes: [UInt8]) -> [CChar]? {
        guard bytes.count <= bytesMax, !bytes.contains(0) else { return nil }
        return bytes.map { CChar(bitPattern: $0) } + [0]
    }
}
