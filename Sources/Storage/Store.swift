internal import Glibc
internal import Secrets
internal import Survey

/// The one that writes: it holds the folder's lock and the only connection that writes and
/// checkpoints. Used by one thread at a time.
///
/// Every answer is on the disk (`synchronous=FULL`) when ``append(_:at:quarantining:)`` returns
/// outside a transaction, or when the transaction has been committed.
public final class Store {
    public let folder: DataFolder
    /// Replaced by ``reopen()`` alone.
    private(set) var database: Database
    private var anchorFile: AnchorFile
    /// Confirmed answers that were missing at an opening, oldest first; whoever serves says so.
    public internal(set) var losses: [Loss] = []
    /// Whether ``close()`` has still something to do.
    private var isOpen = false
    var names = Names()
    /// The chain over the answers; nil where it must be asked for.
    var chain: AnswerChain?
    /// Whether the transaction has made the chain longer.
    var hasGrown = false
    var encoder = LeafEncoder()
    /// Tables that the transaction has changed.
    var changed: Set<RegisterTable> = []
    /// Forms that are known to have answers.
    var answeredForms: Set<Int64> = []
    /// Stored form versions; nil where they must be asked for.
    var forms: [StoredForm]?
    /// Ids of drafts; nil where they must be asked for.
    var draftIDs: Set<ResponseID>?
    /// No draft was saved before; nil where it must be asked for.
    var draftsSince: Timestamp?
    /// The row the next response gets; nil where it must be asked for.
    var nextRow: Int64?
    /// Whether the body of a transaction runs. SQLite's own flag falls when an error of the disk
    /// has rolled back, and what follows must not become a transaction of its own.
    private(set) var isInTransaction = false
    /// What went wrong in the transaction: half of a batch may be there, so nothing is kept.
    var spoiled: StorageError?
    private var syncDuration: Duration?
    /// The store's identity, once it was read.
    private var known: String?
    /// The last of the properties, which go in their order: the folder is given to the next writer
    /// only after the connection has closed.
    private let lock: FolderLock

    /// Opens the store of a folder; an empty one is begun.
    ///
    /// - Parameter makes: whether an absent folder is made
    /// - Throws: `.absent`, `.storeLost`, `.inUse`, `.cannotMake`, `.notOurs`, `.newerSchema`,
    ///   `.notDurable`, `.inputOutput`
    public init(_ folder: DataFolder, makes: Bool) throws(StorageError) {
        if makes {
            try folder.make()
        } else if !folder.exists {
            try folder.refuseLostStore()
            throw .absent(path: folder.path)
        }
        self.folder = folder
        lock = try FolderLock(folder)
        database = try Self.opened(folder)
        anchorFile = try AnchorFile(folder)
        try begin(mustEmptyLog: false)
    }

    deinit {
        // Whoever wants to know calls it. What could not be closed is what a kill leaves: a log
        // that the next start reads.
        if isOpen { _ = try? close() }
    }

    private static func opened(_ folder: DataFolder) throws(StorageError) -> Database {
        try folder.refuseCopyWithoutLog()
        if !folder.exists { try folder.refuseLostStore() }
        try folder.makeStore()
        let database = try Database(path: folder.database, access: .write)
        try folder.checkOwner(of: database)
        let version = try knownVersion(of: database)
        try folder.refuseLostStore(database)
        let journal = try database.text(SQL.writeAhead) ?? ""
        for setting in [SQL.syncFully, SQL.wipeDeleted, SQL.checkpointByItself] {
            try database.run(setting)
        }
        // 2 is FULL; asked again, because a library may grant less than was set.
        let synchronous = Int(try database.integer(SQL.synchronous) ?? 0)
        guard journal == "wal", synchronous == 2 else {
            throw .notDurable(journal: journal, synchronous: synchronous)
        }
        try migrate(database, from: version, by: Schema.migrations)
        return database
    }

    /// Looks for lost answers, marks the store as open and makes durable whatever was found in it.
    ///
    /// The log is folded back for two reasons. The database's own file has to say that it is open,
    /// or a copy of it alone could not be told from a whole store. And after a kill or a failed
    /// synchronising the log may hold a commit that the system has and the disk does not: to
    /// answer a repeated submission with `already` would promise what a power cut takes. Folding
    /// back writes every page anew and synchronises it.
    /// - Parameter mustEmptyLog: after an error of the disk nothing less will do. Otherwise a
    ///   reader that has begun before may keep a part of the log: the commit of the mark has
    ///   synchronised it, and no error is known of.
    private func begin(mustEmptyLog: Bool) throws(StorageError) {
        var found = try Anchor(in: folder)?.loss(in: database)
        if found == nil { found = try missingRows() }
        try transaction { () throws(StorageError) in
            if let found {
                try database.run(
                    SQL.addLoss, .integer(found.expectedRow), .integer(found.foundRow))
                changed.insert(.loss)
            }
            if try database.setting(.backup) != nil {
                try database.run(SQL.deleteSetting, .text(SettingName.backup.rawValue))
                changed.insert(.setting)
            }
            try markOpen()
            return ((), true)
        }
        isOpen = true
        let isBusy = try database.integer(SQL.checkpoint) != 0
        if isBusy, mustEmptyLog { throw .logInUse(path: folder.path) }
        losses = try database.losses()
        try anchor(at: AnswerChain(database))
        // From here on it is never written but in its place: what is not whole was damaged.
        try Durable.synchronise(folder.anchor)
    }

