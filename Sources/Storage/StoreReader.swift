internal import Glibc
public import Survey

/// Reads a store, beside the process that writes it or alone. Used by one thread at a time.
///
/// It never writes and never checkpoints, also not as the last to close: two connections that
/// checkpoint at one moment can lose commits (SQLite 3.7.0 to 3.51.2, https://sqlite.org/wal.html).
public final class StoreReader {
    let database: Database
    public let folder: DataFolder
    /// The store's identity when it was opened.
    private let store: String

    public init(_ folder: DataFolder) throws(StorageError) {
        guard folder.exists else {
            try folder.refuseLostStore()
            throw .absent(path: folder.path)
        }
        try folder.refuseCopyWithoutLog()
        self.folder = folder
        database = try Database(path: folder.database, access: .read)
        let isOurs = try folder.checkOwner(of: database)
        try folder.refuseLostStore(database)
        guard isOurs else { throw .absent(path: folder.path) }
        let (version, known) = (try Store.knownVersion(of: database), Schema.migrations.count)
        guard version == known else { throw .olderSchema(found: version, known: known) }
        try database.run(SQL.neverCheckpoint)
        try database.run(SQL.queryOnly)
        store = try database.setting(.identity) ?? ""
    }

    /// Another connection to the same store, for one beneath which files were taken away: a log
    /// that was removed and begun anew is another file to every connection from before.
    ///
    /// - Throws: `.moved` where another store lies in the folder, or none with its log
    public func openedAnew() throws(StorageError) -> StoreReader {
        // Without a log the file would be looked at alone, which ends the writer's locks on it.
        guard access(folder.log, F_OK) == 0 else { throw .moved(path: folder.database) }
        let other = try StoreReader(folder)
        guard try other.identity() == store else { throw .moved(path: folder.database) }
        return other
    }

    /// Runs a body on one state of the store, whatever is written meanwhile.
    public func snapshot<Result>(
        _ body: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try database.run(SQL.beginReading)
        do throws(StorageError) {
            let result = try body()
            try database.run(SQL.commit)
            return result
        } catch {
            if database.isInTransaction { try database.run(SQL.rollBack) }
            throw error
        }
    }

    /// A number that changes whenever somebody else has stored something since it was read last;
    /// it belongs to the state that a snapshot shows.
    public func dataVersion() throws(StorageError) -> Int64 {
        try database.integer(SQL.dataVersion) ?? 0
    }

    /// The folder's identity.
    public func identity() throws(StorageError) -> String { try database.setting(.identity) ?? "" }

    /// Whether the folder holds samples.
    public func isSample() throws(StorageError) -> Bool {
        try database.setting(.isSample) == "true"
    }

    /// The public address that was set, or nil.
    public func baseURL() throws(StorageError) -> String? { try database.setting(.baseURL) }

    /// The register with every stored form version.
    public func register() throws(StorageError) -> Register {
        Register(
            units: try database.units(), places: try database.places(),
            questionnaires: try database.forms().map(\.questionnaire))
    }

    public func dossiers() throws(StorageError) -> [DossierCount] { try database.dossiers() }

    public func feedback() throws(StorageError) -> [FeedbackCount] { try database.feedback() }

    /// Points that people gave.
    public func points() throws(StorageError) -> [GivenPoints] { try database.points() }

    /// Closed months, in order.
    public func closings() throws(StorageError) -> [Closing] { try database.closings() }

    public func lastRow() throws(StorageError) -> Int64 {
        try database.integer(SQL.lastRow) ?? 0
    }

    /// What the numbers in records stand for.
    public func recordKey() throws(StorageError) -> RecordKey {
        var forms: [Int32: Questionnaire] = [:]
        for form in try database.forms() {
            forms[Int32(truncatingIfNeeded: form.number)] = form.questionnaire
        }
        var postings: [Int32: Posting] = [:]
        try database.each(SQL.postings) { row in
            postings[Int32(truncatingIfNeeded: row.integer(0))] = Posting(
                place: row.text(1), unit: row.text(2), centre: row.text(3))
        }
        return RecordKey(
            forms: forms, postings: postings, fields: try codes(.field),
            procedures: try codes(.procedure))
    }

    private func codes(_ kind: Names.Kind) throws(StorageError) -> [Int32: String] {
        var codes: [Int32: String] = [:]
        try database.each(SQL.names, .integer(kind.rawValue)) { row in
            codes[Int32(truncatingIfNeeded: row.integer(0))] = row.text(1)
        }
        return codes
    }

    /// Records after a row, ascending.
    ///
    /// A number that damage made too large stays too large, and stands for nothing.
    public func records(
        after row: Int64, limit: Int
    ) throws(StorageError) -> [ResponseRecord] {
        var records: [ResponseRecord] = []
        try database.each(SQL.records, .integer(row), .integer(limit)) { row in
            records.append(
                ResponseRecord(
                    row: row.integer(0), form: Int32(clamping: row.integer(1)),
                    posting: Int32(clamping: row.integer(2)),
                    answeredAt: Timestamp(milliseconds: row.integer(3)),
                    channel: UInt8(clamping: row.integer(4)),
                    respondent: UInt8(clamping: row.integer(5)),
                    outcome: UInt8(clamping: row.integer(6)),
                    procedure: Int32(clamping: row.integer(7)),
                    field: Int32(clamping: row.integer(8)),
                    language: Int32(clamping: row.integer(9)),
                    answers: row.blob(10)))
        }
        return records
    }

    /// Every response in the order of arrival.
    ///
    /// Memory does not grow with their number: ids are found window by window, each by one pass
    /// over the identity table, because an index from row to id would take more than the answers.
    /// - Parameters:
    ///   - windowRows: rows in a window, > 0; 17 bytes of memory each
    ///   - body: gets each in turn; must not call this again
    /// - Returns: how many rows could not be read as what was stored
    public func eachResponse(
        windowRows: Int64 = 1 << 19, _ body: (Response) throws(StorageError) -> Void
    ) throws(StorageError) -> Int {
        let reader = ResponseReader(database, forms: try database.forms())
        var unreadable = 0
        try database.eachRow(windowRows: windowRows) { row, id, _ throws(StorageError) in
            guard let id, let response = try reader.response(row, id: id) else {
                unreadable += 1
                return
            }
            try body(response)
        }
        return unreadable
    }
}
