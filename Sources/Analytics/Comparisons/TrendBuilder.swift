internal import Statistics
public import Survey

/// Makes a trend: counts by month, splits them where another thing was measured, and fits each
/// section by itself.
public struct TrendBuilder {
    /// Months with a share below which no slope is given.
    public static let monthsMin = 6
    /// Months with a share, from a section's beginning on, that the chart's centre is taken from.
    public static let baselineMonths = 12
    /// The part of a month's ballots from which on a form's first appearance is a break; stragglers
    /// on an old slip are none.
    public static let formPartMin = 0.10

    private let source: ReportSource
    private let definition: IndexDefinition
    private let period: Period
    private let months: [CalendarMonth]
    private let counts: MonthCounts
    private let rule: BallotRule
    /// Where the definition has a design of its own.
    private let drawn: StratifiedRows?

    /// - Throws: ``CompareFault`` for an index or unit nobody knows, or too long a period
    public static func trend(
        _ query: AnalysisQuery, from source: ReportSource, definitions: Definitions,
        at now: Timestamp
    ) throws(CompareFault) -> TrendReport {
        let (definition, method) = try definitions.compared(
            query.index, in: query.period, by: query.method)
        try source.check(query.period)
        let rows = try source.rows(query.units)
        let scan = BallotScan(definition, source, of: rows.map(\.unit))
        let builder = TrendBuilder(definition, method, query.period, source, scan)
        return TrendReport(
            head: AnalysisHead(definition, by: method, in: query.period, from: source, at: now),
            units: rows.map { builder.row($0.unit, $0.depth) })
    }

    private init(
        _ definition: IndexDefinition, _ method: IndexMethod, _ period: Period,
        _ source: ReportSource, _ scan: BallotScan
    ) {
        self.source = source
        self.definition = definition
        self.period = period
        months = period.months
        rule = BallotRule(definition, method: method)
        counts = MonthCounts(scan, rule, period)
        drawn = StratifiedRows(drawn: definition, rule, scan, source: source, in: period)
    }

    private func row(_ unit: Unit, _ depth: Int) -> UnitTrend {
        let units = source.register.subtree(of: unit.code)
        let own = counts.scan.units(below: unit.code)
        let cells = months.indices.map { counts.month($0, of: own) }
        var starts: [(month: Int, breaks: [TrendSection.Break])] = []
        var seen: Set<Int> = []
        for (month, cell) in cells.enumerated() where cell.sums.responses > 0 {
            let asked = Set(
                cell.forms.indices.filter { form in
                    let count = Double(cell.forms[form])
                    return count > 0 && count >= Self.formPartMin * Double(cell.sums.responses)
                })
            var breaks: [TrendSection.Break] = []
            if !starts.isEmpty {
                breaks = formBreaks(asked.subtracting(seen), after: seen)
                if changes(units, in: months[month]) { breaks.append(.units) }
            }
            if starts.isEmpty || !breaks.isEmpty {
                starts.append((month, breaks))
                seen = asked
            } else {
                seen.formUnion(asked)
            }
        }
        let rows = drawn.map { rows in
            StratifiedRows.months(
                months.indices.map { .init(rows: rows, tree: units, month: $0) })
        }
        let ballots = cells.enumerated().map { month, cell in
            DrawnBallots(
                sums: cell.sums, row: rows?.rows[month],
                isComparable: rows.map { month < $0.comparable } ?? true)
        }
        // Empty months before the first ballots belong to the first section.
        let ends = starts.dropFirst().map(\.month) + [months.count]
        let sections = zip(starts, ends).enumerated().map { index, section in
            let first = index == 0 ? 0 : section.0.month
            return self.section(section.0.breaks, first..<section.1, ballots)
        }
        return UnitTrend(
            unit: unit, depth: depth,
            responses: cells.reduce(0) { $0 + $1.sums.responses },
            isUnweighted: rows?.isUnweighted ?? false, sections: sections)
    }

