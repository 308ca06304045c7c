/// Why the fields of a page make no submission. No citizen can cause these by answering: the page was
/// damaged on its way, or the sender is no page of ours.
public enum SubmissionFormFault: Error, Equatable, Sendable {
    /// A hidden field the answer cannot do without.
    case missing(name: String)
    /// A hidden field outside its vocabulary or limits.
    case badValue(name: String, value: String)
    /// A field that may stand once only.
    case twice(name: String)
    /// More than ``SubmissionForm/fieldsMax``.
    case tooManyFields(Int)
}
