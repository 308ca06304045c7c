import Statistics
import Survey
import Testing

@testable import Analytics

@Suite("Trends with breaks")
struct TrendTests {
    private static let shares = [0.80, 0.82, 0.81, 0.85, 0.86, 0.86, 0.90]

    private static func month(_ number: Int) -> String {
        "2025-\(number < 10 ? "0" : "")\(number)-15T09:00:00+07:00"
    }

    /// So many ballots in each of the months from January on.
    private static func office(_ shares: [Double] = shares, ballots: Int = 100) -> Office {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        for (index, share) in shares.enumerated() {
            office.add(
                Int((share * Double(ballots)).rounded()), of: ballots, at: month(index + 1))
        }
        return office
    }

    private static func trend(
        _ office: Office, period: String = "2025-01-01..2025-12-31"
    ) throws -> UnitTrend {
        try #require(
            TrendBuilder.trend(
                AnalysisQuery(
                    index: "test", period: try Office.period(period), units: ["A"]),
                from: office.source(), definitions: office.definitions,
                at: Timestamp(milliseconds: 0)
            ).units.first)
    }

    @Test("the worked example of the method's page holds, a year having twelve months")
    func worked() throws {
        let section = try #require(Self.trend(Self.office()).sections.first)
        #expect(section.breaks.isEmpty && section.points.count == 12)
        #expect(abs(try #require(section.slopePerYear) - 12 * 0.016) < 1e-9)
        #expect(abs(try #require(section.slopeLower) - 12 * 0.005) < 1e-9)
        #expect(abs(try #require(section.slopeUpper) - 12 * 0.0225) < 1e-9)
        #expect(abs(try #require(section.p) - 0.0098) < 5e-5 && section.verdict == .rose)
        #expect(section.points[7].estimate == nil && section.points[7].responses == 0)
    }

    @Test("each month is the report's own, withheld under five ballots")
    func months() throws {
        var office = Self.office()
        office.add(0, of: 4, at: Self.month(8))
        let points = try Self.trend(office).sections.flatMap(\.points)
        let report = try office.row().trend
        #expect(points.map(\.estimate) == report.map(\.estimate))
        #expect(points.map(\.responses) == report.map(\.responses))
        // Four dissatisfied would lie far outside: the limits do not tell it.
        #expect(points[7].estimate == nil && points[7].chartLower == nil && points[7].signal == nil)
    }

    @Test("under six months there is no slope")
    func few() throws {
        let five = try #require(
            Self.trend(Self.office(Array(Self.shares.prefix(5)))).sections.first)
        #expect(five.slopePerYear == nil && five.verdict == .tooFew && five.p == nil)
        let six = try #require(Self.trend(Self.office(Array(Self.shares.prefix(6)))).sections.first)
        #expect(six.slopePerYear != nil)
        #expect(try Self.trend(Self.office([])).sections.isEmpty)
    }

    @Test("a month beyond three sigma is named, and a noisy unit's limits are wider")
    func signals() throws {
        let quiet = Self.office(
            [0.8, 0.8, 0.81, 0.8, 0.79, 0.8, 0.8, 0.8, 0.55, 0.8, 0.8], ballots: 200)
        let section = try #require(Self.trend(quiet).sections.first)
        #expect(section.points.map(\.signal).firstIndex(of: .below) == 8)
        #expect(section.points.filter { $0.signal != nil }.count == 1)
        let noisy = Self.office([0.7, 0.9, 0.7, 0.9, 0.7, 0.9, 0.7, 0.9], ballots: 200)
        let wide = try #require(Self.trend(noisy).sections.first)
        #expect(try #require(wide.sigmaZ) > 3 && wide.points.allSatisfy { $0.signal == nil })
    }

    @Test("months before the first ballots take nothing from the limits")
    func before() throws {
        let office = Self.office([0.8, 0.8, 0.81, 0.8, 0.79, 0.8, 0.8, 0.8, 0.55, 0.8, 0.8])
        let own = try #require(Self.trend(office).sections.first)
        let wide = try #require(
            Self.trend(office, period: "2022-01-01..2025-12-31").sections.first)
        #expect(own.centre != nil && wide.centre == own.centre && wide.sigmaZ == own.sigmaZ)
        #expect(wide.points.suffix(12).map(\.chartLower) == own.points.map(\.chartLower))
        #expect(wide.points.suffix(12).map(\.signal) == own.points.map(\.signal))
    }

    private static func versions() -> Office {
        let forms = [
            Samples.form([Samples.score("overall")]),
            Samples.form([Samples.score("overall")], version: 2),
            Samples.form([Samples.score("overall")], id: "other"),
        ]
        return Office(forms: forms, index: Samples.index())
    }

    @Test("another version or form splits the trend, a straggler does not")
    func forms() throws {
        var office = Self.versions()
        for number in 1...12 {
            let form = number < 5 ? 0 : number < 9 ? 1 : 2
            office.add(["overall": .score(4)], count: 20, form: form, at: Self.month(number))
        }
        office.add(["overall": .score(2)], form: 0, at: Self.month(6))
        let sections = try Self.trend(office).sections
        #expect(sections.map(\.breaks) == [[], [.version], [.form]])
        #expect(sections.map(\.points.count) == [4, 4, 4])
    }

    @Test("other questions of the index split it")
    func items() throws {
        let first = Samples.form(["overall", "q1"].map { Samples.score($0) })
        let second = Samples.form(["overall", "q1", "q2"].map { Samples.score($0) }, version: 2)
        var office = Office(
            forms: [first, second],
            index: Samples.index(method: .pooled, dimensions: [["q1", "q2"]]))
        office.add(["q1": .score(4)], count: 20, at: Self.month(1))
        office.add(["q1": .score(4), "q2": .score(1)], count: 20, form: 1, at: Self.month(2))
        #expect(try Self.trend(office).sections.map(\.breaks) == [[], [.version, .items]])
    }

    @Test("a unit that began or ended below this one splits it")
    func units() throws {
        var office = Office(
            units: ["A": nil, "B": "A", "C": "A"], forms: [Samples.oneTap],
            index: Samples.index())
        office.units[1] = Office.unit("B", under: "A", until: "2025-03-31")
        office.units[2] = Survey.Unit(
            code: "C", name: "C", kind: .office, parent: "A",
            validFrom: CalendarDay("2025-06-01"), validTo: nil, successor: nil)
        for number in 1...8 {
            office.add(15, of: 20, at: Self.month(number), unit: number < 4 ? "B" : "A")
        }
        // C began too, and nobody answered there.
        #expect(try Self.trend(office).sections.map(\.breaks) == [[], [.units]])
        office.add(15, of: 20, at: Self.month(6), unit: "C")
        #expect(try Self.trend(office).sections.map(\.points.count) == [3, 2, 7])
    }
}
