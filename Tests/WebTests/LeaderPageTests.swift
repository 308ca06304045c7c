import Analytics
import Foundation
import Survey
import Testing

@testable import Web

@Suite("The leader's page")
struct LeaderPageTests {
    private static let year = Period.year(2025)!

    private static func estimate(_ share: Double, _ lower: Double, _ upper: Double) -> Estimate {
        Estimate(
            share: share, lower: lower, upper: upper, interval: "wilson", designEffect: 1,
            effectiveResponses: 500)
    }

    private static func target(_ threshold: Double, due: String) -> Target {
        Target(
            id: "t-\(due)",
            scope: .init(
                id: "tthc", title: LocalizedText(["vi": "Giải quyết thủ tục"]), item: "overall",
                field: nil),
            threshold: threshold, due: CalendarDay(due)!, until: nil,
            title: LocalizedText(["vi": "Mục tiêu"]),
            source: .init(plan: "004", document: "Kế hoạch", section: "II.2.a", quote: "tối thiểu"))
    }

    /// A row with a share, both targets and one month.
    private static func row(
        _ name: String = "Sở Xây dựng", share: Double = 0.9, presentation: Presentation = .show,
        late: Int = 0
    ) -> UnitReport {
        let estimate = estimate(share, share - 0.02, share + 0.02)
        let targets = [target(0.9, due: "2025-12-31"), target(0.95, due: "2030-12-31")].map {
            TargetReport(
                target: $0, responses: 500, estimate: estimate, isPointMet: false,
                verdict: .undecided, needed: 1_234)
        }
        return UnitReport(
            unit: unit(name), depth: 0, responses: 512, valid: 500, late: late, dossiers: 2_000,
            coverage: 0.256, estimate: estimate, dimensions: [], items: [], targets: targets,
            trend: [TrendPoint(period: year, responses: 512, estimate: estimate)],
            isSuppressed: false, presentation: presentation)
    }

    private static func unit(_ name: String) -> Survey.Unit {
        Survey.Unit(
            code: "SXD", name: name, kind: .department, parent: nil, validFrom: nil, validTo: nil,
            successor: nil)
    }

    private static func page(
        _ rows: [UnitReport], method: IndexMethod = .overallItem, language: String = "vi",
        closedAt: Timestamp? = nil, unit: String? = nil, listsAll: Bool = false,
        whole: [UnitReport]? = nil
    ) throws -> String {
        var query = LeaderQuery(
            index: method == .overallItem ? "overall" : "sipas", period: year, unit: unit)
        query.listsAll = listsAll
        let content = try ["overall", "sipas"].map {
            try IndexDecoder.decode(Samples.bytes("analytics/indices/\($0).json"))
        }
        func report(_ rows: [UnitReport]) -> Report {
            Report(
                index: .init(
                    id: method == .overallItem ? "overall" : "sipas", version: 1,
                    method: method.rawValue, title: LocalizedText(["vi": "Chỉ số"])),
                period: year, level: 0.95, generatedAt: Timestamp(milliseconds: 0),
                closings: closedAt.map { moment in
                    year.months.map { Closing(month: $0, closedAt: moment, lastRow: 9) }
                } ?? [],
                isSample: false, minimumBallots: 30, units: rows)
        }
        let page = LeaderPage(
            site: try Samples.site(), language: language,
            query: query,
            today: CalendarDay("2025-12-31")!, indices: content, report: report(rows),
            wholeMonths: whole.map(report), details: nil)
        return page.html.text
    }

