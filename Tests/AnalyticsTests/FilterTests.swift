import Survey
import Testing

@testable import Analytics

@Suite("A report of a part of the ballots")
struct FilterTests {
    private static func office() -> Office {
        var office = Office(
            units: ["R": nil, "A": "R", "B": "R"], forms: [Samples.oneTap],
            index: Samples.index())
        office.definitions = Definitions(
            indices: office.definitions.indices, targets: Samples.ninetyAndNinetyFive)
        func add(
            _ score: Int, _ count: Int, _ unit: String, place: String, hour: Int, field: String?,
            channel: Channel, outcome: Outcome?
        ) {
            for _ in 0..<count {
                office.add(
                    ["overall": .score(score)], form: 0, unit: unit, place: place,
                    at: Timestamp(
                        rfc3339: "2025-03-10T\(hour < 10 ? "0" : "")\(hour):59:59+07:00")!,
                    field: field, procedure: "gpxd", channel: channel, outcome: outcome)
            }
        }
        add(5, 10, "A", place: "p1", hour: 7, field: "f1", channel: .kiosk, outcome: .returned)
        add(1, 20, "A", place: "p2", hour: 10, field: "f2", channel: .paper, outcome: .refused)
        add(5, 30, "B", place: "p3", hour: 11, field: nil, channel: .kiosk, outcome: nil)
        return office
    }

    @Test(
        "each filter takes its ballots and no others, in the rows, the targets and the trend",
        arguments: [
            (ReportFilter(), 60), (ReportFilter(places: ["p1"]), 10),
            (ReportFilter(places: ["p1", "p3"]), 40), (ReportFilter(channels: [.kiosk]), 40),
            (ReportFilter(fields: ["f2"]), 20), (ReportFilter(procedures: ["gpxd"]), 60),
            (ReportFilter(outcomes: [.returned]), 10),
            (ReportFilter(outcomes: [.returned, .refused]), 30),
            (ReportFilter(hours: 7..<11), 30), (ReportFilter(hours: 8..<11), 20),
            (ReportFilter(hours: 11..<12), 30), (ReportFilter(hours: 12..<24), 0),
            (ReportFilter(channels: [.kiosk], hours: 7..<11), 10),
        ])
    func parts(filter: ReportFilter, count: Int) throws {
        let report = try Self.office().report(filter: filter)
        let row = try #require(report.units.first)
        #expect(report.filter == filter && row.responses == count)
        #expect(row.targets.allSatisfy { $0.responses == count })
        #expect(row.trend.reduce(0) { $0 + $1.responses } == count)
        #expect(row.responses == report.units.dropFirst().reduce(0) { $0 + $1.responses })
    }

    @Test("what is under five ballots is withheld in a part too, and there is no coverage of it")
    func withheld() throws {
        var office = Self.office()
        office.add(
            ["overall": .score(1)], form: 0, unit: "B", place: "p9",
            at: Timestamp(rfc3339: "2025-03-10T15:00:00+07:00")!, field: nil)
        let key = DossierCount.Key(
            unit: "B", procedure: "gpxd", field: "f1", period: CalendarMonth("2025-03")!)
        office.dossiers = [
            DossierCount(
                key: key, received: 50, completed: 50, onTime: 50, early: 0, late: 0, online: 0,
                postal: 0, digitised: 0)
        ]
        func row(_ filter: ReportFilter) throws -> UnitReport {
            try #require(
                try office.report(
                    from: "2025-03-01", to: "2025-03-31", units: ["B"], filter: filter
                ).units.first)
        }
        #expect(try row(ReportFilter()).coverage == 31.0 / 50)
        let part = try row(ReportFilter(places: ["p9"]))
        #expect(part.responses == 1 && part.isSuppressed && part.estimate == nil)
        #expect(part.dossiers == nil && part.coverage == nil)
    }

    @Test("a code that nothing has is refused by name, with those there are")
    func unknown() throws {
        let office = Self.office()
        for (filter, fault) in [
            (
                ReportFilter(places: ["p1", "q"]),
                ReportFault.unknownCode(.place, "q", known: ["p1", "p2", "p3"])
            ),
            (ReportFilter(fields: ["x"]), .unknownCode(.field, "x", known: ["f1", "f2"])),
            (ReportFilter(procedures: ["x"]), .unknownCode(.procedure, "x", known: ["gpxd"])),
        ] {
            #expect(throws: fault) { try office.report(filter: filter) }
        }
    }

    @Test(
        "hours are two whole numbers, the first before the last",
        arguments: [
            ("7-11", 7..<11), ("0-24", 0..<24), ("07-09", 7..<9), ("23-24", 23..<24), ("7", nil),
            ("11-7", nil), ("7-7", nil), ("7-25", nil), ("-1-5", nil), ("7-11-12", nil),
            ("a-b", nil), ("7 - 11", nil), ("", nil), ("007-11", nil), ("+7-11", nil),
        ] as [(String, Range<Int>?)])
    func hours(text: String, hours: Range<Int>?) {
        #expect(ReportFilter.hours(text) == hours)
    }

    @Test("place-days that are alike make an interval wider; shares and targets stay")
    func placeDays() throws {
        var office = Office(
            forms: [Samples.oneTap],
            index: Samples.index(method: .pooled, dimensions: [["overall"]]))
        // Twelve days, each all of one mind.
        for day in 10...21 {
            office.add(
                ["overall": .score(day % 3 == 0 ? 2 : 5)], count: 25,
                at: "2025-03-\(day)T09:00:00+07:00")
        }
        let (ballots, days) = (try office.report(), try office.report(design: .placeDay))
        let (first, second) = (
            try #require(ballots.units.first), try #require(days.units.first)
        )
        #expect(first.estimate?.share == second.estimate?.share)
        #expect(first.targets == second.targets && first.items == second.items)
        // Each day is one observation of 25 equal answers.
        let effect = try #require(second.estimate?.designEffect)
        #expect(abs(effect / (25 * 299.0 / 275) - 1) < 1e-9)
        let widths = [first, second].map { ($0.estimate?.upper ?? 0) - ($0.estimate?.lower ?? 0) }
        #expect(widths[1] > 3 * widths[0])
        #expect(days.design == .placeDay && ballots.design == .ballot)
    }
}
