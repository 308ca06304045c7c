/// What was answered to one item. Missing is never a score.
public enum Answer: Sendable, Equatable {
    /// The item was not shown, because of an earlier answer. Counts nowhere.
    case notAsked
    /// Shown and not answered.
    case missing
    /// 1...5
    case score(Int)
    /// "không biết", dk
    case dontKnow
    /// "không áp dụng", na
    case notApplicable
    /// The places of the chosen choices, ascending, at least one; one only for single and yes/no.
    case choices([Int])
}

/// Why an answer cannot be taken. The item says where the message belongs.
public enum AnswerFault: Error, Equatable, Sendable {
    case unknownItem(item: String)
    /// Neither a level nor `dk` nor `na`.
    case notAScore(item: String, value: String)
    case unknownChoice(item: String, choice: String)
    case severalAnswers(item: String)
    /// Branching did not lead to the item.
    case notReached(item: String)
    case commentTooLong(graphemes: Int, maximum: Int)
    case noComment(item: String)

    /// The item the message belongs to.
    public var item: String {
        switch self {
        case .unknownItem(let item), .notAScore(let item, _), .unknownChoice(let item, _),
            .severalAnswers(let item), .notReached(let item), .noComment(let item):
            item
        case .commentTooLong: Questionnaire.commentItem
        }
    }
}
