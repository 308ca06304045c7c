import Statistics
import Survey
import Testing

@testable import Analytics

@Suite("Comparisons by every method of ballots")
struct MethodComparisonTests {
    static let methods: [IndexMethod] = [
        .overallItem, .pooled, .meanOfFactors, .mean5, .mean01, .all45,
    ]

    /// Two years of two units, some items unanswered; the second year's people are happier.
    private static func office(dimensions: [[String]] = [["q1", "q2"], ["q3"]]) -> Office {
        var generator = Generator(state: 77)
        var office = Office(
            units: ["P": nil, "A": "P", "B": "P"], forms: [Samples.sixItems],
            index: Samples.index(method: .pooled, dimensions: dimensions))
        for number in 0..<480 {
            let year = number % 2 == 0 ? 2024 : 2025
            var answers: [String: Answer] = [:]
            for item in ["overall", "q1", "q2", "q3"]
            where Int.random(in: 0..<7, using: &generator) > 0 {
                let level = Int.random(in: year == 2024 ? 1...5 : 2...5, using: &generator)
                answers[item] = .score(level)
            }
            office.add(
                answers, unit: number % 3 == 0 ? "B" : "A",
                at: "\(year)-0\(1 + number % 9)-10T09:00:00+07:00",
                channel: number % 5 == 0 ? .web : .kiosk)
        }
        return office
    }

    private func changes(_ office: Office, _ method: IndexMethod) throws -> UnitComparison {
        let made = try ComparisonBuilder.comparison(
            CompareQuery(
                index: "test", before: try Office.period("2024-01-01..2024-12-31"),
                after: try Office.period("2025-01-01..2025-12-31"), units: ["P"], method: method),
            from: office.source(), definitions: office.definitions,
            at: Timestamp(milliseconds: 0))
        #expect(made.index.method == method.rawValue)
        return try #require(made.units.first)
    }

    @Test("both sides, months and ranked units have the report's figures", arguments: methods)
    func sameAsReport(method: IndexMethod) throws {
        let office = Self.office()
        let row = try changes(office, method)
        let change = try #require(row.change)
        for (side, year) in [(row.before, "2024"), (row.after, "2025")] {
            let report = try office.row(
                "P", from: "\(year)-01-01", to: "\(year)-12-31", method: method)
            try agree(side.estimate, report.estimate)
        }
        let (first, second) = (row.before.estimate?.share ?? 0, row.after.estimate?.share ?? 0)
        #expect(abs(change.difference - (second - first)) < 1e-12)
        #expect(row.verdict == .rose && (change.lower ?? 0) > 0)
        let names = [IndexMethod.overallItem: "newcombe", .all45: "newcombe", .pooled: "design"]
        #expect(change.interval == names[method] ?? "welch")
        let period = try Office.period("2024-01-01..2024-12-31")
        let trend = try TrendBuilder.trend(
            AnalysisQuery(index: "test", period: period, units: ["A"], method: method),
            from: office.source(), definitions: office.definitions,
            at: Timestamp(milliseconds: 0))
        let months = try office.row("A", from: "2024-01-01", to: "2024-12-31", method: method).trend
        for (ours, theirs) in zip(trend.units[0].sections.flatMap(\.points), months) {
            try agree(ours.estimate, theirs.estimate)
        }
        let ranking = try RankingBuilder.ranking(
            RankQuery(index: "test", period: period, method: method), from: office.source(),
            definitions: office.definitions, at: Timestamp(milliseconds: 0))
        #expect(ranking.head.index.method == method.rawValue && ranking.units.count == 2)
        for unit in ranking.units {
            let report = try office.row(
                unit.unit.code, from: "2024-01-01", to: "2024-12-31", method: method)
            let share = try #require(report.estimate?.share)
            #expect(abs(unit.estimate.share - share) < 1e-12)
            // The funnel stands on the figure's own scale.
            #expect(try #require(unit.funnel).lower < share && unit.funnel?.upper ?? 0 > share)
        }
    }

