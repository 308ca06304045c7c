public import Survey

/// The responses of one form version in one month (UTC).
///
/// Those that were sealed together stand posting by posting and by time; nothing but speed relies
/// on an order. Immutable: what is read while others write stays what it was.
public struct Segment: Sendable {
    /// What one segment holds.
    public struct Key: Sendable, Hashable, Comparable {
        /// The store's number of the form version.
        public let form: Int32
        /// Of the times at UTC, as they are stored.
        public let month: CalendarMonth
        /// Bytes of a response's answers. One form version has one width; should a damaged store
        /// give another, such responses lie apart and shift nobody else's bytes.
        public let answersBytes: Int

        public init(form: Int32, month: CalendarMonth, answersBytes: Int) {
            self.form = form
            self.month = month
            self.answersBytes = answersBytes
        }

        init(of record: ResponseRecord) {
            let days = Int(BlockLayout.wholeSeconds(record.answeredAt)) / 86_400
            self.init(
                form: record.form, month: CalendarDay(daysSince1970: days).month,
                answersBytes: record.answers.count)
        }

        public static func < (left: Key, right: Key) -> Bool {
            (left.form, left.month, left.answersBytes)
                < (right.form, right.month, right.answersBytes)
        }

        var fileName: String { "form\(form)-\(month)-\(answersBytes).seg" }

        var layout: BlockLayout { BlockLayout(answersBytes: answersBytes) }
    }

    enum Source: Sendable {
        case file(MappedFile)
        case memory([UInt8])
    }

    public let key: Key
    /// Responses.
    public let count: Int
    /// The store's row of the response that came last.
    public let lastRow: Int64
    let source: Source

    /// Blocks of at most ``BlockLayout/records`` responses.
    public var blocksCount: Int { (count + BlockLayout.records - 1) / BlockLayout.records }

    /// Gives the columns for reading.
    public func withColumns<R>(_ body: (SegmentColumns) -> R) -> R {
        func give(_ bytes: UnsafeRawBufferPointer) -> R {
            body(SegmentColumns(bytes: bytes, count: count, layout: key.layout))
        }
        return switch source {
        case .file(let file): give(file.bytes)
        case .memory(let bytes): bytes.withUnsafeBytes(give)
        }
    }
}
