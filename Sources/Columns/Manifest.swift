internal import Survey

/// What is sealed: which segments, how long each is, and up to which row of which store.
///
/// A text file replaced by rename, so that a reader sees the old state or the new one:
/// `hailong.columns/4 STORE GENERATION ROW`, a line `FORM YYYY-MM ANSWERSBYTES COUNT LASTROW` a
/// segment, and at the end `sum HEX` over all before it: a manifest that lost a line would lose
/// answers silently.
struct Manifest: Equatable {
    struct Entry: Equatable {
        let key: Segment.Key
        let count: Int
        /// The store's row of the response that came last.
        let lastRow: Int64
    }

    static let name = "manifest"
    /// Another layout of blocks is another format: an older table is made anew.
    static let format = "hailong.columns/4"
    static let bytesMax = 4 << 20
    /// Bounds a segment's count, as if each response took a block: far above any month, far below
    /// an overflow.
    static let segmentBytesMax = 1 << 48

    /// The identity of the store the table was made from.
    let store: String
    /// The folder of segment files; a rebuild starts a new one.
    let generation: Int
    /// The last row contained.
    let row: Int64
    let entries: [Entry]

    var text: String {
        let lines = entries.map {
            "\($0.key.form) \($0.key.month) \($0.key.answersBytes) \($0.count) \($0.lastRow)\n"
        }
        let body = "\(Self.format) \(store) \(generation) \(row)\n" + lines.joined()
        return body + Self.sumLine(of: body)
    }

    init(store: String, generation: Int, row: Int64, entries: [Entry]) {
        self.store = store
        self.generation = generation
        self.row = row
        self.entries = entries
    }

    /// - Returns: nil for anything that is not a whole manifest
    init?(_ text: String) {
        var lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        guard let sum = lines.popLast(), sum.count == 2,
            text.hasSuffix(Self.sumLine(of: String(text.dropLast("sum \(sum[1])\n".count)))),
            let head = lines.first, head.count == 4, head[0] == Self.format,
            let generation = Int(head[2]), generation > 0, let row = Int64(head[3]), row > 0
        else { return nil }
        var entries: [Entry] = []
        var keys: Set<Segment.Key> = []
        for line in lines.dropFirst() {
            guard line.count == 5, let form = Int32(line[0]), let month = CalendarMonth(line[1]),
                let answersBytes = Int(line[2]), let count = Int(line[3]), count > 0,
                let lastRow = Int64(line[4]), lastRow > 0, lastRow <= row,
                (0...BlockLayout.answersBytesMax).contains(answersBytes)
            else { return nil }
            let key = Segment.Key(form: form, month: month, answersBytes: answersBytes)
            guard count <= Self.segmentBytesMax / key.layout.blockBytes else { return nil }
            guard keys.insert(key).inserted else { return nil }
            entries.append(Entry(key: key, count: count, lastRow: lastRow))
        }
        self.init(store: head[1], generation: generation, row: row, entries: entries)
    }

    /// FNV-1a, 64 bits: against damage, not against malice.
    private static func sumLine(of body: String) -> String {
        let sum = body.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return "sum \(String(sum, radix: 16))\n"
    }
}
