internal import CSQLite
internal import Survey

/// What can be bound to a parameter.
enum SQLValue {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    /// The 16 bytes of an id.
    case id(ResponseID)

    static func integer(_ number: Int) -> SQLValue { .integer(Int64(number)) }
    static func integer(_ number: Int32) -> SQLValue { .integer(Int64(number)) }
    static func text(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
    static func integer(_ number: Int?) -> SQLValue { number.map { .integer(Int64($0)) } ?? .null }
}

/// One prepared statement; finalised with its connection.
final class Statement {
    private let handle: OpaquePointer
    private unowned let database: Database
    /// Where `$1`, `$2`, … are bound. To SQLite these are names, numbered as they first appear.
    private let places: [Int32]

    init(_ handle: OpaquePointer, of database: Database) {
        self.handle = handle
        self.database = database
        places = (0..<sqlite3_bind_parameter_count(handle)).map {
            sqlite3_bind_parameter_index(handle, "$\($0 + 1)")
        }
        precondition(!places.contains(0), "parameters are $1, $2, … without a gap")
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Binds values to `$1`, `$2`, …; SQLite copies them.
    func bind(_ values: Span<SQLValue>) {
        precondition(values.count == places.count, "a value for each parameter")
        for index in values.indices {
            let place = places[index]
            let code =
                switch values[index] {
                case .null: sqlite3_bind_null(handle, place)
                case .integer(let number): sqlite3_bind_int64(handle, place, number)
                case .text(let text):
                    sqlite3_bind_text(
                        handle, place, text, Int32(text.utf8.count), hl_sqlite_transient())
                case .id(let id):
                    withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) {
                        sqlite3_bind_blob(handle, place, $0.baseAddress, 16, hl_sqlite_transient())
                    }
                case .blob(let bytes) where bytes.isEmpty: sqlite3_bind_zeroblob(handle, place, 0)
                case .blob(let bytes):
                    sqlite3_bind_blob(
                        handle, place, bytes, Int32(bytes.count), hl_sqlite_transient())
                }
            precondition(code == SQLITE_OK, "a parameter the statement does not have")
        }
    }

    /// Goes to the next row; false at the end.
    func step() throws(StorageError) -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.error(code)
        }
    }

    /// Whether its rows are being read.
    var isRunning: Bool { sqlite3_stmt_busy(handle) != 0 }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func optionalInteger(_ column: Int32) -> Int? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : Int(integer(column))
    }

    func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : text(column)
    }

    func blob(_ column: Int32) -> [UInt8] {
        let count = Int(sqlite3_column_bytes(handle, column))
        guard count > 0, let bytes = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// - Returns: nil where there are not the 16 bytes of an id
    func responseID(_ column: Int32) -> ResponseID? {
        guard sqlite3_column_bytes(handle, column) == 16,
            let bytes = sqlite3_column_blob(handle, column)
        else { return nil }
        return ResponseID(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    /// Bytes, or nil where there is nothing.
    func optionalBlob(_ column: Int32) -> [UInt8]? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : blob(column)
    }

    /// Every column of the row, as it is.
    func addColumns(to content: inout Canonical) {
        for column in 0..<sqlite3_column_count(handle) {
            switch sqlite3_column_type(handle, column) {
            case SQLITE_NULL: content.addNothing()
            case SQLITE_INTEGER: content.add(Int(integer(column)))
            case SQLITE_TEXT: content.add(text(column))
            default: content.add(blob(column))
            }
        }
    }
}
