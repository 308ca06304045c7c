/// One text in several languages.
public struct LocalizedText: Sendable, Equatable {
    /// Language tag (`vi`, `en`, `cjm`) to text.
    public let texts: [String: String]

    public init(_ texts: [String: String]) {
        self.texts = texts
    }

    /// The text in a language, else in Vietnamese, else in whichever there is.
    public func text(in language: String) -> String {
        texts[language] ?? texts["vi"] ?? texts.min { $0.key < $1.key }?.value ?? ""
    }
}
