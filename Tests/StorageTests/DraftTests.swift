import Survey
import Testing

@testable import Storage

@Suite("Answers saved as one goes")
struct DraftTests {
    let temporary = TemporaryFolder()

    /// So long after ``Office/now`` that whatever was saved then is due.
    private static let later = Timestamp(milliseconds: Office.now.milliseconds + 3_600_000)

    /// What a page has saved after so many answers.
    private static func draft(
        _ number: Int, answered: Int = 2, change: (inout Submission) -> Void = { _ in }
    ) -> Arrival {
        let arrival = Office.arrival(number) {
            $0.channel = .web
            for item in answered + 1...7 { $0.answers["q\(item)"] = nil }
            change(&$0)
        }
        return Arrival(
            submission: arrival.submission, response: arrival.response, isDraft: true)
    }

    private func settle(_ store: Store, before limit: Timestamp = later) throws -> Int {
        try store.settleDrafts(savedBefore: limit, by: Office.register, at: Self.later)
    }

    private func countDrafts() throws -> Int64? {
        try temporary.reader().database.integer("SELECT COUNT(*) FROM draft")
    }

    @Test("what is saved is no answer; the newest saving stands, and no comment is in it")
    func saved() throws {
        let store = try temporary.store()
        let saved = [
            Self.draft(1, answered: 1), Self.draft(1, answered: 3) { $0.comment = "Lời viết" },
        ]
        #expect(
            try store.append(saved, quarantines: true) == [.draft(.saved), .draft(.saved)])
        #expect(try temporary.responses() == [])
        #expect(try countDrafts() == 1)
        let content = try temporary.reader().database.text("SELECT content FROM draft") ?? ""
        #expect(content.contains("\"q3\"") && !content.contains("Lời"))
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("an answer that is sent takes its draft away, in this run and in the next")
    func sent() throws {
        do {
            let store = try temporary.store()
            _ = try store.append([Self.draft(1), Self.draft(2)], quarantines: true)
            #expect(try store.append([Office.arrival(1)], quarantines: true) == [.stored])
            #expect(try countDrafts() == 1)
        }
        let store = try temporary.store()
        #expect(try store.append([Office.arrival(2)], quarantines: true) == [.stored])
        #expect(try countDrafts() == 0)
        #expect(try settle(store) == 0)
        #expect(try temporary.responses().map(\.isPartial) == [false, false])
    }

