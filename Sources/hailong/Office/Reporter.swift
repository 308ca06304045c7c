import Glibc

internal import Analytics
internal import Columns
internal import Storage
internal import Survey
internal import Synchronization
internal import Web

/// Makes reports from a data folder: catches the columns up with the store, then counts.
///
/// While nothing is stored, what was read and the last few reports are given again. Safe to use
/// from several threads; one at a time reads the store, the counting runs beside.
final class Reporter: Sendable {
    /// Reports that are kept: a page asks for up to three.
    static let keptMax = 6

    /// The connection is handed from thread to thread, used by one at a time.
    private struct Source: @unchecked Sendable {
        // Safe because it stands behind the mutex below.
        let reader: StoreReader
        /// The state of the store that all below was made from.
        var version: Int64?
        var read: ReportSource?
        /// Newest last.
        var reports: [(query: ReportQuery, report: Report)] = []
    }

    private let source: Mutex<Source>
    private let columns: ColumnTable
    private let definitions: Definitions
    private let offset: DayOffset
    private let times = Mutex(ReportFigures())

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

    /// How long reports took.
    var figures: ReportFigures { times.withLock { $0 } }

    /// - Parameter now: what the report says it was made at; one that was kept says when it was
    ///   made
    func report(_ query: ReportQuery, at now: Timestamp) throws(ReporterFault) -> Report {
        let started = Self.seconds()
        let (read, version, kept): (ReportSource, Int64?, Report?)
        do throws(StorageError) {
            (read, version, kept) = try source.withLock { source throws(StorageError) in
                let read = try readSource(&source)
                let kept = source.reports.first { $0.query == query }?.report
                return (read, source.version, kept)
            }
        } catch {
            throw .storage(error)
        }
        let begun = Self.seconds()
        times.withLock { times in
            times.readSeconds.add(begun - started)
            if kept != nil { times.kept += 1 }
        }
        if let kept { return kept }
        let report: Report
        do throws(ReportFault) {
            report = try ReportBuilder.report(query, from: read, definitions: definitions, at: now)
        } catch {
            throw .report(error)
        }
        times.withLock { $0.madeSeconds.add(Self.seconds() - begun) }
        source.withLock { source in
            guard source.version == version else { return }
            source.reports.append((query, report))
            if source.reports.count > Self.keptMax { source.reports.removeFirst() }
        }
        return report
    }

    /// All that figures are made from, as it is now.
    func reading() throws(StorageError) -> ReportSource {
        try source.withLock { source throws(StorageError) in try readSource(&source) }
    }

    private func readSource(_ source: inout Source) throws(StorageError) -> ReportSource {
        let reader = source.reader
        let (version, read) = try reader.snapshot { () throws(StorageError) in
            let version = try reader.dataVersion()
            if let read = source.read, source.version == version { return (version, read) }
            let segments = try columns.caughtUp { row throws(StorageError) in
                try reader.records(after: row, limit: ColumnTable.batchMax)
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
        if source.version != version { source.reports = [] }
        source.version = version
        source.read = read
        return read
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
