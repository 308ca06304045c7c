import Survey
import Testing

@testable import Storage

@Suite("Closing a month")
struct ClosingTests {
    let temporary = TemporaryFolder()
    private static let march = CalendarMonth("2025-03")!
    private static let april = moment("2025-04-03T08:00:00+07:00")

    private static func moment(_ text: String) -> Timestamp { Timestamp(rfc3339: text)! }

    @Test("the last row and the time are kept, for that month and no other")
    func kept() throws {
        let store = try temporary.store()
        _ = try store.append((1...7).map { Office.arrival($0) }, quarantines: true)
        let expected = Closing(month: Self.march, closedAt: Self.april, lastRow: 7)
        #expect(
            try temporary.reader().closing(of: Self.march, at: Self.april, offset: .vietNam)
                == .closed(expected))
        #expect(try temporary.reader().closings() == [])
        #expect(
            try store.close(Self.march, at: Self.april, offset: .vietNam) == .closed(expected))
        #expect(try temporary.reader().closings() == [expected])
        let january = CalendarMonth("2025-01")!
        _ = try store.close(january, at: Self.april, offset: .vietNam)
        #expect(try temporary.reader().closings().map(\.month) == [january, Self.march])
    }

    @Test("closing twice is already, and moves neither row nor time")
    func twice() throws {
        let store = try temporary.store()
        let first = try store.close(Self.march, at: Self.april, offset: .vietNam)
        _ = try store.append([Office.arrival(1)], quarantines: true)
        let expected = Closing(month: Self.march, closedAt: Self.april, lastRow: 0)
        #expect(first == .closed(expected))
        for now in [Self.moment("2027-01-01T00:00:00Z"), Self.moment("1970-01-02T00:00:00Z")] {
            #expect(
                try store.close(Self.march, at: now, offset: .vietNam) == .already(expected))
        }
        #expect(try temporary.reader().closings() == [expected])
    }

    @Test(
        "a month that has not ended at the office's midnight is refused",
        arguments: [
            ("2025-03-31T23:59:59.999+07:00", false), ("2025-04-01T00:00:00+07:00", true),
            ("2025-03-31T23:59:59.999Z", true), ("1970-01-01T00:00:00Z", false),
            ("2038-01-19T03:14:08Z", true),
        ])
    func notEnded(now: String, ends: Bool) throws {
        let store = try temporary.store()
        let outcome = try store.close(Self.march, at: Self.moment(now), offset: .vietNam)
        #expect((outcome != .notEnded) == ends)
        #expect(try temporary.reader().closings().count == (ends ? 1 : 0))
    }

    @Test("answers of a month are counted from its first to its last millisecond at +07:00")
    func counted() throws {
        let store = try temporary.store()
        let times = [
            "2025-02-28T23:59:59.999+07:00", "2025-03-01T00:00:00+07:00",
            "2025-03-31T23:59:59.999+07:00", "2025-04-01T00:00:00+07:00",
        ]
        _ = try store.append(
            times.enumerated().map { Office.arrival($0 + 1, at: Self.moment($1)) },
            quarantines: true)
        #expect(try temporary.reader().countAnswers(in: Self.march, offset: .vietNam) == 2)
        #expect(try temporary.reader().countAnswers(in: Self.march, offset: .utc) == 2)
        #expect(try temporary.reader().countAnswers(in: Self.march.next, offset: .vietNam) == 1)
    }

    @Test("a store from before there were closings gets them")
    func migrated() throws {
        try temporary.folder.make()
        try temporary.folder.makeStore()
        do {
            // What the release before closings left.
            let database = try Database(path: temporary.folder.database, access: .write)
            for migration in Schema.migrations.prefix(2) {
                try database.runScript(migration.script)
                try migration.complete?(database)
            }
            try database.run(
                SQL.setSetting, .text(SettingName.identity.rawValue),
                .text(String(repeating: "a", count: 32)))
        }
        #expect(
            throws: StorageError.olderSchema(found: 2, known: Schema.migrations.count)
        ) { try temporary.reader() }
        let store = try temporary.store()
        #expect(try temporary.reader().closings() == [])
        _ = try store.append([Office.arrival(1)], quarantines: true)
        _ = try store.close(Self.march, at: Self.april, offset: .vietNam)
        #expect(try temporary.reader().closings().map(\.lastRow) == [1])
        #expect(try temporary.reader().verify { _ in } == [])
    }

    @Test("a closing that somebody changed in the file is found")
    func changed() throws {
        let store = try temporary.store()
        _ = try store.append([Office.arrival(1)], quarantines: true)
        _ = try store.close(Self.march, at: Self.april, offset: .vietNam)
        #expect(try temporary.reader().verify { _ in } == [])
        try store.database.run("UPDATE closing SET last_row = 0")
        #expect(try temporary.reader().verify { _ in } == [.tableChanged("closing")])
    }
}
