internal import Glibc
internal import Secrets

/// How far the chain had come when answers were last confirmed, as the file `anchor` says it.
///
/// It is written beside the database after each commit and never synchronised, so it may be older
/// than the database, and after a power cut absent. But whatever it names was on the disk once: a
/// database that holds less has lost answers that citizens were thanked for.
struct Anchor: Equatable {
    /// The identity of the store it speaks of.
    var store: String
    var row: Int64
    var link: [UInt8]
    /// The end of the last whole block before that row.
    var block: Int64
    var blockLink: [UInt8]

    /// "HaiLanc1".
    private static let mark: [UInt8] = Array("HaiLanc1".utf8)
    private static let storeBytes = 32
    fileprivate static let bytesCount = 8 + storeBytes + 2 * (8 + HashChain.linkBytes) + 32

    fileprivate var bytes: [UInt8] {
        var bytes = Self.mark + store.utf8.prefix(Self.storeBytes)
        for (row, link) in [(row, link), (block, blockLink)] {
            withUnsafeBytes(of: row.bigEndian) { bytes.append(contentsOf: $0) }
            bytes += link
        }
        return bytes + Hash.sha256(bytes)
    }

    /// - Returns: nil where the bytes are not whole, which says nothing about the store
    fileprivate init?(bytes: [UInt8]) {
        guard bytes.count == Self.bytesCount, bytes.starts(with: Self.mark),
            Hash.sha256(Array(bytes.dropLast(32))).elementsEqual(bytes.suffix(32))
        else { return nil }
        var rest = bytes.dropFirst(Self.mark.count)
        func take(_ count: Int) -> ArraySlice<UInt8> {
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func number() -> Int64 { Int64(bitPattern: take(8).reduce(0) { $0 << 8 | UInt64($1) }) }
        store = String(decoding: take(Self.storeBytes), as: UTF8.self)
        row = number()
        link = Array(take(HashChain.linkBytes))
        block = number()
        blockLink = Array(take(HashChain.linkBytes))
    }

    init(store: String, row: Int64, link: [UInt8], block: Int64, blockLink: [UInt8]) {
        self.store = store
        self.row = row
        self.link = link
        self.block = block
        self.blockLink = blockLink
    }

    /// What the folder's file says; nil where there is none or it is not whole.
    init?(in folder: DataFolder) {
        let descriptor = open(folder.anchor, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.bytesCount)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        self.init(bytes: Array(bytes.prefix(max(0, count))))
    }

    /// Whether a file is there and is not whole: it was on the disk before the first answer.
    static func isDamaged(in folder: DataFolder) -> Bool {
        exists(in: folder) && Anchor(in: folder) == nil
    }

    /// Whether a file is there, whole or not.
    static func exists(in folder: DataFolder) -> Bool { access(folder.anchor, F_OK) == 0 }

    /// What a store has lost of what was confirmed, as far as the ends of its chain show; nil where
    /// nothing is missing, or where the anchor speaks of another store.
    ///
    /// Answers inside the newest block are compared by ``Verification`` alone, which makes every
    /// link again.
    func loss(in database: Database) throws(StorageError) -> Loss? {
        guard try database.setting(.identity) == store else { return nil }
        let head = try database.head()
        let loss = Loss(at: nil, expectedRow: row, foundRow: head.row)
        if head.row < row || head.row == row && head.link != link { return loss }
        guard block > 0 else { return nil }
        return try database.blockLink(at: block) == blockLink ? nil : loss
    }
}

extension DataFolder {
    /// Whether the database under the store's name is ours; beside an anchor one that says
    /// otherwise is not another's, but our own with a damaged head.
    ///
    /// - Returns: false for an empty file
    /// - Throws: ``StorageError/notOurs(path:)``, or ``StorageError/damaged(path:_:)``
    @discardableResult
    func checkOwner(of database: Database) throws(StorageError) -> Bool {
        do throws(StorageError) {
            return try Store.checkOwner(of: database, path: self.database)
        } catch .notOurs(let path) where Anchor.exists(in: self) {
            throw .damaged(path: path, [.integrity("the head of the file is no store's")])
        }
    }

    /// Refuses a folder in which answers were confirmed and whose store is gone: to begin another
    /// one there would write the anchor anew, and with it goes what tells of the loss.
    ///
    /// - Parameter database: the one that stands under the store's name; nil where none does
    /// - Throws: ``StorageError/storeLost(path:confirmed:)``
    func refuseLostStore(_ database: Database? = nil) throws(StorageError) {
        guard let anchor = Anchor(in: self), anchor.row > 0 else { return }
        if let database, try database.integer(SQL.schemaVersion) ?? 0 > 0 {
            // A shorter store of the same identity is told of as a loss; another one that holds
            // answers was put there by somebody. Only a new one was made in ignorance.
            guard try database.setting(.identity) != anchor.store,
                try database.integer(SQL.lastRow) == 0
            else { return }
        }
        throw .storeLost(path: path, confirmed: anchor.row)
    }
}

/// The anchor's file, open as long as the value lives.
struct AnchorFile: ~Copyable {
    private let descriptor: Int32

    init(_ folder: DataFolder) throws(StorageError) {
        let opened = open(folder.anchor, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .cannotMake(path: folder.anchor, errno: errno) }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Where the system refuses, the older anchor stays, which is true as well.
    func write(_ anchor: Anchor) {
        let bytes = anchor.bytes
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }
}
