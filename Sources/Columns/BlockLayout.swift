internal import Survey

/// How responses lie in a segment: in blocks of ``records``, and in a block column by column, so
/// that a scan touches only what it asks for.
///
/// | column | bytes a response | what |
/// |---|---|---|
/// | posting | 4 | the store's number |
/// | seconds | 4 | answered at, whole seconds since 1970, cut: a day's end stays in it |
/// | answers | as the form needs | after ``Survey/AnswerLayout`` |
/// | row | 4 | the store's row; those beyond 2³² − 1 (a store of 340 GB) stand at the end |
/// | procedure, field, language | 4 each | numbers, 0 unknown |
/// | channel | 1 | number |
/// | respondentAndOutcome | 1 | respondent, and outcome in the high half |
///
/// Little-endian. The last block of a segment has its full length too; what lies beyond the
/// segment's count counts nowhere. Answers never stand last: a scan may read ``slackBytes`` beyond.
public struct BlockLayout: Sendable, Hashable {
    /// Responses of a block: a power of two, so that every column begins at whole vectors.
    public static let records = 1_024
    /// Bytes that lie in the block behind any answer at least.
    public static let slackBytes = 16
    /// More than any form packs: 60 items of two bytes each fit.
    static let answersBytesMax = 1_024

    /// One kind of value of all responses of a block.
    public enum Column: Int, Sendable, CaseIterable {
        case posting, seconds, answers, row, procedure, field, language, channel
        case respondentAndOutcome
    }

    /// Bytes that one response's answers take, 0...1,024.
    public let answersBytes: Int

    /// - Parameter answersBytes: 0...1,024
    public init(answersBytes: Int) {
        self.answersBytes = answersBytes
    }

    /// Bytes of one response in a column.
    public func width(_ column: Column) -> Int {
        switch column {
        case .answers: answersBytes
        case .channel, .respondentAndOutcome: 1
        case .posting, .seconds, .row, .procedure, .field, .language: 4
        }
    }

    /// Where a column begins in a block.
    public func offset(_ column: Column) -> Int {
        let before: Int
        switch column {
        case .posting: before = 0
        case .seconds: before = 4
        case .answers: before = 8
        case .row: before = 8 + answersBytes
        case .procedure: before = 12 + answersBytes
        case .field: before = 16 + answersBytes
        case .language: before = 20 + answersBytes
        case .channel: before = 24 + answersBytes
        case .respondentAndOutcome: before = 25 + answersBytes
        }
        return before * Self.records
    }

    /// Bytes of one block.
    public var blockBytes: Int { (26 + answersBytes) * Self.records }

    /// Bytes of the blocks that so many responses take.
    func bytes(ofRecords count: Int) -> Int {
        (count + Self.records - 1) / Self.records * blockBytes
    }

    /// A moment as it is stored: from 1970 to 2106, what lies beyond stands at the end.
    static func wholeSeconds(_ moment: Timestamp) -> UInt32 {
        UInt32(clamping: moment.milliseconds / 1000)
    }

    /// A row as it is stored: what lies beyond stands at the end, so that rows still ascend.
    static func storedRow(_ row: Int64) -> UInt32 { UInt32(clamping: row) }

    /// The bytes of a response in a column.
    ///
    /// - Parameter body: gets them, ``width(_:)`` many
    static func withBytes(
        of record: ResponseRecord, in column: Column, _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        func word(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { body($0) } }
        func byte(_ value: UInt8) { withUnsafeBytes(of: value) { body($0) } }
        switch column {
        case .posting: word(UInt32(bitPattern: record.posting))
        case .seconds: word(wholeSeconds(record.answeredAt))
        case .answers: record.answers.withUnsafeBytes { body($0) }
        case .row: word(storedRow(record.row))
        case .procedure: word(UInt32(bitPattern: record.procedure))
        case .field: word(UInt32(bitPattern: record.field))
        case .language: word(UInt32(bitPattern: record.language))
        case .channel: byte(record.channel)
        case .respondentAndOutcome: byte(record.respondent | record.outcome << 4)
        }
    }
}
