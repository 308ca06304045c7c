public import Analytics
internal import Documents
public import Survey

/// One page for a director with two minutes: how are we doing, how sure is it, is the target met,
/// did it change, what to mend first, and whether it may be believed.
public struct LeaderPage: Sendable {
    let site: Site
    let language: String
    let query: LeaderQuery
    let today: CalendarDay
    /// At which days begin.
    let offset: DayOffset
    let indices: [IndexDefinition]
    /// Every unit's row.
    let report: Report
    /// The unit looked at closely.
    let focus: UnitReport?
    /// The same unit by an index with several items, for what to mend first; nil where there is
    /// none.
    let details: UnitReport?
    /// The whole months of the period where it ends within one: dossiers are counted by the month.
    let wholeMonths: Report?
    /// The focused unit against last year, and what moves it; nil where nothing can be said.
    let change: LeaderComparison?
    /// Which ranks the ballots leave the units; nil where they are not compared.
    let ranking: LeaderRanking?
    /// Whether it is a file of its own, which no server stands behind: everything it leads to is in
    /// it.
    var isFile = false
    /// The name of the close look's heading; one a page.
    var anchor = "focus"

    /// - Parameters:
    ///   - report: one row for each unit
    ///   - wholeMonths: the same for the whole months of a period that is not made of them
    ///   - details: a report of the focused unit by an index with several items
    ///   - change: the focused unit against last year
    ///   - ranking: of the units right below the topmost
    public init(
        site: Site, language: String, query: LeaderQuery, today: CalendarDay,
        offset: DayOffset = .vietNam, indices: [IndexDefinition], report: Report,
        wholeMonths: Report?, details: Report?, change: LeaderComparison? = nil,
        ranking: LeaderRanking? = nil
    ) {
        self.site = site
        self.language = language
        self.query = query
        self.today = today
        self.offset = offset
        self.indices = indices
        self.report = report
        self.wholeMonths = wholeMonths
        self.change = change
        self.ranking = ranking
        focus =
            query.unit.flatMap { code in report.units.first { $0.unit.code == code } }
            ?? report.units.first
        self.details = details?.units.first
    }

    /// The whole document.
    public var html: HTML {
        let page = Page(
            site: site, language: language, title: text(.leaderTitle),
            owner: focus.map { .init(unit: $0.unit.name) },
            alternatives: site.strings.languages.map { other in
                .init(language: other, link: other == language ? nil : query.link(language: other))
            }, isWide: true)
        return page.html(
            main: """
                <h1>\(text(.leaderTitle))</h1>
                \(choices)
                \(focus.map { LeaderSummary(page: self, row: $0).html } ?? empty)
                \(LeaderTable(page: self).html)
                \(ranking?.html(self))
                \(footnotes)
                """)
    }

    func text(_ id: StringID, _ values: KeyValuePairs<String, String> = [:]) -> String {
        site.strings.text(id, in: language, values)
    }

    /// The language that documents' words come in.
    var words: DocumentLanguage { DocumentLanguage(rawValue: language) ?? .vietnamese }

    /// How many of a unit's dossiers were answered, and over which days that is known.
    func coverage(of row: UnitReport) -> (share: Double, dossiers: Int, period: Period)? {
        if let share = row.coverage, let dossiers = row.dossiers {
            return (share, dossiers, report.period)
        }
        guard let wholeMonths,
            let known = wholeMonths.units.first(where: { $0.unit.code == row.unit.code }),
            let share = known.coverage, let dossiers = known.dossiers
        else { return nil }
        return (share, dossiers, wholeMonths.period)
    }

    /// A unit's name, leading to the close look at it.
    func name(of unit: Unit) -> HTML {
        guard !isFile else { return "\(unit.name)" }
        var other = query
        other.unit = unit.code
        let current: HTML = unit.code == focus?.unit.code ? " aria-current=\"true\"" : ""
        return "<a href=\"\(other.link(language: language))\"\(current)>\(unit.name)</a>"
    }

    /// Thresholds that no rounded share may seem to cross.
    var thresholds: [Double] {
        report.units.first?.targets.map(\.target.threshold) ?? []
    }

    /// The constructs that targets are set for: first the one tested on everybody's overall answer.
    func scopes(of row: UnitReport) -> [Target.Scope] {
        var scopes: [Target.Scope] = []
        for target in row.targets where !scopes.contains(target.target.scope) {
            scopes.append(target.target.scope)
        }
        return scopes.filter(isMain) + scopes.filter { !isMain($0) }
    }

    /// Targets that may stand beside the index's own figure: those tested on the very same answers.
    /// A share of 22 criteria beside a verdict on the overall question would mislead.
    func mainTargets(of row: UnitReport) -> [Target] {
        isTestedDirectly ? row.targets.map(\.target).filter { isMain($0.scope) } : []
    }

    /// Whether the index is the share on the overall question that targets are tested on.
    var isTestedDirectly: Bool { report.index.method == IndexMethod.overallItem.rawValue }

    private func isMain(_ scope: Target.Scope) -> Bool {
        let overall = indices.first { $0.id == report.index.id }?.overallItem
        return scope.field == nil && scope.item == overall
    }

    /// Whether the method makes a share of the satisfied, and no points or rates of other tables.
    var makesShare: Bool { report.method?.family == .ballots }

