internal import CZlib

/// Bytes in the coding `gzip` (RFC 1952), made once for bodies that are sent many times.
enum Gzip {
    /// A body so short is not made shorter by much, and goes in one packet either way.
    static let bytesMin = 256

    /// - Returns: nil where the coding would not be shorter
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= bytesMin else { return nil }
        let coded =
            head + deflated(bytes, after: [], isLast: true)
            + little(crc(bytes)) + little(UInt32(truncatingIfNeeded: bytes.count))
        return coded.count < bytes.count ? coded : nil
    }

    /// A member's head: deflate, no name, no time, so that the same bytes always give the same.
    static let head: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff]

    /// One part of a deflate stream (RFC 1951), whole bytes.
    ///
    /// - Parameters:
    ///   - before: what stands before it, which it may refer to
    ///   - isLast: whether the stream ends with it
    static func deflated(_ bytes: [UInt8], after before: [UInt8], isLast: Bool) -> [UInt8] {
        var stream = z_stream()
        let started = hl_deflate_init(&stream, -MAX_WBITS)
        precondition(started == Z_OK, "no memory for a page")
        defer { deflateEnd(&stream) }
        if !before.isEmpty {
            let known = deflateSetDictionary(&stream, before, UInt32(before.count))
            precondition(known == Z_OK, "a stream that has begun")
        }
        // A flush adds at most a few bytes to what the library says it may need.
        var out = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 16)
        var input = bytes
        let count = out.withUnsafeMutableBufferPointer { out in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = out.baseAddress
                stream.avail_out = UInt32(out.count)
                let result = deflate(&stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
                precondition(result == (isLast ? Z_STREAM_END : Z_OK), "a stream that fits")
                return out.count - Int(stream.avail_out)
            }
        }
        return Array(out.prefix(count))
    }

    /// The checksum of bytes after others.
    static func crc(_ bytes: some Sequence<UInt8>, after: UInt32 = 0) -> UInt32 {
        let bytes = Array(bytes)
        return UInt32(truncatingIfNeeded: crc32(UInt(after), bytes, UInt32(bytes.count)))
    }

    static func little(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

/// A body in the coding `gzip` with one place that is set anew at each sending.
///
/// The stamp lies in a block that is stored as it is, so setting it compresses nothing, and what it
/// says tells nobody anything by the length of the whole. Only the checksum at the end follows it,
/// which is put together from those of the parts.
struct StampedGzip: Sendable {
    let body: [UInt8]
    let place: Range<Int>
    private let crcBefore: UInt32
    private let crcAfter: UInt32
    private let shift: UInt
    private var crcPlace: Int { body.count - 8 }

    /// - Returns: nil where the coding would not be shorter
    init?(_ bytes: [UInt8], place: Range<Int>) {
        let before = Array(bytes[..<place.lowerBound])
        let after = Array(bytes[place.upperBound...])
        let length = UInt16(place.count)
        // What follows may refer to what stands before the stamp, and never to the stamp: bytes
        // that no text holds stand for it.
        let past = before + [UInt8](repeating: 0, count: place.count)
        var body = Gzip.head + Gzip.deflated(before, after: [], isLast: false)
        // A stored block that is not the last: its length and the same with every bit turned.
        body += [0] + Gzip.little(UInt32(length) | UInt32(~length) << 16)
        self.place = body.count..<body.count + place.count
        body += bytes[place]
        body += Gzip.deflated(after, after: past, isLast: true)
        body += Gzip.little(0) + Gzip.little(UInt32(truncatingIfNeeded: bytes.count))
        guard body.count < bytes.count else { return nil }
        self.body = body
        crcBefore = Gzip.crc(before)
        crcAfter = Gzip.crc(after)
        shift = crc32_combine_gen(after.count)
    }

    /// Sets stamp and checksum in a copy of the body. Cost: a few hundred nanoseconds.
    func set(_ stamp: [UInt8], in copy: UnsafeMutableRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: copy[place]).copyBytes(from: stamp)
        let upToStamp = crc32(UInt(crcBefore), stamp, UInt32(stamp.count))
        let whole = UInt32(truncatingIfNeeded: crc32_combine_op(upToStamp, UInt(crcAfter), shift))
        copy.storeBytes(of: whole.littleEndian, toByteOffset: crcPlace, as: UInt32.self)
    }
}
