internal import Statistics
public import Survey

/// Makes a comparison: one count of both sides, which also tells what each was asked, and another
/// for each smaller set of questions that rows have in common.
public struct ComparisonBuilder {
    /// Parts of the channels' mix that must have shifted before a comparison warns of it.
    public static let mixShiftMax = 0.10

    private let source: ReportSource
    private let definition: IndexDefinition
    private let query: CompareQuery
    private let method: IndexMethod
    private let scan: BallotScan
    /// By all of the index's items.
    private let whole: Counted

    /// Both sides, counted by some of the items.
    private struct Counted {
        let rule: BallotRule
        let before: ChannelCounts
        let after: ChannelCounts
        /// Where the definition has a design of its own.
        let drawn: (before: StratifiedRows, after: StratifiedRows)?
    }

    /// A row's unit, and everything that its ballots may have been given to.
    private struct Place {
        let unit: Unit
        let depth: Int
        let tree: Set<String>
        /// Of the tree, those among the scan's.
        let units: [Int]
        /// Of the definition's items, those that both sides were asked, and one only.
        let items: (common: [Int], leftOut: [Int])
    }

    /// - Throws: ``CompareFault`` for an index or unit nobody knows, periods that overlap or are
    ///   too long
    public static func comparison(
        _ query: CompareQuery, from source: ReportSource, definitions: Definitions,
        at now: Timestamp
    ) throws(CompareFault) -> Comparison {
        let (definition, method) = try definitions.compared(
            query.index, in: query.after, by: query.method)
        guard query.before.to < query.after.from else {
            throw .notBefore(before: query.before, after: query.after)
        }
        try source.check(query.before)
        try source.check(query.after)
        let rows = try source.rows(query.units)
        let builder = ComparisonBuilder(
            query, source, definition, method,
            BallotScan(definition, source, of: rows.map(\.unit)))
        return Comparison(
            index: definition.named(method),
            before: query.before, after: query.after, baseline: query.baseline,
            isBeforeClosed: source.isClosed(query.before),
            isAfterClosed: source.isClosed(query.after), level: definition.level,
            generatedAt: now, isSample: source.isSample,
            minimumBallots: definition.minimumBallots, units: builder.compared(rows))
    }

    private init(
        _ query: CompareQuery, _ source: ReportSource, _ definition: IndexDefinition,
        _ method: IndexMethod, _ scan: BallotScan
    ) {
        self.method = method
        self.query = query
        self.source = source
        self.definition = definition
        self.scan = scan
        whole = Self.counted(
            query, source, definition, scan, BallotRule(definition, method: method))
    }

    private static func counted(
        _ query: CompareQuery, _ source: ReportSource, _ definition: IndexDefinition,
        _ scan: BallotScan, _ rule: BallotRule
    ) -> Counted {
        func drawn(_ period: Period) -> StratifiedRows? {
            StratifiedRows(drawn: definition, rule, scan, source: source, in: period)
        }
        return Counted(
            rule: rule, before: ChannelCounts(scan, query.before, rule),
            after: ChannelCounts(scan, query.after, rule),
            drawn: drawn(query.before).flatMap { before in
                drawn(query.after).map { (before, $0) }
            })
    }

    private func compared(_ rows: [(unit: Unit, depth: Int)]) -> [UnitComparison] {
        let places = rows.map { row in
            let units = scan.units(below: row.unit.code)
            return Place(
                unit: row.unit, depth: row.depth,
                tree: source.register.subtree(of: row.unit.code), units: units,
                items: commonItems(of: units))
        }
        var counts = [Array(definition.items.indices): whole]
        for set in Set(places.map(\.items.common)) where counts[set] == nil {
            counts[set] = Self.counted(
                query, source, definition, scan,
                BallotRule(definition, method: method, items: set))
        }
        return places.compactMap { place in
            counts[place.items.common].map { row(place, $0) }
        }
    }

    /// Which of the definition's items the ballots of both sides were asked, and of one only.
    private func commonItems(of units: [Int]) -> (common: [Int], leftOut: [Int]) {
        let all = Array(definition.items.indices)
        // One yes or no a ballot: nothing is pooled that could be left out.
        guard method != .overallItem else { return (all, []) }
        let before = whole.before.items(of: units, definition)
        let after = whole.after.items(of: units, definition)
        // A side without ballots leaves nothing to compare, and no question out.
        if before.isEmpty || after.isEmpty { return (all, []) }
        let common = all.filter { before.contains($0) && after.contains($0) }
        return (common, all.filter { before.contains($0) != after.contains($0) })
    }

    private func row(_ place: Place, _ counted: Counted) -> UnitComparison {
        let (rule, items, units) = (counted.rule, place.items, place.units)
        let before = counted.before.sums(of: units)
        let after = counted.after.sums(of: units)
        let drawn = counted.drawn.map { drawn in
            StratifiedRows.alike([
                .init(rows: drawn.before, tree: place.tree),
                .init(rows: drawn.after, tree: place.tree),
            ])
        }
        let rows = drawn.map { (before: $0.rows[0], after: $0.rows[1]) }
        let first = DrawnBallots(sums: before.total, row: rows?.before)
        let second = DrawnBallots(sums: after.total, row: rows?.after)
        let sides = (
            side(first, rule, whole.before, of: units),
            side(second, rule, whole.after, of: units)
        )
        let isOpen = sides.0.estimate != nil && sides.1.estimate != nil
        let change =
            isOpen
            ? DrawnBallots.change(from: first, to: second, rule, level: definition.level) : nil
        let smaller = min(first.ballots, second.ballots)
        let mix = ChannelMix(
            before: before, after: after, rows: rows, definition: definition, rule: rule)
        var warnings: [ComparisonWarning] = []
        if mix.hasShifted { warnings.append(.channelMix) }
        if items.common.isEmpty {
            warnings.append(.noCommonItems)
        } else if !items.leftOut.isEmpty {
            warnings.append(.itemsLeftOut)
        }
        if !source.isClosed(query.before) || !source.isClosed(query.after) {
            warnings.append(.provisional)
        }
        if drawn?.isUnweighted ?? false { warnings.append(.unweighted) }
        // Of months to months: a year beside a quarter lacks none for being longer.
        if sides.0.ballots > 0, sides.1.ballots > 0,
            sides.0.monthsWithBallots * sides.1.months != sides.1.monthsWithBallots * sides.0.months
        {
            warnings.append(.monthsMissing)
        }
        return UnitComparison(
            unit: place.unit, depth: place.depth, before: sides.0, after: sides.1, change: change,
            verdict: Change.verdict(
                change, ballots: smaller, minimum: definition.minimumBallots),
            items: method == .overallItem
                ? [definition.overallItem] : items.common.map { definition.items[$0] },
            itemsLeftOut: items.leftOut.map { definition.items[$0] }, mixShift: mix.shift,
            warnings: warnings,
            standardised: mix.hasShifted && isOpen ? mix.standardised : nil,
            channels: mix.channels)
    }

    private func side(
        _ drawn: DrawnBallots, _ rule: BallotRule, _ counts: ChannelCounts, of units: [Int]
    ) -> ComparedSide {
        ComparedSide(
            responses: drawn.sums.responses, valid: drawn.sums.valid, ballots: drawn.ballots,
            months: counts.months.count, monthsWithBallots: counts.months(of: units),
            estimate: drawn.estimate(rule, level: definition.level), forms: counts.uses(of: units))
    }
}

extension [BallotSums] {
    /// All channels together.
    var total: BallotSums { reduce(into: BallotSums()) { $0 += $1 } }
}
