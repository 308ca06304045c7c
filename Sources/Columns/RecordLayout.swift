internal import Survey

/// How one response lies in a segment: fixed width, little-endian, answers packed at the end.
///
/// | bytes | what |
/// |---|---|
/// | 0–3 | posting |
/// | 4–7 | answered at, whole seconds since 1970, cut: a day's last millisecond stays in it |
/// | 8–11, 12–15, 16–19 | numbers of procedure, field and language, 0 unknown |
/// | 20 | channel |
/// | 21 | respondent, and outcome in the high half |
/// | 22–25 | the store's row; those beyond 2³² − 1 (a store of 340 GB) stand at the end |
/// | 26… | answers after ``Survey/AnswerLayout``, padded to a multiple of 4 bytes |
public enum RecordLayout {
    public static let posting = 0
    public static let seconds = 4
    public static let procedure = 8
    public static let field = 12
    public static let language = 16
    public static let channel = 20
    public static let respondentAndOutcome = 21
    public static let row = 22
    public static let answers = 26

    /// Longer than any record: 60 items of two bytes each fit.
    static let recordBytesMax = 1_024

    /// Bytes of one record whose answers take so many.
    public static func recordBytes(answersBytes: Int) -> Int {
        (answers + answersBytes + 3) & ~3
    }

    /// A moment as it is stored: from 1970 to 2106, what lies beyond stands at the end.
    static func wholeSeconds(_ moment: Timestamp) -> UInt32 {
        UInt32(clamping: moment.milliseconds / 1000)
    }

    /// A row as it is stored: what lies beyond stands at the end, so that rows still ascend.
    static func storedRow(_ row: Int64) -> UInt32 { UInt32(clamping: row) }

    static func append(_ record: ResponseRecord, recordBytes: Int, to bytes: inout [UInt8]) {
        let end = bytes.count + recordBytes
        for word in [
            UInt32(bitPattern: record.posting), wholeSeconds(record.answeredAt),
            UInt32(bitPattern: record.procedure),
            UInt32(bitPattern: record.field), UInt32(bitPattern: record.language),
        ] {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(record.channel)
        bytes.append(record.respondent | record.outcome << 4)
        withUnsafeBytes(of: storedRow(record.row).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: record.answers)
        while bytes.count < end { bytes.append(0) }
    }
}
