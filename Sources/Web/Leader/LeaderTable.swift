internal import Analytics
internal import Documents
internal import Survey

/// All units: share, how sure, on how many ballots, and the verdict on each target.
struct LeaderTable {
    /// Units up to which all are listed; of more only the one looked at, what stands above it and
    /// what right below, for nobody reads five hundred rows.
    static let listedMax = 60

    let page: LeaderPage

    var html: HTML {
        guard !page.report.units.isEmpty else { return HTML() }
        let head = columns.map { "<th scope=\"col\">\($0)</th>" as HTML }
        let there = page.report.existingUnits
        let listed = isShortened(there) ? there.filter(isNear) : there
        let rows = listed.map(row)
        return """
            <section aria-labelledby="units">
            <h2 id="units">\(page.text(.leaderUnits))</h2>
            \(choice(listed.count, of: there))
            <table class="stack units"><thead><tr>\(head)</tr></thead>
            <tbody>\(rows)</tbody></table>
            </section>
            """
    }

    private func isShortened(_ units: [UnitReport]) -> Bool {
        units.count > Self.listedMax && !page.isFile && !page.query.listsAll
    }

    /// The unit looked at, those above it, and those right below.
    private func isNear(_ row: UnitReport) -> Bool {
        guard let focus = page.focus?.unit else { return true }
        return row.unit.parent == focus.code || above.contains(row.unit.code)
    }

    /// The unit looked at and those above it.
    private var above: Set<String> {
        let parents = Dictionary(
            page.report.units.map { ($0.unit.code, $0.unit.parent) }, uniquingKeysWith: { $1 })
        var codes: Set<String> = []
        var next = page.focus?.unit.code
        while let code = next, codes.insert(code).inserted { next = parents[code] ?? nil }
        return codes
    }

    /// How many of a large office's units are listed, and the way to the others.
    private func choice(_ count: Int, of units: [UnitReport]) -> HTML? {
        guard units.count > Self.listedMax, !page.isFile else { return nil }
        var other = page.query
        other.listsAll.toggle()
        let link = other.link(language: page.language)
        let all = Count.text(units.count, page.words)
        guard isShortened(units) else {
            return "<p><a href=\"\(link)#units\">\(page.text(.leaderUnitsNear))</a></p>"
        }
        let told = page.text(
            .leaderUnitsShown, ["count": Count.text(count, page.words), "all": all])
        return """
            <p>\(told) <a href="\(link)#units">\(page.text(.leaderUnitsAll, ["all": all]))</a></p>
            """
    }

    private var targets: [Target] {
        page.report.units.first.map { page.mainTargets(of: $0) } ?? []
    }

    /// Headings of the unit, of the method's own figures, of ballots and coverage, of targets.
    private var columns: [String] {
        [page.text(.leaderColumnUnit)] + figureColumns
            + [page.text(.leaderColumnBallots), coverageLabel]
            + targets.map { target in
                let threshold = Percent.threshold(target.threshold, page.words)
                return "≥ \(threshold) (\(target.due.month.year))"
            }
    }

    private var figureColumns: [String] {
        switch page.report.method?.family {
        case .points: [page.text(.leaderColumnPoints)]
        case .counts: page.report.units.first?.figures.map(\.id) ?? []
        case .ballots, nil:
            [
                Wording.valueColumn(of: page.report, page.words),
                page.text(.leaderColumnInterval),
            ]
        }
    }

    /// A row's cells under ``figureColumns``.
    private func figureCells(_ row: UnitReport) -> [HTML] {
        switch page.report.method?.family {
        case .points:
            ["\(row.points.map { Wording.points($0, page.words) } ?? withheld(row) ?? "–")"]
        case .counts:
            row.figures.map { figure in
                let own = figure.basis == .ballots ? withheld(row) : nil
                return "\(own ?? Wording.value(of: figure, page.words))"
            }
        case .ballots, nil:
            ["\(share(row))", page.limits(of: row.estimate, beside: page.thresholds)]
        }
    }

    /// Names the day up to which dossiers are known, where that is not the period's own end.
    private var coverageLabel: String {
        let label = page.text(.leaderColumnCoverage)
        guard let months = page.wholeMonths else { return label }
        return label + " (≤ \(Wording.day(months.period.to, page.words)))"
    }

    private func row(_ row: UnitReport) -> HTML {
        let labels = columns
        let valid = row.withheld == nil ? Count.text(row.valid, page.words) : "–"
        let shown = figureCells(row) + ["\(valid)", "\(coverage(row))"]
        var cells = shown.enumerated().map { index, cell -> HTML in
            "<td data-label=\"\(labels[index + 1])\">\(cell)</td>"
        }
        for (index, target) in targets.enumerated() {
            guard let result = row.targets.first(where: { $0.target.id == target.id }) else {
                continue
            }
            cells.append(
                """
                <td data-label="\(labels[index + shown.count + 1])">\
                \(VerdictMark(result, page).html)</td>
                """)
        }
        return """
            <tr\(depthClass(row.depth))><th scope="row">\(page.name(of: row.unit))</th>\(cells)</tr>

            """
    }

    private func depthClass(_ depth: Int) -> HTML {
        switch depth {
        case 0: " class=\"depth0\""
        case 1: " class=\"depth1\""
        case 2: " class=\"depth2\""
        default: " class=\"depth3\""
        }
    }

    private func share(_ row: UnitReport) -> String {
        if let reason = withheld(row) { return reason }
        guard let estimate = row.estimate else {
            return row.responses == 0 ? page.text(.leaderNothing) : Wording.withheld(page.words)
        }
        guard row.presentation != .hide else { return page.text(.leaderWide) }
        return Percent.text(estimate.share, page.words, beside: page.thresholds)
    }

    /// Why a row is withheld, or nil.
    private func withheld(_ row: UnitReport) -> String? {
        row.withheld.map { Wording.withheld($0, floor: page.report.floor, page.words) }
    }

    private func coverage(_ row: UnitReport) -> String {
        guard row.withheld == nil else { return "–" }
        return page.coverage(of: row).map { Percent.text($0.share, page.words) } ?? "–"
    }
}

/// A verdict in words, with a sign that does not need colour.
struct VerdictMark {
    private let target: TargetReport
    private let page: LeaderPage

    init(_ target: TargetReport, _ page: LeaderPage) {
        self.target = target
        self.page = page
    }

    var html: HTML {
        // A row may be withheld to cover another one, and is not too few itself.
        if target.isWithheld {
            return "<span class=\"verdict few\">– \(page.text(.leaderVerdictWithheld))</span>"
        }
        // The provisional note stands once beside the figure, not in every cell.
        let words = Wording.verdict(target.verdict, isClosed: true, page.words)
        return switch target.verdict {
        case .met: "<span class=\"verdict met\">✓ \(words)</span>"
        case .missed: "<span class=\"verdict missed\">✕ \(words)</span>"
        case .undecided: "<span class=\"verdict undecided\">? \(words)</span>"
        case .tooFew: "<span class=\"verdict few\">… \(words)</span>"
        }
    }
}
