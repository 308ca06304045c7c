import Survey
import Testing

@testable import Analytics

@Suite("Versions of an index")
struct VersionTests {
    /// Version 1 pools until the end of 2025, version 2 is the overall question from then on.
    private static func version(
        _ number: Int, _ method: IndexMethod, from: String? = nil, to: String? = nil
    ) -> IndexDefinition {
        let base = MethodsTests.index()
        return IndexDefinition(
            id: "hand", version: number, title: base.title, source: base.source, method: method,
            satisfied: [4, 5], dimensions: base.dimensions, overallItem: "overall",
            validity: base.validity, minimumBallots: 30, level: 0.95,
            validFrom: from.flatMap { CalendarDay($0) }, validTo: to.flatMap { CalendarDay($0) })
    }

    private static func office() -> Office {
        var office = MethodsTests.office()
        office.definitions = Definitions(
            indices: [
                version(2, .overallItem, from: "2026-01-01"),
                version(1, .pooled, to: "2025-12-31"),
            ], targets: [])
        return office
    }

    private static func report(_ name: String, _ from: String, _ to: String) throws -> Report {
        let office = office()
        let period = try #require(
            CalendarDay(from).flatMap { first in
                CalendarDay(to).flatMap { Period(from: first, to: $0) }
            })
        return try ReportBuilder.report(
            ReportQuery(index: name, period: period), from: office.source(),
            definitions: office.definitions, at: Timestamp(milliseconds: 0))
    }

    @Test("two versions stand side by side on the same answers, each by its own name")
    func sideBySide() throws {
        let old = try Self.report("hand@1", "2025-01-01", "2025-12-31")
        let new = try Self.report("hand@2", "2025-01-01", "2025-12-31")
        #expect(old.index.version == 1 && old.units[0].estimate?.share == 12.0 / 15)
        #expect(new.index.version == 2 && new.units[0].estimate?.share == 4.0 / 6)
        #expect(old.units[0].responses == new.units[0].responses)
    }

    @Test(
        "without a version the newest that is in force in the period is taken",
        arguments: [
            ("2025-01-01", "2025-12-31", 1), ("2025-01-01", "2026-01-01", 2),
            ("2026-01-01", "2026-12-31", 2), ("2025-12-31", "2025-12-31", 1),
        ])
    func inForce(from: String, to: String, version: Int) throws {
        #expect(try Self.report("hand", from, to).index.version == version)
    }

    @Test("an unknown version names the known ones, and no version in force says so")
    func faults() throws {
        #expect(throws: ReportFault.unknownIndex("hand@3", known: ["hand@1", "hand@2"])) {
            try Self.report("hand@3", "2025-01-01", "2025-12-31")
        }
        #expect(throws: ReportFault.unknownIndex("hand@", known: ["hand@1", "hand@2"])) {
            try Self.report("hand@", "2025-01-01", "2025-12-31")
        }
        #expect(throws: ReportFault.unknownIndex("other@1", known: ["hand"])) {
            try Self.report("other@1", "2025-01-01", "2025-12-31")
        }
        var office = Self.office()
        office.definitions = Definitions(
            indices: [Self.version(2, .overallItem, from: "2026-01-01")], targets: [])
        #expect(throws: ReportFault.notInForce("hand", known: ["hand@2"])) {
            try office.report()
        }
    }

    @Test("comparisons, trends and rankings take the version that a report of the period takes")
    func analyses() throws {
        let (office, now) = (Self.office(), Timestamp(milliseconds: 0))
        let (source, definitions) = (office.source(), office.definitions)
        for (name, year, version) in [("hand", 2025, 1), ("hand", 2026, 2), ("hand@2", 2025, 2)] {
            let (before, period) = (
                try #require(Period.year(year - 1)), try #require(Period.year(year))
            )
            let compared = try ComparisonBuilder.comparison(
                CompareQuery(index: name, before: before, after: period), from: source,
                definitions: definitions, at: now)
            let trend = try TrendBuilder.trend(
                AnalysisQuery(index: name, period: period), from: source,
                definitions: definitions, at: now)
            let ranking = try RankingBuilder.ranking(
                RankQuery(index: name, period: period), from: source, definitions: definitions,
                at: now)
            let found = [compared.index, trend.head.index, ranking.head.index]
            #expect(found.map(\.version) == [version, version, version])
        }
        #expect(throws: CompareFault.report(.unknownIndex("hand@3", known: ["hand@1", "hand@2"]))) {
            try RankingBuilder.ranking(
                RankQuery(index: "hand@3", period: try #require(.year(2025))), from: source,
                definitions: definitions, at: now)
        }
    }

    @Test("points asked of an index without indicators are refused")
    func methodNeeds() throws {
        #expect(
            throws: ReportFault.methodNeeds(.tt01, member: "points", index: "hand@1")
        ) { try MethodsTests.office().report(method: .tt01) }
    }

    /// `sipas` with one text put in place of another, and what is wrong with it.
    @Test(
        "what a definition asks for and the scan cannot give is refused with its line",
        arguments: [
            (
                "\"design\": { \"strata\": \"place\" }",
                FormFault.Problem.unknownValue(
                    name: "design.strata", value: "place",
                    allowed: ["none", "unit", "field", "unit-field", "channel", "unit-channel"])
            ),
            (
                "\"design\": { \"unit\": \"place-day\" }",
                .unknownValue(name: "design.unit", value: "place-day", allowed: ["ballot"])
            ),
            (
                "\"design\": { \"clusters\": \"day\" }",
                .unknownValue(
                    name: "design.clusters", value: "day", allowed: ["ballot", "place-day"])
            ),
            (
                "\"design\": { \"strata\": \"channel\", \"weights\": \"dossiers\" }",
                .wrongKind(name: "design.weights", expected: "strata unit, field, unit-field")
            ),
            (
                "\"design\": { \"weights\": \"dossiers\" }",
                .wrongKind(name: "design.weights", expected: "strata unit, field, unit-field")
            ),
            (
                "\"suppression\": { \"staff\": 4 }",
                .outOfRange(name: "suppression.staff", minimum: 5, maximum: 100_000)
            ),
            (
                "\"suppression\": { \"public\": 9 }",
                .outOfRange(name: "suppression.public", minimum: 10, maximum: 100_000)
            ),
            ("\"validFrom\": \"2026\"", .wrongKind(name: "validFrom", expected: "YYYY-MM-DD")),
            (
                "\"validFrom\": \"2026-01-02\", \"validTo\": \"2026-01-01\"",
                .wrongKind(name: "validTo", expected: "a day not before validFrom")
            ),
            (
                "\"points\": { \"indicators\": [], \"classes\": [] }",
                .outOfRange(name: "points.indicators", minimum: 1, maximum: 50)
            ),
        ])
    func refused(member: String, problem: FormFault.Problem) throws {
        let text = String(
            decoding: try Samples.bytes("analytics/indices/sipas.json"), as: UTF8.self)
        let bytes = Array(
            text.replacing("\"version\": 1,", with: "\"version\": 1, \(member),").utf8)
        do throws(FormFaults) {
            _ = try IndexDecoder.decode(bytes)
            Issue.record("nothing was wrong")
        } catch {
            #expect(error.faults.contains(FormFault(line: 4, problem: problem)), "\(error)")
        }
    }

    @Test(
        "a design that the method's intervals cannot know is refused with its line",
        arguments: [
            ("strata", "unit", "mean5"), ("clusters", "place-day", "all45"),
            ("strata", "field", "qd766"),
        ])
    func methodWithoutDesign(member: String, value: String, method: String) throws {
        let text = String(
            decoding: try Samples.bytes("analytics/indices/sipas.json"), as: UTF8.self)
        let bytes = Array(
            text.replacing("t2b.pooled", with: method)
                .replacing(
                    "\"version\": 1,",
                    with: "\"version\": 1, \"design\": { \"\(member)\": \"\(value)\" },"
                ).utf8)
        let plain = member == "strata" ? "none" : "ballot"
        #expect(
            throws: FormFaults([
                FormFault(
                    line: 4,
                    problem: .wrongKind(
                        name: "design.\(member)", expected: "\(plain) with method \(method)"))
            ])
        ) { _ = try IndexDecoder.decode(bytes) }
    }

    @Test("what is asked for and can be given is read")
    func accepted() throws {
        let text = String(
            decoding: try Samples.bytes("analytics/indices/sipas.json"), as: UTF8.self)
        let members = """
            "version": 1, "validFrom": null, "validTo": "2026-12-31",
            "design": { "strata": "unit-field", "clusters": "place-day", "weights": "dossiers" },
            "suppression": { "staff": 12 },
            """
        let index = try IndexDecoder.decode(
            Array(
                text.replacing("\"version\": 1,", with: members)
                    .replacing("\"id\": \"access\",", with: "\"id\": \"access\", \"weight\": 2.5,")
                    .utf8))
        #expect(index.validFrom == nil && index.validTo == CalendarDay("2026-12-31"))
        #expect(
            index.design
                == IndexDesign(strata: .unitField, clusters: .placeDay, weights: .dossiers))
        #expect(index.suppression == .init(staff: 12, everybody: 12))
        #expect(index.dimensions.map(\.weight) == [2.5, 1, 1, 1, 1])
    }
}
