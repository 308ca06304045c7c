internal import Survey

/// A column of names (strata, clusters, groups), each kept as a number.
struct CodeColumn {
    /// The number of a row whose cell is empty.
    static let none = -1

    /// The name of each number, in the order of their first rows.
    private(set) var names: [String] = []
    /// Each row's number, or ``none``.
    private(set) var values: [Int] = []
    /// Cells as they stand, spaces and all, to their numbers: most repeat earlier ones.
    private var known: [String: Int] = [:]
    private var numbers: [String: Int] = [:]

    /// Adds a row's name; names that differ only in spaces at their ends, or in how accents are
    /// stored, are one.
    ///
    /// - Returns: false where the cell is empty
    mutating func add(_ text: String) -> Bool {
        // A hostile run of marks would make the look-up itself slow.
        let cell = Text.isStreamSafe(text) ? text : Text.normalized(text)
        if let number = known[cell] {
            values.append(number)
            return number != Self.none
        }
        let name = TableHeading.plain(cell)
        var number = Self.none
        if !name.isEmpty {
            number = numbers[name] ?? names.count
            if number == names.count {
                names.append(name)
                numbers[name] = number
            }
        }
        known[cell] = number
        values.append(number)
        return number != Self.none
    }
}
