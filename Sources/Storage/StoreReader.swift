internal import CSQLite
public import Survey

/// Reads a store, beside the process that writes it or alone. It never writes and never
/// checkpoints. Used by one thread at a time.
public final class StoreReader {
    let database: Database
    public let folder: DataFolder

    public init(_ folder: DataFolder) throws(StorageError) {
        guard folder.exists else { throw .absent(path: folder.path) }
        self.folder = folder
        // Read-write, because reading a log needs its index; what follows forbids all writing.
        database = try Database(path: folder.database, flags: SQLITE_OPEN_READWRITE)
        database.forbidCheckpointOnClose()
        let application: Int64
        do throws(StorageError) {
            application = try database.integer("PRAGMA application_id") ?? 0
        } catch .inputOutput(let code, _) where code & 0xFF == SQLITE_NOTADB {
            throw .notOurs(path: folder.database)
        }
        guard application == Schema.applicationID else { throw .notOurs(path: folder.database) }
        let version = Int(try database.integer("PRAGMA user_version") ?? 0)
        guard version <= Schema.migrations.count else {
            throw .newerSchema(found: version, known: Schema.migrations.count)
        }
        try database.runScript("PRAGMA wal_autocheckpoint = 0")
        try database.runScript("PRAGMA query_only = ON")
    }

    /// Runs a body on one state of the store, whatever is written meanwhile.
    public func snapshot<Result>(
        _ body: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try database.run("BEGIN")
        do throws(StorageError) {
            let result = try body()
            try database.run(SQL.commit)
            return result
        } catch {
            if database.isInTransaction { try database.run(SQL.rollBack) }
            throw error
        }
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

    public func lastRow() throws(StorageError) -> Int64 {
        try database.integer(SQL.lastRow) ?? 0
    }

    /// What the numbers in records stand for.
    public func recordKey() throws(StorageError) -> RecordKey {
        var forms: [Int32: Questionnaire] = [:]
        for form in try database.forms() { forms[Int32(form.number)] = form.questionnaire }
        let (postings, names) = try database.key()
        func codes(_ kind: Names.Kind) -> [Int32: String] {
            var codes: [Int32: String] = [:]
            for (number, name) in names where name.kind == kind.rawValue {
                codes[Int32(number)] = name.code
            }
            return codes
        }
        return RecordKey(
            forms: forms,
            postings: Dictionary(uniqueKeysWithValues: postings.map { (Int32($0), $1) }),
            fields: codes(.field), procedures: codes(.procedure))
    }

    /// Records after a row, ascending.
    public func records(
        after row: Int64, limit: Int
    ) throws(StorageError) -> [ResponseRecord] {
        var records: [ResponseRecord] = []
        try database.each(SQL.records, .integer(row), .integer(limit)) { row in
            records.append(
                ResponseRecord(
                    row: row.integer(0), form: Int32(row.integer(1)),
                    posting: Int32(row.integer(2)),
                    answeredAt: Timestamp(milliseconds: row.integer(3)),
                    channel: UInt8(row.integer(4)), respondent: UInt8(row.integer(5)),
                    outcome: UInt8(row.integer(6)), procedure: Int32(row.integer(7)),
                    field: Int32(row.integer(8)), language: Int32(row.integer(9)),
                    answers: row.blob(10)))
        }
        return records
    }

    /// Every response in the order of arrival. Holds 16 bytes a response in memory for the ids.
    ///
    /// - Parameter body: gets each in turn
    /// - Returns: how many rows could not be read as what was stored
    public func eachResponse(
        _ body: (Response) throws(StorageError) -> Void
    ) throws(StorageError) -> Int {
        let ids = try identities()
        let reader = try ResponseReader(database)
        var unreadable = 0
        var last: Int64 = 0
        var isAtEnd = false
        while !isAtEnd {
            isAtEnd = true
            try database.each(SQL.responses, .integer(last), .integer(4_096)) {
                row throws(StorageError) in
                isAtEnd = false
                last = row.integer(0)
                guard last < ids.count, let id = ids[Int(last)],
                    let response = reader.response(row, id: id)
                else {
                    unreadable += 1
                    return
                }
                try body(response)
            }
        }
        return unreadable
    }

    /// Ids by row.
    private func identities() throws(StorageError) -> [ResponseID?] {
        var ids = [ResponseID?](repeating: nil, count: Int(try lastRow()) + 1)
        try database.each(SQL.identities) { row in
            let place = Int(row.integer(1))
            if ids.indices.contains(place) { ids[place] = ResponseID(bytes: row.blob(0)) }
        }
        return ids
    }
}
