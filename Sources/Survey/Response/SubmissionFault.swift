/// Why a submission is refused whole.
public enum SubmissionFault: Error, Equatable, Sendable {
    case unknownPlace(String)
    case unknownUnit(String)
    case unknownForm(id: String, version: Int)
    /// A member has a value outside its vocabulary or limits.
    case badValue(name: String, value: String)
    /// Everything wrong with the answers, in the order of the items.
    case invalid([AnswerFault])
}
