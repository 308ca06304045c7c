internal import Survey

/// The columns of a segment while they are read, response by response or block by block.
public struct SegmentColumns {
    /// Responses.
    public let count: Int
    public let layout: BlockLayout
    /// The blocks, all of their full length.
    public let bytes: UnsafeRawBufferPointer

    /// - Parameter bytes: of at least as many blocks as the responses take
    init(bytes: UnsafeRawBufferPointer, count: Int, layout: BlockLayout) {
        precondition(bytes.count >= layout.bytes(ofRecords: count), "blocks have their full length")
        self.bytes = bytes
        self.count = count
        self.layout = layout
    }

    /// The value of a response in a column.
    ///
    /// - Parameter index: 0..<count
    public func value(_ column: BlockLayout.Column, at index: Int) -> UInt32 {
        let start = block(of: index) + layout.offset(column)
        let slot = index % BlockLayout.records
        guard BlockLayout.width(column) == 4 else { return UInt32(bytes[start + slot]) }
        return UInt32(littleEndian: bytes.load(fromByteOffset: start + slot * 4, as: UInt32.self))
    }

    /// A response's packed answers.
    public func answers(at index: Int) -> [UInt8] {
        let start = block(of: index) + index % BlockLayout.records
        return (0..<layout.answersBytes).map { bytes[start + layout.answersOffset($0)] }
    }

    /// The responses of a block.
    ///
    /// - Parameter number: from 0, of one that has a response
    public func block(_ number: Int) -> SegmentBlock {
        let start = number * BlockLayout.records
        precondition(number >= 0 && start < count, "a block of the segment")
        guard let first = bytes.baseAddress else { preconditionFailure("an empty segment") }
        return SegmentBlock(
            count: min(BlockLayout.records, count - start), layout: layout,
            first: first + number * layout.blockBytes)
    }

    /// Places of the responses in the order of their rows.
    func byRow() -> [Int] {
        (0..<count).map { UInt64(value(.row, at: $0)) << 32 | UInt64($0) }.sorted()
            .map { Int($0 & 0xFFFF_FFFF) }
    }

    /// Whether a response lies here as it would be written.
    func holds(_ record: ResponseRecord, at index: Int) -> Bool {
        let start = block(of: index) + index % BlockLayout.records
        return record.answers.count == layout.answersBytes
            && record.answers.indices.allSatisfy {
                bytes[start + layout.answersOffset($0)] == record.answers[$0]
            }
            && BlockLayout.Column.allCases.allSatisfy {
                value($0, at: index) == BlockLayout.value(of: record, in: $0)
            }
    }

    private func block(of index: Int) -> Int {
        precondition(index >= 0 && index < count, "a response of the segment")
        return index / BlockLayout.records * layout.blockBytes
    }
}
