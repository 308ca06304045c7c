import Columns
import Foundation
import Survey
import Testing

@testable import Analytics

@Suite("Closed periods")
struct ClosedPeriodTests {
    private static func closing(_ month: String, lastRow: Int, day: Int = 5) -> Closing {
        Closing(
            month: CalendarMonth(month)!,
            closedAt: Timestamp(rfc3339: "2026-01-0\(day)T09:00:00+07:00")!,
            lastRow: Int64(lastRow))
    }

    /// A row without what late answers may change.
    private static func figures(_ row: UnitReport) -> UnitReport {
        UnitReport(
            unit: row.unit, depth: row.depth, responses: row.responses, valid: row.valid,
            dossiers: row.dossiers, coverage: row.coverage, estimate: row.estimate,
            dimensions: row.dimensions, items: row.items, targets: row.targets, trend: row.trend,
            isSuppressed: row.isSuppressed, presentation: row.presentation,
            figures: row.figures, points: row.points, worstCase: row.worstCase)
    }

    /// The province's year, closed after all of it had come.
    private static func closedYear() -> Office {
        var office = UnitRowTests.province()
        office.closings = (1...12).map {
            closing(
                $0 < 10 ? "2025-0\($0)" : "2025-\($0)", lastRow: office.records.count)
        }
        return office
    }

    @Test("what comes after a closing changes no share, count, target or trend, and is counted")
    func unchanged() throws {
        var office = Self.closedYear()
        let before = try office.report()
        #expect(before.isClosed && before.units.allSatisfy { $0.late == 0 })
        office.add(
            ["overall": .score(1), "q1": .score(1)], count: 40, unit: "A1",
            at: "2025-03-15T08:00:00+07:00", field: "xay-dung")
        office.add(
            ["overall": .score(5)], count: 9, form: 1, unit: "B", at: "2025-12-31T23:59:59+07:00")
        office.add(["overall": .score(1)], count: 99, unit: "A", at: "2026-01-01T00:00:00+07:00")
        let after = try office.report()
        #expect(after.units.map(Self.figures) == before.units)
        #expect(after.closedAt == before.closedAt)
        let late = Dictionary(uniqueKeysWithValues: after.units.map { ($0.unit.code, $0.late) })
        // A subtree's late answers are its units'; a ballot of a form that the index does not
        // cover, as the one-tap one here, is no response and so no late one either.
        #expect(late == ["R": 40, "A": 40, "A1": 40, "A2": 0, "B": 0])
        let march = try office.report(from: "2025-03-01", to: "2025-03-15", units: ["A1"])
        #expect(march.units.first?.late == 40)
        #expect(try office.report(from: "2025-03-16", to: "2025-03-31").units[0].late == 0)
        // Without the closings the same answers count.
        office.closings = []
        #expect(try office.report().units[0].responses == before.units[0].responses + 40)
    }

    @Test(
        "a report with late answers is the report without them, whatever was closed when",
        arguments: 1...6 as ClosedRange<UInt64>)
    func oracle(seed: UInt64) throws {
        var generator = Generator(state: seed)
        var office = UnitRowTests.province(seed: seed, ballots: 400)
        office.shuffle(seed: seed)
        var counted = office
        for month in 1...9 where Bool.random(using: &generator) {
            office.closings.append(
                Self.closing("2025-0\(month)", lastRow: Int.random(in: 0...400, using: &generator)))
        }
        let closed = Dictionary(
            uniqueKeysWithValues: office.closings.map { ($0.month, $0.lastRow) })
        counted.keep { record in
            record.row <= closed[record.answeredAt.day(at: .vietNam).month] ?? .max
        }
        #expect(!office.closings.isEmpty && counted.records.count < 400)
        let (found, expected) = (try office.report(), try counted.report())
        #expect(found.units.map(Self.figures) == expected.units)
        #expect(found.units[0].late == office.covered - counted.covered)
        #expect(!found.isClosed)
    }

