public import Survey

/// Whether the files of a column table say what the store says.
public enum TableCheck: Equatable, Sendable {
    /// There is no sealed table of this store, or none that would be used: reports read the store.
    case absent
    /// Every sealed response is as the store has it.
    case agrees(responses: Int)
    /// The first row of the store that the table lacks or has otherwise.
    case differs(row: Int64)

    /// Compares every sealed response with the store.
    ///
    /// Works beside a process that seals: its files only grow. Reads the store once.
    /// - Parameters:
    ///   - folder: the data folder's `columns/`
    ///   - store: the store's identity
    ///   - lastRow: the store's last row
    ///   - next: records after a row, ascending, at most ``ColumnTable/batchMax``; empty at the end
    public static func compare<Failure: Error>(
        folder: String, store: String, lastRow: Int64,
        next: (_ afterRow: Int64) throws(Failure) -> [ResponseRecord]
    ) throws(Failure) -> TableCheck {
        let files = TableFiles(folder: folder)
        guard let manifest = files.readManifest(), manifest.store == store,
            manifest.row <= lastRow, let sealed = try? files.map(manifest)
        else { return .absent }
        // A segment's responses stand in another order than their rows.
        let places = sealed.mapValues { $0.withColumns { $0.byRow() } }
        var read: [Segment.Key: Int] = [:]
        var row: Int64 = 0
        while row < manifest.row {
            let batch = try next(row)
            for record in batch where record.row <= manifest.row {
                let key = Segment.Key(of: record)
                let index = read[key] ?? 0
                guard let segment = sealed[key], let places = places[key], index < places.count,
                    segment.withColumns({ $0.holds(record, at: places[index]) })
                else { return .differs(row: record.row) }
                read[key] = index + 1
            }
            guard let last = batch.last else { break }
            row = last.row
        }
        let responses = sealed.values.reduce(0) { $0 + $1.count }
        // More sealed than the store has: after its last row.
        guard read.values.reduce(0, +) == responses else { return .differs(row: manifest.row) }
        return .agrees(responses: responses)
    }
}
