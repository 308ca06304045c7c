internal import CSQLite
internal import Glibc

/// One connection to SQLite with its prepared statements.
///
/// Used by one thread at a time. Every statement is prepared once, from a constant text with `$1`
/// parameters.
final class Database {
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]

    /// - Parameter flags: `SQLITE_OPEN_…`
    init(path: String, flags: Int32) throws(StorageError) {
        var opened: OpaquePointer?
        let mask = umask(0o077)
        let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
        umask(mask)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? ""
            sqlite3_close_v2(opened)
            throw .inputOutput(code: code, message: message)
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 5_000)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// A statement ready to be bound; prepared at its first use.
    func statement(_ sql: String) throws(StorageError) -> Statement {
        if let statement = statements[sql] {
            statement.reset()
            return statement
        }
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw error(code) }
        let statement = Statement(prepared, of: self)
        statements[sql] = statement
        return statement
    }

    /// Runs a statement for its effect.
    func run(_ sql: String, _ values: SQLValue...) throws(StorageError) {
        let statement = try statement(sql)
        statement.bind(values)
        while try statement.step() {}
        statement.reset()
    }

    /// Runs a text of several statements without parameters: the schema.
    func runScript(_ sql: String) throws(StorageError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// The first column of the first row.
    func integer(_ sql: String, _ values: SQLValue...) throws(StorageError) -> Int64? {
        let statement = try statement(sql)
        statement.bind(values)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    func text(_ sql: String, _ values: SQLValue...) throws(StorageError) -> String? {
        let statement = try statement(sql)
        statement.bind(values)
        defer { statement.reset() }
        return try statement.step() ? statement.optionalText(0) : nil
    }

    /// Every row through a closure.
    func each(
        _ sql: String, _ values: SQLValue..., row: (Statement) throws(StorageError) -> Void
    ) throws(StorageError) {
        let statement = try statement(sql)
        statement.bind(values)
        defer { statement.reset() }
        while try statement.step() { try row(statement) }
    }

    var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }
    /// Rows that the last statement changed.
    var changes: Int { Int(sqlite3_changes(handle)) }
    /// Whether a transaction is open: an error may have rolled it back by itself.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Keeps a reader from writing the database file when it closes.
    func forbidCheckpointOnClose() {
        hl_sqlite_no_checkpoint_on_close(handle)
    }

    func error(_ code: Int32) -> StorageError {
        .inputOutput(
            code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle))
        )
    }
}
