/// A table for a terminal: columns as wide as their widest cell, counted in what a reader sees.
///
/// Widths are graphemes and not bytes or scalars: `ê̆` takes one place.
public struct TextTable {
    /// On which side a column's cells are filled up.
    public enum Alignment: Sendable {
        case leading, trailing
    }

    /// A column's heading and alignment.
    public struct Column: Sendable {
        let title: String
        let alignment: Alignment

        public init(title: String, alignment: Alignment) {
            self.title = title
            self.alignment = alignment
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    /// A table without rows.
    public init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; `indent` moves its first cell to the right by two places a level.
    public mutating func add(_ cells: [String], indent: Int = 0) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        var cells = cells.map(Self.plain)
        cells[0] = String(repeating: "  ", count: max(0, indent)) + cells[0]
        rows.append(cells)
    }

    /// The heading, a rule and the rows, each line ended by a line feed and free of end spaces.
    public var text: String {
        let titles = columns.map(\.title)
        let widths = columns.indices.map { column in
            ([titles] + rows).map { $0[column].count }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([titles, rule] + rows).map { line($0, widths) }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            if column > 0 { line += "  " }
            let filling = String(repeating: " ", count: widths[column] - cell.count)
            switch columns[column].alignment {
            case .leading: line += cell + filling
            case .trailing: line += filling + cell
            }
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    /// A cell on one line, without characters that would steer a terminal.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: " "
                    default: scalar
                    }
                }))
    }
}
