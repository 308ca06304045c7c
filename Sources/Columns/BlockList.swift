internal import Survey

/// Responses in memory, laid in blocks as a file has them, growing at the end.
struct BlockList: Sendable {
    let layout: BlockLayout
    private(set) var bytes: [UInt8] = []
    /// Responses.
    private(set) var count = 0

    init(layout: BlockLayout) {
        self.layout = layout
    }

    /// - Parameter record: its answers take the layout's bytes
    mutating func append(_ record: ResponseRecord) {
        precondition(record.answers.count == layout.answersBytes, "another form's answers")
        let (block, slot) = (count / BlockLayout.records, count % BlockLayout.records)
        if slot == 0 { bytes.append(contentsOf: repeatElement(0, count: layout.blockBytes)) }
        let start = block * layout.blockBytes
        bytes.withUnsafeMutableBytes { bytes in
            for column in BlockLayout.Column.allCases {
                let at = start + layout.offset(column) + slot * layout.width(column)
                BlockLayout.withBytes(of: record, in: column) { value in
                    UnsafeMutableRawBufferPointer(rebasing: bytes[at..<at + value.count])
                        .copyMemory(from: value)
                }
            }
        }
        count += 1
    }

    /// One piece of a column: some responses that lie side by side here and in the file.
    struct Piece {
        /// Bytes of ``bytes``.
        let source: Range<Int>
        /// Where they go in the file.
        let target: Int
    }

    /// The pieces that put all responses behind so many that a file has already.
    func pieces(after before: Int) -> [Piece] {
        var pieces: [Piece] = []
        var done = 0
        while done < count {
            let (from, to) = (done % BlockLayout.records, (before + done) % BlockLayout.records)
            let run = min(count - done, BlockLayout.records - max(from, to))
            let sourceBlock = done / BlockLayout.records * layout.blockBytes
            let targetBlock = (before + done) / BlockLayout.records * layout.blockBytes
            for column in BlockLayout.Column.allCases {
                let (offset, width) = (layout.offset(column), layout.width(column))
                let start = sourceBlock + offset + from * width
                guard width > 0 else { continue }
                pieces.append(
                    Piece(
                        source: start..<start + run * width,
                        target: targetBlock + offset + to * width))
            }
            done += run
        }
        return pieces
    }
}
