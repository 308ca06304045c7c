internal import Survey

/// What is sealed: which segments, how long each is, and up to which row of which store.
///
/// A text file replaced by rename, so that a reader sees the old state or the new one:
/// `hailong.columns/1 STORE GENERATION ROW`, then a line `FORM YYYY-MM COUNT RECORDBYTES` a segment.
struct Manifest: Equatable {
    struct Entry: Equatable {
        let key: Segment.Key
        let count: Int
        let recordBytes: Int
    }

    static let name = "manifest"
    static let format = "hailong.columns/1"

    /// The identity of the store the table was made from.
    let store: String
    /// The folder of segment files; a rebuild starts a new one.
    let generation: Int
    /// The last row contained.
    let row: Int64
    let entries: [Entry]

    var text: String {
        let lines = entries.map { "\($0.key.form) \($0.key.month) \($0.count) \($0.recordBytes)\n" }
        return "\(Self.format) \(store) \(generation) \(row)\n" + lines.joined()
    }

    init(store: String, generation: Int, row: Int64, entries: [Entry]) {
        self.store = store
        self.generation = generation
        self.row = row
        self.entries = entries
    }

    /// - Returns: nil for anything that is not a manifest
    init?(_ text: String) {
        var lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        guard let head = lines.first, head.count == 4, head[0] == Self.format,
            let generation = Int(head[2]), let row = Int64(head[3])
        else { return nil }
        lines.removeFirst()
        var entries: [Entry] = []
        for line in lines {
            guard line.count == 4, let form = Int32(line[0]), let month = CalendarMonth(line[1]),
                let count = Int(line[2]), count > 0, let recordBytes = Int(line[3]),
                recordBytes >= RecordLayout.answers
            else { return nil }
            entries.append(
                Entry(key: .init(form: form, month: month), count: count, recordBytes: recordBytes))
        }
        self.init(store: head[1], generation: generation, row: row, entries: entries)
    }
}
