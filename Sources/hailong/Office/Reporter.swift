import Glibc

internal import Analytics
internal import Columns
internal import Storage
internal import Survey
internal import Synchronization
internal import Web

/// Makes reports from a data folder: catches the columns up with the store, then counts.
///
/// While nothing is stored, what was read is used again. Safe to use from several threads; one at a
/// time reads the store, the counting runs beside.
final class Reporter: Sendable {
    /// The connection is handed from thread to thread, used by one at a time.
    private struct Source: @unchecked Sendable {
        // Safe because it stands behind the mutex below.
        var reader: StoreReader
        /// How often the reader was opened anew: each counts the store's states from the start.
        var openings: Int64 = 0
        /// The state of the store, and what was read from it.
        var version: Int64?
        var read: ReportSource?

        /// The state of the store as one number that no other state had.
        func state() throws(StorageError) -> Int64 {
            openings << 32 | (try reader.dataVersion() & 0xFFFF_FFFF)
        }

        /// Runs a body; once more with another connection where files were taken away beneath this
        /// one, as a log that was removed and begun anew.
        mutating func reading<Result>(
            _ body: (inout Source) throws(StorageError) -> Result
        ) throws(StorageError) -> Result {
            do throws(StorageError) {
                return try body(&self)
            } catch {
                let former = error
                do throws(StorageError) {
                    reader = try reader.openedAnew()
                } catch {
                    throw former
                }
                openings += 1
                (version, read) = (nil, nil)
                return try body(&self)
            }
        }
    }

    /// Answers behind which a first report is so far that somebody waits for it.
    static let longWay: Int64 = 50_000

    /// Answers that the first report must read from the store, because no columns have them: all,
    /// after an import or a restoring.
    let unread: Int64
    /// The store's last row when it was opened.
    private let lastRow: Int64
    private let source: Mutex<Source>
    private let columns: ColumnTable
    private let progress: @Sendable (Double) -> Void
    private let isEnding = Atomic(false)
    private let definitions: Definitions
    private let offset: DayOffset
    private let times = Mutex(ReportFigures())

    /// - Parameters:
    ///   - mayWrite: whether this process holds the folder's lock and may seal columns
    ///   - progress: gets the share read of what was ``unread``, up to 1
    init(
        _ folder: DataFolder, definitions: Definitions, offset: DayOffset, mayWrite: Bool,
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(StorageError) {
        let reader = try StoreReader(folder)
        lastRow = try reader.lastRow()
        columns = ColumnTable(
            folder: folder.columns, store: try reader.identity(), lastRow: lastRow,
            mayWrite: mayWrite)
        unread = lastRow - columns.row
        self.progress = progress
        self.definitions = definitions
        self.offset = offset
        source = Mutex(Source(reader: reader))
    }

    /// Why derived columns could not be written lately; reports are right all the same.
    var sealFault: ColumnsError? { columns.sealFault }

    /// Lets whoever reads the store for a report give up; no report can be had from now on.
    func end() { isEnding.store(true, ordering: .relaxed) }

    /// How long reports took.
    var figures: ReportFigures { times.withLock { $0 } }

    /// - Parameter now: what the report says it was made at
    func report(_ query: ReportQuery, at now: Timestamp) throws(ReporterFault) -> Report {
        let started = Self.seconds()
        let read: ReportSource
        do throws(StorageError) {
            read = try reading()
        } catch {
            throw .storage(error)
        }
        let begun = Self.seconds()
        let report: Report
        do throws(ReportFault) {
            report = try ReportBuilder.report(query, from: read, definitions: definitions, at: now)
        } catch {
            throw .report(error)
        }
        times.withLock { times in
            times.readSeconds.add(begun - started)
            times.madeSeconds.add(Self.seconds() - begun)
        }
        return report
    }

    /// What changes whenever something is stored; nil where the store cannot be read.
    func version() -> Int64? {
        source.withLock { source in
            do throws(StorageError) {
                return try source.reading { source throws(StorageError) in try source.state() }
            } catch {
                // Whoever reads next is told why.
                return nil
            }
        }
    }

    /// All that figures are made from, as it is now.
    func reading() throws(StorageError) -> ReportSource {
        try source.withLock { source throws(StorageError) in
            try source.reading { source throws(StorageError) in try readSource(&source) }
        }
    }

    private func readSource(_ source: inout Source) throws(StorageError) -> ReportSource {
        let reader = source.reader
        let (version, read) = try reader.snapshot { () throws(StorageError) in
            let version = try source.state()
            if let read = source.read, source.version == version { return (version, read) }
            let segments = try columns.caughtUp { row throws(StorageError) in
                guard !isEnding.load(ordering: .relaxed) else { throw .interrupted }
                let records = try reader.records(after: row, limit: ColumnTable.batchMax)
                // Rows that were taken back leave gaps, so not how many were read but how far.
                if let last = records.last { progress(share(readTo: last.row)) }
                return records
            }
            return (
                version,
                ReportSource(
                    register: try reader.register(), key: try reader.recordKey(),
                    segments: segments, dossiers: try reader.dossiers(),
                    closings: try reader.closings(), offset: offset,
                    isSample: try reader.isSample(), feedback: try reader.feedback(),
                    points: try reader.points())
            )
        }
        source.version = version
        source.read = read
        return read
    }

    /// How much of what was ``unread`` lies behind, up to 1.
    private func share(readTo row: Int64) -> Double {
        min(1, 1 - Double(lastRow - row) / Double(max(1, unread)))
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
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
