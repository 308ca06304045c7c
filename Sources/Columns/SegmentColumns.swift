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

    /// The value of a response in a column of four bytes.
    ///
    /// - Parameters:
    ///   - column: neither answers nor a column of one byte
    ///   - index: 0..<count
    public func word(_ column: BlockLayout.Column, at index: Int) -> UInt32 {
        let start = place(column, of: index)
        return UInt32(littleEndian: bytes.load(fromByteOffset: start, as: UInt32.self))
    }

    /// The value of a response in a column of one byte.
    public func byte(_ column: BlockLayout.Column, at index: Int) -> UInt8 {
        bytes[place(column, of: index)]
    }

    /// A response's packed answers.
    public func answers(at index: Int) -> UnsafeRawBufferPointer {
        let start = place(.answers, of: index)
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + layout.answersBytes])
    }

    /// Whether a response lies here as it would be written.
    func holds(_ record: ResponseRecord, at index: Int) -> Bool {
        guard record.answers.count == layout.answersBytes else { return false }
        return BlockLayout.Column.allCases.allSatisfy { column in
            let start = place(column, of: index)
            var isSame = false
            BlockLayout.withBytes(of: record, in: column) { value in
                isSame = value.elementsEqual(bytes[start..<start + value.count])
            }
            return isSame
        }
    }

    private func place(_ column: BlockLayout.Column, of index: Int) -> Int {
        precondition(index >= 0 && index < count, "a response of the segment")
        return index / BlockLayout.records * layout.blockBytes + layout.offset(column)
            + index % BlockLayout.records * layout.width(column)
    }
}
