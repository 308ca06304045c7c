internal import Columns
internal import Statistics
public import Survey

/// Makes a report: one scan, then one row for each unit.
public struct ReportBuilder: Sendable {
    /// Ballots below which a figure made from them is withheld.
    public static let suppressedBelow = 5

    private let source: ReportSource
    private let definition: IndexDefinition
    private let method: IndexMethod
    private let query: ReportQuery
    private let targets: [Target]
    private let altered: [String]
    private let scopes: [Target.Scope]
    private let counter: Counter
    /// Where the definition keeps strata apart.
    private let strata: StratifiedRows?
    private let estimator: IndexEstimator
    private let figures: CountFigures
    /// What the period has of each of its months.
    private let monthsAsked: [Period]
    /// Completed dossiers, what coverage is measured against.
    private let dossiers: MonthlyTotals
    /// Numbers of the postings of each unit.
    private let postings: [String: [Int32]]
    /// The question of each of the index's items.
    private let texts: [LocalizedText]

    /// - Throws: ``ReportFault`` for an index, version or unit nobody knows, a method that the
    ///   index lacks something for, or too long a period
    public static func report(
        _ query: ReportQuery, from source: ReportSource, definitions: Definitions, at now: Timestamp
    ) throws(ReportFault) -> Report {
        let definition = try definitions.index(query.index, in: query.period)
        let method = query.method ?? definition.method
        if method == .tt01, definition.points == nil {
            throw .methodNeeds(method, member: "points", index: definition.reference)
        }
        try definition.check(method, query.design(of: definition))
        if let unknown = query.units.first(where: { source.register.unit($0) == nil }) {
            throw .unknownUnit(unknown)
        }
        try query.filter.check(source.register, source.key)
        let months = query.period.to.month.ordinal - query.period.from.month.ordinal + 1
        guard months <= ReportQuery.monthsMax else {
            throw .periodTooLong(months: months, maximum: ReportQuery.monthsMax)
        }
        return ReportBuilder(query, source, definition, definitions).report(at: now)
    }

    private init(
        _ query: ReportQuery, _ source: ReportSource, _ definition: IndexDefinition,
        _ definitions: Definitions
    ) {
        self.query = query
        self.source = source
        monthsAsked = query.period.months.compactMap { query.period.clipped(to: $0) }
        self.definition = definition
        method = query.method ?? definition.method
        targets = definitions.targets(for: query.period)
        altered = definitions.altered.intersection([definition.reference] + targets.map(\.id))
            .sorted()
        var scopes: [Target.Scope] = []
        for target in targets where !scopes.contains(target.scope) { scopes.append(target.scope) }
        self.scopes = scopes
        // What one row withholds from others than the operator depends on all of them.
        let units =
            query.audience == .machine
            ? query.units.map { source.register.subtree(of: $0) } : []
        let design = query.design(of: definition)
        strata =
            definition.design.isStratified
            ? StratifiedRows(
                definition, definition.design.by(design), BallotRule(definition, method: method),
                BallotScan(definition, source, filter: query.filter), parts: .dimensions,
                source: source, period: query.period, isFiltered: !query.filter.isEmpty) : nil
        let counter = Counter(
            definition, method: method, scopes: scopes, source: source, period: query.period,
            units: units.isEmpty ? nil : units.reduce(into: []) { $0.formUnion($1) },
            filter: query.filter, design: strata == nil ? design : .ballot)
        self.counter = counter
        estimator = IndexEstimator(
            definition: definition, method: method, design: design, shape: counter.shape,
            factors: counter.factors)
        figures = CountFigures(
            definition, method: method, shape: counter.shape, source: source,
            period: query.period)
        var dossiers = MonthlyTotals(period: query.period)
        // Dossiers are not known by place, channel or hour: of a part there is no coverage.
        for count in query.filter.isEmpty ? source.dossiers : [] {
            dossiers.add([count.completed], unit: count.key.unit, month: count.key.period)
        }
        self.dossiers = dossiers
        postings = Dictionary(grouping: source.key.postings.keys.sorted()) {
            source.key.postings[$0]?.unit ?? ""
        }
        texts = definition.texts(in: source.register.questionnaires)
    }

