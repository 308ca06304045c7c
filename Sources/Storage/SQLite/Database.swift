internal import CSQLite
internal import Secrets
internal import Survey

/// One connection to SQLite with its prepared statements.
///
/// Used by one thread at a time. Every statement is prepared once, from a constant of the program
/// with `$1` parameters.
final class Database {
    /// What a connection may do to the file.
    enum Access {
        /// The one connection that writes and checkpoints. The file must be there.
        case write
        /// Nothing: the file's descriptor is read-only, whatever a statement or SQLite itself does.
        case read
        /// As ``read``, of a file that nobody writes and that stands for itself: no log is read,
        /// none is made, nothing is locked. Closing it ends this process's locks on the file.
        case readAlone
    }

    /// The result code for a file that is none of SQLite's.
    static let notADatabase = SQLITE_NOTADB
    /// That for a file that the account may not open, or not beside the database.
    static let cannotOpen = SQLITE_CANTOPEN

    /// Codes and postings remembered at most, each.
    static let rememberedMax = 65_536
    /// How long one connection waits for another.
    private static let waitMilliseconds: Int32 = 5_000
    /// Pages copied between two words about it.
    private static let pagesInStep: Int32 = 64

    let path: String
    let access: Access
    /// Nil after ``close()``: whatever is asked then fails.
    private(set) var handle: OpaquePointer?
    /// What numbers stand for; see ``code(_:_:)``.
    var codes: [Int64: (kind: Names.Kind, code: String)] = [:]
    var postings: [Int64: Posting] = [:]
    /// By the address of the text, which is constant.
    private var statements: [UnsafePointer<UInt8>: Statement] = [:]

    init(path: String, access: Access) throws(StorageError) {
        var opened: OpaquePointer?
        let mode = access == .write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        let name = access == .readAlone ? "file:\(Self.escaped(path))?immutable=1" : path
        let code = sqlite3_open_v2(
            name, &opened,
            mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
                | (access == .readAlone ? SQLITE_OPEN_URI : 0), nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? ""
            sqlite3_close_v2(opened)
            throw .inputOutput(code: code, message: message)
        }
        handle = opened
        self.path = path
        self.access = access
        sqlite3_busy_timeout(handle, Self.waitMilliseconds)
        // A reader never checkpoints, and of the writer only what it asks for counts: a log that
        // went by itself could not be told from one that was left behind.
        hl_sqlite_no_checkpoint_on_close(handle)
    }

    deinit { close() }

    /// Closes the connection as it is: the log stays.
    func close() {
        statements.removeAll()
        sqlite3_close_v2(handle)
        handle = nil
    }