    /// Where the page of a method is.
    func link(toMethod id: String) -> Link {
        isFile ? "#method-\(id)" : MethodPage.link(to: id, language: language)
    }

    /// The beginning of what is folded away on a screen; on paper nobody could unfold it.
    var fold: HTML { isFile ? "<details open>" : "<details>" }

    /// Both limits of an estimate, leading to the page that says how they were made.
    func limits(of estimate: Estimate?, beside thresholds: [Double]) -> HTML {
        guard let estimate, let lower = estimate.lower, let upper = estimate.upper else {
            return "–"
        }
        let limits = Percent.interval(lower, upper, words, beside: thresholds)
        guard let page = estimate.page else { return "\(limits)" }
        let name = estimate.interval ?? ""
        // On paper nothing shows what a link says.
        let by: HTML? = isFile ? " <small class=\"by\">\(name)</small>" : nil
        return """
            <a class="limits" href="\(link(toMethod: page))" title="\(name)">\(limits)</a>\(by)
            """
    }

    /// Which method, leading to its page.
    var method: HTML? {
        report.method.map { method in
            let link = link(toMethod: method.page)
            let title = method.title.text(in: language)
            return "<p>\(text(.leaderMethod)): <a href=\"\(link)\">\(title)</a></p>"
        }
    }

    var empty: HTML { "<p class=\"lead\">\(text(.leaderNoUnits))</p>" }

    /// Which index and period: a plain form that works everywhere, and links for the usual periods.
    private var choices: HTML {
        let options = indices.map { index -> HTML in
            let title = index.title.text(in: language)
            return index.id == report.index.id
                ? "<option value=\"\(index.id)\" selected>\(title)</option>"
                : "<option value=\"\(index.id)\">\(title)</option>"
        }
        let links = LeaderQuery.usualPeriods(today: today).map { id, period -> HTML in
            var other = query
            other.period = period
            return period == query.period
                ? "<li><span aria-current=\"true\">\(text(id))</span></li>"
                : "<li><a href=\"\(other.link(language: language))\">\(text(id))</a></li>"
        }
        let unit = query.unit.map { code -> HTML in
            "<input type=\"hidden\" name=\"unit\" value=\"\(code)\">"
        }
        let method = query.method.map { method -> HTML in
            "<input type=\"hidden\" name=\"method\" value=\"\(method.rawValue)\">"
        }
        let chosen = indices.first { $0.id == report.index.id }?.title.text(in: language)
        return """
            <p class="printed">\(text(.leaderIndex)): \(chosen ?? report.index.id)</p>
            <nav aria-label="\(text(.leaderPeriodsLabel))"><ul class="periods">\(links)</ul></nav>
            <form class="chooser" method="get" action="/leader">
            <p><label for="index">\(text(.leaderIndex))</label>
            <select id="index" name="index">\(options)</select></p>
            <p><label for="from">\(text(.leaderFrom))</label>
            <input id="from" name="from" type="date" value="\(query.period.from.description)"></p>
            <p><label for="to">\(text(.leaderTo))</label>
            <input id="to" name="to" type="date" value="\(query.period.to.description)"></p>
            \(unit)\(method)<input type="hidden" name="lang" value="\(language)">
            <p><button>\(text(.leaderShow))</button></p>
            </form>
            """
    }

    /// What must be known before the figures are believed.
    var footnotes: HTML {
        """
        <section class="notes" aria-labelledby="notes">
        <h2 id="notes">\(text(.leaderNotesTitle))</h2>
        <ul>
        <li>\(text(.leaderNoteSelf))</li>
        <li>\(text(.leaderNoteInterval, ["level": Percent.threshold(report.level, words)]))</li>
        <li>\(text(.leaderNoteVerdict, ["minimum": String(report.minimumBallots)]))</li>
        <li>\(text(.leaderNoteWorst))</li>
        <li>\(text(.leaderNoteMissing))</li>
        <li>\(text(.leaderNoteWithheld, ["floor": String(report.floor)]))</li>
        <li>\(text(report.isClosed ? .leaderNoteClosed : .leaderNoteOpen))</li>
        </ul>
        \(files)</section>
        """
    }

    private var files: HTML? {
        guard !isFile else { return nil }
        return """
            <p class="files"><a href="\(query.fileLink(format: .xlsx).adding("lang", language))">\
            \(text(.leaderFileWorkbook))</a>
            <a href="\(query.fileLink(format: .csv))">\(text(.leaderFileTable))</a>
            <a href="\(query.fileLink(format: .json))">\(text(.leaderFileJSON))</a>
            <a href="\(("/leader/methods" as Link).adding("lang", language))">\
            \(text(.methodsTitle))</a></p>

            """
    }
}

extension Report {
    /// The rows of units that were there in the period, or were given ballots in it.
    var existingUnits: [UnitReport] {
        units.filter { row in
            guard row.responses == 0, row.withheld == nil else { return true }
            return !(row.unit.validTo.map { $0 < period.from } ?? false)
                && !(row.unit.validFrom.map { $0 > period.to } ?? false)
        }
    }
}

extension UnitReport {
    /// Whether a page shows the share: enough ballots, and nothing withheld.
    var showsShare: Bool { withheld == nil && estimate != nil && presentation != .hide }
}