    @Test("says the share, how sure, on how many ballots and dossiers, and each verdict")
    func figures() throws {
        let page = try Self.page([Self.row()])
        for text in [
            "90,0 %", "88,0–92,0 %", "500 phiếu hợp lệ trong 512", "25,6 %", "2.000 hồ sơ",
            "chưa đủ căn cứ", "cần thêm khoảng 1.234 phiếu", "tạm tính", "≥ 95 % (2030)",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(!page.contains(">nan") && !page.contains(">inf"))
        #expect(try Self.page([Self.row()], language: "en").contains("90.0 %"))
    }

    @Test("a total of points that is withheld is said to be so, and no indicator stands for it")
    func points() throws {
        let own = Self.row()
        let figure = IndexFigure(
            id: "i9", title: LocalizedText(["vi": "Chỉ số 9"]), unit: .points, basis: .given,
            numerator: 2, denominator: 1, most: 2)
        let row = UnitReport(
            unit: own.unit, depth: 0, responses: 512, valid: 500, dossiers: nil, coverage: nil,
            estimate: nil, dimensions: [], items: [], targets: [], trend: [],
            isSuppressed: false, presentation: .show, figures: [figure])
        let page = try Self.page([row], method: .tt01)
        #expect(page.contains("<p class=\"figure\">–") && !page.contains("i9: "))
        #expect(page.contains("ẩn (dưới 5 phiếu, hoặc để giữ kín số khác)"))
    }

    @Test("a closed period says when it was closed and what came after, an open one neither")
    func closed() throws {
        // Past midnight in Viet Nam and not yet in UTC.
        let moment = Timestamp(rfc3339: "2026-01-04T18:30:00Z")
        let page = try Self.page([Self.row(late: 1_234)], closedAt: moment)
        #expect(page.contains("đã chốt ngày 05/01/2026") && !page.contains("tạm tính"))
        #expect(page.contains("1.234 phiếu đến sau khi chốt, không tính"))
        #expect(page.contains("Kỳ này đã chốt"))
        #expect(try !Self.page([Self.row()], closedAt: moment).contains("đến sau khi chốt"))
        let open = try Self.page([Self.row()])
        #expect(open.contains("tạm tính") && !open.contains("đã chốt"))
        let english = try Self.page([Self.row(late: 3)], language: "en", closedAt: moment)
        #expect(english.contains("closed on 2026-01-05") && english.contains("3 ballots came"))
        for text in [page, english] { #expect(PageRules(Array(text.utf8)).faults == []) }
    }

    @Test("keeps the rules of every page", arguments: ["vi", "en"])
    func rules(language: String) throws {
        let page = try Self.page([Self.row()], language: language)
        #expect(PageRules(Array(page.utf8)).faults == [])
    }

    @Test("a share below a target never reads as the target")
    func rounding() throws {
        let page = try Self.page([Self.row(share: 0.8996)])
        #expect(page.contains("89,96 %") && !page.contains("90,0 %"))
    }

    @Test("no verdict stands beside the figure of an index that targets are not tested on")
    func otherIndex() throws {
        let direct = try Self.page([Self.row()])
        let pooled = try Self.page([Self.row()], method: .pooled)
        #expect(direct.components(separatedBy: "class=\"verdict ").count - 1 == 4)
        #expect(pooled.components(separatedBy: "class=\"verdict ").count - 1 == 2)
        #expect(pooled.contains("không xét trên chỉ số đang xem"))
        #expect(!direct.contains("không xét trên chỉ số đang xem"))
        #expect(direct.contains("trend-target") && !pooled.contains("trend-target"))
    }

    @Test("a figure whose interval says too little is shown neither in the table nor above it")
    func hidden() throws {
        let page = try Self.page([Self.row(presentation: .hide)])
        #expect(page.contains("Chưa đủ phiếu để kết luận"))
        #expect(page.components(separatedBy: "Khoảng quá rộng").count - 1 == 2)
        #expect(page.contains("<p class=\"figure none\">–</p>"))
        #expect(!page.contains("<p class=\"figure\">"))
    }

    @Test("a withheld row gives no figure, an empty office says so")
    func withheld() throws {
        let empty = UnitReport(
            unit: Self.unit("Xã"), depth: 0, responses: 3, valid: 3, dossiers: nil, coverage: nil,
            estimate: nil, dimensions: [], items: [], targets: [], trend: [], isSuppressed: true,
            presentation: .hide)
        let page = try Self.page([empty])
        #expect(page.contains("Dưới 5 phiếu hợp lệ") && page.contains("ẩn (dưới 5 phiếu)"))
        #expect(try Self.page([]).contains("Chưa có đơn vị nào"))
    }

    @Test("a unit withheld to cover another is not said to have too few ballots")
    func cover() throws {
        let hidden = TargetReport(
            target: Self.target(0.9, due: "2025-12-31"), responses: 0, estimate: nil,
            isPointMet: false, verdict: .tooFew, needed: nil, isWithheld: true)
        let row = UnitReport(
            unit: Self.unit("Xã"), depth: 0, responses: 0, valid: 0, dossiers: nil, coverage: nil,
            estimate: nil, dimensions: [], items: [], targets: [hidden], trend: [],
            isSuppressed: true, presentation: .hide, withheld: .cover)
        let page = try Self.page([row])
        #expect(!page.contains("quá ít phiếu") && page.contains("– ẩn"))
    }

    @Test("a unit that was no more, or not yet, is in no table unless it has ballots")
    func dissolved() throws {
        func row(_ name: String, until: String, responses: Int) -> UnitReport {
            let unit = Survey.Unit(
                code: name, name: name, kind: .department, parent: nil, validFrom: nil,
                validTo: CalendarDay(until), successor: nil)
            return UnitReport(
                unit: unit, depth: 1, responses: responses, valid: responses, dossiers: nil,
                coverage: nil, estimate: nil, dimensions: [], items: [], targets: [], trend: [],
                isSuppressed: true, presentation: .hide)
        }
        let page = try Self.page([
            Self.row(), row("Xưa", until: "2024-12-31", responses: 0),
            row("Mới giải thể", until: "2025-01-01", responses: 0),
            row("Còn phiếu", until: "2024-12-31", responses: 2),
        ])
        #expect(!page.contains(">Xưa<"))
        #expect(page.contains("Mới giải thể") && page.contains("Còn phiếu"))
    }

    @Test("of many units those near the one looked at are listed, and all on demand")
    func many() throws {
        func row(_ code: String, under parent: String?, depth: Int) -> UnitReport {
            let unit = Survey.Unit(
                code: code, name: "Đơn vị \(code)", kind: .department, parent: parent,
                validFrom: nil, validTo: nil, successor: nil)
            return UnitReport(
                unit: unit, depth: depth, responses: 9, valid: 9, dossiers: nil, coverage: nil,
                estimate: nil, dimensions: [], items: [], targets: [], trend: [],
                isSuppressed: true, presentation: .hide)
        }
        var rows = [row("T", under: nil, depth: 0)]
        for department in 1...10 {
            rows.append(row("S\(department)", under: "T", depth: 1))
            for commune in 1...9 {
                rows.append(row("X\(department)-\(commune)", under: "S\(department)", depth: 2))
            }
        }
        func names(_ page: String) -> Int {
            page.components(separatedBy: "<th scope=\"row\">").count - 1
        }
        let top = try Self.page(rows)
        #expect(names(top) == 11 && top.contains("11 trong 101 đơn vị") && top.contains("all=1"))
        let inside = try Self.page(rows, unit: "S3")
        // The topmost, the one looked at, and its nine.
        #expect(names(inside) == 11 && inside.contains("Đơn vị X3-9") && !inside.contains("X4-1<"))
        let all = try Self.page(rows, listsAll: true)
        #expect(names(all) == 101 && !all.contains("all=1\"><"))
        #expect(try !Self.page(Array(rows.prefix(60))).contains("all=1"))
    }

    @Test("more ballots than dossiers are warned of, and bounds that say nothing are left out")
    func excess() throws {
        func page(coverage: Double, _ worst: WorstCase) throws -> String {
            let estimate = Self.estimate(0.9, 0.88, 0.92)
            return try Self.page([
                UnitReport(
                    unit: Self.unit("Xã"), depth: 0, responses: 512, valid: 500, dossiers: 100,
                    coverage: coverage, estimate: estimate, dimensions: [], items: [],
                    targets: [], trend: [], isSuppressed: false, presentation: .show,
                    worstCase: worst)
            ])
        }
        let none = WorstCase(lower: 0.9, upper: 0.9, basis: .ballots)
        let many = try page(coverage: 5.12, none)
        #expect(many.contains("Phiếu nhiều hơn hồ sơ") && !many.contains("Nếu mọi câu bỏ trống"))
        let some = WorstCase(lower: 0.4, upper: 0.95, basis: .dossiers)
        let few = try page(coverage: 0.5, some)
        #expect(!few.contains("Phiếu nhiều hơn hồ sơ"))
        #expect(few.contains("Nếu mọi hồ sơ không có phiếu"))
    }

    @Test("bounds of the whole months stand for the row's, and never for what is withheld")
    func wholeMonths() throws {
        let known = WorstCase(lower: 0.42, upper: 0.97, basis: .dossiers)
        func row(_ worst: WorstCase?, isWithheld: Bool = false) -> UnitReport {
            let estimate = Self.estimate(0.9, 0.88, 0.92)
            return UnitReport(
                unit: Self.unit("Xã"), depth: 0, responses: 512, valid: 500, dossiers: nil,
                coverage: nil, estimate: worst == nil ? nil : estimate, dimensions: [], items: [],
                targets: [],
                trend: [
                    TrendPoint(
                        period: Self.year, responses: 0, estimate: nil, isWithheld: isWithheld)
                ], isSuppressed: false, presentation: .show, worstCase: worst)
        }
        let own = WorstCase(lower: 0.9, upper: 0.9, basis: .ballots)
        let whole = [row(known)]
        #expect(try Self.page([row(own)], whole: whole).contains("42,0 %"))
        #expect(try !Self.page([row(nil)], whole: whole).contains("42,0 %"))
        #expect(try !Self.page([row(own, isWithheld: true)], whole: whole).contains("42,0 %"))
    }

    @Test("names are data: they never become markup")
    func hostile() throws {
        let page = try Self.page([Self.row("<script>alert(1)</script>\" onload=\"x")])
        #expect(!page.contains("<script") && page.contains("&lt;script&gt;"))
        #expect(!page.contains("\" onload=\"x"))
    }

    @Test(
        "an address is read with sensible defaults, or refused with its reason",
        arguments: [
            ("", "", nil), ("2025-02-30", "", LeaderQuery.Fault.badDay("2025-02-30")),
            ("2025-03-01", "2025-02-01", .endBeforeStart), ("", "2024-06-30", nil),
        ] as [(String, String, LeaderQuery.Fault?)])
    func addresses(from: String, to: String, fault: LeaderQuery.Fault?) {
        let today = CalendarDay("2025-11-21")!
        let fields = [(name: "from", value: from), (name: "to", value: to)]
        do throws(LeaderQuery.Fault) {
            let query = try LeaderQuery.decode(fields, today: today)
            let last = CalendarDay(to) ?? today
            let first = CalendarDay(year: last.month.year, month: 1, day: 1)!
            #expect(fault == nil && query.index == "overall")
            #expect(query.period == Period(from: first, to: last))
        } catch {
            #expect(error == fault)
        }
    }

    @Test(
        "only this machine's own names count as this machine",
        arguments: [
            ("127.0.0.1", true), ("127.0.0.1:8080", true), ("localhost:80", true),
            ("LOCALHOST", true), ("[::1]:8080", true), ("127.1.2.3", true), ("", false),
            ("hailong.example", false), ("127.0.0.1.evil.example", false), ("127.0.0", false),
            ("localhost.evil.example:80", false), ("[::2]", false), ("0.0.0.0:80", false),
            ("127.0.0.256", false), ("10.0.0.1", false),
        ])
    func loopback(host: String, isHere: Bool) {
        #expect(InsideAnswers.isLoopback(host: host) == isHere)
    }
}