    /// Rows that the chain has and the table has not, unless they are known to be missing.
    private func missingRows() throws(StorageError) -> Loss? {
        let (expected, found) = (try database.head().row, try database.integer(SQL.lastRow) ?? 0)
        guard found < expected else { return nil }
        let isKnown = try database.losses().contains {
            $0.expectedRow == expected && $0.foundRow == found
        }
        return isKnown ? nil : Loss(at: nil, expectedRow: expected, foundRow: found)
    }

    /// Another value each time: what is there already would not be written.
    private func markOpen() throws(StorageError) {
        let value = try database.setting(.open) == "1" ? "2" : "1"
        try database.run(SQL.setSetting, .text(SettingName.open.rawValue), .text(value))
    }

    private func anchor(at chain: AnswerChain) throws(StorageError) {
        self.chain = chain
        let store = try identity()
        let (block, blockLink) = chain.block
        anchorFile.write(
            Anchor(
                store: store, row: chain.row, link: chain.link, block: block, blockLink: blockLink))
    }

    /// The folder's identity.
    public func identity() throws(StorageError) -> String {
        if let known { return known }
        let identity = try database.setting(.identity) ?? ""
        known = identity
        return identity
    }

    /// Takes back the mark of an open store, empties the log and ends the use of the store.
    ///
    /// - Throws: `.inputOutput` where the disk refuses; the folder is then as after a kill, and
    ///   nothing that was confirmed is lost
    public func close() throws(StorageError) {
        guard isOpen else { throw .closed }
        isOpen = false
        defer { database.close() }
        // What lies there may be another's by now.
        guard !hasMoved else { throw .moved(path: folder.path) }
        try transaction { () throws(StorageError) in
            try database.run(SQL.deleteSetting, .text(SettingName.open.rawValue))
            return ((), true)
        }
        // A reader that is still at it keeps the log, which the next start reads.
        _ = try database.integer(SQL.checkpoint)
    }

    /// Gives the connection up without folding the log back, and opens the folder's store anew as
    /// at a start, keeping the folder's lock: for the time after an error of the disk, when what
    /// SQLite and the system remember of the file is not to be trusted.
    ///
    /// May be called again when it has thrown; until it succeeds nothing else works.
    /// - Throws: as ``init(_:makes:)``; ``StorageError/moved(path:)`` where another store lies in
    ///   the folder, ``StorageError/logInUse(path:)`` where a reader keeps the log from being
    ///   emptied
    public func reopen() throws(StorageError) {
        precondition(!isInTransaction, "a transaction is open")
        isOpen = false
        forgetEverything()
        database.close()
        guard folder.exists else { throw .moved(path: folder.database) }
        let identity = known
        database = try Self.opened(folder)
        guard try database.setting(.identity) == identity else {
            database.close()
            throw .moved(path: folder.database)
        }
        anchorFile = try AnchorFile(folder)
        try begin(mustEmptyLog: true)
    }

    /// Writes a little and waits for the disk: whether commits are possible (again).
    public func probe() throws(StorageError) {
        try transaction { () throws(StorageError) in
            try markOpen()
            return ((), true)
        }
        syncDuration = nil
    }

    /// SQLite's own check of the file's structure. Reads all of it.
    func isWhole() throws(StorageError) -> Bool {
        try database.text(SQL.quickCheck) == "ok"
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

    /// Takes every step that is missing, all in one transaction.
    static func migrate(
        _ database: Database, from version: Int, by migrations: [Migration]
    ) throws(StorageError) {
        guard version < migrations.count else { return }
        try database.run(SQL.begin)
        do throws(StorageError) {
            for migration in migrations.dropFirst(version) {
                try database.runScript(migration.script)
                try migration.complete?(database)
            }
            if version == 0 {
                try database.run(
                    SQL.setSetting, .text(SettingName.identity.rawValue),
                    .text(Hash.hex(Randomness.bytes(16))))
            }
            for table in RegisterTable.allCases { try table.keepChecksum(in: database) }
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
            hasGrown = false
            changed = []
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
        for table in changed { try table.keepChecksum(in: database) }
        if hasGrown { try chain?.keepHead(in: database) }
        let began = ContinuousClock.now
        try database.run(SQL.commit)
        syncDuration = began.duration(to: .now)
        if hasGrown, let chain { try anchor(at: chain) }
    }

    /// How long the last commit took to write the log and synchronise it with the disk, in seconds;
    /// told once.
    func takeSyncSeconds() -> Double? {
        defer { syncDuration = nil }
        return syncDuration.map { $0 / .seconds(1) }
    }

    /// Whether the file that is written, or the lock that keeps others from it, is no longer the
    /// one in the folder: somebody else may be writing there.
    var hasMoved: Bool { database.hasMoved || lock.hasMoved(from: folder) }

    /// Whether the log was removed while it is written: nobody would find it again.
    var hasLostLog: Bool { isOpen && access(folder.log, F_OK) != 0 }

    /// Rolls back; numbers and rows given in the transaction do not exist any more.
    private func undo() throws(StorageError) {
        forgetEverything()
        // An error of the disk may have rolled back already.
        if database.isInTransaction { try database.run(SQL.rollBack) }
    }

    private func forgetEverything() {
        names.forget()
        database.forgetNumbers()
        encoder.forget()
        answeredForms = []
        forms = nil
        nextRow = nil
        chain = nil
        draftIDs = nil
        draftsSince = nil
    }
}
