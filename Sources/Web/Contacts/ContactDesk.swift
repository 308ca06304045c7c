internal import HTTPServer
public import Secrets
internal import Storage
public import Survey

/// What the pages do with contacts and receipts: seal them, make the codes, carry a code to the
/// thanks, and hand an erasure to the writer.
///
/// Each purpose has a key of its own, derived from the office's secret and the store's identity, so
/// that a copy of the database alone tells nobody whom to call.
public struct ContactDesk: Sendable {
    /// What became of an erasure.
    public enum Erasure: Sendable, Equatable {
        case erased
        /// No receipt has this code.
        case unknown
        /// The disk takes nothing at the moment.
        case failed
    }

    /// Hands a code to the writer; false where too many wait.
    public typealias Erase =
        @Sendable (ReceiptCode, @escaping @Sendable (Erasure) -> Void) -> Bool

    /// For how long the way to the thanks shows the code, and at most twice that: a page that is
    /// left open shows it for as long as it stays open, and a link passed on soon shows nothing.
    static let shownMilliseconds: Int64 = 10 * 60_000

    /// Days after which a contact is deleted at the latest; 0 where none is asked for.
    public let days: Int
    let erase: Erase
    private let contactKey: SecretKey
    private let receiptKey: SecretKey
    private let thanksKey: SecretKey

    /// - Parameters:
    ///   - identity: the store's
    ///   - days: 0…365
    public init(
        secret: OfficeSecret, identity: String, days: Int, erase: @escaping Erase
    ) {
        self.days = days
        self.erase = erase
        contactKey = Self.key(for: .contact, of: secret, identity: identity)
        receiptKey = Self.key(for: .receipt, of: secret, identity: identity)
        thanksKey = Self.key(for: .thanks, of: secret, identity: identity)
    }

    /// The store's key for a purpose.
    public static func key(
        for purpose: KeyPurpose, of secret: OfficeSecret, identity: String
    ) -> SecretKey {
        let salt = Array(Hash.sha256(Array(identity.utf8)).prefix(16))
        return secret.key(for: purpose, salt: salt, name: identity)
    }

    /// Reads a contact.
    ///
    /// - Parameters:
    ///   - sealed: as the store has it
    ///   - id: the answer's
    ///   - key: of ``key(for:of:identity:)`` for contacts
    /// - Returns: nil where it was sealed by another key, or damaged
    public static func contact(
        in sealed: [UInt8], of id: ResponseID, by key: SecretKey
    ) -> Contact? {
        guard let content = key.opened(sealed, for: id.bytes) else { return nil }
        do throws(JSONFault) {
            return Contact(try JSONParser.parse(content))
        } catch {
            return nil
        }
    }

    /// The code of an answer: always the same one, and nothing follows from the id.
    func code(of id: ResponseID) -> ReceiptCode {
        let code = id.bytes.withUnsafeBytes { receiptKey.authenticator(of: $0) }
        return ReceiptCode(bytes: Array(code.prefix(ReceiptCode.byteCount)))
    }

    /// What goes with an answer into the store.
    func receipt(for id: ResponseID, contact: Contact?) -> Receipt {
        let sealed = contact.map { contactKey.sealed(Array($0.json.text().utf8), for: id.bytes) }
        return Receipt(code: code(of: id), contact: sealed)
    }

    // MARK: On the way to the thanks

    /// Whether whoever has sent an answer is told its code: also once more after a lost line, and
    /// nobody who knows an id from an old file.
    func tells(_ outcome: AppendOutcome) -> Bool {
        switch outcome {
        case .stored: true
        case .already(let isRecent), .conflict(let isRecent): isRecent
        case .afterPartial, .erased, .draft: false
        }
    }

    /// A code and until when it is shown, for an address: it says nothing without the key. An
    /// answer that is sent again at once is sent the same way.
    func ticket(for code: ReceiptCode, at now: Timestamp) -> String {
        let span = Self.shownMilliseconds
        let ends = UInt64(bitPattern: (now.milliseconds / span + 2) * span)
        let content = code.bytes + (0..<8).reversed().map { UInt8(ends >> (8 * $0) & 0xFF) }
        return Hash.hex(thanksKey.sealed(content, for: [], repeatable: true))
    }

    /// The code that a ticket carries, while it is shown.
    func code(of ticket: String, at now: Timestamp) -> ReceiptCode? {
        guard ticket.utf8.count <= 256, let sealed = Hash.bytes(hex: ticket),
            let content = thanksKey.opened(sealed, for: []),
            content.count == ReceiptCode.byteCount + 8
        else { return nil }
        let ends = content.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let left = Int64(bitPattern: ends) - now.milliseconds
        guard (1...2 * Self.shownMilliseconds).contains(left) else { return nil }
        return ReceiptCode(bytes: Array(content.prefix(ReceiptCode.byteCount)))
    }
}
