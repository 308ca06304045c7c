internal import Secrets
internal import Survey

/// A row of `receipt`.
struct ReceiptRow {
    let tag: [UInt8]
    let id: [UInt8]
    let row: Int64
    var erasedAt: Int64?

    init(tag: [UInt8], id: ResponseID, row: Int64) {
        (self.tag, self.id, self.row) = (tag, id.bytes, row)
    }

    /// In the order of ``SQL/receipts``.
    init(_ row: Statement) {
        (tag, id, self.row) = (row.blob(0), row.blob(1), row.integer(2))
        erasedAt = row.optionalInteger(3).map { Int64($0) }
    }

    var hash: [UInt8] {
        var content = Canonical()
        content.add(tag)
        content.add(id)
        content.add(row)
        content.add(erasedAt.map { Int($0) })
        return Hash.sha256(content.bytes)
    }
}

/// A row of `contact`.
struct ContactRow {
    let row: Int64
    let id: [UInt8]
    let givenAt: Int64
    var doneAt: Int64?
    let sealed: [UInt8]

    init(row: Int64, id: ResponseID, givenAt: Timestamp, sealed: [UInt8]) {
        (self.row, self.id, self.givenAt) = (row, id.bytes, givenAt.milliseconds)
        self.sealed = sealed
    }

    /// In the order of ``SQL/contacts``.
    init(_ row: Statement) {
        (self.row, id, givenAt) = (row.integer(0), row.blob(1), row.integer(2))
        doneAt = row.optionalInteger(3).map { Int64($0) }
        sealed = row.blob(4)
    }

    var hash: [UInt8] {
        var content = Canonical()
        content.add(row)
        content.add(id)
        content.add(givenAt)
        content.add(doneAt.map { Int($0) })
        content.add(sealed)
        return Hash.sha256(content.bytes)
    }
}

extension Database {
    /// The receipt under a tag; nil where there is none.
    func receipt(_ tag: [UInt8]) throws(StorageError) -> ReceiptRow? {
        try soundReceipt(SQL.receipt, .blob(tag))
    }

    /// The receipt of an answer, by the answer's row. Reads all of them.
    func receipt(ofRow number: Int64) throws(StorageError) -> ReceiptRow? {
        try soundReceipt(SQL.receiptOfRow, .integer(number))
    }

    /// Passes over one that is not as it was stored: a damaged one must not lead to others' words.
    private func soundReceipt(
        _ sql: StaticString, _ key: SQLValue
    ) throws(StorageError) -> ReceiptRow? {
        var found: ReceiptRow?
        try each(sql, key) { row in
            let receipt = ReceiptRow(row)
            if receipt.hash == row.blob(4) { found = receipt }
        }
        return found
    }

    func contact(_ row: Int64) throws(StorageError) -> ContactRow? {
        var found: ContactRow?
        try each(SQL.contact, .integer(row)) { found = ContactRow($0) }
        return found
    }

    /// Every row under its own hash, and as many as were kept: what goes shall be gone, so nothing
    /// of it is in a chain.
    func areReceiptsSound() throws(StorageError) -> Bool {
        var (count, isSound) = (Int64(0), true)
        try each(SQL.receipts) { row in
            count += 1
            if ReceiptRow(row).hash != row.blob(4) { isSound = false }
        }
        let kept = try integer(SQL.sealedCount, .text("receipt")) ?? 0
        return isSound && count == kept
    }

    func areContactsSound() throws(StorageError) -> Bool {
        var (count, isSound) = (Int64(0), true)
        try each(SQL.contacts) { row in
            count += 1
            if ContactRow(row).hash != row.blob(5) { isSound = false }
        }
        let kept = try integer(SQL.sealedCount, .text("contact")) ?? 0
        return isSound && count == kept
    }
}
