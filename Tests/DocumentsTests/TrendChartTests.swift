import Analytics
import Documents
import Foundation
import FoundationXML
import Survey
import Testing

@Suite("TrendChart")
struct TrendChartTests {
    private func chart(
        _ row: UnitReport = Samples.province, targets: [Target] = Samples.targets,
        _ language: DocumentLanguage = .vietnamese, isSample: Bool = false
    ) -> TrendChart {
        TrendChart(
            row: row, of: Samples.report(isSample: isSample), targets: targets, language: language,
            id: "t1")
    }

    private func unit(
        _ name: String = "Xã", months: Int, from: String = "2024-01-01",
        share: (Int) -> Double? = { _ in 0.9 }
    ) -> UnitReport {
        let first = Samples.day(from).month
        let trend = (0..<months).map { offset in
            let month = CalendarMonth(ordinal: first.ordinal + offset)
            return TrendPoint(
                period: Period(from: month.firstDay, to: month.lastDay)!, responses: 10,
                estimate: share(offset).map {
                    Samples.estimate($0, max(0, $0 - 0.05), min(1, $0 + 0.05))
                })
        }
        return UnitReport(
            unit: Samples.unit("X", name), depth: 0, responses: 0, valid: 0, dossiers: nil,
            coverage: nil, estimate: nil, dimensions: [], items: [], targets: [], trend: trend,
            isSuppressed: false, presentation: .show)
    }

    private func parsed(_ svg: String) throws -> SVGReader {
        let reader = SVGReader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        let isWellFormed = parser.parse()
        try #require(isWellFormed, "\(String(describing: parser.parserError)): \(svg)")
        return reader
    }

    @Test(
        "the picture is well-formed whatever the names are",
        arguments: [
            "Tỉnh Khánh Hòa", "<script>alert(1)</script>", "A & \"B\" 'C' ]]>", "\u{1}\u{0}",
        ])
    func wellFormed(name: String) throws {
        let svg = chart(unit(name, months: 12)).svg
        let read = try parsed(svg)
        #expect(read.elements.first == "svg")
        #expect(!read.elements.contains("script"))
        #expect(read.attributeNames.isDisjoint(with: ["style", "onclick", "onload", "href"]))
        #expect(svg.contains("role=\"img\" lang=\"vi\" aria-labelledby=\"t1-title t1-desc\""))
    }

    @Test("a month without an estimate is a gap: neither line nor band goes across it")
    func gaps() throws {
        let read = try parsed(chart().svg)
        // January and March stand alone: two points, two bars, no line between them.
        #expect(read.classes.filter { $0 == "trend-point" }.count == 2)
        #expect(read.classes.filter { $0 == "trend-band" }.count == 2)
        #expect(!read.classes.contains("trend-line"))
        let joined = try parsed(chart(unit(months: 6) { $0 == 3 ? nil : 0.9 }).svg)
        #expect(joined.classes.filter { $0 == "trend-band" }.count == 2)
        #expect(joined.classes.filter { $0 == "trend-point" }.count == 5)
        #expect(joined.paths["trend-line"]?.filter { $0 == "M" }.count == 2)
    }

    @Test(
        "the axis holds limits and thresholds and says where it begins",
        arguments: [
            (0.97, [0.9], 80), (0.97, [0.95], 80), (0.7, [0.9], 60), (0.56, [0.9], 40),
            (0.32, [0.9], 0), (0.05, [], 0),
        ])
    func axis(share: Double, thresholds: [Double], floor: Int) throws {
        let targets = thresholds.map { Samples.target("t", $0, due: "2025-12-31") }
        let read = try parsed(chart(unit(months: 3) { _ in share }, targets: targets).svg)
        let note = floor == 0 ? "Trục đứng từ 0 đến 100 %." : "Trục đứng bắt đầu từ \(floor) %."
        #expect(read.texts.contains { $0.hasSuffix(note) })
        #expect(read.texts.contains("\(floor) %"))
        #expect(read.texts.contains("100 %"))
    }

    @Test("everything drawn lies inside the picture", arguments: [1, 2, 12, 13, 36, 60, 240])
    func inside(months: Int) throws {
        let read = try parsed(chart(unit(months: months) { Double($0 % 11) / 10 }).svg)
        for (x, y) in read.positions {
            #expect((0...360).contains(x))
            #expect((0...232).contains(y))
        }
        let labels = read.texts.filter { Int($0) != nil }
        #expect(labels.count <= 12 + months / 12 + 1)
    }

    @Test("targets of one threshold share a line; labels of near ones do not collide")
    func targetLabels() throws {
        let targets = [
            Samples.target("a", 0.9, due: "2025-12-31"),
            Samples.target("b", 0.9, due: "2030-12-31"),
            Samples.target("c", 0.91, due: "2030-12-31"),
        ]
        let read = try parsed(chart(unit(months: 3) { _ in 0.1 }, targets: targets).svg)
        #expect(read.texts.filter { $0 == "90 %" }.count == 1)
        #expect(read.texts.contains("91 % (2030)"))
        let heights = read.textHeights
        let (upper, lower) = (try #require(heights["91 % (2030)"]), try #require(heights["90 %"]))
        #expect(lower - upper >= 11)
    }

    @Test("the table has the same numbers, with thresholds kept apart")
    func rows() {
        #expect(
            chart().rows.map(\.cells) == [
                ["01/2025", "600", "89,96 %", "87,3–92,1 %"], ["02/2025", "3", "–", "–"],
                ["03/2025", "400", "95,1 %", "92,5–96,8 %"],
            ])
        #expect(
            TrendRow.headings(of: Samples.report(), .english)
                == ["Month", "Ballots", "Satisfied", "95 % interval"])
    }

    @Test("a clipped month names its days, and a withheld one does not look like an empty one")
    func clippedMonth() {
        let days = Samples.period("2025-03-10", "2025-03-31")
        let points = [
            TrendPoint(period: days, responses: 0, estimate: nil),
            TrendPoint(period: days, responses: 0, estimate: nil, isWithheld: true),
        ]
        let row = UnitReport(
            unit: Samples.unit("X", "Xã"), depth: 0, responses: 1, valid: 1, dossiers: nil,
            coverage: nil, estimate: nil, dimensions: [], items: [], targets: [], trend: points,
            isSuppressed: false, presentation: .show)
        let rows = chart(row, .english).rows
        #expect(rows.first?.month == "2025-03-10 – 2025-03-31")
        #expect(rows.map(\.responses) == ["0", "withheld"])
    }

    @Test("a suppressed unit's chart and rows hold no figure", arguments: DocumentLanguage.allCases)
    func suppression(language: DocumentLanguage) throws {
        let chart = chart(Samples.suppressed, language)
        let read = try parsed(chart.svg)
        #expect(!read.classes.contains("trend-point"))
        #expect(!read.classes.contains("trend-band"))
        let words = read.texts.joined(separator: "|") + chart.rows.flatMap(\.cells).joined()
        for secret in ["77,", "77.", "33,1", "33.1", "96,1", "96.1"] {
            #expect(!words.contains(secret))
        }
    }

    @Test("samples say so inside the picture", arguments: [true, false])
    func sample(isSample: Bool) throws {
        let read = try parsed(chart(isSample: isSample).svg)
        #expect(read.texts.contains("SAMPLE") == isSample)
        #expect(read.texts.contains("MẪU") == isSample)
    }

    @Test("beyond the most months the oldest are left out")
    func limit() {
        let chart = chart(unit(months: TrendChart.monthsMax + 1))
        #expect(chart.rows.count == TrendChart.monthsMax)
        #expect(chart.rows.first?.month == "02/2024")
    }
}
