/// Fields in a row of bytes from which each can be told apart again, so that two different rows of
/// fields never give the same bytes. The buffer is kept from one use to the next.
///
/// - a number: 8 bytes, big-endian
/// - bytes or text (UTF-8): their length plus 1 in one byte, then they; from a length of 254 on the
///   byte 255, the length as a number, then they
/// - nothing: the byte 0
/// - a number that may be absent: nothing, or as its 8 bytes with their length before them
struct Canonical {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(byte: UInt8) { bytes.append(byte) }

    mutating func add(_ number: Int?) {
        guard let number else { return addNothing() }
        bytes.append(9)
        add(Int64(number))
    }

    mutating func add(_ text: String?) {
        guard var text else { return addNothing() }
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    mutating func add(_ blob: [UInt8]?) {
        guard let blob else { return addNothing() }
        blob.withUnsafeBytes { add($0) }
    }

    mutating func add(_ content: UnsafeRawBufferPointer) {
        if content.count < 254 {
            bytes.append(UInt8(content.count + 1))
        } else {
            bytes.append(255)
            add(Int64(content.count))
        }
        bytes.append(contentsOf: content)
    }

    mutating func add(_ id: (high: UInt64, low: UInt64)) {
        add(Int64(bitPattern: id.high))
        add(Int64(bitPattern: id.low))
    }

    mutating func addNothing() { bytes.append(0) }

    /// What another of these holds already.
    mutating func addEncoded(_ encoded: [UInt8]) { bytes.append(contentsOf: encoded) }
}