    /// A path inside a URI (RFC 3986): all but unreserved characters and slashes as %XX.
    private static func escaped(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            let isPlain =
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/._-".utf8.contains(byte)
            text += isPlain ? String(UnicodeScalar(byte)) : "%" + Hash.hex([byte])
        }
        return text
    }

    /// A statement ready to be bound; prepared at its first use. It cannot be used inside its own
    /// rows.
    func statement(_ sql: StaticString) throws(StorageError) -> Statement {
        if let statement = statements[sql.utf8Start] {
            precondition(!statement.isRunning, "a statement inside its own rows")
            return statement
        }
        guard let handle else { throw .closed }
        var prepared: OpaquePointer?
        let text = UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
        let code = sqlite3_prepare_v3(
            handle, text, Int32(sql.utf8CodeUnitCount), UInt32(SQLITE_PREPARE_PERSISTENT),
            &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw error(code) }
        let statement = Statement(prepared, of: self)
        statements[sql.utf8Start] = statement
        return statement
    }

    /// Runs a statement for its effect.
    func run(_ sql: StaticString, _ values: SQLValue...) throws(StorageError) {
        try run(sql, values.span)
    }

    /// The same, for values that lie where no memory is asked for.
    func run(_ sql: StaticString, _ values: Span<SQLValue>) throws(StorageError) {
        let statement = try statement(sql)
        statement.bind(values)
        defer { statement.reset() }
        while try statement.step() {}
    }

    /// Runs a text of several statements without parameters: the schema.
    func runScript(_ sql: StaticString) throws(StorageError) {
        guard let handle else { throw .closed }
        let text = UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
        let code = sqlite3_exec(handle, text, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// The first column of the first row.
    func integer(_ sql: StaticString, _ values: SQLValue...) throws(StorageError) -> Int64? {
        try integer(sql, values.span)
    }

    func integer(_ sql: StaticString, _ values: Span<SQLValue>) throws(StorageError) -> Int64? {
        let statement = try statement(sql)
        statement.bind(values)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return statement.optionalInteger(0).map { Int64($0) }
    }

    func text(_ sql: StaticString, _ values: SQLValue...) throws(StorageError) -> String? {
        let statement = try statement(sql)
        statement.bind(values.span)
        defer { statement.reset() }
        return try statement.step() ? statement.optionalText(0) : nil
    }

    /// Every row through a closure.
    func each(
        _ sql: StaticString, _ values: SQLValue..., row: (Statement) throws(StorageError) -> Void
    ) throws(StorageError) {
        let statement = try statement(sql)
        statement.bind(values.span)
        defer { statement.reset() }
        while try statement.step() { try row(statement) }
    }

    /// Runs a body that gives up at once where another connection is in its way.
    func withoutWaiting<Result>(
        _ body: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        sqlite3_busy_timeout(handle, 0)
        defer { sqlite3_busy_timeout(handle, Self.waitMilliseconds) }
        return try body()
    }

    /// Whether the file was removed, renamed or replaced since it was opened.
    var hasMoved: Bool {
        guard let handle else { return false }
        var moved: Int32 = 0
        let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        return code != SQLITE_OK || moved != 0
    }

    var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }
    /// Rows that the last statement changed.
    var changes: Int { Int(sqlite3_changes(handle)) }
    /// Whether a transaction is open: an error may have rolled it back by itself.
    var isInTransaction: Bool { handle.map { sqlite3_get_autocommit($0) == 0 } ?? false }

    /// Copies this database as the open transaction sees it into another, page by page.
    ///
    /// - Parameter progress: gets the share that was copied, now and then
    func copy(to other: Database, progress: (Double) -> Void) throws(StorageError) {
        guard let copying = sqlite3_backup_init(other.handle, "main", handle, "main") else {
            throw other.error(sqlite3_extended_errcode(other.handle))
        }
        var code: Int32
        repeat {
            code = sqlite3_backup_step(copying, Self.pagesInStep)
            let (left, all) = (
                sqlite3_backup_remaining(copying), sqlite3_backup_pagecount(copying)
            )
            if all > 0 { progress(Double(all - left) / Double(all)) }
        } while code == SQLITE_OK
        _ = sqlite3_backup_finish(copying)
        guard code == SQLITE_DONE else { throw other.error(code) }
    }

    func error(_ code: Int32) -> StorageError {
        .inputOutput(code: code, message: String(cString: sqlite3_errmsg(handle)))
    }
}

extension StorageError {
    /// A connection that was given up is asked for something.
    static let closed = StorageError.inputOutput(
        code: SQLITE_MISUSE, message: "the connection is closed")

    /// Whether SQLite found its file damaged: no fault of the disk or of the way to it.
    public var isDamage: Bool {
        guard case .inputOutput(let code, _) = self else { return false }
        return [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR, SQLITE_FORMAT].contains(code & 0xFF)
    }

    /// Whether the disk refused, so that any other write would have failed as well.
    var isOfDisk: Bool {
        switch self {
        case .inputOutput: !isDamage
        case .moved, .inUse: true
        default: false
        }
    }

    /// Whether there was no room left.
    var isFullDisk: Bool {
        guard case .inputOutput(let code, _) = self else { return false }
        return code & 0xFF == SQLITE_FULL
    }
}
