internal import Columns

/// The packed answers of a block's ballots: the first bytes of all, then the second ones.
struct BlockAnswers {
    private let first: UnsafePointer<UInt8>

    init(_ block: SegmentBlock) { first = block.answers(0) }

    /// One byte of the answers of all ballots.
    @inline(__always)
    func byte(_ number: Int) -> UnsafePointer<UInt8> { first + number &* BlockLayout.records }

    /// One answer, as ``Survey/AnswerLayout`` stores it.
    ///
    /// - Parameter offset: half bytes from the start of the answers
    @inline(__always)
    func value(at offset: Int, of slot: Int) -> UInt8 {
        let byte = byte(offset / 2)[slot]
        return offset.isMultiple(of: 2) ? byte & 15 : byte >> 4
    }
}
