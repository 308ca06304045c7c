internal import Secrets
internal import Survey

/// The one that writes: it holds the folder's lock and the only connection that writes and
/// checkpoints. Used by one thread at a time.
///
/// Every answer is on the disk (`synchronous=FULL`) when ``append(_:at:quarantining:)`` returns
/// outside a transaction, or when the transaction has been committed.
public final class Store {
    public let folder: DataFolder
    let database: Database
    var names = Names()
    /// Stored form versions; nil where they must be asked for.
    var forms: [StoredForm]?
    /// The row the next response gets; nil where it must be asked for.
    var nextRow: Int64?
    /// Whether the body of a transaction runs. SQLite's own flag falls when an error of the disk
    /// has rolled back, and what follows must not become a transaction of its own.
    private(set) var isInTransaction = false
    /// What went wrong in the transaction: half of a batch may be there, so nothing is kept.
    var spoiled: StorageError?
    private var syncDuration: Duration?
    /// The last of the properties, which go in their order: the folder is given to the next writer
    /// only after the connection has closed.
    private let lock: FolderLock

    /// Opens the store of a folder; an empty one is begun.
    ///
    /// - Parameter makes: whether an absent folder is made
    /// - Throws: `.absent`, `.inUse`, `.cannotMake`, `.notOurs`, `.newerSchema`, `.notDurable`,
    ///   `.inputOutput`
    public init(_ folder: DataFolder, makes: Bool) throws(StorageError) {
        if makes {
            try folder.make()
        } else if !folder.exists {
            throw .absent(path: folder.path)
        }
        self.folder = folder
        lock = try FolderLock(folder)
        try folder.makeStore()
        database = try Database(path: folder.database, access: .write)
        try Self.prepare(database, at: folder.database)
    }

    deinit {
        // A checkpoint that fails leaves the log, which the next start reads.
        _ = try? database.text(SQL.checkpoint)
    }

    private static func prepare(_ database: Database, at path: String) throws(StorageError) {
        try checkOwner(of: database, path: path)
        let version = try knownVersion(of: database)
        let journal = try database.text(SQL.writeAhead) ?? ""
        for setting in [SQL.syncFully, SQL.wipeDeleted, SQL.checkpointByItself] {
            try database.run(setting)
        }
        // 2 is FULL; asked again, because a library may grant less than was set.
        let synchronous = Int(try database.integer(SQL.synchronous) ?? 0)
        guard journal == "wal", synchronous == 2 else {
            throw .notDurable(journal: journal, synchronous: synchronous)
        }
        try migrate(database, from: version)
    }

    /// - Returns: false for an empty file, which nobody owns yet
    /// - Throws: ``StorageError/notOurs(path:)`` for a file that something else made
    @discardableResult
    static func checkOwner(of database: Database, path: String) throws(StorageError) -> Bool {
        let (owner, objects): (Int64?, Int64?)
        do throws(StorageError) {
            owner = try database.integer(SQL.applicationID)
            objects = try database.integer(SQL.countObjects)
        } catch .inputOutput(let code, _) where code & 0xFF == Database.notADatabase {
            throw .notOurs(path: path)
        }
        if owner == Schema.applicationID { return true }
        guard owner == 0, objects == 0 else { throw .notOurs(path: path) }
        return false
    }

    /// - Throws: ``StorageError/newerSchema(found:known:)``
    static func knownVersion(of database: Database) throws(StorageError) -> Int {
        let version = Int(try database.integer(SQL.schemaVersion) ?? 0)
        guard version <= Schema.migrations.count else {
            throw .newerSchema(found: version, known: Schema.migrations.count)
        }
        return version
    }

    private static func migrate(_ database: Database, from version: Int) throws(StorageError) {
        guard version < Schema.migrations.count else { return }
        try database.run(SQL.begin)
        do throws(StorageError) {
            for migration in Schema.migrations.dropFirst(version) {
                try database.runScript(migration)
            }
            if version == 0 {
                try database.run(
                    SQL.setSetting, .text(SettingName.identity.rawValue),
                    .text(Hash.hex(Randomness.bytes(16))))
            }
            try database.run(SQL.commit)
        } catch {
            if database.isInTransaction { try database.run(SQL.rollBack) }
            throw error
        }
    }

    /// What the connection really runs with, for tests and logs.
    public func durability() throws(StorageError) -> (journal: String, synchronous: Int) {
        (
            try database.text(SQL.journalMode) ?? "",
            Int(try database.integer(SQL.synchronous) ?? 0)
        )
    }

    /// Tells other processes where this one serves.
    public func publish(baseURL: String) {
        lock.publish(baseURL: baseURL)
    }

    /// Runs a body in one transaction; all of it is kept or nothing, however much it is.
    ///
    /// - Parameter body: gives its result and whether to keep what it did; an error keeps nothing,
    ///   also one of ``append(_:quarantines:)`` that the body did not pass on
    public func transaction<Result>(
        _ body: () throws(StorageError) -> (result: Result, keeps: Bool)
    ) throws(StorageError) -> Result {
        precondition(!isInTransaction, "transactions do not nest")
        isInTransaction = true
        defer {
            isInTransaction = false
            spoiled = nil
        }
        try database.run(SQL.begin)
        do throws(StorageError) {
            let (result, keeps) = try body()
            if keeps, let spoiled { throw spoiled }
            if keeps { try commit() } else { try undo() }
            return result
        } catch {
            try undo()
            throw error
        }
    }

    private func commit() throws(StorageError) {
        let began = ContinuousClock.now
        try database.run(SQL.commit)
        syncDuration = began.duration(to: .now)
    }

    /// How long the last commit took to write the log and synchronise it with the disk, in seconds;
    /// told once.
    func takeSyncSeconds() -> Double? {
        defer { syncDuration = nil }
        return syncDuration.map { $0 / .seconds(1) }
    }

    /// Whether the file that is written is no longer the one in the folder.
    var hasMoved: Bool { database.hasMoved }

    /// Rolls back; numbers and rows given in the transaction do not exist any more.
    private func undo() throws(StorageError) {
        names.forget()
        database.forgetNumbers()
        forms = nil
        nextRow = nil
        // An error of the disk may have rolled back already.
        if database.isInTransaction { try database.run(SQL.rollBack) }
    }
}
