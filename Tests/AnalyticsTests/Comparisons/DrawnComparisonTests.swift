import Statistics
import Survey
import Testing

@testable import Analytics

/// Comparisons, trends and rankings of indices whose definition says how ballots were drawn, held
/// against ``Statistics/SurveyDesign``.
@Suite("Comparisons by strata, place-days and weights")
struct DrawnComparisonTests {
    private static let (march, april) = ("2025-03-01..2025-03-31", "2025-04-01..2025-04-30")

    /// Every design that a definition may ask for and that a method knows, but the plain one.
    private static func designs(_ method: IndexMethod) -> [IndexDesign] {
        IndexDesign.Strata.allCases.flatMap { strata in
            CountingDesign.allCases.flatMap { clusters in
                IndexDesign.Weights.allCases.compactMap { weights -> IndexDesign? in
                    guard weights == .none || strata.isCountedByDossiers else { return nil }
                    guard strata != .none || method.takes(clusters) else { return nil }
                    return IndexDesign(strata: strata, clusters: clusters, weights: weights)
                }
            }
        }.filter { $0 != IndexDesign() }
    }

    private func agree(_ made: Analytics.Estimate?, _ expected: ShareEstimate) throws {
        let made = try #require(made)
        let limits = try #require(expected.interval)
        #expect(abs(made.share - expected.share) < 1e-12)
        #expect(abs((made.lower ?? -1) - limits.lower) < 1e-9)
        #expect(abs((made.upper ?? -1) - limits.upper) < 1e-9)
        #expect(made.interval == expected.method.rawValue)
    }

    @Test(
        "a difference has both sides' variances and Welch's degrees of freedom",
        arguments: [IndexMethod.overallItem, .pooled, .all45])
    func differences(method: IndexMethod) throws {
        for (number, design) in Self.designs(method).enumerated() {
            let sample = StratifiedSample(design, method, seed: UInt64(70 + number), ballots: 180)
            for unit in ["P", "A", "B"] {
                let row = try sample.office.change(unit, before: Self.march, after: Self.april)
                let own = unit == "P" ? nil : unit
                let first = try #require(try sample.naive(unit: own, months: 3...3))
                let second = try #require(try sample.naive(unit: own, months: 4...4))
                try agree(row.before.estimate, first.estimate)
                try agree(row.after.estimate, second.estimate)
                let variance = first.variance + second.variance
                let degrees =
                    variance * variance
                    / (first.variance * first.variance
                        / Double(first.estimate.degreesOfFreedom)
                        + second.variance * second.variance
                        / Double(second.estimate.degreesOfFreedom))
                let difference = second.estimate.share - first.estimate.share
                let student = StudentT(degreesOfFreedom: degrees)
                let half = student.critical(level: 0.95) * variance.squareRoot()
                let change = try #require(row.change)
                guard first.variance > 0, second.variance > 0 else {
                    #expect(change.interval == "mover")
                    continue
                }
                #expect(change.interval == "welch" && !row.warnings.contains(.unweighted))
                #expect(abs(change.difference - difference) < 1e-12)
                #expect(abs((change.lower ?? 9) - (difference - half)) < 1e-9)
                #expect(abs((change.upper ?? 9) - (difference + half)) < 1e-9)
                let p = student.twoSided(difference / variance.squareRoot())
                #expect(abs((change.p ?? 9) - p) < 1e-9)
            }
        }
    }

