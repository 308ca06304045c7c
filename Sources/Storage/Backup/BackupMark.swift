internal import Secrets
public import Survey

/// What a backup says of itself: made when, of how many answers, with which newest link.
public struct BackupMark: Sendable, Equatable {
    public let at: Timestamp
    /// The last row of the chain, which is the number of answers.
    public let responses: Int
    /// The chain's newest link, 32 bytes. Noted elsewhere it proves later that a store has every
    /// one of these answers unchanged.
    public let link: [UInt8]

    /// The link as 64 hexadecimal digits.
    public var linkText: String { Hash.hex(link) }

    init(at: Timestamp, responses: Int, link: [UInt8]) {
        self.at = at
        self.responses = responses
        self.link = link
    }

    /// As a setting: milliseconds since 1970, responses, link.
    var text: String { "\(at.milliseconds) \(responses) \(linkText)" }

    /// - Returns: nil for what ``text`` cannot have given
    init?(text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 3, let at = Int64(parts[0]), let responses = Int(parts[1]),
            let link = Hash.bytes(hex: String(parts[2])), link.count == HashChain.linkBytes
        else { return nil }
        self.init(at: Timestamp(milliseconds: at), responses: responses, link: link)
    }
}
