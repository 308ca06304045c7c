/// Why a text is not JSON, and on which line that shows.
public struct JSONFault: Error, Equatable, Sendable {
    /// What was wrong.
    public enum Problem: Equatable, Sendable {
        /// The text ends inside a value.
        case endsEarly
        /// A character that cannot stand there.
        case unexpected
        /// Something follows the value.
        case textAfterEnd
        /// One name twice in an object.
        case nameTwice(String)
        /// A raw control character inside a string.
        case controlCharacter
        /// `\uD800` and kin without their other half.
        case loneSurrogate
        /// Bytes that are not UTF-8.
        case notUTF8
        /// Nested deeper than ``JSONParser/depthMax``.
        case tooDeep
    }

    /// The line, from 1.
    public let line: Int
    public let problem: Problem

    public init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }
}