    @Test("a channel is a domain of the design, and is not tested against the rest")
    func channels() throws {
        for design in Self.designs(.pooled) {
            let sample = StratifiedSample(design, .pooled, seed: 11, ballots: 240)
            let row = try sample.office.change("P", before: Self.march, after: Self.april)
            #expect(row.channels.count == 3 && row.standardised == nil)
            for channel in row.channels {
                for (side, month) in [(channel.before, 3), (channel.after, 4)] {
                    let expected = try sample.naive(months: month...month, channel: channel.channel)
                    try agree(side.estimate, try #require(expected).estimate)
                }
                #expect(channel.versusRest == nil && channel.adjustedP == nil)
            }
        }
    }

    @Test("what is weighed is not set against what is not")
    func unweighted() throws {
        let design = IndexDesign(strata: .unit, weights: .dossiers)
        let sample = StratifiedSample(design, .pooled, seed: 12, ballots: 180)
        var office = sample.office
        #expect(try !office.ranking().isUnweighted)
        office.dossiers.removeAll {
            $0.key.unit == "B" && $0.key.period == CalendarMonth("2025-03")
        }
        let row = try office.change("P", before: Self.march, after: Self.april)
        #expect(row.warnings.contains(.unweighted))
        for (side, month) in [(row.before, 3), (row.after, 4)] {
            let expected = try sample.naive(months: month...month, isWeighed: false)
            try agree(side.estimate, try #require(expected).estimate)
        }
        let known = try office.change("A", before: Self.march, after: Self.april)
        #expect(!known.warnings.contains(.unweighted))
        let trend = try office.trend()
        #expect(trend.units.map(\.isUnweighted) == [true, false, true])
        let points = trend.units[0].sections.flatMap(\.points)
        let march = try sample.naive(months: 3...3, isWeighed: false)
        try agree(points.first?.estimate, try #require(march).estimate)
        let ranking = try office.ranking()
        #expect(ranking.isUnweighted)
        for unit in ranking.units {
            let share = try sample.naive(unit: unit.unit.code, isWeighed: false)?.estimate.share
            #expect(abs(unit.estimate.share - (share ?? 9)) < 1e-12)
        }
    }

    @Test("months and ranks are the design's", arguments: [IndexMethod.overallItem, .pooled])
    func monthsAndRanks(method: IndexMethod) throws {
        for design in Self.designs(method) {
            let sample = StratifiedSample(design, method, seed: 13, ballots: 240)
            let trend = try sample.office.trend()
            for row in trend.units {
                let unit = row.unit.code == "P" ? nil : row.unit.code
                let points = row.sections.flatMap(\.points)
                for (point, month) in zip(points, 3...4) {
                    let expected = try sample.naive(unit: unit, months: month...month)
                    try agree(point.estimate, try #require(expected).estimate)
                }
                #expect(points.count == 2 && !row.isUnweighted)
            }
            let ranking = try sample.office.ranking()
            #expect(ranking.units.count == 2 && ranking.simultaneousLevel != nil)
            for unit in ranking.units {
                let expected = try #require(try sample.naive(unit: unit.unit.code)).estimate
                let narrow = try #require(expected.interval)
                #expect(abs(unit.estimate.share - expected.share) < 1e-12)
                // At the level with which all hold together.
                #expect((unit.estimate.lower ?? 1) < narrow.lower)
                #expect((unit.estimate.upper ?? 0) > narrow.upper)
            }
        }
    }

    @Test("a side of one place-day has limits of its own and no variance to add")
    func onePlaceDay() throws {
        var office = Office(
            forms: [Samples.sixItems],
            index: Samples.index(design: IndexDesign(clusters: .placeDay)))
        office.add(30, of: 40, at: Office.before)
        for day in 1...9 {
            office.add(30 + day, of: 40, at: "2025-03-0\(day)T09:00:00+07:00")
        }
        let change = try #require(try office.change().change)
        #expect(change.interval == "mover" || change.lower == nil)
        #expect(change.difference > 0)
    }

    @Test("one place-day of which all are satisfied is worth one observation, and no outlier")
    func agreement() throws {
        var office = Office(
            units: ["P": nil, "A": "P", "B": "P", "C": "P"], forms: [Samples.sixItems],
            index: Samples.index(design: IndexDesign(clusters: .placeDay)))
        office.add(["overall": .score(5)], count: 60, unit: "A", place: "a")
        for (unit, place) in [("B", "b"), ("C", "c")] {
            for day in 1...9 {
                office.add(
                    33 + day % 3, of: 40, at: "2025-03-0\(day)T09:00:00+07:00", unit: unit,
                    place: place)
            }
        }
        let ranking = try office.ranking()
        let whole = try #require(ranking.units.first { $0.unit.code == "A" })
        #expect(whole.ballots == 60 && whole.funnel?.flag == .inside)
        #expect((whole.funnel?.lower ?? 1) < 0.5)
    }

    @Test("a last month whose dossiers are not known stands aside, and the others stay weighed")
    func lastMonth() throws {
        let design = IndexDesign(strata: .unit, weights: .dossiers)
        let sample = StratifiedSample(design, .pooled, seed: 14, ballots: 180)
        for cut in [false, true] {
            var office = sample.office
            if !cut { office.dossiers.removeAll { $0.key.period == CalendarMonth("2025-04") } }
            let row = try #require(
                try office.trend(to: cut ? "2025-04-29" : "2025-04-30").units.first)
            let points = row.sections.flatMap(\.points)
            #expect(!row.isUnweighted && points.count == 2)
            try agree(points[0].estimate, try #require(try sample.naive(months: 3...3)).estimate)
            #expect(points[1].estimate == nil && points[1].responses > 0)
        }
    }

    @Test("a method that a design cannot be estimated by is refused")
    func methods() throws {
        let office = StratifiedSample(IndexDesign(strata: .unit), .pooled, seed: 6).office
        let refused = CompareFault.report(
            .methodNeeds(.mean5, member: "design.strata=none", index: "test@3"))
        #expect(throws: refused) { try office.trend(method: .mean5) }
    }
}

extension Office {
    fileprivate func trend(
        to last: String = "2025-04-30", method: IndexMethod? = nil
    ) throws -> TrendReport {
        try TrendBuilder.trend(
            AnalysisQuery(
                index: "test", period: try Self.period("2025-03-01..\(last)"), method: method),
            from: source(), definitions: definitions, at: Timestamp(milliseconds: 0))
    }

    fileprivate func ranking() throws -> Ranking {
        try RankingBuilder.ranking(
            RankQuery(index: "test", period: try Self.period("2025-03-01..2025-04-30")),
            from: source(), definitions: definitions, at: Timestamp(milliseconds: 0))
    }
}