    private func report(at now: Timestamp) -> Report {
        let tree = source.register.unitsInTreeOrder
        let wanted = query.units
        let asked =
            wanted.isEmpty
            ? tree
            : wanted.compactMap { code in tree.first { $0.unit.code == code } }
        let rows: [UnitReport]
        if query.audience == .machine {
            rows = made(asked).map(\.report)
        } else {
            // What one row withholds depends on all the others.
            let all = made(tree)
            let open = AudienceRules(
                floor: query.audience.floor(of: definition), depths: tree.map(\.depth),
                of: definition, by: method
            ).applied(to: all.map(\.report), cells: all.map(\.cells))
            rows = asked.compactMap { asked in
                open.first { $0.unit.code == asked.unit.code }
            }
        }
        return Report(
            index: definition.named(method),
            period: query.period, level: definition.level, generatedAt: now, closings: closings,
            filter: query.filter, design: query.design(of: definition),
            sampling: definition.design, isSample: source.isSample,
            minimumBallots: definition.minimumBallots,
            audience: query.audience, floor: query.audience.floor(of: definition),
            altered: altered, units: rows)
    }

    /// The rows of units; two threads share many.
    private func made(
        _ units: [(unit: Unit, depth: Int)]
    ) -> [(report: UnitReport, cells: RowCells)] {
        Crew.map(units, threads: Counter.threadsMax) { row(for: $0.unit, depth: $0.depth) }
    }

    /// Those of the months that the period touches.
    private var closings: [Closing] {
        let touched = query.period.from.month...query.period.to.month
        return source.closings.filter { touched.contains($0.month) }
            .sorted { $0.month < $1.month }
    }

    /// A unit's row, and how many ballots stand behind each of its cells.
    private func row(for unit: Unit, depth: Int) -> (report: UnitReport, cells: RowCells) {
        let units = source.register.subtree(of: unit.code)
        let (months, period) = counter.tally(
            postings: units.flatMap { self.postings[$0] ?? [] })
        let tally = (Self.sum(months, width: counter.shape.monthWidth) + period)[...]
        let total = IndexEstimator.Counts(
            tally: tally, factors: counter.factors?.sums(of: units, month: nil),
            strata: strata?.row(of: units, month: nil))
        let parts = months.enumerated().map { month, tally in
            IndexEstimator.Counts(
                tally: tally, factors: counter.factors?.sums(of: units, month: month),
                strata: strata?.row(of: units, month: month))
        }
        let (responses, valid) = (tally[TallyShape.responses], tally[TallyShape.valid])
        let itemCounts = definition.items.indices.map { counter.shape.itemCounts(tally, item: $0) }
        let ballots = estimator.ballots(total)
        let isSuppressed = valid < Self.suppressedBelow
        let isFew = isSuppressed || ballots < Self.suppressedBelow
        let completed = dossiers.total(of: units)?.first
        let estimate = isSuppressed ? nil : estimator.estimate(total)
        let presentation =
            estimate?.presentation(
                ballots: ballots, degreesOfFreedom: estimator.observations(total) - 1)
            ?? (method.family == .ballots ? .hide : .show)
        let named = namedFigures(unit.code, units, total, estimate, isFew: isFew)
        let targets = targetRows(tally)
        let report = UnitReport(
            unit: unit, depth: depth, responses: responses, valid: valid, late: late(in: units),
            dossiers: completed,
            coverage: completed.flatMap { $0 > 0 ? Double(responses) / Double($0) : nil },
            estimate: estimate, dimensions: dimensions(total, isSuppressed: isSuppressed),
            items: items(itemCounts, isSuppressed: isSuppressed), targets: targets,
            trend: trend(parts), isSuppressed: isSuppressed, presentation: presentation,
            figures: named, points: method == .tt01 ? figures.total(of: named) : nil,
            worstCase: isFew ? nil : estimator.worstCase(total, dossiers: completed),
            sampling: isFew ? nil : total.strata?.report)
        let cells = RowCells(
            responses: responses, valid: valid, ballots: ballots,
            dimensions: definition.dimensions.indices.map {
                counter.shape.sums(tally, dimension: $0).ballots
            },
            items: itemCounts,
            targets: targets.map(\.responses),
            months: parts.map { part in
                let start = part.tally.startIndex
                return (
                    part.tally[start + TallyShape.responses],
                    part.tally[start + TallyShape.valid], estimator.ballots(part)
                )
            })
        return (report, cells)
    }

