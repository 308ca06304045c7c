/// Why a header was refused.
public enum HTTPHeaderError: Error, Equatable, Sendable {
    /// The name is not a token of RFC 9110 §5.6.2.
    case malformedName(String)
    /// The server sets this header itself.
    case reservedName(String)
    /// The value is empty, too long, padded with spaces or holds a control character.
    case malformedValue(name: String)
}
