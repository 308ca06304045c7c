internal import Secrets
internal import Survey

/// The file into which a kiosk writes its outbox when there is no network: a line that says whose
/// it is, an answer a line, and a line that signs all bytes before it.
///
/// The parts are found here and the answers not yet read.
struct OutboxFile {
    /// About forty thousand answers; a kiosk has two hundred a day.
    static let bytesMax = 32 * 1024 * 1024
    static let answersMax = 20_000
    private static let schema = "outbox/1"

    /// Why a file cannot be what a kiosk has written.
    enum Fault: Error, Equatable {
        /// Something else, or a newer kind.
        case notAnOutbox
        /// The end is missing: the last line is no signature, or answers are not there.
        case truncated
        /// Over ``bytesMax`` or ``answersMax``.
        case tooLarge
    }

    /// The code under which the device has written it.
    let device: String
    /// An answer with the number of its line.
    let answers: [(line: Int, bytes: Range<Int>)]
    /// What the last line signs.
    let signed: Range<Int>
    /// The authenticator; nil where the device had no key.
    let code: [UInt8]?

    init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
        guard bytes.count <= Self.bytesMax else { throw .tooLarge }
        var lines: [Range<Int>] = []
        var start = 0
        for (position, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(start..<position)
            start = position + 1
            guard lines.count <= Self.answersMax + 2 else { throw .tooLarge }
        }
        if start < bytes.count { lines.append(start..<bytes.count) }
        guard let first = lines.first, let header = Self.value(bytes, first),
            header["hailong"]?.string == Self.schema, let device = header["device"]?.string,
            let count = header["count"]?.integer
        else { throw .notAnOutbox }
        guard lines.count >= 2, let last = lines.last, let end = Self.value(bytes, last),
            let mark = end["hmac"], count == lines.count - 2
        else { throw .truncated }
        let code = mark.string.flatMap { Hash.bytes(hex: $0) }
        guard mark.isNull || code != nil else { throw .truncated }
        self.device = device
        self.code = code
        signed = 0..<last.lowerBound
        answers = lines.dropFirst().dropLast().enumerated().map { (line: $0 + 2, bytes: $1) }
    }

    static func value(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> JSON? {
        do throws(JSONFault) {
            return try JSONParser.parse(Array(bytes[range]))
        } catch {
            return nil
        }
    }

    /// Whether the file is signed with a key.
    func isSigned(with key: SecretKey, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let code else { return false }
        return key.authenticates(UnsafeRawBufferPointer(rebasing: bytes[signed]), by: code)
    }
}
