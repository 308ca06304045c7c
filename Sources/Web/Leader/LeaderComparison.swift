public import Analytics
internal import Documents
public import Survey

/// The close look at one unit, continued: against the same days of last year, and which item moves
/// the whole most.
public struct LeaderComparison: Sendable {
    let before: Period
    let row: UnitComparison
    /// The items that a director may begin with, the first first; none where the data show none.
    let drivers: [ItemDriver]
    /// Whether the page's audience must not see the unit's figure in either period: a difference
    /// would give it away.
    let isWithheld: Bool

    /// - Parameters:
    ///   - before: the same days of last year
    ///   - row: of the unit looked at
    ///   - drivers: the items to begin with
    ///   - isWithheld: whether the figure of either period is withheld
    public init(
        before: Period, row: UnitComparison, drivers: [ItemDriver], isWithheld: Bool = false
    ) {
        self.before = before
        self.row = row
        self.drivers = drivers
        self.isWithheld = isWithheld
    }

    /// What the office's answers say; nil where the period has no earlier year, or the index is
    /// made otherwise than from ballots.
    ///
    /// - Parameters:
    ///   - query: whose unit is looked at; without one the report's first
    ///   - source: what the report was made from
    public init?(
        _ query: LeaderQuery, _ report: Report, from source: ReportSource,
        definitions: Definitions, at now: Timestamp
    ) {
        guard let unit = query.unit ?? report.units.first?.unit.code,
            let before = query.period.yearEarlier
        else { return nil }
        let asked = CompareQuery(
            index: query.index, before: before, after: query.period, units: [unit])
        do throws(CompareFault) {
            let comparison = try ComparisonBuilder.comparison(
                asked, from: source, definitions: definitions, at: now)
            guard let row = comparison.units.first else { return nil }
            let index = "\(comparison.index.id)@\(comparison.index.version)"
            // Too few ballots are said to be so and not shown in any case.
            // Of the period itself the page's own report says it.
            let isShown = report.units.first { $0.unit.code == unit }?.estimate != nil
            let isWithheld =
                row.verdict != .tooFew
                && (!isShown
                    || Self.isWithheld(
                        ReportQuery(
                            index: index, period: before, units: [unit],
                            audience: report.audience),
                        from: source, definitions: definitions, at: now))
            let drivers = Self.drivers(
                AnalysisQuery(
                    index: LeaderQuery.detailedIndex, period: query.period, units: [unit]),
                from: source, definitions: definitions, at: now)
            self.init(before: before, row: row, drivers: drivers, isWithheld: isWithheld)
        } catch {
            return nil
        }
    }

    /// The items to begin with; none where the data show none, or no such index is there.
    private static func drivers(
        _ query: AnalysisQuery, from source: ReportSource, definitions: Definitions,
        at now: Timestamp
    ) -> [ItemDriver] {
        do throws(CompareFault) {
            return try DriversBuilder.drivers(
                query, from: source, definitions: definitions, at: now
            ).units.first?.firstOnes ?? []
        } catch {
            return []
        }
    }

    /// Whether the figure of the one unit asked for is withheld from the audience.
    private static func isWithheld(
        _ query: ReportQuery, from source: ReportSource, definitions: Definitions,
        at now: Timestamp
    ) -> Bool {
        guard query.audience != .machine else { return false }
        do throws(ReportFault) {
            let report = try ReportBuilder.report(
                query, from: source, definitions: definitions, at: now)
            return report.units.first?.estimate == nil
        } catch {
            return true
        }
    }

    /// Against the same days of last year.
    func against(_ page: LeaderPage) -> HTML {
        let how = page.link(toMethod: "before-after")
        return """
            <h3>\(page.text(.leaderChange))</h3>
            \(figures(page))
            <p><a href="\(how)">\(page.text(.leaderChangeHow))</a></p>
            """
    }

