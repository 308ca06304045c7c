public import Survey

/// What became of the wish to erase what a citizen has left.
public enum EraseOutcome: Sendable, Equatable {
    /// Words, contact or both of this answer are gone.
    case erased(number: Int64)
    /// They were erased before.
    case already(number: Int64)
    /// There is no such answer, or nothing was left with it.
    case nothing
}

/// What citizens leave beside their answers, and how it goes again.
extension Store {
    /// Keeps what goes with an answer, in the transaction that stores it.
    func keep(
        _ receipt: Receipt, of response: Response, row: Int64
    ) throws(StorageError) {
        try keep(tag: receipt.tag, id: response.id, row: row)
        try keepContact(of: receipt, id: response.id, row: row, at: response.receivedAt)
    }

    private func keep(tag: [UInt8], id: ResponseID, row: Int64) throws(StorageError) {
        let kept = ReceiptRow(tag: tag, id: id, row: row)
        try database.run(
            SQL.addReceipt, .blob(kept.tag), .id(id), .integer(row), .blob(kept.hash))
        guard database.changes == 1 else { return }
        try database.run(SQL.countKept, .text("receipt"), .integer(1))
    }

    private func keepContact(
        of receipt: Receipt, id: ResponseID, row: Int64, at now: Timestamp
    ) throws(StorageError) {
        guard let sealed = receipt.contact else { return }
        let kept = ContactRow(row: row, id: id, givenAt: now, sealed: sealed)
        try database.run(
            SQL.addContact, .integer(row), .id(id), .integer(kept.givenAt), .blob(sealed),
            .blob(kept.hash))
        guard database.changes == 1 else { return }
        try database.run(SQL.countKept, .text("contact"), .integer(1))
    }

    /// Adds to an answer that was stored of late what its citizen has left since: the contact
    /// concerns the person and not the answer, whichever of two contents stands. Never after the
    /// citizen has erased.
    func add(
        _ receipt: Receipt, to id: ResponseID, row: Int64, at now: Timestamp
    ) throws(StorageError) {
        if let known = try database.receipt(receipt.tag) {
            guard known.row == row, known.erasedAt == nil else { return }
        } else {
            // The answer came without words and contact.
            guard receipt.contact != nil else { return }
            try keep(tag: receipt.tag, id: id, row: row)
        }
        try keepContact(of: receipt, id: id, row: row, at: now)
    }

    /// Erases for good what a citizen has left with an answer: words, contact, and what the
    /// quarantine holds under its id. The answer itself stays, and none of it comes back by sending
    /// it once more.
    ///
    /// - Parameter name: the citizen's own code; by number or id an operator does it who was asked
    ///   otherwise. Only the code costs no reading of all receipts
    public func erase(
        _ name: ContactName, at now: Timestamp
    ) throws(StorageError) -> EraseOutcome {
        guard let (row, id) = try answer(named: name) else { return .nothing }
        let receipt =
            if case .code(let code) = name {
                try database.receipt(Receipt.tag(of: code))
            } else {
                try database.receipt(ofRow: row)
            }
        if receipt?.erasedAt != nil { return .already(number: row) }
        let wasErased = try database.integer(SQL.erasedAt, .integer(row)) != nil
        let isNews = try transaction { () throws(StorageError) in
            let hadContact = try dropContact(row)
            let hadWords = try eraseWords(of: id, row: row, at: now)
            if var receipt {
                receipt.erasedAt = now.milliseconds
                try database.run(
                    SQL.setReceiptErased, .blob(receipt.tag), .integer(now.milliseconds),
                    .blob(receipt.hash))
            }
            let isNews = hadContact || hadWords || receipt != nil
            return (isNews, isNews)
        }
        if isNews { return .erased(number: row) }
        return wasErased ? .already(number: row) : .nothing
    }

    /// The answer that an operator or its citizen names; a number only where something was left.
    private func answer(
        named name: ContactName
    ) throws(StorageError) -> (row: Int64, id: ResponseID)? {
        let (row, id): (Int64?, [UInt8]?)
        switch name {
        case .number(let number):
            row = number
            let receipt = try database.receipt(ofRow: number)
            id = if let receipt { receipt.id } else { try database.contact(number)?.id }
        case .id(let named): (row, id) = (try storedRow(of: named), named.bytes)
        case .code(let code):
            let receipt = try database.receipt(Receipt.tag(of: code))
            (row, id) = (receipt?.row, receipt?.id)
        }
        guard let row, let id = id.flatMap({ ResponseID(bytes: $0) }) else { return nil }
        return (row, id)
    }

    /// - Returns: whether there was one
    private func dropContact(_ row: Int64) throws(StorageError) -> Bool {
        try database.run(SQL.dropContact, .integer(row))
        guard database.changes > 0 else { return false }
        try database.run(SQL.countKept, .text("contact"), .integer(-1))
        return true
    }

    /// Marks a contact as answered.
    ///
    /// - Returns: its number; nil where there is no such contact
    public func finish(
        _ name: ContactName, at now: Timestamp
    ) throws(StorageError) -> Int64? {
        let row: Int64? =
            switch name {
            case .number(let number): number
            case .id(let id): try database.integer(SQL.identity, .id(id))
            case .code(let code): try database.receipt(Receipt.tag(of: code))?.row
            }
        guard let row, var contact = try database.contact(row) else { return nil }
        guard contact.doneAt == nil else { return row }
        contact.doneAt = now.milliseconds
        try database.run(
            SQL.setContactDone, .integer(row), .integer(now.milliseconds), .blob(contact.hash))
        return row
    }

    /// Deletes contacts whose time is over.
    ///
    /// - Parameters:
    ///   - given: contacts given at this moment or before go
    ///   - done: contacts answered at this moment or before go
    /// - Returns: how many went
    public func dropContacts(
        given: Timestamp, done: Timestamp
    ) throws(StorageError) -> Int {
        try transaction { () throws(StorageError) in
            try database.run(
                SQL.dropOldContacts, .integer(given.milliseconds), .integer(done.milliseconds))
            let count = database.changes
            if count > 0 {
                try database.run(SQL.countKept, .text("contact"), .integer(-count))
            }
            return (count, count > 0)
        }
    }

    /// Folds the log back and empties it, so that nothing that was erased is left in it.
    ///
    /// - Returns: false where a reader keeps the log; to be tried again
    public func emptyLog() throws(StorageError) -> Bool {
        try database.withoutWaiting { () throws(StorageError) in
            try database.integer(SQL.checkpoint) == 0
        }
    }
}

extension StoreReader {
    /// Every contact there is, oldest answer first, still encrypted.
    public func contacts() throws(StorageError) -> [StoredContact] {
        let reader = ResponseReader(database, forms: try database.forms())
        var rows: [ContactRow] = []
        try database.each(SQL.contacts) { rows.append(ContactRow($0)) }
        var contacts: [StoredContact] = []
        for contact in rows {
            guard let id = ResponseID(bytes: contact.id) else { continue }
            var response: Response?
            try database.each(SQL.response, .integer(contact.row)) { row throws(StorageError) in
                response = try reader.response(row, id: id)
            }
            contacts.append(
                StoredContact(
                    number: contact.row, id: id,
                    givenAt: Timestamp(milliseconds: contact.givenAt),
                    doneAt: contact.doneAt.map { Timestamp(milliseconds: $0) },
                    sealed: contact.sealed, response: response))
        }
        return contacts
    }
}
