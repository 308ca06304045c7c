public import Survey
internal import Secrets

/// What is kept beside an answer of a citizen's own page who has left words or a contact.
public struct Receipt: Sendable, Equatable {
    /// What stands for the code: the code itself is kept nowhere.
    public let tag: [UInt8]
    /// How the citizen wants to be answered, encrypted; nil where nothing was left.
    public let contact: [UInt8]?

    /// - Parameters:
    ///   - code: with which the citizen can erase everything again
    ///   - contact: encrypted; the store never sees what is in it
    public init(code: ReceiptCode, contact: [UInt8]?) {
        tag = Self.tag(of: code)
        self.contact = contact
    }

    /// SHA-256 of the code, cut to 16 bytes. Of eighty random bits nobody finds the code by
    /// trying; and who looks a digest up tells nobody by the time it takes how near it was.
    static func tag(of code: ReceiptCode) -> [UInt8] {
        Array(Hash.sha256(Array("hailong receipt".utf8) + [0] + code.bytes).prefix(16))
    }
}

/// A contact as it is stored, with the answer that it belongs to.
public struct StoredContact: Sendable {
    /// The answer's row, which nobody else ever gets: by it an operator names the contact.
    public let number: Int64
    public let id: ResponseID
    public let givenAt: Timestamp
    /// When somebody has answered the citizen, as far as that was said.
    public let doneAt: Timestamp?
    /// Encrypted.
    public let sealed: [UInt8]
    /// Place and words; nil where the answer cannot be read.
    public let response: Response?
}

/// By what an operator or a citizen names an answer with which something was left.
public enum ContactName: Sendable, Equatable {
    case number(Int64)
    case id(ResponseID)
    case code(ReceiptCode)

    /// Reads a number, an id or a receipt code as somebody typed it.
    public init?(typed: String) {
        let text = Text.trimmed(typed)
        if let number = Int64(text), number > 0 {
            self = .number(number)
        } else if let id = ResponseID(text) {
            self = .id(id)
        } else if let code = ReceiptCode(typed: text) {
            self = .code(code)
        } else {
            return nil
        }
    }
}