    @Test("a month's edge decides at +07:00, to the second and inside one segment")
    func edges() throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        // Both lie in one UTC month, and so in one segment.
        let (march, april) = ("2025-03-31T23:59:59.999+07:00", "2025-04-01T00:00:00+07:00")
        for time in [march, april] { office.add(["overall": .score(5)], count: 10, at: time) }
        office.closings = [Self.closing("2025-03", lastRow: 20)]
        for time in [march, april] { office.add(["overall": .score(1)], count: 5, at: time) }
        let rows = try [("2025-03-01", "2025-03-31"), ("2025-04-01", "2025-04-30")].map {
            try office.row(from: $0.0, to: $0.1)
        }
        #expect(rows.map(\.responses) == [10, 15] && rows.map(\.late) == [5, 0])
        let both = try office.row(from: "2025-03-01", to: "2025-04-30")
        #expect(both.trend.map(\.responses) == [10, 15] && both.late == 5)
        office.closings = [Self.closing("2025-04", lastRow: 20)]
        #expect(try office.row(from: "2025-03-01", to: "2025-04-30").late == 5)
        #expect(try office.row(from: "2025-03-01", to: "2025-03-31").responses == 15)
    }

    @Test("a month closed before anybody answered in it counts nobody")
    func closedEmpty() throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.closings = [Self.closing("2025-03", lastRow: 0)]
        office.add(["overall": .score(5)], count: 40)
        let report = try office.report(from: "2025-03-01", to: "2025-03-31")
        let row = try #require(report.units.first)
        #expect(report.isClosed && row.responses == 0 && row.late == 40 && row.isSuppressed)
        #expect(row.estimate == nil)
    }

    @Test(
        "a period is closed when every month it touches is, and not before",
        arguments: [
            ("2025-02-01", "2025-04-30", true), ("2025-03-01", "2025-03-31", true),
            ("2025-02-28", "2025-03-01", true), ("2025-03-10", "2025-03-20", true),
            ("2025-01-31", "2025-03-31", false), ("2025-02-01", "2025-05-01", false),
            ("2025-05-01", "2025-05-31", false), ("2025-01-01", "2025-12-31", false),
            ("2024-03-01", "2024-03-31", false),
        ])
    func closed(from: String, to: String, isClosed: Bool) throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.closings = [
            Self.closing("2025-02", lastRow: 0, day: 3),
            Self.closing("2025-03", lastRow: 0, day: 7),
            Self.closing("2025-04", lastRow: 0, day: 4), Self.closing("2025-06", lastRow: 0),
        ]
        let report = try office.report(from: from, to: to)
        #expect(report.isClosed == isClosed)
        // The latest closing of those touched.
        guard isClosed else { return }
        let days = office.closings.filter {
            CalendarDay(from)!.month <= $0.month && $0.month <= CalendarDay(to)!.month
        }
        #expect(report.closedAt == days.map(\.closedAt).max())
    }

    @Test("sealed in files or kept in memory, late answers are the same ones")
    func sealed() throws {
        var office = Self.closedYear()
        office.add(["overall": .score(1)], count: 30, unit: "A2", at: "2025-06-15T08:00:00+07:00")
        let folder = NSTemporaryDirectory() + "closed-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let records = office.records
        let table = ColumnTable(
            folder: folder, store: "office", lastRow: Int64(records.count), mayWrite: true,
            sealThreshold: 7)
        // Grown step by step, so that late answers lie in files, behind others and in memory.
        var segments: [Segment] = []
        for end in stride(from: 100, through: records.count, by: 53) {
            segments = table.caughtUp { Array(records[Int($0)..<max(Int($0), end)]) }
        }
        segments = table.caughtUp { Array(records[Int($0)...]) }
        #expect(table.sealFault == nil)
        #expect(try office.report(segments: segments) == office.report())
        #expect(try office.report(segments: segments).units[0].late == 30)
    }
}
