public import Analytics
internal import Documents
public import Survey

/// The leader's page as one file to print and to send: the same figures, drawn by the same code,
/// with its style inside, no script, nothing loaded from anywhere, and an appendix that says how
/// each figure was made.
public struct LeaderDocument: Sendable {
    /// Units looked at closely in one file; the table holds every unit whatever their number.
    public static let closeLooksMax = 50

    /// A close look at one unit.
    public struct CloseLook: Sendable {
        let unit: String
        let details: Report?
        let change: LeaderComparison?

        /// - Parameters:
        ///   - unit: its code; a row of the report
        ///   - details: the unit's report by ``LeaderQuery/detailedIndex``, for what to mend first
        ///   - change: the unit against last year
        public init(unit: String, details: Report?, change: LeaderComparison?) {
            self.unit = unit
            self.details = details
            self.change = change
        }
    }

    private let site: Site
    private let style: [UInt8]
    private let language: String
    private let offset: DayOffset
    private let methodPages: [String: String]
    private let report: Report
    /// One a close look, the first also for what stands once; not empty.
    private let pages: [LeaderPage]

    /// - Parameters:
    ///   - style: the style sheets, one after the other
    ///   - language: one that ``site``'s strings have
    ///   - offset: at which days begin
    ///   - report: every unit's row
    ///   - wholeMonths: the same for the whole months of a period that is not made of them
    ///   - closeLooks: at most ``closeLooksMax``; empty where the report has no row
    ///   - ranking: of the units right below the topmost
    ///   - methodPages: texts that explain the methods, by name
    public init(
        site: Site, style: [UInt8], language: String, offset: DayOffset = .vietNam,
        indices: [IndexDefinition], report: Report, wholeMonths: Report?,
        closeLooks: [CloseLook], ranking: LeaderRanking? = nil, methodPages: [String: String]
    ) {
        precondition(closeLooks.count <= Self.closeLooksMax, "more than a file's close looks")
        self.site = site
        self.style = style
        self.language = language
        self.offset = offset
        self.methodPages = methodPages
        self.report = report
        let looks =
            closeLooks.isEmpty ? [CloseLook(unit: "", details: nil, change: nil)] : closeLooks
        pages = looks.enumerated().map { order, look in
            var page = LeaderPage(
                site: site, language: language,
                query: LeaderQuery(
                    index: report.index.id, period: report.period, unit: look.unit),
                today: report.generatedAt.day(at: offset), offset: offset, indices: indices,
                report: report, wholeMonths: wholeMonths, details: look.details,
                change: look.change, ranking: order == 0 ? ranking : nil)
            page.isFile = true
            page.anchor = order == 0 ? "focus" : "focus-\(order + 1)"
            return page
        }
    }

    /// The whole file.
    public var html: HTML {
        let words = pages[0].words
        let period = Wording.period(report.period, words)
        let index = report.index.title.text(in: language)
        let title = "\(pages[0].text(.leaderTitle)) – \(index) – \(period)"
        let looks = pages.map { page -> HTML in
            page.focus.map { LeaderSummary(page: page, row: $0).html } ?? page.empty
        }
        let facts = ReportFacts(of: report, language: words, offset: offset)
        let filter: HTML? =
            report.filter.isEmpty ? nil : "<p class=\"care\">\(facts.filter)</p>\n"
        return """
            <!doctype html>
            <html lang="\(language)">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light">
            <meta name="robots" content="noindex">
            <title>\(title)</title>
            <style>
            \(HTML(drawing: Self.inline(style)))
            </style>
            </head>
            <body class="wide file">
            \(sample)<main class="sheet">
            <h1>\(pages[0].text(.leaderTitle))</h1>
            <p class="lead">\(index), \(period) – \(facts.state)</p>
            \(filter)\(looks)
            \(LeaderTable(page: pages[0]).html)
            \(pages[0].ranking?.html(pages[0]))
            \(pages[0].footnotes)
            \(appendix(facts))
            </main>
            </body>
            </html>

            """
    }

    private var sample: HTML? {
        guard report.isSample else { return nil }
        let text = site.strings.text(.sampleBanner, in: language)
        return "<aside class=\"sample\">\(text)</aside>\n"
    }

    /// A style sheet that cannot end its element: `</` reads the same as `<\/` in a style sheet,
    /// and is no end of anything in a page.
    static func inline(_ style: [UInt8]) -> [UInt8] {
        style.reduce(into: []) { kept, byte in
            if byte == UInt8(ascii: "/"), kept.last == UInt8(ascii: "<") {
                kept.append(UInt8(ascii: "\\"))
            }
            kept.append(byte)
        }
    }

    // MARK: How it was made

    private func appendix(_ facts: ReportFacts) -> HTML {
        let rows = facts.list.map { fact -> HTML in
            "<tr><th scope=\"row\">\(fact.name)</th><td>\(fact.value)</td></tr>\n"
        }
        let known = Set(methodPages.keys).intersection(methods)
        return """
            <section class="appendix" aria-labelledby="made">
            <h2 id="made">\(site.strings.text(.methodsTitle, in: language))</h2>
            <table class="facts"><tbody>
            \(rows)</tbody></table>
            \(sources)\(methods.map { method($0, known) })</section>
            """
    }

    /// The plans' own words for each target, once.
    private var sources: HTML? {
        guard let row = report.units.first, !row.targets.isEmpty else { return nil }
        let page = pages[0]
        let entries = row.targets.map(\.target).map { target -> HTML in
            let threshold = Percent.threshold(target.threshold, page.words)
            let scope = target.scope.title.text(in: language)
            return """
                <dt>≥ \(threshold) (\(target.due.month.year)): \(scope)</dt>
                <dd>\(TargetRow.quote(target, page))</dd>

                """
        }
        return """
            <h3>\(page.text(.leaderSourceLabel))</h3>
            <dl class="sources">
            \(entries)</dl>

            """
    }

    private func method(_ id: String, _ known: Set<String>) -> HTML {
        guard let text = methodPages[id] else {
            return "<article id=\"method-\(id)\"><h3>\(id)</h3></article>\n"
        }
        let content = MethodText(text, known: known, language: language, isPart: true)
        let vietnamese = Page.lang(Strings.reference, in: language)
        return """
            <article class="method" id="method-\(id)">
            <h3\(vietnamese)>\(content.title)</h3>
            <p class="lead"\(vietnamese)>\(content.inline(content.summary))</p>
            <div\(Page.lang("en", in: language))>
            \(content.rest)</div>
            </article>

            """
    }

    /// The pages of everything that the file names, each once.
    private var methods: [String] {
        var ids = [report.method?.page]
        for row in report.units {
            ids.append(row.estimate?.page)
            ids += row.targets.map(\.estimate?.page)
        }
        if pages.contains(where: { $0.change != nil }) { ids += ["before-after", "drivers"] }
        if pages[0].ranking != nil { ids += ["ranking", "funnel"] }
        if report.units.contains(where: { $0.worstCase != nil }) { ids.append("worst-case") }
        var list: [String] = []
        for id in ids.compactMap(\.self) + ["suppression"] where !list.contains(id) {
            list.append(id)
        }
        return list
    }
}
