import Foundation
import Survey
import Testing

@testable import Storage

@Suite("Contacts and receipts in the store")
struct ContactTests {
    private let temporary = TemporaryFolder()
    private static let words = "Cán bộ hướng dẫn canary-loi-gop-y tận tình"
    /// As it comes encrypted: the store never sees more.
    private static let sealed = Array("canary-sealed-contact-0123456789".utf8)

    private static func code(_ number: UInt8) -> ReceiptCode {
        ReceiptCode(bytes: [UInt8](repeating: number, count: ReceiptCode.byteCount))
    }

    private static func arrival(
        _ number: Int, comment: String? = words, contact: [UInt8]? = sealed, score: Int? = nil,
        minutesLater: Int64 = 0
    ) -> Arrival {
        let plain = Office.arrival(number, score: score) { $0.comment = comment }
        var response = plain.response
        response.receivedAt = Timestamp(
            milliseconds: response.receivedAt.milliseconds + minutesLater * 60_000)
        return Arrival(
            submission: plain.submission, response: response,
            receipt: Receipt(code: code(UInt8(number)), contact: contact))
    }

    private func filled() throws -> Store {
        let store = try temporary.store()
        _ = try store.append(
            [Self.arrival(1), Self.arrival(2, comment: nil), Self.arrival(3, contact: nil)],
            quarantines: true)
        return store
    }

    private func contacts() throws -> [StoredContact] { try temporary.reader().contacts() }

