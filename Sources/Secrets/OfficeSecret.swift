internal import CSodium
internal import Glibc

/// What a derived key is for. Two purposes never share a key.
public enum KeyPurpose: String, Sendable {
    /// By which a kiosk or tablet proves who it is, and signs the file of its outbox.
    case device = "hailong device key 1"
    /// With which a citizen's telephone number or address is encrypted.
    case contact = "hailong contact key 1"
    /// From which the codes are made that citizens get for erasing.
    case receipt = "hailong receipt code 1"
    /// With which the way to the thanks carries such a code for some minutes.
    case thanks = "hailong thanks page 1"
}

/// The office's one secret: 32 random bytes in a file outside the database, from which keys are
/// derived when they are needed.
///
/// So no key is stored anywhere, every key can be had again, and neither a backup nor an export
/// gives one away. Whoever loses the file has to pair all devices again, and loses no answer.
public struct OfficeSecret: Sendable, CustomStringConvertible {
    /// The name of the file in its folder.
    public static let fileName = "office.key"
    private static let byteCount = 32

    private let bytes: [UInt8]
    /// Whether it was made just now, so that no key that was given before is known any more.
    public let isNew: Bool

    public var description: String { "the office's secret" }

    /// A secret that is in no file.
    public init() {
        bytes = Randomness.bytes(Self.byteCount)
        isNew = true
    }

    /// The secret in a folder's file; made there, for the owner alone, where there is none.
    ///
    /// - Parameter folder: made (0700) where it is absent; the one above it must be there
    /// - Throws: `.cannotMake`, `.cannotRead`, ``SecretsError/isOpenToOthers(path:)``,
    ///   ``SecretsError/malformed(path:)``
    public init(folder: String) throws(SecretsError) {
        let path = folder + "/" + Self.fileName
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw .cannotMake(path: folder, errno: errno)
        }
        if let found = try Self.read(path) {
            bytes = found
            isNew = false
            return
        }
        try Self.make(path, in: folder)
        // What another process has made at the same moment is as good.
        guard let made = try Self.read(path) else { throw .cannotRead(path: path, errno: ENOENT) }
        bytes = made
        isNew = true
    }

    /// The secret in a folder's file, for a process that only reads: none is made.
    ///
    /// - Throws: `.absent`, `.cannotRead`, ``SecretsError/isOpenToOthers(path:)``,
    ///   ``SecretsError/malformed(path:)``
    public init(existingIn folder: String) throws(SecretsError) {
        let path = folder + "/" + Self.fileName
        guard let found = try Self.read(path) else { throw .absent(path: path) }
        bytes = found
        isNew = false
    }

    /// A key for a purpose: keyed BLAKE2b over purpose, salt and name. Always the same one for the
    /// same three; from one key nothing follows about another or about the secret.
    ///
    /// - Parameters:
    ///   - salt: 16 bytes, random when the key is first given
    ///   - name: whose key it is
    /// - Source: RFC 7693; libsodium's `crypto_generichash`
    public func key(for purpose: KeyPurpose, salt: [UInt8], name: String) -> SecretKey {
        precondition(salt.count == 16, "no salt")
        // A zero ends the purpose, and the salt has one length: no two triples give the same bytes.
        let message = Array(purpose.rawValue.utf8) + [0] + salt + Array(name.utf8)
        var key = [UInt8](repeating: 0, count: SecretKey.byteCount)
        // Always 0: all lengths are inside its limits.
        _ = crypto_generichash(
            &key, key.count, message, UInt64(message.count), bytes, bytes.count)
        return SecretKey(key)
    }

    private static func read(_ path: String) throws(SecretsError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .cannotRead(path: path, errno: errno)
        }
        defer { close(descriptor) }
        var entry = stat()
        guard fstat(descriptor, &entry) == 0 else { throw .cannotRead(path: path, errno: errno) }
        guard entry.st_mode & 0o077 == 0 else { throw .isOpenToOthers(path: path) }
        // One more than there should be, so that a longer file is seen.
        var text = [UInt8](repeating: 0, count: 2 * byteCount + 2)
        let count = Glibc.read(descriptor, &text, text.count)
        guard count >= 0 else { throw .cannotRead(path: path, errno: errno) }
        var digits = text.prefix(count)
        if digits.last == UInt8(ascii: "\n") { digits.removeLast() }
        guard let bytes = Hash.bytes(hex: String(decoding: digits, as: UTF8.self)),
            bytes.count == byteCount
        else { throw .malformed(path: path) }
        return bytes
    }

    /// Writes the file aside and gives it its name when it is on the disk: half a secret would lock
    /// every device out. A name that is taken stays.
    private static func make(_ path: String, in folder: String) throws(SecretsError) {
        let part = path + "." + Hash.hex(Randomness.bytes(8))
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotMake(path: part, errno: errno) }
        defer { unlink(part) }
        let text = Array((Hash.hex(Randomness.bytes(byteCount)) + "\n").utf8)
        let isWritten = write(descriptor, text, text.count) == text.count && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten else { throw .cannotMake(path: part, errno: reason) }
        guard link(part, path) == 0 || errno == EEXIST else {
            throw .cannotMake(path: path, errno: errno)
        }
        let above = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard above >= 0 else { throw .cannotMake(path: folder, errno: errno) }
        defer { close(above) }
        guard fsync(above) == 0 else { throw .cannotMake(path: folder, errno: errno) }
    }
}
