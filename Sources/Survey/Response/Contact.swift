/// How a citizen wants to be answered: given of their own will, beside the answer and never in it.
public struct Contact: Sendable, Equatable {
    public static let reachCharactersMax = 100
    public static let nameGraphemesMax = 80
    /// Digits of a telephone number (E.164), and the fewest that are one.
    private static let telephoneDigits = 8...15

    /// A telephone number or an e-mail address, as it was typed.
    public let reach: String
    public let name: String?

    /// - Parameters:
    ///   - reach: what was typed for a telephone number or an e-mail address
    ///   - name: what was typed for a name; empty for none
    public init(reach: String, name: String) throws(ContactFault) {
        let reach = Text.trimmed(Text.normalized(reach))
        guard !reach.isEmpty else { throw .missing }
        guard reach.unicodeScalars.count <= Self.reachCharactersMax,
            Self.isTelephone(reach) || Self.isAddress(reach)
        else { throw .unreadable }
        let name = Text.trimmed(Text.normalized(name))
        guard name.count <= Self.nameGraphemesMax,
            name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { throw .nameTooLong }
        self.reach = reach
        self.name = name.isEmpty ? nil : name
    }

    private static func isTelephone(_ text: String) -> Bool {
        let digits = text.utf8.filter { (0x30...0x39).contains($0) }.count
        let isPlain = text.unicodeScalars.enumerated().allSatisfy { place, scalar in
            ("0"..."9").contains(scalar) || " .-()".unicodeScalars.contains(scalar)
                || (scalar == "+" && place == 0)
        }
        return isPlain && telephoneDigits.contains(digits)
    }

    /// Whether something stands on both sides of one `@`, with a dot inside what follows. More
    /// than that only a letter sent there can tell.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let first = parts[0].unicodeScalars.first,
            first.properties.isAlphabetic || ("0"..."9").contains(first)
        else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    }

    /// As it is sealed.
    public var json: JSON {
        .object([("reach", .string(reach)), ("name", .string(name))])
    }

    /// Reads what ``json`` wrote.
    public init?(_ value: JSON) {
        guard let reach = value["reach"]?.string else { return nil }
        do throws(ContactFault) {
            try self.init(reach: reach, name: value["name"]?.string ?? "")
        } catch {
            return nil
        }
    }
}

/// Why a contact is not taken. Nothing of it is then kept.
public enum ContactFault: Error, Sendable, Equatable {
    /// It was typed, and the consent to keep it was not given.
    case notConsented
    /// The consent was given, and nothing typed.
    case missing
    /// Neither a telephone number nor an e-mail address.
    case unreadable
    case nameTooLong
}
