internal import CSQLite
internal import Secrets

/// The one that writes: it holds the folder's lock and the only connection that writes and
/// checkpoints. Used by one thread at a time.
///
/// Every answer is on the disk (`synchronous=FULL`) when ``append(_:at:quarantining:)`` returns
/// outside a transaction, or when the transaction has been committed.
public final class Store {
    public let folder: DataFolder
    private let lock: FolderLock
    let database: Database
    var names = Names()
    /// The row the next response gets; nil where it must be asked for.
    var nextRow: Int64?

    /// - Parameter makes: whether an absent folder is made
    public init(_ folder: DataFolder, makes: Bool) throws(StorageError) {
        if makes {
            try folder.make()
        } else if !folder.exists {
            throw .absent(path: folder.path)
        }
        self.folder = folder
        lock = try FolderLock(folder)
        database = try Database(
            path: folder.database, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        try Self.prepare(database, at: folder.database)
    }

    deinit {
        // A checkpoint that fails leaves the log, which the next start reads.
        _ = try? database.text(SQL.checkpoint)
    }

    private static func prepare(_ database: Database, at path: String) throws(StorageError) {
        let application = try integer(database, "PRAGMA application_id", path)
        let version = try integer(database, "PRAGMA user_version", path)
        let tables = try database.integer("SELECT COUNT(*) FROM sqlite_schema") ?? 0
        guard application == Schema.applicationID || (application == 0 && tables == 0) else {
            throw .notOurs(path: path)
        }
        guard version <= Schema.migrations.count else {
            throw .newerSchema(found: version, known: Schema.migrations.count)
        }
        let journal = try database.text("PRAGMA journal_mode = WAL") ?? ""
        for setting in ["synchronous = FULL", "secure_delete = ON", "wal_autocheckpoint = 1000"] {
            try database.runScript("PRAGMA \(setting)")
        }
        // 2 is FULL; asked again, because a library may grant less than was set.
        let synchronous = Int(try database.integer("PRAGMA synchronous") ?? 0)
        guard journal == "wal", synchronous == 2 else {
            throw .notDurable(journal: journal, synchronous: synchronous)
        }
        try migrate(database, from: version)
    }

    private static func integer(
        _ database: Database, _ sql: String, _ path: String
    ) throws(StorageError) -> Int {
        do {
            return Int(try database.integer(sql) ?? 0)
        } catch .inputOutput(let code, _) where code & 0xFF == SQLITE_NOTADB {
            throw .notOurs(path: path)
        }
    }

    private static func migrate(_ database: Database, from version: Int) throws(StorageError) {
        guard version < Schema.migrations.count else { return }
        try database.run(SQL.begin)
        do throws(StorageError) {
            for (index, migration) in Schema.migrations.enumerated().dropFirst(version) {
                try database.runScript(migration)
                // Pragmas take no parameters; both numbers are ours.
                try database.runScript("PRAGMA user_version = \(index + 1)")
            }
            try database.runScript("PRAGMA application_id = \(Schema.applicationID)")
            if version == 0 {
                try database.run(
                    SQL.setSetting, .text(SettingName.identity.rawValue),
                    .text(Hash.hex(Randomness.bytes(16))))
            }
            try database.run(SQL.commit)
        } catch {
            try database.run(SQL.rollBack)
            throw error
        }
    }

    /// What the connection really runs with, for tests and logs.
    public func durability() throws(StorageError) -> (journal: String, synchronous: Int) {
        (
            try database.text("PRAGMA journal_mode") ?? "",
            Int(try database.integer("PRAGMA synchronous") ?? 0)
        )
    }

    /// Tells other processes where this one serves.
    public func publish(baseURL: String) {
        lock.publish(baseURL: baseURL)
    }

    /// Runs a body in one transaction; all of it is kept or nothing.
    ///
    /// - Parameter body: gives its result and whether to keep what it did; an error keeps nothing
    public func transaction<Result>(
        _ body: () throws(StorageError) -> (result: Result, keeps: Bool)
    ) throws(StorageError) -> Result {
        precondition(!database.isInTransaction, "transactions do not nest")
        try database.run(SQL.begin)
        do throws(StorageError) {
            let (result, keeps) = try body()
            if keeps { try database.run(SQL.commit) } else { try undo() }
            return result
        } catch {
            try undo()
            throw error
        }
    }

    /// Rolls back; numbers and rows given in the transaction do not exist any more.
    private func undo() throws(StorageError) {
        names.forget()
        nextRow = nil
        // An error of the disk may have rolled back already.
        if database.isInTransaction { try database.run(SQL.rollBack) }
    }
}
