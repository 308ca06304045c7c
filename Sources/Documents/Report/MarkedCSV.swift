internal import Survey

/// Lines of figures under their headings; each line of a sample office says so in a last column
/// `sample`.
struct MarkedCSV {
    private var writer = CSVWriter()
    private let mark: [String]

    init(_ columns: [String], isSample: Bool) {
        mark = isSample ? ["true"] : []
        writer.write(columns + mark.map { _ in "sample" })
    }

    mutating func write(_ fields: [String]) { writer.write(fields + mark) }

    /// The whole text, lines ended by a line feed.
    var text: String { writer.text }

    /// A number that reads back as the same double; nothing for what is not known or withheld.
    static func exact(_ number: Double?) -> String { number.map(\.description) ?? "" }
}
