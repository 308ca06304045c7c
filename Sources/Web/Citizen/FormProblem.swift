public import Survey

/// Why a form is shown once more instead of thanks.
public enum FormProblem: Sendable, Equatable {
    /// One answer cannot be taken.
    case answer(AnswerFault)
    /// How to be answered cannot be kept.
    case contact(ContactFault)
    /// Nothing was answered and nothing written: not stored, because it says nothing.
    case nothingAnswered
    /// The form was replaced while the page was open.
    case outdated
    /// The answer could not be stored now; sending the same page again is safe, for its id is kept.
    case busy

    /// The problems a refused submission shows on the form; nil where no form can be shown.
    public static func all(of fault: SubmissionFault) -> [FormProblem]? {
        switch fault {
        case .invalid(let faults): faults.map { .answer($0) }
        case .unknownForm: [.outdated]
        case .unknownPlace, .unknownUnit, .badValue: nil
        }
    }

    /// The item the message stands beside; nil where it concerns the form as a whole.
    func item(in form: Questionnaire) -> String? {
        switch self {
        case .answer(let fault): form.index(of: fault.item) == nil ? nil : fault.item
        case .nothingAnswered: form.items.first?.id
        case .outdated, .busy, .contact: nil
        }
    }
}
