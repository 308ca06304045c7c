/// Writes CSV records exactly: what a ``CSVReader`` reads back is what was written.
///
/// No formula guard and no rounding: this is the machine's format. Spreadsheets get their own.
public struct CSVWriter {
    /// What has been written and not yet taken.
    public private(set) var text = ""

    public init() {}

    /// Adds one record, ended by a line feed.
    public mutating func write(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { text += "," }
            if Self.needsQuotes(field) {
                text += "\""
                for scalar in field.unicodeScalars {
                    if scalar == "\"" { text += "\"" }
                    text.unicodeScalars.append(scalar)
                }
                text += "\""
            } else {
                text += field
            }
        }
        // A single empty field would read back as an empty line.
        if fields == [""] { text += "\"\"" }
        text += "\n"
    }

    /// Takes what has been written so far, for streaming.
    public mutating func take() -> String {
        defer { text.removeAll(keepingCapacity: true) }
        return text
    }

    private static func needsQuotes(_ field: String) -> Bool {
        // U+FEFF at the head of a text would be taken for a byte order mark.
        field.unicodeScalars.first == "\u{FEFF}"
            || field.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    }
}
