public import Survey

/// The responses of one form version in one month (UTC), side by side in the order of their rows.
///
/// Immutable: what is read while others write stays what it was.
public struct Segment: Sendable {
    /// What one segment holds.
    public struct Key: Sendable, Hashable, Comparable {
        /// The store's number of the form version.
        public let form: Int32
        /// Of the times at UTC, as they are stored.
        public let month: CalendarMonth
        /// Bytes a response takes; see ``RecordLayout``. One form version has one width; should a
        /// damaged store give another, such records lie apart and shift nobody else's bytes.
        public let recordBytes: Int

        public init(form: Int32, month: CalendarMonth, recordBytes: Int) {
            self.form = form
            self.month = month
            self.recordBytes = recordBytes
        }

        public static func < (left: Key, right: Key) -> Bool {
            (left.form, left.month, left.recordBytes) < (right.form, right.month, right.recordBytes)
        }

        var fileName: String { "form\(form)-\(month)-\(recordBytes).seg" }
    }

    enum Source: Sendable {
        case file(MappedFile)
        case memory([UInt8])
    }

    public let key: Key
    /// Responses.
    public let count: Int
    let source: Source

    /// Bytes a response takes; see ``RecordLayout``.
    public var recordBytes: Int { key.recordBytes }

    /// How many of the records came no later than a row: they are the first ones.
    ///
    /// Rows ascend within a segment, so this looks at the logarithm of ``count`` records.
    public func count(throughRow row: Int64) -> Int {
        let last = RecordLayout.storedRow(row)
        return withRecords { records in
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                let stored = UInt32(
                    littleEndian: records.loadUnaligned(
                        fromByteOffset: middle * recordBytes + RecordLayout.row, as: UInt32.self))
                if stored <= last { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// Gives the records' bytes, `count × recordBytes` of them.
    public func withRecords<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        switch source {
        case .file(let file):
            body(UnsafeRawBufferPointer(rebasing: file.bytes[..<(count * recordBytes)]))
        case .memory(let bytes): bytes.withUnsafeBytes(body)
        }
    }
}
