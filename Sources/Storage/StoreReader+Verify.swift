internal import Secrets
public import Survey

/// How much a store holds.
public struct StoreCounts: Sendable, Equatable {
    public let responses: Int
    public let comments: Int
    public let quarantined: Int
    public let forms: Int
    public let units: Int
    public let places: Int
}

/// One thing wrong with a store.
public enum Finding: Sendable, Equatable {
    /// SQLite's own check said so.
    case integrity(String)
    /// Ids and responses do not belong together one by one.
    case identities(ids: Int, responses: Int)
    /// Ids that point at no response.
    case strayIdentities(Int)
    /// Rows that several ids point at.
    case sharedRows(Int)
    /// A form's content is not what was stored.
    case formChanged(id: String, version: Int)
    /// Rows whose answers or numbers cannot have been stored so.
    case unreadableResponses(Int)
    /// Among these rows, first to last, one is not as it was stored.
    case answersChanged(first: Int64, last: Int64)
    /// More blocks of rows than are named.
    case furtherBlocks(Int)
    /// A comment is not what was written; the row of its answer.
    case commentChanged(row: Int64)
    /// An entry of the quarantine is not as it was kept.
    case quarantineChanged(number: Int64)
    /// What was saved of an answer is not as it was kept.
    case draftChanged(id: ResponseID)
    /// A table is not as it was last written: one of ``RegisterTable``, or `block`.
    case tableChanged(String)
    /// Answers that citizens were thanked for are gone: no bit of the rest need be wrong.
    case lost(Loss)
    /// The folder's `anchor` is not whole: whether confirmed answers are missing cannot be said.
    case anchorDamaged
    /// There are answers and no `anchor`, which stands beside every store since its first opening.
    case anchorMissing

    /// Whether what is there is damaged, and not only something else gone.
    public var isDamage: Bool {
        if case .lost = self { false } else { true }
    }
}

extension StoreReader {
    public func counts() throws(StorageError) -> StoreCounts {
        StoreCounts(
            responses: Int(try database.integer(SQL.countResponses) ?? 0),
            comments: Int(try database.integer(SQL.countComments) ?? 0),
            quarantined: Int(try database.integer(SQL.countQuarantine) ?? 0),
            forms: Int(try database.integer(SQL.countForms) ?? 0),
            units: Int(try database.integer(SQL.countUnits) ?? 0),
            places: Int(try database.integer(SQL.countPlaces) ?? 0))
    }

    /// Checks every stored byte that a reader gives against the hashes it was stored with, on one
    /// state of the store, and the number of answers against the folder's `anchor`.
    ///
    /// Damage to answers is narrowed down to blocks of 256 rows, all other to a table, a comment or
    /// an entry. Whoever can write the file can also write its hashes: this finds accidents and
    /// clumsy hands. Reads the answers once; memory does not grow with their number.
    /// Losses that were acknowledged are no finding; see ``losses()``.
    /// - Parameter progress: gets the number of responses read so far, now and then
    /// - Returns: what is not as it was stored; empty for a sound store
    public func verify(progress: (Int) -> Void) throws(StorageError) -> [Finding] {
        // Before the snapshot: a writer beside us is then never behind it.
        var verification = Verification(database, anchor: Anchor(in: folder))
        let isAnchorDamaged = Anchor.isDamaged(in: folder)
        var findings = try verification.findings(progress: progress)
        if isAnchorDamaged { findings.append(.anchorDamaged) }
        if try lacksAnchor() { findings.append(.anchorMissing) }
        return findings
    }

    /// A backup that was put into the folder has none until it is opened for writing. Asked twice,
    /// since a writer may begin meanwhile.
    private func lacksAnchor() throws(StorageError) -> Bool {
        guard !Anchor.exists(in: folder), try lastRow() > 0 else { return false }
        return try database.setting(.backup) == nil && !Anchor.exists(in: folder)
    }

    /// Other content that came under a stored id, oldest first: when, which id, as JSON.
    ///
    /// - Returns: how many have no id that can be read
    @discardableResult
    public func eachQuarantined(
        _ body: (_ at: Timestamp, _ id: ResponseID, _ content: String) -> Void
    ) throws(StorageError) -> Int {
        var unreadable = 0
        try database.each(SQL.quarantined) { row in
            if let id = ResponseID(bytes: row.blob(1)) {
                body(Timestamp(milliseconds: row.integer(0)), id, row.text(2))
            } else {
                unreadable += 1
            }
        }
        return unreadable
    }
}
