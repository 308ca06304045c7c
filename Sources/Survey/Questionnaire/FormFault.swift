/// One thing wrong with a form file, and the line it stands on.
public struct FormFault: Error, Equatable, Sendable {
    /// What was wrong. `name` is the member concerned, such as `items[2].text`.
    public enum Problem: Equatable, Sendable {
        case notJSON(JSONFault.Problem)
        case missing(name: String)
        case wrongKind(name: String, expected: String)
        case unknownMember(name: String)
        case unknownValue(name: String, value: String, allowed: [String])
        case badIdentifier(name: String, value: String)
        case twice(name: String, value: String)
        case outOfRange(name: String, minimum: Int, maximum: Int)
        case missingText(name: String, language: String)
        /// A condition must name an earlier item whose kind can pass its test.
        case impossibleCondition(item: String, on: String)
        /// A free text must be called `comment`, and only one may stand in a form.
        case misnamedText(item: String)
    }

    /// The line, from 1.
    public let line: Int
    public let problem: Problem

    public init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }
}

/// All that is wrong with a form file, in the order of its lines.
public struct FormFaults: Error, Equatable, Sendable {
    public let faults: [FormFault]

    public init(_ faults: [FormFault]) {
        self.faults = faults
    }
}
