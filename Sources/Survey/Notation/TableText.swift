/// A table's bytes as UTF-8: those of a file as they are, or written anew where a byte order mark
/// says that they are UTF-16, as spreadsheets save "Unicode text".
public struct TableText: ~Copyable {
    /// Valid as long as this value and what it was made from.
    public let bytes: UnsafeRawBufferPointer
    /// What was written anew.
    private let copy: UnsafeMutableRawPointer?

    /// What stands for half a character: no UTF-8, so that a reader names the line it stands in.
    private static let broken: UInt8 = 0xFF

    /// - Parameter source: the whole file; must outlive this value
    /// - Complexity: a copy of at most one and a half times its size where it is UTF-16
    public init(_ source: UnsafeRawBufferPointer) {
        let marks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
        guard let mark = marks.firstIndex(where: { source.starts(with: $0) }) else {
            bytes = source
            copy = nil
            return
        }
        let units = (source.count - 2) / 2
        // Three bytes for a unit at most, one for half a unit at the end.
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 3 * units + 1, alignment: 1)
        let isLittle = mark == 0
        var input = (0..<units).lazy.map { index in
            let (first, second) = (source[2 + 2 * index], source[3 + 2 * index])
            return isLittle
                ? UInt16(second) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(second)
        }.makeIterator()
        var parser = UTF16.ForwardParser()
        var count = 0
        reading: while true {
            switch parser.parseScalar(from: &input) {
            case .valid(let scalar):
                // Every scalar has a form in UTF-8.
                guard let form = UTF8.transcode(scalar, from: UTF16.self) else { continue }
                for byte in form {
                    room[count] = byte
                    count += 1
                }
            case .error:
                room[count] = Self.broken
                count += 1
            case .emptyInput: break reading
            }
        }
        if !source.count.isMultiple(of: 2) {
            room[count] = Self.broken
            count += 1
        }
        bytes = UnsafeRawBufferPointer(rebasing: room[..<count])
        copy = room.baseAddress
    }

    deinit { copy?.deallocate() }
}
