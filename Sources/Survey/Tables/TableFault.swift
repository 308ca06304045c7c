/// One line of a table that cannot be taken, and why.
public struct TableFault: Error, Equatable, Sendable {
    /// What was wrong with the line.
    public enum Problem: Equatable, Sendable {
        case notUTF8
        case openQuote
        case textAfterQuote
        /// A field of too many bytes or a record of too many fields.
        case tooLong(maximum: Int)
        case empty
        /// All columns that are missing, and all that are there.
        case missingColumns([String], found: [String])
        /// `like`: the column that it reads like, if any.
        case unknownColumn(String, like: String? = nil)
        case columnTwice(String)
        /// Lines end with CR alone, which no spreadsheet of today writes.
        case returnsAlone
        case fieldCount(expected: Int, found: Int)
        case badValue(column: String, value: String, expected: String)
        case unknownUnit(column: String, code: String)
        case unknownForm(String)
        /// completed is not early + on_time + late.
        case doesNotAddUp(completed: Int, sum: Int)
        /// The same key as an earlier line, with other content.
        case differsFromLine(Int)
        /// The same id is stored with other content.
        case conflict(id: ResponseID)
        /// The id belonged to an answer that was erased.
        case erased(id: ResponseID)
        /// A parent or successor chain comes back to the unit.
        case circle(code: String)
        case refused(SubmissionFault)
        /// A sample office's answer, or a real one on its way into a sample office.
        case sampleMix(intoSample: Bool)
    }

    /// The line, from 1; the header is line 1.
    public let line: Int
    public let problem: Problem

    public init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }
}
