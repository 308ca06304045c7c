internal import Analytics
internal import Documents
internal import Survey

/// The close look at one unit: figure, targets, trend, what to mend first.
struct LeaderSummary {
    /// Items named as the first to mend.
    static let weakestMax = 3

    let page: LeaderPage
    let row: UnitReport

    var html: HTML {
        """
        <section class="summary" aria-labelledby="\(page.anchor)">
        <h2 id="\(page.anchor)">\(row.unit.name)</h2>
        <div class="headline">\(headline)</div>
        \(page.makesShare ? nil : LeaderFigures(page: page, row: row).table)
        \(page.change?.against(page))
        \(targets)
        \(trend)
        \(page.change?.first(page))
        \(weakest)
        </section>
        """
    }

    /// The figure, how sure it is, and on what it stands.
    private var headline: HTML {
        let words = page.words
        let period = Wording.period(page.report.period, words)
        if !page.makesShare, row.withheld == nil {
            let figures = LeaderFigures(page: page, row: row)
            return """
                <p class="figure">\(figures.headline) \(state)</p>
                <div class="basis">\(figures.warning)\(basis(period))</div>
                """
        }
        guard let estimate = row.estimate else {
            let reason = reason
            return """
                <p class="figure none">–</p>
                <div class="basis"><p><strong>\(reason)</strong></p>\(basis(period))</div>
                """
        }
        guard row.presentation != .hide else {
            let reason = page.text(.leaderWide)
            return """
                <p class="figure none">–</p>
                <div class="basis"><p><strong>\(reason)</strong></p>
                <p>\(interval(estimate)) \(warning)</p>\(basis(period))</div>
                """
        }
        let share = Percent.text(estimate.share, words, beside: page.thresholds)
        return """
            <p class="figure">\(share) \(state)</p>
            <div class="basis"><p>\(interval(estimate)) \(warning)</p>\(basis(period))</div>
            """
    }

    /// Why there is no figure.
    private var reason: String {
        if let withheld = row.withheld {
            return Wording.withheld(withheld, floor: page.report.floor, page.words)
        }
        return page.text(row.responses == 0 ? .leaderNothing : .leaderTooFew)
    }

    /// Whether the figure may still change.
    private var state: HTML {
        let words = Wording.state(of: page.report, page.words, offset: page.offset)
        guard page.report.isClosed else { return "<span class=\"provisional\">\(words)</span>" }
        return "<span class=\"closed\">\(words)</span>"
    }

    private func interval(_ estimate: Estimate) -> HTML {
        guard estimate.lower != nil else { return "\(page.text(.leaderNoInterval))" }
        let level = Percent.threshold(page.report.level, page.words)
        // The limits are a link, so they cannot be put into the text as a value.
        let text = page.text(.leaderInterval, ["limits": "\u{1}", "level": level])
        let parts = text.split(separator: "\u{1}", omittingEmptySubsequences: false)
        let limits = page.limits(of: estimate, beside: page.thresholds)
        return "\(parts[0])\(limits)\(parts.count > 1 ? String(parts[1]) : "")"
    }

    /// A word of care where the interval says too little.
    private var warning: HTML {
        switch row.presentation {
        case .show: ""
        case .review: "<span class=\"care\">\(page.text(.leaderReview))</span>"
        case .hide: "<span class=\"care\">\(page.text(.leaderHide))</span>"
        }
    }

    private func basis(_ period: String) -> HTML {
        let changes = Wording.changes(since: page.report.closings, page.words)
            .map { "<p class=\"care\">\($0)</p>" as HTML }
        guard row.withheld == nil else {
            return "<p>\(period)</p>\(altered)\(changes)\(page.method)"
        }
        let valid = Count.text(row.valid, page.words)
        let received = Count.text(row.responses, page.words)
        let ballots = page.text(.leaderBallots, ["valid": valid, "received": received])
        var coverage = page.text(.leaderNoCoverage)
        var excess: HTML?
        if let known = page.coverage(of: row) {
            coverage = page.text(
                known.period == page.report.period ? .leaderCoverage : .leaderCoverageUntil,
                [
                    "share": Percent.text(known.share, page.words),
                    "dossiers": Count.text(known.dossiers, page.words),
                    "day": Wording.day(known.period.to, page.words),
                ])
            if known.share > 1 { excess = "<p class=\"care\">\(page.text(.leaderExcess))</p>" }
        }
        let late: HTML =
            row.late == 0
            ? ""
            : "<p>\(page.text(.leaderLate, ["count": Count.text(row.late, page.words)]))</p>"
        return """
            <p>\(period)</p>\(altered)\(changes)<p>\(ballots)</p>\(late)<p>\(coverage)</p>\
            \(excess)\(worst)\
            \(page.method)
            """
    }

