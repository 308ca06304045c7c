internal import Analytics
internal import Columns
internal import Storage
internal import Survey
internal import Synchronization

/// Makes reports from a data folder: catches the columns up with the store, then counts.
///
/// Safe to use from several threads; one at a time reads the store, the counting runs beside.
final class Reporter: Sendable {
    /// The connection is handed from thread to thread, used by one at a time.
    private struct Source: @unchecked Sendable {
        // Safe because it stands behind the mutex below.
        let reader: StoreReader
    }

    private let source: Mutex<Source>
    private let columns: ColumnTable
    private let definitions: Definitions
    private let offset: DayOffset

    /// - Parameter mayWrite: whether this process holds the folder's lock and may seal columns
    init(
        _ folder: DataFolder, definitions: Definitions, offset: DayOffset, mayWrite: Bool
    ) throws(StorageError) {
        let reader = try StoreReader(folder)
        columns = ColumnTable(
            folder: folder.columns, store: try reader.identity(), lastRow: try reader.lastRow(),
            mayWrite: mayWrite)
        self.definitions = definitions
        self.offset = offset
        source = Mutex(Source(reader: reader))
    }

    /// Why derived columns could not be written lately; reports are right all the same.
    var sealFault: ColumnsError? { columns.sealFault }

    /// - Parameter now: what the report says it was made at
    func report(_ query: ReportQuery, at now: Timestamp) throws(ReporterFault) -> Report {
        let read: ReportSource
        do throws(StorageError) {
            read = try reading()
        } catch {
            throw .storage(error)
        }
        do throws(ReportFault) {
            return try ReportBuilder.report(query, from: read, definitions: definitions, at: now)
        } catch {
            throw .report(error)
        }
    }

    /// All that figures are made from, as it is now.
    func reading() throws(StorageError) -> ReportSource {
        try source.withLock { source throws(StorageError) in try readSource(source.reader) }
    }

    private func readSource(_ reader: StoreReader) throws(StorageError) -> ReportSource {
        try reader.snapshot { () throws(StorageError) in
            let segments = try columns.caughtUp { row throws(StorageError) in
                try reader.records(after: row, limit: ColumnTable.batchMax)
            }
            return ReportSource(
                register: try reader.register(), key: try reader.recordKey(), segments: segments,
                dossiers: try reader.dossiers(), closings: try reader.closings(), offset: offset,
                isSample: try reader.isSample(), feedback: try reader.feedback(),
                points: try reader.points())
        }
    }
}

/// Why a report was not made.
enum ReporterFault: Error {
    case storage(StorageError)
    case report(ReportFault)

    func failure(in say: Language) -> Failure {
        switch self {
        case .storage(let error): Failure(error, in: say)
        case .report(let fault): Failure(fault, in: say)
        }
    }
}
