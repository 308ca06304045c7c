internal import Statistics
public import Survey

/// Makes the table of drivers: for each item its levels against being satisfied overall.
public struct DriversBuilder {
    /// Item level × overall not satisfied, satisfied.
    private static let tableWidth = 10

    private let definition: IndexDefinition
    private let rule: BallotRule
    private let texts: [LocalizedText]
    /// By unit, item and cell of the item's table.
    private let cells: [Int]
    private let responses: [Int]

    /// - Throws: ``CompareFault`` for an index or unit nobody knows, an index on the overall item
    ///   alone, or too long a period
    public static func drivers(
        _ query: AnalysisQuery, from source: ReportSource, definitions: Definitions,
        at now: Timestamp
    ) throws(CompareFault) -> Drivers {
        let (definition, method) = try definitions.compared(
            query.index, in: query.period, by: query.method)
        guard definition.items.contains(where: { $0 != definition.overallItem }) else {
            throw .noItems(definition.id)
        }
        try source.check(query.period)
        let rows = try source.rows(query.units)
        let scan = BallotScan(definition, source, of: rows.map(\.unit))
        let rule = BallotRule(definition, method: method)
        let builder = DriversBuilder(definition, rule, scan, query.period, source)
        return Drivers(
            head: AnalysisHead(definition, by: method, in: query.period, from: source, at: now),
            minimumBallots: definition.minimumBallots,
            units: rows.map { row in
                builder.row(row.unit, row.depth, scan.units(below: row.unit.code))
            })
    }

    private init(
        _ definition: IndexDefinition, _ rule: BallotRule, _ scan: BallotScan, _ period: Period,
        _ source: ReportSource
    ) {
        self.definition = definition
        self.rule = rule
        texts = definition.texts(in: source.register.questionnaires)
        let width = definition.items.count * Self.tableWidth
        var cells = [Int](repeating: 0, count: scan.units.count * width)
        var responses = [Int](repeating: 0, count: scan.units.count)
        scan.each(in: period) { ballot in
            responses[ballot.unit] += 1
            guard BallotRule.isLevel(ballot.overall), rule.reading(of: ballot).isValid else {
                return
            }
            let satisfied = rule.isSatisfied(ballot.overall) ? 1 : 0
            for item in definition.items.indices {
                let value = ballot.value(item)
                guard BallotRule.isLevel(value) else { continue }
                let cell = ballot.unit * width + item * Self.tableWidth
                cells[cell + (Int(value) - 1) * 2 + satisfied] += 1
            }
        }
        self.cells = cells
        self.responses = responses
    }

    private func row(_ unit: Unit, _ depth: Int, _ units: [Int]) -> UnitDrivers {
        let wanted = definition.items.indices.filter {
            definition.items[$0] != definition.overallItem
        }
        let tables = wanted.map { table(of: $0, units) }
        let minimum = definition.minimumBallots
        let correlations = tables.map { table in
            table.joined().reduce(0, +) < minimum
                ? nil : RankCorrelation(table, level: definition.level)
        }
        let adjusted = MultipleTests.benjaminiHochberg.adjusted(correlations.compactMap { $0?.p })
        var next = 0
        let items = wanted.indices.map { index in
            var p: Double?
            if correlations[index] != nil {
                p = adjusted[next]
                next += 1
            }
            return item(wanted[index], tables[index], correlations[index], adjusted: p)
        }
        let order = items.indices.sorted {
            (items[$1].priority ?? -1, $0) < (items[$0].priority ?? -1, $1)
        }
        return UnitDrivers(
            unit: unit, depth: depth, responses: units.reduce(0) { $0 + responses[$1] },
            items: order.map { items[$0] })
    }

    /// Rows are the item's levels, columns overall not satisfied and satisfied.
    private func table(of item: Int, _ units: [Int]) -> [[Int]] {
        let width = definition.items.count * Self.tableWidth
        return (0..<5).map { level in
            (0..<2).map { column in
                units.reduce(0) {
                    $0 + cells[$1 * width + item * Self.tableWidth + level * 2 + column]
                }
            }
        }
    }

    /// The part of the answers that is satisfied, or the mean level on the method's scale.
    private func performance(_ table: [[Int]], _ pairs: Int) -> Double {
        let levels = table.map { $0.reduce(0, +) }
        guard rule.method == .mean5 || rule.method == .mean01 else {
            return Double(definition.satisfied.reduce(0) { $0 + levels[$1 - 1] }) / Double(pairs)
        }
        let above = levels.enumerated().reduce(0) { $0 + $1.offset * $1.element }
        return rule.method.shown(Double(above) / Double(4 * pairs))
    }

    private func item(
        _ index: Int, _ table: [[Int]], _ correlation: RankCorrelation?, adjusted: Double?
    ) -> ItemDriver {
        let pairs = table.joined().reduce(0, +)
        let share = pairs < ReportBuilder.suppressedBelow ? nil : performance(table, pairs)
        let trend =
            correlation == nil
            ? nil
            : LogisticTrend(
                table.map { Count(successes: $0[1], trials: $0[0] + $0[1]) },
                times: [1, 2, 3, 4, 5])
        let half = trend.map { Normal.critical(level: definition.level) * $0.standardError }
        var priority: Double?
        if let correlation, let adjusted, let share, correlation.rho > 0,
            adjusted < 1 - definition.level
        {
            priority = correlation.rho * (1 - share) / rule.scale
        }
        return ItemDriver(
            id: definition.items[index], text: texts[index], pairs: pairs, share: share,
            correlation: correlation?.rho, correlationLower: correlation?.interval?.lower,
            correlationUpper: correlation?.interval?.upper, p: correlation?.p,
            adjustedP: adjusted, slope: trend?.slope,
            slopeLower: trend.flatMap { made in half.map { made.slope - $0 } },
            slopeUpper: trend.flatMap { made in half.map { made.slope + $0 } },
            priority: priority)
    }
}