    @Test("a saving that comes after its sending is passed over")
    func overtaken() throws {
        let store = try temporary.store()
        #expect(
            try store.append([Office.arrival(1), Self.draft(1)], quarantines: true)
                == [.stored, .draft(.answered)])
        #expect(try countDrafts() == 0)
        #expect(try temporary.reader().counts().quarantined == 0)
    }

    @Test("what nobody goes on with becomes one answer marked partial, as of its last saving")
    func settled() throws {
        let draft = Self.draft(1, answered: 3)
        do {
            let store = try temporary.store()
            _ = try store.append([draft], quarantines: true)
            let saved = draft.response.receivedAt
            #expect(try settle(store, before: saved) == 0)
            #expect(
                try settle(store, before: Timestamp(milliseconds: saved.milliseconds + 1)) == 1)
            #expect(try settle(store) == 0)
        }
        let found = try temporary.responses()
        var wanted = draft.response
        wanted.isPartial = true
        #expect(found == [wanted])
        #expect(found[0].answers[3...5].allSatisfy { $0 == .missing })
        #expect(try countDrafts() == 0)
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("a full answer under the id of a partial one: the first stands, the other is kept apart")
    func afterwards() throws {
        let store = try temporary.store()
        _ = try store.append([Self.draft(1)], quarantines: true)
        #expect(try settle(store) == 1)
        let same = Office.arrival(1) {
            $0.channel = .web
            for item in 3...6 { $0.answers["q\(item)"] = nil }
        }
        #expect(
            try store.append([same, Office.arrival(1)], quarantines: true)
                == [.already(isRecent: true), .afterPartial])
        #expect(try temporary.responses().map(\.isPartial) == [true])
        #expect(try temporary.reader().counts().quarantined == 1)
    }

    @Test("a transaction that is undone leaves the draft it took away")
    func undone() throws {
        let store = try temporary.store()
        _ = try store.append([Self.draft(1)], quarantines: true)
        let batch = [Office.arrival(1), Office.strayArrival(2)]
        #expect(throws: StorageError.unknownForm(id: "six", version: 7)) {
            _ = try store.append(batch, quarantines: true)
        }
        #expect(try countDrafts() == 1)
        #expect(try store.append([Office.arrival(1)], quarantines: true) == [.stored])
        #expect(try countDrafts() == 0)
    }

    @Test("a kill at any moment leaves the draft or its answer, never both and never neither")
    func killed() throws {
        let store = try temporary.store()
        var copies: [TemporaryFolder] = []
        _ = try store.append([Self.draft(1), Self.draft(2)], quarantines: true)
        copies.append(try temporary.copied())
        try store.transaction { () throws(StorageError) -> (Void, keeps: Bool) in
            _ = try store.append([Office.arrival(1)], quarantines: true)
            // Inside the transaction: what a kill in its middle leaves.
            if let copy = try? temporary.copied() { copies.append(copy) }
            return ((), keeps: true)
        }
        copies.append(try temporary.copied())
        _ = try settle(store)
        copies.append(try temporary.copied())
        let answers = try copies.map { copy in
            let store = try copy.store()
            let before = try store.countResponses()
            #expect(try copy.reader().verify { _ in } == [])
            let settled = try settle(store)
            #expect(before + settled == 2)
            #expect(try settle(store) == 0)
            return before
        }
        #expect(answers == [0, 0, 1, 2])
    }

    @Test("what is no answer any more when it is due goes to quarantine: nothing is dropped")
    func changedForm() throws {
        do {
            let store = try temporary.store()
            _ = try store.append([Self.draft(1)], quarantines: true)
            // Nobody has answered it yet, so its words may change.
            let other = Office.form(wording: "Điểm")
            try store.keep(other.form, content: other.content)
            #expect(try settle(store) == 0)
        }
        #expect(try temporary.responses() == [])
        #expect(try countDrafts() == 0)
        #expect(try temporary.reader().quarantined().map(\.id) == [Office.id(1)])
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("a place that moved meanwhile: the unit that was stamped at the saving stands")
    func moved() throws {
        let store = try temporary.store()
        _ = try store.append([Self.draft(1)], quarantines: true)
        let places = [
            Place(code: "Q1", unit: "xa-1", centre: "xa-1", name: "Quầy 1", form: "six")
        ]
        let register = Register(
            units: Office.units, places: places, questionnaires: Office.register.questionnaires)
        #expect(
            try store.settleDrafts(savedBefore: Self.later, by: register, at: Self.later) == 1)
        #expect(try temporary.responses().map(\.posting.unit) == ["so-xd"])
    }

    @Test("many due drafts become answers by and by, none twice")
    func many() throws {
        let store = try temporary.store()
        _ = try store.append((1...300).map { Self.draft($0) }, quarantines: true)
        #expect(try settle(store) == Store.settledMax)
        #expect(try settle(store) == 300 - Store.settledMax)
        #expect(try settle(store) == 0)
        #expect(Set(try temporary.responses().map(\.id)).count == 300)
    }

    @Test("a saving past the limit is refused, the next one under a known id is not")
    func full() throws {
        let store = try temporary.store()
        _ = try store.append([Self.draft(1)], quarantines: true)
        for number in 2...Store.draftsMax { store.draftIDs?.insert(Office.id(number)) }
        let last = Store.draftsMax + 1
        let batch = [Self.draft(last), Self.draft(1), Office.arrival(last)]
        #expect(
            try store.append(batch, quarantines: true)
                == [.draft(.full), .draft(.saved), .stored])
    }

    @Test(
        "whoever changes a mark or a draft in the file is found",
        arguments: [
            "UPDATE trace SET partial = 0", "DELETE FROM trace",
            "UPDATE draft SET saved_at = saved_at + 1",
            "UPDATE draft SET content = replace(content, '\"web\"', '\"kiosk\"')",
        ] as [StaticString])
    func tampered(sql: StaticString) throws {
        do {
            let store = try temporary.store()
            _ = try store.append([Self.draft(1), Office.arrival(2)], quarantines: true)
            _ = try settle(store)
            _ = try store.append([Self.draft(3)], quarantines: true)
        }
        #expect(try temporary.reader().verify { _ in } == [])
        do {
            let database = try Database(path: temporary.folder.database, access: .write)
            try database.run(sql)
        }
        #expect(try temporary.reader().verify { _ in }.count == 1)
    }
}