    /// Files of the folder in which some bytes stand as they are.
    private func files(holding text: String) throws -> [String] {
        // To close such a file in this process would end SQLite's locks on it.
        let folder = try temporary.copied()
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().filter {
            guard let data = FileManager.default.contents(atPath: folder.path + "/" + $0) else {
                return false
            }
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    @Test("a contact is stored beside its answer, by the answer's row, and found whole")
    func stored() throws {
        try filled().close()
        let contacts = try contacts()
        #expect(contacts.map(\.number) == [1, 2])
        #expect(contacts.map(\.id) == [Office.id(1), Office.id(2)])
        #expect(contacts[0].sealed == Self.sealed && contacts[0].doneAt == nil)
        #expect(contacts[0].response?.comment == Self.words)
        #expect(contacts[1].response?.posting.place == "Q1")
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("erasing by the code leaves no byte of words and contact, and the rest provable")
    func erased() throws {
        let store = try filled()
        // Words that came under the same id with another content lie in the quarantine.
        let other = Self.arrival(1, comment: Self.words + " lần hai")
        #expect(try store.append([other], quarantines: true) == [.conflict(isRecent: true)])
        #expect(try !files(holding: "canary-loi-gop-y").isEmpty)
        for number in 1...3 as ClosedRange<UInt8> {
            #expect(
                try store.erase(.code(Self.code(number)), at: Office.now)
                    == .erased(number: Int64(number)))
        }
        #expect(try store.emptyLog())
        #expect(try files(holding: "canary-loi-gop-y") == [])
        #expect(try files(holding: "canary-sealed-contact") == [])
        #expect(try contacts().isEmpty)
        let reader = try temporary.reader()
        #expect(try reader.verify { _ in } == [])
        #expect(try reader.counts().responses == 3 && reader.counts().comments == 0)
        #expect(try reader.counts().quarantined == 0)
        // Once more is no fault, and a code that nobody has changes nothing.
        #expect(try store.erase(.code(Self.code(1)), at: Office.now) == .already(number: 1))
        #expect(try store.erase(.code(Self.code(9)), at: Office.now) == .nothing)
    }

    @Test("an operator erases by number and id as the citizen does by the code")
    func erasedByOperator() throws {
        let store = try filled()
        _ = try store.append(
            [Office.arrival(4) { $0.comment = Self.words }, Office.arrival(5)], quarantines: true)
        let names: [(ContactName, Int64)] = [
            (.number(1), 1), (.id(Office.id(2)), 2), (.number(3), 3),
            // Words that came with no receipt, as in a file.
            (.id(Office.id(4)), 4),
        ]
        for (name, number) in names {
            #expect(try store.erase(name, at: Office.now) == .erased(number: number))
            #expect(try store.erase(name, at: Office.now) == .already(number: number))
        }
        for name in [.number(5), .id(Office.id(5)), .number(99), .id(Office.id(99))]
            as [ContactName]
        {
            #expect(try store.erase(name, at: Office.now) == .nothing)
        }
        #expect(try store.erase(.code(Self.code(1)), at: Office.now) == .already(number: 1))
        #expect(
            try store.append([Self.arrival(1)], quarantines: true) == [.already(isRecent: true)])
        #expect(try store.emptyLog())
        #expect(try files(holding: "canary-loi-gop-y") == [])
        #expect(try files(holding: "canary-sealed-contact") == [])
        #expect(try contacts().isEmpty)
        #expect(try temporary.reader().verify { _ in } == [])
        #expect(try temporary.reader().counts().responses == 5)
    }

    @Test("what was erased does not come back by sending it once more")
    func notBack() throws {
        let store = try filled()
        #expect(try store.erase(.code(Self.code(1)), at: Office.now) == .erased(number: 1))
        #expect(
            try store.append([Self.arrival(1)], quarantines: true) == [.already(isRecent: true)])
        let changed = Self.arrival(1, score: 1)
        #expect(try store.append([changed], quarantines: true) == [.conflict(isRecent: true)])
        #expect(try store.emptyLog())
        #expect(try contacts().map(\.number) == [2])
        let kept = try temporary.reader().quarantined()
        #expect(kept.count == 1 && kept.allSatisfy { !$0.content.contains("canary") })
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("a contact may be added within an hour by sending the answer again, and then no more")
    func added() throws {
        let store = try temporary.store()
        _ = try store.append([Self.arrival(1, contact: nil)], quarantines: true)
        let late = Self.arrival(1, minutesLater: 61)
        #expect(try store.append([late], quarantines: true) == [.already(isRecent: false)])
        #expect(try contacts().isEmpty)
        let soon = Self.arrival(1, minutesLater: 59)
        #expect(try store.append([soon], quarantines: true) == [.already(isRecent: true)])
        #expect(try contacts().map(\.number) == [1])
        // The first one stands.
        let other = Self.arrival(1, contact: [1, 2, 3], minutesLater: 1)
        #expect(try store.append([other], quarantines: true) == [.already(isRecent: true)])
        #expect(try contacts().map(\.sealed) == [Self.sealed])
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("a contact is marked as answered by number, id or code")
    func finished() throws {
        let store = try filled()
        let later = Timestamp(milliseconds: Office.now.milliseconds + 5_000)
        for name in [.number(1), .id(Office.id(1)), .code(Self.code(1))] as [ContactName] {
            #expect(try store.finish(name, at: later) == 1)
        }
        #expect(try contacts().map(\.doneAt) == [later, nil])
        for name in [.number(3), .number(99), .id(Office.id(9)), .code(Self.code(9))]
            as [ContactName]
        {
            #expect(try store.finish(name, at: later) == nil)
        }
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("contacts go when their time is over: some days after the answer, or at the latest")
    func dropped() throws {
        let store = try filled()
        let now = Office.now.milliseconds
        func moment(_ after: Int64) -> Timestamp { Timestamp(milliseconds: now + after) }
        _ = try store.finish(.number(1), at: moment(1_000))
        #expect(try store.dropContacts(given: moment(-1), done: moment(999)) == 0)
        #expect(try store.dropContacts(given: moment(-1), done: moment(1_000)) == 1)
        #expect(try contacts().map(\.number) == [2])
        #expect(try store.dropContacts(given: moment(2), done: moment(-1)) == 1)
        #expect(try store.emptyLog())
        #expect(try contacts().isEmpty)
        #expect(try files(holding: "canary-sealed-contact") == [])
        // The words stay until their owner takes them back, by the code from before.
        #expect(try temporary.reader().counts().comments == 2)
        #expect(try store.erase(.code(Self.code(1)), at: Office.now) == .erased(number: 1))
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test(
        "a byte that changed in a contact or a receipt is found",
        arguments: [
            ("UPDATE contact SET sealed = zeroblob(32) WHERE row = 1", "contact"),
            ("UPDATE contact SET done_at = 5 WHERE row = 2", "contact"),
            ("DELETE FROM contact WHERE row = 2", "contact"),
            ("UPDATE receipt SET row = 2 WHERE row = 1", "receipt"),
            ("DELETE FROM receipt WHERE row = 3", "receipt"),
        ] as [(StaticString, String)])
    func damage(sql: StaticString, table: String) throws {
        try filled().close()
        do {
            let database = try Database(path: temporary.folder.database, access: .write)
            try database.run(sql)
        }
        #expect(try temporary.reader().verify { _ in } == [.tableChanged(table)])
    }

    @Test("a damaged receipt erases nobody's words")
    func damagedReceipt() throws {
        let store = try filled()
        try store.database.run("UPDATE receipt SET row = 3 WHERE row = 1")
        #expect(try store.erase(.code(Self.code(1)), at: Office.now) == .nothing)
        #expect(try temporary.reader().counts().comments == 2)
    }

    @Test("a code is read as it was shown, in capitals or not, and nothing else is one")
    func codes() throws {
        let code = ReceiptCode(bytes: [0, 1, 2, 3, 0xFF, 0xFE, 7, 8, 9, 0x80])
        #expect(code.text.count == 19)
        let spaced = code.text.lowercased().replacing("-", with: " ")
        for typed in [code.text, spaced, code.text.replacing("-", with: "")] {
            #expect(ReceiptCode(typed: typed) == code)
        }
        for typed in ["", "K7P4", code.text + "2", String(code.text.dropLast()) + "0", "đ"] {
            #expect(ReceiptCode(typed: typed) == nil, "\(typed)")
        }
        #expect(ContactName(typed: " 12 ") == .number(12))
        #expect(ContactName(typed: Office.id(3).description) == .id(Office.id(3)))
        #expect(ContactName(typed: code.text) == .code(code))
        #expect(ContactName(typed: "-1") == nil)
    }
}
