public import Survey

/// What is wrong with one language's file of words.
public struct StringsFault: Error, Equatable, Sendable {
    /// The language tag: the file's name without `.json`.
    public let language: String
    /// Every fault with its line, in the order of the lines.
    public let faults: [FormFault]

    public init(language: String, faults: [FormFault]) {
        self.language = language
        self.faults = faults
    }
}
