/// A language that documents are written in; names and titles are data and stay as given.
public enum DocumentLanguage: String, Sendable, CaseIterable {
    case vietnamese = "vi"
    case english = "en"

    /// The language tag, as HTML's `lang` wants it.
    public var tag: String { rawValue }

    /// One of two wordings.
    func choose(_ vietnamese: String, _ english: String) -> String {
        switch self {
        case .vietnamese: vietnamese
        case .english: english
        }
    }
}
