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

    public init(at: Timestamp?, expectedRow: Int64, foundRow: Int64) {
        self.at = at
        self.expectedRow = expectedRow
        self.foundRow = foundRow
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
                    foundRow: row.integer(3)))
        }
        return losses
    }
}
