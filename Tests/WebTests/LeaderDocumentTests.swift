import Analytics
import Foundation
import Survey
import Testing

@testable import Web

@Suite("The leader's page as a file")
struct LeaderDocumentTests {
    private static let period = Period.year(2025)!

    private static func row(_ code: String, _ name: String, depth: Int = 0) -> UnitReport {
        let estimate = Estimate(
            share: 0.8996, lower: 0.8796, upper: 0.9196, interval: "wilson", designEffect: 1,
            effectiveResponses: 500)
        let targets = [0.9, 0.95].map { threshold in
            TargetReport(
                target: Target(
                    id: "t\(threshold)",
                    scope: .init(
                        id: "tthc", title: LocalizedText(["vi": "Thủ tục"]), item: "overall",
                        field: nil),
                    threshold: threshold, due: CalendarDay("2025-12-31")!, until: nil,
                    title: LocalizedText(["vi": "Mục tiêu"]),
                    source: .init(
                        plan: "004", document: "Kế hoạch", section: "II.2.a",
                        quote: "tối thiểu \(threshold)")),
                responses: 500, estimate: estimate, isPointMet: false, verdict: .undecided,
                needed: 99)
        }
        return UnitReport(
            unit: Survey.Unit(
                code: code, name: name, kind: .department, parent: nil, validFrom: nil,
                validTo: nil, successor: nil), depth: depth, responses: 512, valid: 500,
            dossiers: 2_000, coverage: 0.256, estimate: estimate, dimensions: [], items: [],
            targets: targets,
            trend: [TrendPoint(period: period, responses: 512, estimate: estimate)],
            isSuppressed: false, presentation: .show,
            worstCase: WorstCase(lower: 0.2, upper: 0.97, basis: .dossiers))
    }

    private static func file(
        _ rows: [UnitReport], looks: [String], language: String = "vi", isSample: Bool = false,
        style: [UInt8]? = nil, methods: [String: String]? = nil
    ) throws -> String {
        let report = Report(
            index: .init(
                id: "overall", version: 1, method: "t2b.overallItem",
                title: LocalizedText(["vi": "Chỉ số", "en": "Index"])),
            period: period, level: 0.95, generatedAt: Timestamp(milliseconds: 1_767_000_000_000),
            closings: [], isSample: isSample, minimumBallots: 30, units: rows)
        return LeaderDocument(
            site: try Samples.site(isSample: isSample),
            style: try style
                ?? ["hailong.css", "tables.css"].flatMap { try Samples.bytes("kiosk/\($0)") },
            language: language,
            indices: [try IndexDecoder.decode(Samples.bytes("analytics/indices/overall.json"))],
            report: report, wholeMonths: nil,
            closeLooks: looks.map { .init(unit: $0, details: nil, change: nil) },
            methodPages: try methods ?? pages()
        ).html.text
    }

    private static func pages() throws -> [String: String] {
        var pages: [String: String] = [:]
        for name in ["wilson", "t2b-overall-item", "suppression", "worst-case"] {
            let bytes = try Samples.bytes("analytics/methods/\(name).md")
            pages[name] = String(decoding: bytes, as: UTF8.self)
        }
        return pages
    }

    /// What is wrong with a file but that its style stands in it, which no page may.
    private static func faults(_ file: String) -> [String] {
        let start = file.range(of: "<style>")?.upperBound ?? file.startIndex
        let end = file.range(of: "</style>")?.lowerBound ?? file.startIndex
        guard start <= end else { return ["no style"] }
        let bare = file.replacingCharacters(in: start..<end, with: "")
        return PageRules(Array(bare.utf8)).faults.filter { $0 != "<style>" }
    }

    private static let rows = [row("A", "Sở <b>A</b>"), row("B", "Xã B", depth: 1)]

    @Test("keeps the rules of every page but that of the style sheet", arguments: ["vi", "en"])
    func rules(language: String) throws {
        let file = try Self.file(Self.rows, looks: ["A", "B"], language: language, isSample: true)
        #expect(Self.faults(file) == [])
        #expect(file.contains("Sở &lt;b&gt;A&lt;/b&gt;"))
    }

    @Test("leads nowhere outside itself and loads nothing")
    func alone() throws {
        let file = try Self.file(Self.rows, looks: ["A"])
        let markup = Markup(Array(file.utf8))
        for name in ["href", "src", "action"] {
            for value in markup.values(name) { #expect(value.hasPrefix("#"), "\(value)") }
        }
        for name in ["script", "link", "form", "img", "iframe"] {
            #expect(markup.all(name).isEmpty, "<\(name)>")
        }
        #expect(!file.contains("url(") && !file.contains("@import"))
        #expect(file.contains("default-src &#39;none&#39;") || file.contains("default-src 'none'"))
    }

    @Test("each limit names its method and leads to its page in the file")
    func methods() throws {
        let file = try Self.file(Self.rows, looks: ["A"])
        let limits = Markup(Array(file.utf8)).all("a").filter { $0["class"] == "limits" }
        // The close look, its one line of targets, and two rows of the table.
        #expect(limits.count == 4 && limits.allSatisfy { $0["href"] == "#method-wilson" })
        #expect(file.components(separatedBy: "<small class=\"by\">wilson</small>").count == 5)
        for id in ["wilson", "t2b-overall-item", "suppression", "worst-case"] {
            #expect(file.contains("<article class=\"method\" id=\"method-\(id)\">"), "\(id)")
        }
        // Content of one's own may lack a page: the name stays, and nothing leads nowhere.
        let bare = try Self.file(Self.rows, looks: ["A"], methods: [:])
        #expect(Self.faults(bare) == [])
    }

    @Test("shows each figure as the page does, and never across a target")
    func figures() throws {
        let file = try Self.file(Self.rows, looks: ["A", "B"])
        for text in ["89,96 %", "88,0–92,0 %", "500 phiếu hợp lệ trong 512", "25,6 %", "tạm tính"] {
            #expect(file.contains(text), "\(text)")
        }
        #expect(!file.contains("90,0 %"))
        // The plan's words once for all units, in sight.
        #expect(file.components(separatedBy: "tối thiểu 0.95").count == 2)
        #expect(!file.contains("<details>"))
    }

    @Test("a style sheet cannot end its element")
    func style() throws {
        let sheet = Array("p::after { content: \"</style><script>x()</script>\" }".utf8)
        let file = try Self.file(Self.rows, looks: ["A"], style: sheet)
        #expect(!file.contains("<script") || file.contains("<\\/style><script>x()<\\/script>"))
        #expect(Markup(Array(file.utf8)).all("h1").count == 1)
        #expect(file.components(separatedBy: "</style>").count == 2)
    }

    @Test("an office without units has a file too")
    func empty() throws {
        let file = try Self.file([], looks: [])
        #expect(Self.faults(file) == [])
    }
}
