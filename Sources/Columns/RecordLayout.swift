internal import Survey

/// How one response lies in a segment: fixed width, little-endian, answers packed at the end.
///
/// | bytes | what |
/// |---|---|
/// | 0–3 | posting |
/// | 4–7 | answered at, whole seconds since 1970 (cut, so that a day's last millisecond stays in it) |
/// | 8–11, 12–15, 16–19 | numbers of procedure, field and language, 0 unknown |
/// | 20 | channel |
/// | 21 | respondent, and outcome in the high half |
/// | 22… | answers after ``Survey/AnswerLayout``, padded to a multiple of 4 bytes |
public enum RecordLayout {
    public static let posting = 0
    public static let seconds = 4
    public static let procedure = 8
    public static let field = 12
    public static let language = 16
    public static let channel = 20
    public static let respondentAndOutcome = 21
    public static let answers = 22

    /// Bytes of one record whose answers take so many.
    public static func recordBytes(answersBytes: Int) -> Int {
        (answers + answersBytes + 3) & ~3
    }

    static func append(_ record: ResponseRecord, recordBytes: Int, to bytes: inout [UInt8]) {
        let end = bytes.count + recordBytes
        let seconds = UInt32(clamping: record.answeredAt.milliseconds / 1000)
        for word in [
            UInt32(bitPattern: record.posting), seconds, UInt32(bitPattern: record.procedure),
            UInt32(bitPattern: record.field), UInt32(bitPattern: record.language),
        ] {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(record.channel)
        bytes.append(record.respondent | record.outcome << 4)
        bytes.append(contentsOf: record.answers)
        while bytes.count < end { bytes.append(0) }
    }
}
