/// One block of a segment, for loops that know where they are: nothing is checked here.
///
/// Every column has ``BlockLayout/records`` values, of which the first ``count`` are responses.
public struct SegmentBlock {
    /// Responses, 1...``BlockLayout/records``.
    public let count: Int
    let layout: BlockLayout
    let first: UnsafeRawPointer

    /// A column of four bytes.
    public func words(_ column: BlockLayout.Column) -> UnsafePointer<UInt32> {
        start(column).assumingMemoryBound(to: UInt32.self)
    }

    /// A column of one byte.
    public func bytes(_ column: BlockLayout.Column) -> UnsafePointer<UInt8> {
        start(column).assumingMemoryBound(to: UInt8.self)
    }

    /// One byte of the packed answers of all responses; the next byte's follow at once.
    ///
    /// - Parameter byte: 0..<``BlockLayout/answersBytes``
    public func answers(_ byte: Int) -> UnsafePointer<UInt8> {
        (first + layout.answersOffset(byte)).assumingMemoryBound(to: UInt8.self)
    }

    private func start(_ column: BlockLayout.Column) -> UnsafeRawPointer {
        first + layout.offset(column)
    }
}
