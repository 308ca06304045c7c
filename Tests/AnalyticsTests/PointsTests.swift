import Survey
import Testing

@testable import Analytics

@Suite("Points")
struct PointsTests {
    private static func shipped() throws -> IndexDefinition {
        try IndexDecoder.decode(Samples.bytes("analytics/indices/tt01.json"))
    }

    @Test(
        "a boundary belongs to the class that begins there: exactly 15 is xuất sắc",
        arguments: [
            (18, "excellent"), (15, "excellent"), (14.99, "good"), (12, "good"), (11.99, "fair"),
            (9, "fair"), (8.99, "average"), (6, "average"), (5.99, "weak"), (0, "weak"),
            // ⅓ + ⅔ + 14 in binary, and what is truly short of 15.
            (14 + 1.0 / 3 + 2.0 / 3, "excellent"), (14.3 + 0.7, "excellent"),
            (14.9999999, "good"),
        ] as [(Double, String)])
    func classes(points: Double, name: String) throws {
        let scheme = try #require(try Self.shipped().points)
        #expect(scheme.classification(of: points)?.id == name)
        #expect(scheme.most == 18 && scheme.indicators.count == 9)
    }

    /// An office with a year's month of everything: dossiers, feedback, answers, given points.
    private static func office(
        given: [String: Int], dossiers: Bool = true, attitude: [(Int, Int)] = [(5, 10), (4, 10)]
    ) throws -> Office {
        let form = Samples.form([Samples.score("overall"), Samples.score("official-attitude")])
        var office = Office(units: ["A": nil, "A1": "A"], forms: [form], index: try shipped())
        let month = try #require(CalendarMonth("2025-03"))
        for (level, count) in attitude {
            office.add(
                ["overall": .score(5), "official-attitude": .score(level)], count: count)
        }
        if dossiers {
            // 40 early, 50 on time, 10 late: (80 + 50)/100 = 1.3.
            office.dossiers = [
                DossierCount(
                    key: .init(unit: "A1", procedure: "", field: "", period: month),
                    received: 100, completed: 100, onTime: 50, early: 40, late: 10, online: 0,
                    postal: 0, digitised: 0)
            ]
        }
        // 18 of 20 on time: 1.8.
        office.feedback = [
            FeedbackCount(
                key: .init(unit: "A", period: month), received: 20, onTime: 18, unsatisfactory: 1,
                lateComplaints: 1, dissatisfiedDossiers: nil)
        ]
        office.points = given.map {
            GivenPoints(
                key: .init(unit: "A", period: month, index: "tt01", indicator: $0),
                hundredths: $1)
        }
        return office
    }

    private static func row(_ office: Office, _ unit: String = "A") throws -> UnitReport {
        try office.row(unit, from: "2025-03-01", to: "2025-03-31")
    }

    private static let others = ["i2", "i3", "i4", "i5", "i7", "i9"]

    /// i1 1.3, i6 1.8, i8 (20 + 10)/20 = 1.5: together 4.6; the six others make up the rest.
    @Test(
        "nine indicators give points and their class",
        arguments: [
            (1_040, 15, "excellent"), (740, 12, "good"), (440, 9, "fair"), (140, 6, "average"),
            (139, 5.99, "weak"),
        ] as [(Int, Double, String)])
    func whole(rest: Int, points: Double, name: String) throws {
        var given = Dictionary(
            uniqueKeysWithValues: Self.others.map { ($0, rest / Self.others.count) })
        given["i9"] = rest - rest / Self.others.count * (Self.others.count - 1)
        let row = try Self.row(try Self.office(given: given))
        let total = try #require(row.points)
        #expect(abs(total.points - points) < 1e-12 && total.possible == 18 && total.most == 18)
        #expect(total.classification?.id == name)
        #expect(row.figures.map(\.id) == (1...9).map { "i\($0)" })
        #expect(row.figures[0].value == 1.3 && row.figures[0].denominator == 100)
        #expect(row.figures[5].value == 1.8 && row.figures[7].value == 1.5)
        #expect(row.estimate == nil && row.worstCase == nil)
    }

    @Test("an index without data is said to lack them; points are of those possible, unclassed")
    func missing() throws {
        let row = try Self.row(try Self.office(given: ["i2": 200], dossiers: false))
        let total = try #require(row.points)
        #expect(total.possible == 6 && abs(total.points - 5.3) < 1e-12)
        #expect(total.classification == nil)
        let lacking = row.figures.filter { $0.value == nil }.map(\.id)
        #expect(lacking == ["i1", "i3", "i4", "i5", "i7", "i9"])
        let nothing = try Self.row(
            try Self.office(given: [:], dossiers: false, attitude: [(5, 4)]), "A1")
        #expect(nothing.points?.possible == 0 && nothing.points?.points == 0)
    }

    @Test("given points are a unit's own, dossiers and answers those of its subtree")
    func ownPoints() throws {
        let below = try Self.row(try Self.office(given: ["i2": 200]), "A1")
        #expect(below.figures[0].value == 1.3 && below.figures[1].value == nil)
        #expect(below.figures[5].value == nil && below.figures[7].value == nil)
    }

    @Test("a part of a month, and a month without a row, have no data")
    func wholeMonths() throws {
        let office = try Self.office(given: ["i2": 200])
        for (from, to) in [("2025-03-01", "2025-03-30"), ("2025-02-01", "2025-03-31")] {
            let row = try office.row("A", from: from, to: to)
            #expect(row.figures[0].value == nil && row.figures[1].value == nil)
            #expect(row.figures[7].value == 1.5)
        }
    }

    @Test("under five answers the attitude gives no points")
    func few() throws {
        let row = try Self.row(try Self.office(given: [:], attitude: [(5, 4)]))
        #expect(row.figures[7].value == nil && row.figures[7].numerator == nil)
    }

    /// The total less the other indicators would be the points of a few.
    @Test("what an audience is not given of an item it is not given as points, nor in the total")
    func audience() throws {
        var office = try Self.office(given: ["i2": 200], attitude: [(5, 4), (4, 3)])
        office.add(["overall": .score(5)], count: 40)
        func row(_ audience: Audience) throws -> UnitReport {
            try #require(
                ReportBuilder.report(
                    ReportQuery(
                        index: "tt01", period: try Office.period("2025-03-01..2025-03-31"),
                        units: ["A"], audience: audience),
                    from: office.source(), definitions: office.definitions,
                    at: Timestamp(milliseconds: 0)
                ).units.first)
        }
        let (staff, everybody) = (try row(.staff), try row(.everybody))
        #expect(staff.figures[7].value == 11.0 / 7 && staff.points != nil)
        #expect(everybody.withheld == nil && everybody.items[0].counts == nil)
        #expect(everybody.figures[7].value == nil && everybody.figures[7].numerator == nil)
        #expect(everybody.points == nil && everybody.figures[0].value == 1.3)
        // What gives nobody points is in no total, which then tells nothing of it.
        office = try Self.office(given: ["i2": 200], attitude: [(5, 3)])
        office.add(["overall": .score(5)], count: 40)
        let few = try row(.everybody)
        #expect(few.figures[7].value == nil && few.points?.possible == 6)
    }

    @Test("what people may type in is what no table gives")
    func given() throws {
        let definitions = Definitions(indices: [try Self.shipped()], targets: [])
        #expect(
            definitions.givenPoints
                == ["tt01": Dictionary(uniqueKeysWithValues: Self.others.map { ($0, 200) })])
    }
}