    /// What the method counted, by its names.
    private func namedFigures(
        _ unit: String, _ units: Set<String>, _ counts: IndexEstimator.Counts,
        _ estimate: Estimate?, isFew: Bool
    ) -> [IndexFigure] {
        switch method.family {
        case .ballots: estimator.figure(counts, estimate).map { [$0] } ?? []
        case .points:
            figures.indicators(of: unit, units, tally: counts.tally, isWithheld: isFew)
        case .counts: figures.rates(of: units, tally: counts.tally, isWithheld: isFew)
        }
    }

    /// Ballots of a tree that came after their month was closed.
    private func late(in units: Set<String>) -> Int {
        units.reduce(0) { sum, unit in
            sum + (postings[unit] ?? []).reduce(0) { $0 + counter.late(posting: $1) }
        }
    }

    private static func sum(_ tallies: [ArraySlice<Int>], width: Int) -> [Int] {
        tallies.reduce(into: [Int](repeating: 0, count: width)) { sum, tally in
            for place in 0..<width { sum[place] += tally[tally.startIndex + place] }
        }
    }

    private func dimensions(
        _ counts: IndexEstimator.Counts, isSuppressed: Bool
    ) -> [DimensionReport] {
        definition.dimensions.enumerated().map { index, dimension in
            DimensionReport(
                id: dimension.id, title: dimension.title,
                estimate: isSuppressed ? nil : estimator.dimension(index, counts),
                answers: isSuppressed
                    ? nil : counter.shape.sums(counts.tally, dimension: index).answers)
        }
    }

    private func items(_ counts: [ItemCounts], isSuppressed: Bool) -> [ItemReport] {
        definition.items.enumerated().map { index, id in
            let (text, counts) = (texts[index], counts[index])
            let answers = counts.answers
            guard !isSuppressed else {
                return ItemReport(id: id, text: text, counts: nil, share: nil, mean: nil)
            }
            let satisfied = definition.satisfied.reduce(0) { $0 + counts.levels[$1 - 1] }
            let points = counts.levels.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
            return ItemReport(
                id: id, text: text, counts: ItemSpread(counts),
                share: answers == 0 ? nil : Double(satisfied) / Double(answers),
                mean: answers == 0 ? nil : Double(points) / Double(answers))
        }
    }

    private func targetRows(_ tally: ArraySlice<Int>) -> [TargetReport] {
        targets.compactMap { target in
            guard let scope = scopes.firstIndex(of: target.scope) else { return nil }
            let counts = counter.shape.scopeCounts(tally, scope: scope)
            return .judged(
                target, satisfied: counts.satisfied, answers: counts.answers,
                minimumBallots: definition.minimumBallots, level: definition.level)
        }
    }

    private func trend(_ months: [IndexEstimator.Counts]) -> [TrendPoint] {
        zip(monthsAsked, months).map { part, counts in
            let tally = counts.tally
            let isSuppressed = tally[tally.startIndex + TallyShape.valid] < Self.suppressedBelow
            return TrendPoint(
                period: part, responses: tally[tally.startIndex + TallyShape.responses],
                estimate: isSuppressed ? nil : estimator.estimate(counts))
        }
    }
}