    /// A threshold that was moved must not pass for the plan's.
    private var altered: HTML? {
        guard !page.report.altered.isEmpty else { return nil }
        return "<p class=\"care\">\(Wording.altered(page.report.altered, page.words))</p>"
    }

    /// How low and high the figure could be: by dossiers where they are known, if only of the whole
    /// months; nothing where no ballot has a gap, for then it says nothing.
    private var worst: HTML? {
        // Where the row's own are withheld, nothing may stand for them.
        guard let own = row.worstCase else { return nil }
        let whole = page.wholeMonths?.units.first { $0.unit.code == row.unit.code }?.worstCase
        // Nor may the whole less these tell a month that is withheld.
        let isCovered = row.trend.contains(where: \.isWithheld)
        if own.basis != .dossiers, let whole, whole.basis == .dossiers, !isCovered,
            let day = page.wholeMonths?.period.to
        {
            let text = Wording.worstCase(whole, page.words, beside: page.thresholds)
            let until = page.text(.leaderUntil, ["day": Wording.day(day, page.words)])
            return "<p>\(until) \(text)</p>"
        }
        guard own.lower < own.upper else { return nil }
        return "<p>\(Wording.worstCase(own, page.words, beside: page.thresholds))</p>"
    }

    /// Each construct the plan sets targets for: its own share, and the verdict on each target.
    private var targets: HTML {
        let head = [
            page.text(.leaderColumnTarget), page.text(.leaderColumnShare),
            page.text(.leaderColumnInterval), page.text(.leaderColumnBallots),
            page.text(.leaderColumnVerdict),
        ].map { "<th scope=\"col\">\($0)</th>" as HTML }
        let rows = page.scopes(of: row).map { scope in
            TargetRow(page: page, targets: row.targets.filter { $0.target.scope == scope }).html
        }
        return """
            <h3>\(page.text(.leaderTargets))</h3>
            \(page.isTestedDirectly ? "" : "<p>\(page.text(.leaderTestedOn))</p>" as HTML)
            <table class="stack targets"><thead><tr>\(head)</tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }

    /// The months as a picture, and the same numbers in a table.
    private var trend: HTML? {
        let shown = page.mainTargets(of: row)
        let chart = TrendChart(
            row: row, of: page.report, targets: shown, language: page.words,
            id: page.anchor + "-trend")
        let headings = TrendRow.headings(of: page.report, page.words)
        let head = headings.map { "<th scope=\"col\">\($0)</th>" as HTML }
        let rows = chart.rows.map { row -> HTML in
            let cells = zip(row.cells, headings).dropFirst().map { cell, heading in
                "<td data-label=\"\(heading)\">\(cell)</td>" as HTML
            }
            return "<tr><th scope=\"row\">\(row.cells[0])</th>\(Array(cells))</tr>\n"
        }
        guard page.makesShare else { return nil }
        return """
            <h3>\(page.text(.leaderTrend))</h3>
            <figure class="chart">\(HTML(chart))</figure>
            \(page.fold)<summary>\(page.text(.leaderTrendTable))</summary>
            <table class="stack"><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table>
            </details>
            """
    }

    /// The items with the lowest shares: where a director may begin.
    private var weakest: HTML? {
        guard let details = page.details, !details.isSuppressed else { return nil }
        let asked = details.items.filter { $0.share != nil }
        guard asked.count > 1 else { return nil }
        let lowest = asked.sorted { ($0.share ?? 1, $0.id) < ($1.share ?? 1, $1.id) }
            .prefix(Self.weakestMax)
        let items = lowest.map { item -> HTML in
            let answers = item.counts?.answers ?? 0
            let share = Percent.text(item.share ?? 0, page.words, beside: page.thresholds)
            let ballots = page.text(
                .leaderAnswers, ["count": Count.text(answers, page.words)])
            return """
                <li><strong>\(share)</strong> \(item.text.text(in: page.language)) \
                <small>\(ballots)</small></li>

                """
        }
        return """
            <h3>\(page.text(.leaderWeakest))</h3>
            <ul class="weakest">\(items)</ul>
            """
    }
}

extension HTML {
    /// A chart: markup that Documents has escaped itself.
    init(_ chart: TrendChart) {
        self.init(drawing: Array(chart.svg.utf8))
    }
}
