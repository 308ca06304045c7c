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

    private static func dossier(_ month: CalendarMonth, completed: Int) -> DossierCount {
        DossierCount(
            key: .init(unit: "so-xd", procedure: "", field: "", period: month),
            received: completed, completed: completed, onTime: completed, early: 0, late: 0,
            online: 0, postal: 0, digitised: 0)
    }

    @Test("what is mended beneath closed figures shows, until it is as it was")
    func changedSince() throws {
        let store = try temporary.store()
        let (department, commune) = (Office.units[0], Office.units[1])
        func put(_ unit: Unit, parent: String?) throws {
            let before = try store.units().first { $0.code == unit.code }
            let changed = Unit(
                code: unit.code, name: unit.name, kind: unit.kind, parent: parent,
                validFrom: unit.validFrom, validTo: unit.validTo, successor: unit.successor)
            _ = try store.put(changed, before: before)
        }
        func changes() throws -> [[Closing.Basis]] {
            try temporary.reader().closings().map(\.changedSince)
        }
        try put(department, parent: nil)
        try put(commune, parent: "so-xd")
        _ = try store.put(Self.dossier(Self.march, completed: 5))
        _ = try store.close(Self.march, at: Self.april, offset: .vietNam)
        #expect(try changes() == [[]])
        // Another month's dossiers and a unit that came later move nothing in March.
        _ = try store.put(Self.dossier(Self.march.next, completed: 5))
        _ = try store.put(
            Unit(
                code: "xa-2", name: "Xã Hai", kind: .commune, parent: "so-xd", validFrom: nil,
                validTo: nil, successor: nil), before: nil)
        #expect(try changes() == [[]])
        _ = try store.put(Self.dossier(Self.march, completed: 6))
        #expect(try changes() == [[.dossiers]])
        try put(commune, parent: nil)
        _ = try store.put(
            FeedbackCount(
                key: .init(unit: "so-xd", period: Self.march), received: 1, onTime: 1,
                unsatisfactory: 0, lateComplaints: 0, dissatisfiedDossiers: nil))
        _ = try store.put(
            GivenPoints(
                key: .init(unit: "so-xd", period: Self.march, index: "i", indicator: "a"),
                hundredths: 5))
        #expect(try changes() == [Closing.Basis.allCases])
        // No damage, and a month that is closed from now on has the new tree beneath it.
        #expect(try temporary.reader().verify { _ in } == [])
        let february = CalendarMonth("2025-02")!
        _ = try store.close(february, at: Self.april, offset: .vietNam)
        #expect(try changes() == [[], Closing.Basis.allCases])
        try put(commune, parent: "so-xd")
        _ = try store.put(Self.dossier(Self.march, completed: 5))
        #expect(try changes() == [[.units], [.feedback, .points]])
        // A digest that was changed by hand is found.
        try store.database.run("UPDATE closing SET units = x'00'")
        #expect(try temporary.reader().verify { _ in } == [.tableChanged("closing")])
    }

    @Test("a closing from before digests were kept says nothing of what has changed")
    func withoutDigests() throws {
        let store = try temporary.store()
        _ = try store.close(Self.march, at: Self.april, offset: .vietNam)
        try store.database.run(
            """
            UPDATE closing SET last_unit = NULL, units = NULL, dossiers = NULL, feedback = NULL,
                points = NULL
            """)
        _ = try store.put(Self.dossier(Self.march, completed: 6))
        #expect(try temporary.reader().closings().map(\.changedSince) == [[]])
    }
}