    private func figures(_ page: LeaderPage) -> HTML {
        let words = page.words
        guard !isWithheld, row.verdict != .tooFew, let change = row.change,
            let first = row.before.estimate, let second = row.after.estimate
        else {
            let period = Wording.period(before, words)
            return "<p>\(page.text(.leaderChangeNone, ["period": period]))</p>"
        }
        let sentence = page.text(
            .leaderChangeFigures,
            [
                "before": Percent.text(first.share, words, beside: page.thresholds),
                "after": Percent.text(second.share, words, beside: page.thresholds),
                "beforeCount": Count.text(row.before.ballots, words),
                "afterCount": Count.text(row.after.ballots, words),
                "points": Points.text(change.difference, words),
                "level": Percent.threshold(page.report.level, words),
                "limits": Points.interval(change, words),
            ])
        var notes: [HTML] = []
        if !row.itemsLeftOut.isEmpty {
            let count = String(row.itemsLeftOut.count)
            notes.append("<p>\(page.text(.leaderChangeItems, ["count": count]))</p>")
        }
        if row.warnings.contains(.monthsMissing) {
            let text = page.text(
                .leaderChangeMonths,
                [
                    "before": "\(row.before.monthsWithBallots)/\(row.before.months)",
                    "after": "\(row.after.monthsWithBallots)/\(row.after.months)",
                ])
            notes.append("<p class=\"care\">\(text)</p>")
        }
        if row.warnings.contains(.unweighted) {
            notes.append("<p>\(page.text(.leaderChangeUnweighted))</p>")
        }
        if row.warnings.contains(.channelMix) {
            let share = Percent.text(row.mixShift ?? 0, words)
            notes.append(
                "<p class=\"care\">\(page.text(.leaderChangeMix, ["share": share]))</p>")
            if let made = row.standardised {
                let text = page.text(
                    .leaderChangeStandardised,
                    [
                        "points": Points.text(made.change.difference, words),
                        "limits": Points.interval(made.change, words),
                        "verdict": Wording.change(made.verdict, words),
                    ])
                notes.append("<p>\(text)</p>")
            }
        }
        return "<p>\(mark(page)) \(sentence)</p>\(notes)"
    }

    /// The verdict in words, with a sign that does not need colour.
    private func mark(_ page: LeaderPage) -> HTML {
        let words = Wording.change(row.verdict, page.words)
        return switch row.verdict {
        case .rose: "<strong class=\"verdict met\">▲ \(words)</strong>"
        case .fell: "<strong class=\"verdict missed\">▼ \(words)</strong>"
        case .undecided: "<strong class=\"verdict undecided\">? \(words)</strong>"
        case .tooFew: "<strong class=\"verdict few\">… \(words)</strong>"
        }
    }

    /// What to mend first, in plain words.
    func first(_ page: LeaderPage) -> HTML? {
        guard let driver = drivers.first, let share = driver.share else { return nil }
        // What the audience's own report of the same item withholds is not told here.
        let item = page.details?.items.first { $0.id == driver.id }
        guard item == nil || item?.share != nil else { return nil }
        let sentence = page.text(
            .leaderDriverWords,
            [
                "share": Percent.text(share, page.words),
                "count": Count.text(driver.pairs, page.words),
            ])
        let how = page.link(toMethod: "drivers")
        let others = Count.text(drivers.count - 1, page.words)
        let tied: HTML? =
            drivers.count > 1
            ? "<p class=\"care\">\(page.text(.leaderDriverTied, ["count": others]))</p>" : nil
        return """
            <h3>\(page.text(drivers.count > 1 ? .leaderDriverOne : .leaderDriver))</h3>
            <p><strong>\(driver.text.text(in: page.language))</strong></p>
            <p>\(sentence) \(page.text(.leaderDriverCare))</p>\(tied)
            <p><a href="\(how)">\(page.text(.leaderChangeHow))</a></p>
            """
    }
}
