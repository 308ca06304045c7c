internal import Statistics
public import Survey

/// Makes a ranking: each unit's interval at the simultaneous level, and the ranks they leave open.
public struct RankingBuilder {
    /// The funnel's limits: one unit of 500 beyond them by chance.
    public static let funnelLevel = 0.998

    private let definition: IndexDefinition
    private let rule: BallotRule

    /// - Throws: ``CompareFault`` for an index nobody knows, or too long a period
    public static func ranking(
        _ query: RankQuery, from source: ReportSource, definitions: Definitions, at now: Timestamp
    ) throws(CompareFault) -> Ranking {
        let (definition, method) = try definitions.compared(
            query.index, in: query.period, by: query.method)
        try source.check(query.period)
        let builder = RankingBuilder(
            definition: definition, rule: BallotRule(definition, method: method))
        let scan = BallotScan(definition, source)
        let counts = ChannelCounts(scan, query.period, builder.rule)
        var ranked: [(unit: Unit, sums: BallotSums)] = []
        var unranked: [UnrankedUnit] = []
        let chosen = source.units(of: query.kind).filter { unit in
            query.units.map { $0.contains(unit.code) } ?? true
        }
        let codes = Set(chosen.map(\.code))
        for unit in chosen {
            let sums = counts.sums(of: scan.units(below: unit.code)).total
            let isInside = source.register.ancestry(of: unit.code).dropFirst()
                .contains { codes.contains($0.code) }
            if let reason = isInside ? .inside : builder.reason(against: sums) {
                unranked.append(.init(unit: unit, responses: sums.responses, reason: reason))
            } else {
                ranked.append((unit, sums))
            }
        }
        let drawn = StratifiedRows(
            drawn: definition, builder.rule, scan, source: source, in: query.period
        ).map { rows in
            StratifiedRows.alike(
                ranked.map {
                    .init(rows: rows, tree: source.register.subtree(of: $0.unit.code))
                })
        }
        let units = ranked.enumerated().map { place, row in
            (row.unit, DrawnBallots(sums: row.sums, row: drawn?.rows[place]))
        }
        return builder.ranking(
            units, unranked, query, source, isUnweighted: drawn?.isUnweighted ?? false, at: now)
    }

    /// Ballots below which a unit is not ranked; under five there is no figure.
    private var minimumBallots: Int {
        max(definition.minimumBallots, ReportBuilder.suppressedBelow)
    }

    /// Why a unit's own ballots do not rank it; nil where they do.
    private func reason(against sums: BallotSums) -> UnrankedUnit.Reason? {
        guard sums.ballots >= minimumBallots else { return .tooFew }
        return sums.estimate(rule, level: definition.level) == nil ? .noFigure : nil
    }

    private func ranking(
        _ ranked: [(unit: Unit, drawn: DrawnBallots)], _ unranked: [UnrankedUnit],
        _ query: RankQuery, _ source: ReportSource, isUnweighted: Bool, at now: Timestamp
    ) -> Ranking {
        let level =
            ranked.isEmpty ? nil : simultaneousLevel(definition.level, count: ranked.count)
        let rows = ranked.compactMap { row in
            level.flatMap { row.drawn.estimate(rule, level: $0) }.map {
                (unit: row.unit, drawn: row.drawn, estimate: $0)
            }
        }
        let intervals = rows.map {
            Interval(lower: $0.estimate.lower ?? 0, upper: $0.estimate.upper ?? 1)
        }
        let ranks = rankIntervals(intervals)
        let bands = Self.bands(intervals)
        let worth = rows.map { $0.drawn.count(rule, level: definition.level) }
        let funnel = Funnel(worth)
        let places = funnelPlaces(funnel, worth)
        let units = rows.enumerated().map { index, row in
            RankedUnit(
                unit: row.unit, responses: row.drawn.sums.responses, ballots: row.drawn.ballots,
                estimate: row.estimate, bestRank: ranks[index].best, worstRank: ranks[index].worst,
                band: bands[index], funnel: places.isEmpty ? nil : places[index])
        }
        return Ranking(
            head: AnalysisHead(
                definition, by: rule.method, in: query.period, from: source, at: now),
            simultaneousLevel: level, minimumBallots: minimumBallots, isUnweighted: isUnweighted,
            pooled: funnel.map { rule.method.shown($0.pooled) },
            overdispersion: funnel?.overdispersion,
            units: units.sorted {
                ($1.estimate.share, $0.unit.code) < ($0.estimate.share, $1.unit.code)
            }, unranked: unranked)
    }

    /// The one rule for ties: intervals that a chain of overlaps joins are one band.
    static func bands(_ intervals: [Interval]) -> [Int] {
        let order = intervals.indices.sorted {
            (intervals[$0].upper, $0) > (intervals[$1].upper, $1)
        }
        var bands = [Int](repeating: 0, count: intervals.count)
        var (band, lowest) = (0, Double.infinity)
        for index in order {
            if intervals[index].upper < lowest { band += 1 }
            lowest = min(lowest, intervals[index].lower)
            bands[index] = band
        }
        return bands
    }

    private func funnelPlaces(_ funnel: Funnel?, _ counts: [Count]) -> [FunnelPlace] {
        guard let funnel else { return [] }
        let p = counts.map { funnel.p($0) }
        let adjusted = MultipleTests.benjaminiHochberg.adjusted(p)
        return counts.indices.map { index in
            let limits = funnel.exactLimits(trials: counts[index].trials, level: Self.funnelLevel)
            let share = counts[index].share ?? funnel.pooled
            return FunnelPlace(
                lower: rule.method.shown(limits.lower), upper: rule.method.shown(limits.upper),
                flag: share > limits.upper ? .above : share < limits.lower ? .below : .inside,
                p: p[index], adjustedP: adjusted[index])
        }
    }
}

extension ReportSource {
    /// The units that are ranked with each other.
    fileprivate func units(of kind: Unit.Kind?) -> [Unit] {
        let tree = register.unitsInTreeOrder
        if let kind { return tree.map(\.unit).filter { $0.kind == kind } }
        let below = tree.filter { $0.depth == 1 }
        return (below.isEmpty ? tree.filter { $0.depth == 0 } : below).map(\.unit)
    }
}
