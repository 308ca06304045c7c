internal import Survey

/// How responses lie in a segment: in blocks of ``records``, and in a block column by column, so
/// that a scan touches only what it asks for, and sixteen responses of a column at once.
///
/// | column | bytes a response | what |
/// |---|---|---|
/// | posting | 4 | the store's number |
/// | seconds | 4 | answered at, whole seconds since 1970, cut: a day's end stays in it |
/// | answers | 1 a byte of the form's | the first bytes of all, then the second ones, and so on |
/// | row | 4 | the store's row; those beyond 2³² − 1 (a store of 340 GB) stand at the end |
/// | procedure, field, language | 4 each | numbers, 0 unknown |
/// | channel | 1 | number |
/// | respondentAndOutcome | 1 | respondent, and outcome in the high half |
///
/// Little-endian. The last block of a segment has its full length too; what lies beyond the
/// segment's count counts nowhere.
public struct BlockLayout: Sendable, Hashable {
    /// Responses of a block: a power of two, so that every column begins at whole vectors.
    public static let records = 1_024
    /// More than any form packs: 60 items of two bytes each fit.
    static let answersBytesMax = 1_024

    /// One kind of value of all responses of a block, beside their answers.
    public enum Column: Int, Sendable, CaseIterable {
        case posting, seconds, row, procedure, field, language, channel, respondentAndOutcome
    }

    /// Bytes that one response's answers take, 0...1,024.
    public let answersBytes: Int

    /// - Parameter answersBytes: 0...1,024
    public init(answersBytes: Int) {
        self.answersBytes = answersBytes
    }

    /// Bytes of one response in a column.
    public static func width(_ column: Column) -> Int {
        switch column {
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
        case .row: before = 8 + answersBytes
        case .procedure: before = 12 + answersBytes
        case .field: before = 16 + answersBytes
        case .language: before = 20 + answersBytes
        case .channel: before = 24 + answersBytes
        case .respondentAndOutcome: before = 25 + answersBytes
        }
        return before * Self.records
    }

    /// Where one byte of the packed answers of all responses begins in a block.
    ///
    /// - Parameter byte: 0..<``answersBytes``
    public func answersOffset(_ byte: Int) -> Int { (8 + byte) * Self.records }

    /// Bytes of one block.
    public var blockBytes: Int { (26 + answersBytes) * Self.records }

    /// Every column and every byte of the answers: where it begins, and its bytes a response.
    var stripes: [(offset: Int, width: Int)] {
        Column.allCases.map { (offset($0), Self.width($0)) }
            + (0..<answersBytes).map { (answersOffset($0), 1) }
    }

    /// Bytes of the blocks that so many responses take.
    func bytes(ofRecords count: Int) -> Int {
        (count + Self.records - 1) / Self.records * blockBytes
    }

    /// A moment as it is stored: from 1970 to 2106, what lies beyond stands at the end.
    static func wholeSeconds(_ moment: Timestamp) -> UInt32 {
        UInt32(clamping: moment.milliseconds / 1000)
    }

    /// A row as it is stored: what lies beyond stands at the end.
    public static func storedRow(_ row: Int64) -> UInt32 { UInt32(clamping: row) }

    /// What a response has in a column.
    static func value(of record: ResponseRecord, in column: Column) -> UInt32 {
        switch column {
        case .posting: UInt32(bitPattern: record.posting)
        case .seconds: wholeSeconds(record.answeredAt)
        case .row: storedRow(record.row)
        case .procedure: UInt32(bitPattern: record.procedure)
        case .field: UInt32(bitPattern: record.field)
        case .language: UInt32(bitPattern: record.language)
        case .channel: UInt32(record.channel)
        case .respondentAndOutcome: UInt32(record.respondent | record.outcome << 4)
        }
    }
}
