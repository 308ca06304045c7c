public import Survey

/// Answers that were confirmed and are not in the store: found at an opening by the folder's
/// `anchor`, and kept for ever in the store.
public struct Loss: Sendable, Equatable {
    /// When it was found; nil where only a reader has found it so far.
    public let at: Timestamp?
    /// How many answers had been confirmed at least.
    public let expectedRow: Int64
    /// How many there were. Where these are not fewer, others stand in their place.
    public let foundRow: Int64
    /// When somebody took note of it; nil before.
    public let acknowledgedAt: Timestamp?
    /// Who did, as the machine knows them; empty before.
    public let acknowledgedBy: String

    public init(
        at: Timestamp?, expectedRow: Int64, foundRow: Int64, acknowledgedAt: Timestamp? = nil,
        acknowledgedBy: String = ""
    ) {
        self.at = at
        self.expectedRow = expectedRow
        self.foundRow = foundRow
        self.acknowledgedAt = acknowledgedAt
        self.acknowledgedBy = acknowledgedBy
    }
}

extension Database {
    /// Every loss that a writer has found, oldest first.
    func losses() throws(StorageError) -> [Loss] {
        var losses: [Loss] = []
        try each(SQL.losses) { row in
            losses.append(
                Loss(
                    at: Timestamp(milliseconds: row.integer(1)), expectedRow: row.integer(2),
                    foundRow: row.integer(3),
                    acknowledgedAt: row.optionalInteger(4).map {
                        Timestamp(milliseconds: Int64($0))
                    }, acknowledgedBy: row.text(5)))
        }
        return losses
    }
}

extension Store {
    /// Takes note of every loss that is on record: each stays there, with who knows of it since
    /// when, and a check no longer ends as if it had just been found.
    ///
    /// - Parameter person: as the machine knows them
    /// - Returns: how many losses nobody had acknowledged before
    public func acknowledgeLosses(
        by person: String, at now: Timestamp
    ) throws(StorageError) -> Int {
        var count = 0
        try change(.loss) { () throws(StorageError) in
            try database.run(
                SQL.acknowledgeLosses, .integer(now.milliseconds), .text(person))
            count = database.changes
        }
        losses = try database.losses()
        return count
    }
}

extension StoreReader {
    /// Every loss on record, acknowledged or not, oldest first.
    public func losses() throws(StorageError) -> [Loss] { try database.losses() }
}
