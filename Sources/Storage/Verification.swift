internal import Secrets
internal import Survey

/// One check of everything a database holds against the hashes it holds. Reads the answers once,
/// while SQLite looks at the structure beside it.
///
/// A value is good for one check.
struct Verification {
    /// Blocks that are named at most; the rest is counted.
    static let blocksNamedMax = 100
    /// Responses between two words about progress.
    private static let responsesInStep = 50_000

    let database: Database
    /// As it stood before the snapshot that is checked began; nil where there is none.
    let anchor: Anchor?
    private(set) var findings: [Finding] = []

    private let hasher = BlockHasher()
    /// The block that is being read.
    private var block = BlockHasher.Block(after: HashChain())
    /// Blocks that are being hashed, in their order.
    private var pending: [Pending] = []
    /// The last row that was read.
    private var last: Int64 = 0
    /// The first row of the block that is being read.
    private var blockFirst: Int64 = 1
    /// Whether something was wrong since the last end of a block.
    private var isBlockDamaged = false
    private var blocksDamaged = 0
    private var blocksSound = 0
    private var responses = 0
    /// Ids that point at a row that is there.
    private var claims = 0
    private var shared = 0
    private var holdsAnchor = false
    private var encoder = LeafEncoder()

    /// A block whose link is being made.
    private struct Pending {
        let first: Int64
        let last: Int64
        /// What the link must be; nil where that is not kept.
        let kept: [UInt8]?
        /// Whether something was wrong with its rows.
        let isDamaged: Bool
    }

    init(_ database: Database, anchor: Anchor?) {
        self.database = database
        self.anchor = anchor
    }

    /// Checks everything, on one state of the database.
    ///
    /// - Parameter progress: gets the number of responses read so far, now and then
    /// - Returns: what is wrong; also what SQLite finds too damaged to be read
    mutating func findings(progress: (Int) -> Void) throws(StorageError) -> [Finding] {
        try database.run(SQL.beginReading)
        do throws(StorageError) {
            try run(progress: progress)
        } catch {
            if database.isInTransaction { try database.run(SQL.rollBack) }
            guard error.isDamage, case .inputOutput(_, let message) = error else { throw error }
            findings.append(.integrity(message))
        }
        // Nothing was written. To commit fails where a damaged page was met.
        if database.isInTransaction { try database.run(SQL.rollBack) }
        return findings
    }

    private mutating func run(progress: (Int) -> Void) throws(StorageError) {
        let integrity = IntegrityCheck(of: database)
        var fault: StorageError?
        do throws(StorageError) {
            try checkTables()
            try checkAnswers(progress: progress)
            try checkComments()
            try checkLosses()
        } catch {
            fault = error
        }
        let structure = integrity.result()
        // A broken structure only makes more of the same: it alone is told.
        if !structure.messages.isEmpty || structure.fault != nil {
            findings = structure.messages.map { .integrity($0) }
            fault = structure.fault
        }
        if let fault { throw fault }
    }

    private mutating func checkTables() throws(StorageError) {
        try database.each(SQL.forms) { row in
            guard Hash.sha256(row.blob(3)) != row.blob(4) else { return }
            findings.append(.formChanged(id: row.text(1), version: Int(row.integer(2))))
        }
        for table in RegisterTable.allCases where try !table.isSound(in: database) {
            findings.append(.tableChanged(table.rawValue))
        }
        try database.each(SQL.wholeQuarantine) { row in
            let hash = Quarantine.hash(
                receivedAt: row.integer(1), id: row.blob(2), content: row.text(3))
            guard hash != row.blob(4) else { return }
            findings.append(.quarantineChanged(number: row.integer(0)))
        }
        try database.each(SQL.drafts) { row in
            guard !Draft(row).isSound else { return }
            findings.append(.draftChanged(id: row.responseID(0) ?? ResponseID(high: 0, low: 0)))
        }
        let kept = try database.integer(SQL.countQuarantine) ?? 0
        if try database.integer(SQL.sealedQuarantine) ?? 0 != kept {
            findings.append(.tableChanged("quarantine"))
        }
        if try !database.areReceiptsSound() { findings.append(.tableChanged("receipt")) }
        if try !database.areContactsSound() { findings.append(.tableChanged("contact")) }
    }

    private mutating func checkAnswers(progress: (Int) -> Void) throws(StorageError) {
        let head = try database.head()
        try database.eachRow { row, id, ids throws(StorageError) in
            try check(row, id: id, ids: ids)
            if responses % Self.responsesInStep == 0 { progress(responses) }
        }
        progress(responses)
        settleAll()
        hasher.give(block)
        let end = hasher.take()
        if end.holdsMark { holdsAnchor = true }
        if head.row != last || !end.chain.isAt(head.link) { isBlockDamaged = true }
        if isBlockDamaged { name(blockFirst, through: max(last, head.row)) }
        let unnamed = blocksDamaged - Self.blocksNamedMax
        if unnamed > 0 { findings.append(.furtherBlocks(unnamed)) }
        let blocks = Int(try database.integer(SQL.countBlocks) ?? 0)
        if blocksDamaged == 0, blocks != blocksSound {
            findings.append(.tableChanged("block"))
        }
        try checkIdentities()
        guard blocksDamaged > 0 else { return }
        var unreadable = 0
        let reader = ResponseReader(database, forms: try database.forms())
        try database.eachRow { row, id, _ throws(StorageError) in
            guard let id, try reader.response(row, id: id) != nil else {
                unreadable += 1
                return
            }
        }
        if unreadable > 0 { findings.append(.unreadableResponses(unreadable)) }
    }