    /// What forms that appear change against those of the section so far.
    private func formBreaks(_ new: Set<Int>, after seen: Set<Int>) -> [TrendSection.Break] {
        guard !new.isEmpty else { return [] }
        let ids = Set(seen.map { counts.scan.forms[$0].id })
        let names = new.map { counts.scan.forms[$0].id }
        var breaks: [TrendSection.Break] = []
        if names.contains(where: { ids.contains($0) }) { breaks.append(.version) }
        if names.contains(where: { !ids.contains($0) }) { breaks.append(.form) }
        if items(of: new) != items(of: seen) { breaks.append(.items) }
        return breaks
    }

    /// The items that an index reads in some forms.
    private func items(of forms: Set<Int>) -> Set<String> {
        let wanted =
            rule.method == .overallItem ? [definition.overallItem] : definition.items
        let asked = forms.flatMap { form in
            counts.scan.forms[form].items.filter { $0.kind == .score }.map(\.id)
        }
        return Set(wanted).intersection(asked)
    }

    /// Whether a unit with ballots in the period began in a month, or ended with the month before.
    private func changes(_ units: Set<String>, in month: CalendarMonth) -> Bool {
        units.contains { code in
            guard let unit = source.register.unit(code),
                counts.hasBallots(code)
            else { return false }
            return unit.validFrom?.month == month
                || unit.validTo?.advanced(by: 1).month == month
        }
    }

    /// Answers as they are: Laney's σz knows that those of one ballot hang together. A mean has no
    /// count of its own, nor has what is weighed.
    private func chartCount(_ drawn: DrawnBallots) -> Count {
        rule.hasFactors || drawn.row != nil
            ? drawn.count(rule, level: definition.level)
            : Count(successes: drawn.sums.sums.satisfied, trials: drawn.sums.sums.answers)
    }

    /// Periods from the first on that hold the months of the chart's centre.
    private static func baseline(of tallies: [Count]) -> Int {
        let known = tallies.indices.filter { tallies[$0].trials > 0 }
        return known.count < baselineMonths ? tallies.count : known[baselineMonths - 1] + 1
    }

    private func section(
        _ breaks: [TrendSection.Break], _ range: Range<Int>, _ ballots: [DrawnBallots]
    ) -> TrendSection {
        let estimates = range.map { ballots[$0].estimate(rule, level: definition.level) }
        // A month that is withheld must not show in the limits either.
        let tallies = zip(range, estimates).map { month, estimate in
            estimate == nil ? Count(successes: 0, trials: 0) : chartCount(ballots[month])
        }
        let chart = ControlChart(tallies, baseline: Self.baseline(of: tallies))
        let isWide = (chart?.sigmaZ ?? 1) > 1
        let points = zip(range, estimates).enumerated().map { index, month in
            let point = chart?.points[index]
            let limits = isWide ? point?.laneyLimits : point?.limits
            var signal: TrendSection.Point.Signal?
            if let limits, let share = point?.share {
                if share > limits.upper { signal = .above }
                if share < limits.lower { signal = .below }
            }
            return TrendSection.Point(
                period: period.clipped(to: months[month.0]) ?? period,
                responses: ballots[month.0].sums.responses, estimate: month.1,
                chartLower: limits.map { rule.method.shown($0.lower) },
                chartUpper: limits.map { rule.method.shown($0.upper) }, signal: signal)
        }
        let known = zip(range, estimates).compactMap { month, estimate in
            estimate.map { (time: Double(months[month].ordinal) / 12, share: $0.share) }
        }
        let isFitted = known.count >= Self.monthsMin
        let line =
            isFitted
            ? TheilSen(
                known.map(\.share), times: known.map(\.time), level: definition.level) : nil
        let test = isFitted ? MannKendall(known.map(\.share)) : nil
        var verdict = ChangeVerdict.tooFew
        if let line {
            verdict =
                line.interval.lower > 0 ? .rose : line.interval.upper < 0 ? .fell : .undecided
        }
        return TrendSection(
            breaks: breaks, points: points, slopePerYear: line?.slope,
            slopeLower: line?.interval.lower, slopeUpper: line?.interval.upper, p: test?.p,
            tau: test?.tau, verdict: verdict, centre: chart.map { rule.method.shown($0.centre) },
            sigmaZ: chart?.sigmaZ)
    }
}
