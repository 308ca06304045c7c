import Survey
import Testing

@testable import Analytics

@Suite("Coverage")
struct CoverageTests {
    private func dossiers(
        _ unit: String, _ month: String, _ completed: Int, procedure: String = "p"
    ) throws -> DossierCount {
        DossierCount(
            key: .init(
                unit: unit, procedure: procedure, field: "f",
                period: try #require(CalendarMonth(month))),
            received: completed, completed: completed, onTime: completed, early: 0, late: 0,
            online: 0, postal: 0, digitised: 0)
    }

    private func office() throws -> Office {
        var office = Office(
            units: ["R": nil, "A": "R", "B": "R"], forms: [Samples.oneTap], index: Samples.index())
        office.add(["overall": .score(5)], count: 30, unit: "A", at: "2025-01-31T23:00:00+07:00")
        office.add(["overall": .missing], count: 20, unit: "A", at: "2025-02-28T23:00:00+07:00")
        office.add(["overall": .score(5)], count: 10, unit: "B", at: "2025-03-01T00:00:00+07:00")
        office.dossiers = [
            try dossiers("A", "2025-01", 100), try dossiers("A", "2025-02", 100),
            try dossiers("A", "2025-02", 50, procedure: "q"), try dossiers("B", "2025-03", 40),
            try dossiers("A", "2024-12", 9_999),
        ]
        return office
    }

    @Test("ballots received ÷ dossiers completed, over whole months and the subtree")
    func wholeMonths() throws {
        let office = try office()
        let a = try office.row("A", from: "2025-01-01", to: "2025-02-28")
        #expect(a.dossiers == 250 && a.coverage == 50.0 / 250 && a.valid == 30)
        let all = try office.row("R", from: "2025-01-01", to: "2025-03-31")
        #expect(all.dossiers == 290 && all.coverage == 60.0 / 290)
    }

    @Test(
        "null where the period is not whole months",
        arguments: [("2025-01-02", "2025-02-28"), ("2025-01-01", "2025-02-27")])
    func partOfAMonth(from: String, to: String) throws {
        let row = try office().row("A", from: from, to: to)
        #expect(row.dossiers == nil && row.coverage == nil)
    }

    @Test(
        "null where a month has no row, though others have",
        arguments: [("A", "2025-03-31"), ("B", "2025-03-31"), ("R", "2025-04-30")])
    func monthWithoutRow(unit: String, to: String) throws {
        let row = try office().row(unit, from: "2025-01-01", to: to)
        #expect(row.dossiers == nil && row.coverage == nil)
    }

    @Test("rows that say 0 completed are rows, but nothing divides by 0")
    func zero() throws {
        var office = try office()
        office.dossiers.append(try dossiers("A", "2025-03", 0))
        let row = try office.row("A", from: "2025-03-01", to: "2025-03-31")
        #expect(row.dossiers == 0 && row.coverage == nil)
        #expect(try office.row("A", from: "2025-01-01", to: "2025-03-31").coverage == 50.0 / 250)
    }
}