    private mutating func check(
        _ row: Statement, id: ResponseID?, ids: Int
    ) throws(StorageError) {
        let number = row.integer(0)
        responses += 1
        claims += ids
        if ids > 1 { shared += 1 }
        if number != last &+ 1 { try leap(to: number) }
        if let id, try encoder.encode(LeafFields(row, id: id), in: database) {
            block.append(encoder.bytes)
        } else {
            isBlockDamaged = true
        }
        if let anchor, number == anchor.row {
            (block.markedLeaf, block.markLink) = (block.ends.count - 1, anchor.link)
        }
        last = number
        if number % AnswerChain.blockRows == 0 { try endBlock(at: number) }
    }

    /// Rows are missing, or a row has a number that was never given.
    private mutating func leap(to number: Int64) throws(StorageError) {
        isBlockDamaged = true
        let end = (number &- 1) / AnswerChain.blockRows * AnswerChain.blockRows
        guard end >= blockFirst else { return }
        // What is missing before the block of this row is named as one.
        settleAll()
        name(blockFirst, through: end)
        let kept = try database.blockLink(at: end).map { HashChain(link: $0) }
        block = BlockHasher.Block(after: kept ?? linkHere())
        blockFirst = end + 1
        isBlockDamaged = number != blockFirst
    }

    /// Has the link made, to be compared with the one that is kept, and goes on from that.
    private mutating func endBlock(at row: Int64) throws(StorageError) {
        let kept = try database.blockLink(at: row)
        let next = kept.map { HashChain(link: $0) } ?? linkHere()
        hasher.give(block)
        pending.append(
            Pending(first: blockFirst, last: row, kept: kept, isDamaged: isBlockDamaged))
        block = BlockHasher.Block(after: next)
        blockFirst = row &+ 1
        isBlockDamaged = false
        if pending.count >= BlockHasher.waitingMax { settle(pending.removeFirst()) }
    }

    /// The link after what was read of the block.
    private func linkHere() -> HashChain {
        block.hashed().chain
    }

    private mutating func settleAll() {
        for block in pending { settle(block) }
        pending.removeAll()
    }

    /// Compares the oldest link that is being made.
    private mutating func settle(_ block: Pending) {
        let result = hasher.take()
        if result.holdsMark { holdsAnchor = true }
        if block.isDamaged || block.kept.map({ !result.chain.isAt($0) }) ?? true {
            name(block.first, through: block.last)
        } else {
            blocksSound += 1
        }
    }

    /// Names the block between two rows.
    private mutating func name(_ first: Int64, through last: Int64) {
        blocksDamaged += 1
        guard blocksDamaged <= Self.blocksNamedMax else { return }
        findings.append(.answersChanged(first: min(first, last), last: last))
    }

    private mutating func checkIdentities() throws(StorageError) {
        let ids = Int(try database.integer(SQL.countIdentities) ?? 0)
        if ids != responses { findings.append(.identities(ids: ids, responses: responses)) }
        if ids > claims { findings.append(.strayIdentities(ids - claims)) }
        if shared > 0 { findings.append(.sharedRows(shared)) }
    }

    /// Words against what stands for them in the chain; erased ones have neither words nor salt,
    /// and their erasure is on record.
    private mutating func checkComments() throws(StorageError) {
        try database.each(SQL.comments) { row in
            let (salt, text) = (row.optionalBlob(1), row.optionalText(2))
            let isErased = salt == nil && text == nil && row.optionalInteger(4) != nil
            let isKept =
                if let salt, let text { Commitment.of(text, salt: salt) == row.blob(3) } else {
                    false
                }
            if !isErased, !isKept { findings.append(.commentChanged(row: row.integer(0))) }
        }
    }

    private mutating func checkLosses() throws(StorageError) {
        for loss in try database.losses() where loss.acknowledgedAt == nil {
            findings.append(.lost(loss))
        }
        guard let anchor, try anchor.store == database.setting(.identity) else { return }
        let head = try database.head()
        // Where answers are damaged, it is no news that they are others than were confirmed.
        let isOther = blocksDamaged == 0 && anchor.row > 0 && !holdsAnchor
        guard head.row < anchor.row || isOther else { return }
        findings.append(.lost(Loss(at: nil, expectedRow: anchor.row, foundRow: head.row)))
    }
}
