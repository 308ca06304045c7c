internal import Storage
internal import Survey

/// What becomes of contacts. What somebody typed, which may be a citizen's code, is in no answer,
/// because what is done is written to the log.
extension OfficeClerk {
    /// Says that a citizen was answered, so that the contact goes after a while.
    ///
    /// - Parameter typed: a contact's number, its answer's id, or the code that the citizen reads
    ///   out
    func finish(_ typed: String, in store: Store) throws(StorageError) -> OfficeAnswer {
        guard let name = ContactName(typed: typed) else { return noName }
        guard let number = try store.finish(name, at: now) else {
            return refusal(
                "Không có thông tin liên lạc nào như vậy, hoặc đã xóa. Xem: hailong contacts list",
                "There is no such contact, or it was deleted. See: hailong contacts list")
        }
        return OfficeAnswer(output: ["done \(number)"])
    }

    /// Erases words and contact for good, for a citizen who asks the office and has no code.
    ///
    /// - Parameter typed: as for ``finish(_:in:)``
    func erase(_ typed: String, in store: Store) throws(StorageError) -> OfficeAnswer {
        guard let name = ContactName(typed: typed) else { return noName }
        switch try store.erase(name, at: now) {
        case .erased(let number):
            // A reader that is still at it keeps the log; a server empties it when it can.
            _ = try store.emptyLog()
            return OfficeAnswer(output: ["erased \(number)"])
        case .already(let number): return OfficeAnswer(output: ["already \(number)"])
        case .nothing:
            return refusal(
                "Không có phiếu nào như vậy, hoặc phiếu không có góp ý hay thông tin liên lạc.",
                "There is no such answer, or nobody left words or a contact with it.")
        }
    }

    private var noName: OfficeAnswer {
        refusal(
            "Cần số thứ tự, mã phiếu (UUID) hoặc mã của người dân (K7P4-2M9X-W3RD-H8QT). "
                + "Xem: hailong contacts list",
            "A contact's number, the answer's id (UUID) or the citizen's code "
                + "(K7P4-2M9X-W3RD-H8QT) is needed. See: hailong contacts list")
    }
}