    private func agree(_ ours: Estimate?, _ theirs: Estimate?) throws {
        guard let theirs else {
            #expect(ours == nil)
            return
        }
        let ours = try #require(ours)
        #expect(abs(ours.share - theirs.share) < 1e-12 && ours.interval == theirs.interval)
        #expect(abs((ours.lower ?? 0) - (theirs.lower ?? 0)) < 1e-12)
        #expect(abs((ours.upper ?? 0) - (theirs.upper ?? 0)) < 1e-12)
    }

    @Test("one item's mean is Welch's test, and mean5 is its four fifths")
    func welch() throws {
        var office = Office(
            forms: [Samples.sixItems],
            index: Samples.index(
                method: .mean01, dimensions: [["q1"]], answeredShare: 0.5))
        let sides = [(Office.before, [1, 2, 3, 4, 5]), (Office.after, [3, 4, 4, 5, 5])]
        for (time, levels) in sides {
            for (place, level) in levels.enumerated() {
                office.add(["q1": .score(level)], count: 8 + place, at: time)
            }
        }
        let samples = sides.map { _, levels in
            levels.enumerated().flatMap { [Double]($0.element - 1, times: 8 + $0.offset) }
        }
        func moments(_ values: [Double]) -> (mean: Double, variance: Double, n: Double) {
            let n = Double(values.count)
            let mean = values.reduce(0, +) / n
            return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) / n, n)
        }
        let (first, second) = (moments(samples[0]), moments(samples[1]))
        let sum = first.variance + second.variance
        let freedom =
            sum * sum
            / (first.variance * first.variance / (first.n - 1)
                + second.variance * second.variance / (second.n - 1))
        let t = (second.mean - first.mean) / sum.squareRoot()
        let student = StudentT(degreesOfFreedom: freedom)
        let made = try #require(try office.change().change)
        #expect(made.interval == "welch" && abs((made.z ?? 0) - t) < 1e-9)
        #expect(abs(made.difference - (second.mean - first.mean) / 4) < 1e-12)
        #expect(abs((made.p ?? 0) - student.twoSided(t)) < 1e-12)
        let half = student.critical(level: 0.95) * sum.squareRoot() / 4
        #expect(abs((made.upper ?? 0) - made.difference - half) < 1e-12)
        let five = try #require(
            try ComparisonBuilder.comparison(
                CompareQuery(
                    index: "test", before: try Office.period("2024-01-01..2024-12-31"),
                    after: try Office.period("2025-01-01..2025-12-31"), method: .mean5),
                from: office.source(), definitions: office.definitions,
                at: Timestamp(milliseconds: 0)
            ).units.first?.change)
        #expect(abs(five.difference - 0.8 * made.difference) < 1e-12 && five.p == made.p)
    }

    @Test("a driver's performance is the method's own figure of the item")
    func drivers() throws {
        let office = Self.office()
        let period = try Office.period("2024-01-01..2025-12-31")
        func share(_ method: IndexMethod) throws -> Double {
            let made = try DriversBuilder.drivers(
                AnalysisQuery(index: "test", period: period, units: ["P"], method: method),
                from: office.source(), definitions: office.definitions,
                at: Timestamp(milliseconds: 0))
            return try #require(made.units[0].items.first { $0.id == "q1" }?.share)
        }
        let (mean01, mean5) = (try share(.mean01), try share(.mean5))
        #expect(abs(mean5 - (1 + 4 * mean01) / 5) < 1e-12)
        #expect(try share(.all45) == share(.pooled) && share(.pooled) != mean01)
    }

    @Test(
        "points and rates of registers have no ballot to compare",
        arguments: [IndexMethod.tt01, .qd766])
    func refused(method: IndexMethod) throws {
        let office = Self.office()
        #expect(throws: CompareFault.method(method)) { try changes(office, method) }
        let period = try Office.period("2024-01-01..2024-12-31")
        #expect(throws: CompareFault.method(method)) {
            try DriversBuilder.drivers(
                AnalysisQuery(index: "test", period: period, method: method),
                from: office.source(), definitions: office.definitions,
                at: Timestamp(milliseconds: 0))
        }
    }
}

extension [Double] {
    fileprivate init(_ value: Int, times: Int) {
        self.init(repeating: Double(value), count: times)
    }
}
