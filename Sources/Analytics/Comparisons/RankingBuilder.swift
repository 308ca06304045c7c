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
        let (definition, method) = try definitions.compared(query.index, by: query.method)
        try definition.checkPlain()
        try source.check(query.period)
        let rule = BallotRule(definition, method: method)
        let scan = BallotScan(definition, source)
        let counts = ChannelCounts(scan, query.period, rule)
        var ranked: [(unit: Unit, sums: BallotSums)] = []
        var unranked: [UnrankedUnit] = []
        let chosen = source.units(of: query.kind)
        let codes = Set(chosen.map(\.code))
        for unit in chosen {
            let sums = counts.sums(of: scan.units(below: unit.code)).total
            let isInside = source.register.ancestry(of: unit.code).dropFirst()
                .contains { codes.contains($0.code) }
            if isInside {
                unranked.append(
                    .init(unit: unit, responses: sums.responses, reason: .inside))
            } else if sums.ballots < definition.minimumBallots {
                unranked.append(
                    .init(unit: unit, responses: sums.responses, reason: .tooFew))
            } else {
                ranked.append((unit, sums))
            }
        }
        return RankingBuilder(definition: definition, rule: rule).ranking(
            ranked, unranked, query, source, at: now)
    }

    private func ranking(
        _ ranked: [(unit: Unit, sums: BallotSums)], _ unranked: [UnrankedUnit],
        _ query: RankQuery, _ source: ReportSource, at now: Timestamp
    ) -> Ranking {
        let level =
            ranked.isEmpty ? nil : simultaneousLevel(definition.level, count: ranked.count)
        let estimates = ranked.compactMap { row in
            level.flatMap { row.sums.estimate(rule, level: $0) }
        }
        let intervals = estimates.map {
            Interval(lower: $0.lower ?? 0, upper: $0.upper ?? 1)
        }
        let ranks = rankIntervals(intervals)
        let bands = Self.bands(intervals)
        let worth = ranked.map { $0.sums.count(rule, level: definition.level) }
        let funnel = Funnel(worth)
        let places = funnelPlaces(funnel, worth)
        let units = zip(ranked, estimates).enumerated().map { index, row in
            RankedUnit(
                unit: row.0.unit, responses: row.0.sums.responses, ballots: row.0.sums.ballots,
                estimate: row.1, bestRank: ranks[index].best, worstRank: ranks[index].worst,
                band: bands[index], funnel: places.isEmpty ? nil : places[index])
        }
        return Ranking(
            index: definition.named(rule.method),
            period: query.period, isClosed: source.isClosed(query.period),
            level: definition.level, simultaneousLevel: level, generatedAt: now,
            isSample: source.isSample, minimumBallots: definition.minimumBallots,
            pooled: funnel.map { rule.shown($0.pooled) }, overdispersion: funnel?.overdispersion,
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
                lower: rule.shown(limits.lower), upper: rule.shown(limits.upper),
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
