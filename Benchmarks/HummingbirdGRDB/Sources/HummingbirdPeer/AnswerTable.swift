import Foundation
import GRDB

/// The fields of a posted page.
struct AnswerForm: Decodable, Sendable {
    let id: String
    let version: Int
    let q1: Int
    let q2: Int
    let q3: Int
    let q4: Int
    let q5: Int
    let q6: Int
}

/// One checked answer.
struct Answer: Sendable {
    let id: Data
    let place: String
    let version: Int
    let scores: [Int]

    /// - Returns: nil where the id is no UUID or a score is not 1...5
    init?(_ form: AnswerForm, place: String) {
        guard let uuid = UUID(uuidString: form.id) else { return nil }
        id = withUnsafeBytes(of: uuid.uuid) { Data($0) }
        scores = [form.q1, form.q2, form.q3, form.q4, form.q5, form.q6]
        guard scores.allSatisfy((1...5).contains) else { return nil }
        self.place = place
        version = form.version
    }
}

/// Answers in SQLite by GRDB, each in a transaction of its own, on the disk when `add` returns.
struct AnswerTable: Sendable {
    private let pool: DatabasePool

    init(path: String) throws {
        pool = try DatabasePool(path: path)
        try pool.writeWithoutTransaction { database in
            // The pool runs with NORMAL unless told otherwise after it was opened.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
            let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode")
            guard synchronous == 2, journal == "wal" else {
                fatalError("not durable: synchronous \(synchronous ?? -1), \(journal ?? "")")
            }
            try database.execute(
                sql: """
                    CREATE TABLE answer (
                        id BLOB NOT NULL PRIMARY KEY, place TEXT NOT NULL, version INTEGER NOT NULL,
                        answered_at INTEGER NOT NULL, q1 INTEGER NOT NULL, q2 INTEGER NOT NULL,
                        q3 INTEGER NOT NULL, q4 INTEGER NOT NULL, q5 INTEGER NOT NULL,
                        q6 INTEGER NOT NULL
                    ) WITHOUT ROWID
                    """)
        }
    }

    /// Stores an answer; the same id twice is stored once.
    func add(_ answer: Answer) async throws {
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        try await pool.write { database in
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO NOTHING
                    """)
            var values: [any DatabaseValueConvertible] = [
                answer.id, answer.place, answer.version, now,
            ]
            values += answer.scores
            try statement.execute(arguments: StatementArguments(values))
        }
    }
}
