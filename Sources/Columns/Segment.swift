public import Survey

/// The responses of one form version in one month (UTC), side by side.
///
/// Immutable: what is read while others write stays what it was.
public struct Segment: Sendable {
    /// What one segment holds.
    public struct Key: Sendable, Hashable, Comparable {
        /// The store's number of the form version.
        public let form: Int32
        public let month: CalendarMonth

        public init(form: Int32, month: CalendarMonth) {
            self.form = form
            self.month = month
        }

        public static func < (left: Key, right: Key) -> Bool {
            (left.form, left.month) < (right.form, right.month)
        }

        var fileName: String { "form\(form)-\(month).seg" }
    }

    enum Source: Sendable {
        case file(MappedFile)
        case memory([UInt8])
    }

    public let key: Key
    /// Responses.
    public let count: Int
    /// Bytes a response takes; see ``RecordLayout``.
    public let recordBytes: Int
    let source: Source

    /// Gives the records' bytes, `count × recordBytes` of them.
    public func withRecords<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        switch source {
        case .file(let file):
            body(UnsafeRawBufferPointer(rebasing: file.bytes[..<(count * recordBytes)]))
        case .memory(let bytes): bytes.withUnsafeBytes(body)
        }
    }
}
