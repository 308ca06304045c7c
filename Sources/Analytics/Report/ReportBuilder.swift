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
    private let scopes: [Target.Scope]
    private let counter: Counter
    private let dossiers: DossierTotals
    /// Numbers of the postings of each unit.
    private let postings: [String: [Int32]]
    /// The question of each of the index's items.
    private let texts: [LocalizedText]

    /// - Throws: ``ReportFault`` for an index or unit nobody knows, or too long a period
    public static func report(
        _ query: ReportQuery, from source: ReportSource, definitions: Definitions, at now: Timestamp
    ) throws(ReportFault) -> Report {
        guard let definition = definitions.index(query.index) else {
            throw .unknownIndex(query.index, known: definitions.indices.map(\.id))
        }
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
        self.definition = definition
        method = query.method ?? definition.method
        targets = definitions.targets(for: query.period)
        var scopes: [Target.Scope] = []
        for target in targets where !scopes.contains(target.scope) { scopes.append(target.scope) }
        self.scopes = scopes
        let units = query.units.map { source.register.subtree(of: $0) }
        counter = Counter(
            definition, scopes: scopes, source: source, period: query.period,
            units: units.isEmpty ? nil : units.reduce(into: []) { $0.formUnion($1) },
            filter: query.filter, design: query.design)
        // Dossiers are not known by place, channel or hour: of a part there is no coverage.
        dossiers = DossierTotals(
            query.filter.isEmpty ? source.dossiers : [], period: query.period)
        postings = Dictionary(grouping: source.key.postings.keys.sorted()) {
            source.key.postings[$0]?.unit ?? ""
        }
        texts = Self.texts(of: definition, in: source.register.questionnaires)
    }

    private func report(at now: Timestamp) -> Report {
        let tree = source.register.unitsInTreeOrder
        let wanted = query.units
        let rows =
            wanted.isEmpty
            ? tree
            : wanted.compactMap { code in tree.first { $0.unit.code == code } }
        return Report(
            index: .init(
                id: definition.id, version: definition.version, method: method.rawValue,
                title: definition.title),
            period: query.period, level: definition.level, generatedAt: now, closings: closings,
            filter: query.filter, design: query.design,
            isSample: source.isSample, minimumBallots: definition.minimumBallots,
            units: Crew.map(rows, threads: Counter.threadsMax) {
                row(for: $0.unit, depth: $0.depth)
            })
    }

    /// Those of the months that the period touches.
    private var closings: [Closing] {
        let touched = query.period.from.month...query.period.to.month
        return source.closings.filter { touched.contains($0.month) }
            .sorted { $0.month < $1.month }
    }

    private func row(for unit: Unit, depth: Int) -> UnitReport {
        let units = source.register.subtree(of: unit.code)
        let months = monthTallies(of: units)
        let total = Self.sum(months, width: counter.shape.width)
        let (responses, valid) = (total[TallyShape.responses], total[TallyShape.valid])
        let isSuppressed = valid < Self.suppressedBelow
        let completed = dossiers.total(of: units)
        let estimate = isSuppressed ? nil : estimate(total[...])
        let ballots = ballots(total[...])
        let presentation =
            estimate?.presentation(
                ballots: ballots, degreesOfFreedom: observations(total[...]) - 1) ?? .hide
        return UnitReport(
            unit: unit, depth: depth, responses: responses, valid: valid, late: late(in: units),
            dossiers: completed,
            coverage: completed.flatMap { $0 > 0 ? Double(responses) / Double($0) : nil },
            estimate: estimate, dimensions: dimensions(total[...], isSuppressed: isSuppressed),
            items: items(total[...], isSuppressed: isSuppressed),
            targets: targetRows(total[...]), trend: trend(months), isSuppressed: isSuppressed,
            presentation: presentation)
    }

    /// One tally for each month of the period.
    private func monthTallies(of units: Set<String>) -> [[Int]] {
        let postings = units.flatMap { self.postings[$0] ?? [] }
        return query.period.months.indices.map { counter.tally(postings: postings, month: $0) }
    }

    /// Ballots of a tree that came after their month was closed.
    private func late(in units: Set<String>) -> Int {
        units.reduce(0) { sum, unit in
            sum + (postings[unit] ?? []).reduce(0) { $0 + counter.late(posting: $1) }
        }
    }

    private static func sum(_ tallies: [[Int]], width: Int) -> [Int] {
        tallies.reduce(into: [Int](repeating: 0, count: width)) { sum, tally in
            for place in sum.indices { sum[place] += tally[place] }
        }
    }

    /// Ballots behind the share: not every valid one answers what it is made from.
    private func ballots(_ tally: ArraySlice<Int>) -> Int {
        switch method {
        case .overallItem: counter.shape.overallCounts(tally).answers
        case .pooled: counter.shape.sums(tally, dimension: nil).ballots
        }
    }

    /// What the interval takes as one: ballots, or the place-days that hold them.
    private func observations(_ tally: ArraySlice<Int>) -> Int {
        switch query.design {
        case .ballot: ballots(tally)
        case .placeDay: counter.shape.clusterSums(tally, measure).ballots
        }
    }

    /// What the method makes its share from.
    private var measure: TallyShape.Measure { method == .overallItem ? .overall : .pooled }

    private func estimate(_ tally: ArraySlice<Int>) -> Estimate? {
        guard ballots(tally) >= Self.suppressedBelow else { return nil }
        if query.design == .placeDay {
            return .pooled(counter.shape.clusterSums(tally, measure), level: definition.level)
        }
        switch method {
        case .overallItem:
            let counts = counter.shape.overallCounts(tally)
            return .proportion(
                satisfied: counts.satisfied, answers: counts.answers, level: definition.level)
        case .pooled:
            return .pooled(counter.shape.sums(tally, dimension: nil), level: definition.level)
        }
    }

    private func dimensions(
        _ tally: ArraySlice<Int>, isSuppressed: Bool
    ) -> [DimensionReport] {
        definition.dimensions.enumerated().map { index, dimension in
            let sums = counter.shape.sums(tally, dimension: index)
            let shown =
                query.design == .ballot
                ? sums : counter.shape.clusterSums(tally, .dimension(index))
            let isWithheld = isSuppressed || sums.ballots < Self.suppressedBelow
            return DimensionReport(
                id: dimension.id, title: dimension.title,
                estimate: isWithheld ? nil : .pooled(shown, level: definition.level),
                answers: isSuppressed ? nil : sums.answers)
        }
    }

    private func items(_ tally: ArraySlice<Int>, isSuppressed: Bool) -> [ItemReport] {
        definition.items.enumerated().map { index, id in
            let text = texts[index]
            let counts = counter.shape.itemCounts(tally, item: index)
            let answers = counts.levels.reduce(0, +)
            guard !isSuppressed else {
                return ItemReport(id: id, text: text, counts: nil, share: nil, mean: nil)
            }
            let satisfied = definition.satisfied.reduce(0) { $0 + counts.levels[$1 - 1] }
            let points = counts.levels.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
            return ItemReport(
                id: id, text: text, counts: counts,
                share: answers == 0 ? nil : Double(satisfied) / Double(answers),
                mean: answers == 0 ? nil : Double(points) / Double(answers))
        }
    }

    /// Each item's question in the newest form that asks it.
    private static func texts(
        of definition: IndexDefinition, in forms: [Questionnaire]
    ) -> [LocalizedText] {
        let newest = forms.filter { definition.covers($0) }
            .sorted { ($0.version, $0.id) > ($1.version, $1.id) }
        return definition.items.map { id in
            for form in newest {
                if let index = form.index(of: id) { return form.items[index].text }
            }
            return LocalizedText(["vi": id])
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

    private func trend(_ months: [[Int]]) -> [TrendPoint] {
        zip(query.period.months, months).compactMap { month, tally in
            guard let part = query.period.clipped(to: month) else { return nil }
            let isSuppressed = tally[TallyShape.valid] < Self.suppressedBelow
            return TrendPoint(
                period: part, responses: tally[TallyShape.responses],
                estimate: isSuppressed ? nil : estimate(tally[...]))
        }
    }
}
