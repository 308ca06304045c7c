internal import Survey

/// Responses in memory, laid in blocks as a file has them, growing at the end.
struct BlockList: Sendable {
    let layout: BlockLayout
    private(set) var bytes: [UInt8] = []
    /// Responses.
    private(set) var count = 0
    /// The store's row of the last one.
    private(set) var lastRow: Int64 = 0

    init(layout: BlockLayout) {
        self.layout = layout
    }

    /// - Parameter record: its answers take the layout's bytes
    mutating func append(_ record: ResponseRecord) {
        precondition(record.answers.count == layout.answersBytes, "another form's answers")
        let (block, slot) = (count / BlockLayout.records, count % BlockLayout.records)
        if slot == 0 { bytes.append(contentsOf: repeatElement(0, count: layout.blockBytes)) }
        let start = block * layout.blockBytes
        for column in BlockLayout.Column.allCases {
            let value = BlockLayout.value(of: record, in: column)
            let width = BlockLayout.width(column)
            let place = start + layout.offset(column) + slot * width
            for byte in 0..<width {
                bytes[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte)))
            }
        }
        for (byte, value) in record.answers.enumerated() {
            bytes[start + layout.answersOffset(byte) + slot] = value
        }
        count += 1
        lastRow = record.row
    }

    /// The same responses posting by posting, each posting's in the order of their times: a scan
    /// then has those of a posting, a month and a day side by side. It does not rely on that.
    func sorted() -> BlockList {
        var order: [(key: UInt64, index: Int)] = []
        order.reserveCapacity(count)
        bytes.withUnsafeBytes { bytes in
            let columns = SegmentColumns(bytes: bytes, count: count, layout: layout)
            for index in 0..<count {
                let posting = UInt64(columns.value(.posting, at: index))
                order.append((posting << 32 | UInt64(columns.value(.seconds, at: index)), index))
            }
        }
        order.sort { ($0.key, $0.index) < ($1.key, $1.index) }
        var sorted = self
        for stripe in layout.stripes {
            sorted.move(stripe, of: self, order.map(\.index))
        }
        return sorted
    }

    /// Puts one stripe's values into another order.
    private mutating func move(
        _ stripe: (offset: Int, width: Int), of other: BlockList, _ order: [Int]
    ) {
        func place(_ index: Int) -> Int {
            index / BlockLayout.records * layout.blockBytes + stripe.offset
                + index % BlockLayout.records * stripe.width
        }
        other.bytes.withUnsafeBytes { source in
            bytes.withUnsafeMutableBytes { target in
                for (index, from) in order.enumerated() {
                    if stripe.width == 1 {
                        target[place(index)] = source[place(from)]
                    } else {
                        target.storeBytes(
                            of: source.load(fromByteOffset: place(from), as: UInt32.self),
                            toByteOffset: place(index), as: UInt32.self)
                    }
                }
            }
        }
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
            for (offset, width) in layout.stripes {
                let start = sourceBlock + offset + from * width
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
