/// Why form fields or a query could not be read; each is the sender's mistake.
public enum FormError: Error, Equatable, Sendable {
    /// The body's media type is not `application/x-www-form-urlencoded`.
    case unsupportedType(String?)
    /// A `%` without two hexadecimal digits after it.
    /// - Parameter offset: where it stands, in bytes from the start
    case brokenEscape(offset: Int)
    /// A name or value is not UTF-8.
    case malformedUTF8
    /// A name or value holds a NUL.
    case nul(offset: Int)
    /// A field has no name.
    case missingName(offset: Int)
    /// A name is longer than ``FormFields/Limits/nameBytesMax``.
    case nameTooLong(offset: Int)
    /// There are more fields than ``FormFields/Limits/fieldsMax``.
    case tooManyFields(most: Int)

    /// The status to answer with: 415 for the wrong media type, 413 for too many fields,
    /// else 400.
    public var status: Int {
        switch self {
        case .unsupportedType: 415
        case .tooManyFields: 413
        default: 400
        }
    }
}
