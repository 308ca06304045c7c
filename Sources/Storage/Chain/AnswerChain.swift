internal import Secrets

/// The chain over all responses, as the writer makes it longer: row n's leaf makes link n.
///
/// The link after every ``blockRows`` rows is kept in `block`, the newest in `seal`,
/// both written in the transaction that adds the rows.
struct AnswerChain {
    /// Rows in a block: what a check can narrow damage down to.
    static let blockRows: Int64 = 256

    /// The last row whose leaf is in the chain, 0 before the first.
    private(set) var row: Int64
    private var chain: HashChain
    /// The end of the last whole block: row and link.
    private(set) var block: (row: Int64, link: [UInt8])

    /// The chain where the store's last transaction left it.
    init(_ database: Database) throws(StorageError) {
        let head = try database.head()
        row = head.row
        chain = HashChain(link: head.link)
        block = try database.blockEnd(upTo: head.row)
    }

    var link: [UInt8] { chain.link }

    mutating func append(
        _ leaf: [UInt8], row: Int64, in database: Database
    ) throws(StorageError) {
        chain.append(leaf)
        self.row = row
        guard row % Self.blockRows == 0 else { return }
        block = (row, chain.link)
        try database.run(SQL.addBlock, .integer(row), .blob(block.link))
    }

    /// Writes the head: once a transaction, before its commit.
    func keepHead(in database: Database) throws(StorageError) {
        try database.run(SQL.setHead, .integer(row), .blob(link))
    }
}

/// Reading the chain as it is stored.
extension Database {
    /// The newest row and its link; a link of damaged length is taken for that of no row.
    func head() throws(StorageError) -> (row: Int64, link: [UInt8]) {
        var head: (row: Int64, link: [UInt8]) = (0, HashChain().link)
        try each(SQL.head) { row in
            let link = row.blob(1)
            head = (row.integer(0), link.count == HashChain.linkBytes ? link : head.link)
        }
        return head
    }

    /// The last whole block that ends at or before a row; row 0 with link 0 before the first.
    func blockEnd(upTo row: Int64) throws(StorageError) -> (row: Int64, link: [UInt8]) {
        var end: (row: Int64, link: [UInt8]) = (0, HashChain().link)
        try each(SQL.blockEnd, .integer(row)) { end = ($0.integer(0), $0.blob(1)) }
        return end
    }

    /// The stored link at the end of a block.
    func blockLink(at row: Int64) throws(StorageError) -> [UInt8]? {
        var link: [UInt8]?
        try each(SQL.blockLink, .integer(row)) { link = $0.blob(0) }
        return link?.count == HashChain.linkBytes ? link : nil
    }
}
