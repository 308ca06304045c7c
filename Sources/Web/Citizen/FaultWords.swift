public import Survey

/// Every fault in a citizen's words: what to do next, never whose mistake it was.
extension Strings {
    /// What to do about one answer.
    public func words(for fault: AnswerFault, in language: String) -> String {
        switch fault {
        case .unknownItem: text(.faultUnknownItem, in: language)
        case .notAScore: text(.faultScore, in: language)
        case .unknownChoice: text(.faultChoice, in: language)
        case .severalAnswers: text(.faultSeveral, in: language)
        case .notReached: text(.faultNotReached, in: language)
        case .commentTooLong(let count, let maximum):
            text(
                .faultCommentLong, in: language,
                ["count": String(count), "maximum": String(maximum)])
        case .noComment: text(.faultCommentPlace, in: language)
        }
    }

    /// What to do about a refused submission; for several faults, the words for the first.
    public func words(for fault: SubmissionFault, in language: String) -> String {
        switch fault {
        case .unknownPlace: text(.faultPlace, in: language)
        case .unknownUnit: text(.faultUnit, in: language)
        case .unknownForm: text(.faultOutdated, in: language)
        case .badValue: text(.faultValue, in: language)
        case .invalid(let faults):
            faults.first.map { words(for: $0, in: language) } ?? text(.faultValue, in: language)
        }
    }

    /// What to do about a form that is shown once more.
    public func words(for problem: FormProblem, in language: String) -> String {
        switch problem {
        case .answer(let fault): words(for: fault, in: language)
        case .contact(let fault): words(for: fault, in: language)
        case .nothingAnswered: text(.faultNothing, in: language)
        case .outdated: text(.faultOutdated, in: language)
        case .busy: text(.faultBusy, in: language)
        }
    }
}
