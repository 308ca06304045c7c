internal import Statistics
internal import Survey

/// By which channels the ballots of both sides came, and what of a change that explains.
struct ChannelMix {
    private let before: [BallotSums]
    private let after: [BallotSums]
    private let definition: IndexDefinition
    private let rule: BallotRule
    /// Both sides as the definition's design has them; nil where each ballot is drawn by itself.
    private let rows: (before: StratifiedRows.Row, after: StratifiedRows.Row)?

    init(
        before: [BallotSums], after: [BallotSums],
        rows: (before: StratifiedRows.Row, after: StratifiedRows.Row)? = nil,
        definition: IndexDefinition, rule: BallotRule
    ) {
        self.before = before
        self.after = after
        self.rows = rows
        self.definition = definition
        self.rule = rule
    }

    /// Half the sum of the differences of the parts, 0...1; nil where a side has no ballots.
    var shift: Double? {
        let (first, second) = (before.total.ballots, after.total.ballots)
        guard first > 0, second > 0 else { return nil }
        return zip(before, after).reduce(0) { sum, pair in
            let parts = (
                Double(pair.0.ballots) / Double(first), Double(pair.1.ballots) / Double(second)
            )
            return sum + abs(parts.0 - parts.1) / 2
        }
    }

    var hasShifted: Bool { shift.map { $0 >= ComparisonBuilder.mixShiftMax } ?? false }

    /// The later ballots weighed so that each channel weighs as it did before
    /// (post-stratification).
    ///
    /// Channels that one side lacks, or that have under 5 ballots, are left out of both sides;
    /// where that would leave out 1 to 4 ballots nothing is given: subtraction would find them.
    /// Nor is it where a design keeps ballots apart or together already.
    var standardised: StandardisedChange? {
        guard rows == nil else { return nil }
        let least = ReportBuilder.suppressedBelow
        let kept = before.indices.filter {
            before[$0].ballots >= least && after[$0].ballots >= least && Channel(number: $0) != nil
        }
        let first = kept.map { before[$0] }.total
        let total = before.total.ballots
        for (side, all) in [(before, total), (after, after.total.ballots)] {
            let left = all - kept.reduce(0) { $0 + side[$1].ballots }
            guard left == 0 || left >= least else { return nil }
        }
        let weights = rule.hasFactors ? rule.factorWeights : [1]
        let strata = kept.compactMap { place in
            after[place].factorSums.map {
                (sums: $0, population: Double(before[place].ballots))
            }
        }
        guard let early = first.ratio(weights), strata.count == kept.count,
            let late = PostStratifiedRatio(strata, weights: weights),
            early.variance + late.variance > 0
        else { return nil }
        let change = Change.student(
            rule.scale * (late.share - early.share),
            variance: rule.scale * rule.scale * (early.variance + late.variance),
            degreesOfFreedom: Double(first.ballots + late.ballots - 2), level: definition.level)
        return StandardisedChange(
            channels: kept.compactMap { Channel(number: $0) },
            covered: Double(first.ballots) / Double(total), before: rule.method.shown(early.share),
            after: rule.method.shown(late.share), change: change,
            verdict: Change.verdict(
                change, ballots: min(first.ballots, late.ballots),
                minimum: definition.minimumBallots))
    }

    /// One for each channel with a ballot on either side.
    var channels: [ChannelComparison] {
        let used = before.indices.filter { before[$0].responses + after[$0].responses > 0 }
        let shown = (Self.shown(before), Self.shown(after))
        let tests = used.map { versusRest($0, isShown: shown.1[$0]) }
        let adjusted = MultipleTests.benjaminiHochberg.adjusted(tests.compactMap { $0?.p })
        var next = 0
        return zip(used, tests).map { number, test in
            var p: Double?
            if test?.p != nil {
                p = adjusted[next]
                next += 1
            }
            return ChannelComparison(
                channel: Channel(number: number),
                before: side(before, rows?.before, number, isShown: shown.0[number]),
                after: side(after, rows?.after, number, isShown: shown.1[number]),
                versusRest: test,
                adjustedP: p)
        }
    }

    private func side(
        _ sums: [BallotSums], _ row: StratifiedRows.Row?, _ number: Int, isShown: Bool
    ) -> ChannelComparison.Side {
        let own = DrawnBallots(sums: sums[number], row: row)
        let total = sums.total.ballots
        return ChannelComparison.Side(
            responses: sums[number].responses, ballots: sums[number].ballots,
            mix: total == 0 ? nil : Double(sums[number].ballots) / Double(total),
            estimate: isShown
                ? own.estimate(rule, channel: number, level: definition.level) : nil)
    }

    /// Which channels may show a share: none with 1 to 4 ballots, and where these add up to fewer
    /// than 5 not the next smallest either, since the total would tell them.
    private static func shown(_ sums: [BallotSums]) -> [Bool] {
        let least = ReportBuilder.suppressedBelow
        let counts = sums.map { $0.ballots >= least ? $0.ballots : 0 }
        let hidden = sums.total.ballots - counts.reduce(0, +)
        var shown = counts.map { $0 > 0 }
        for place in TreeWithholding.cover(hidden, by: counts, floor: least) {
            shown[place] = false
        }
        return shown
    }

    /// A place-day holds several channels and a stratum too: with a design of its own they are no
    /// independent samples, and nothing is tested.
    private func versusRest(_ number: Int, isShown: Bool) -> Change? {
        guard rows == nil else { return nil }
        let rest = after.indices.filter { $0 != number }.map { after[$0] }.total
        let minimum = definition.minimumBallots
        guard isShown, after[number].ballots >= minimum, rest.ballots >= minimum else {
            return nil
        }
        return .between(rest, after[number], rule, level: definition.level)
    }
}

extension BallotSums {
    /// As factors: one where the method makes one ratio; nil without ballots.
    fileprivate var factorSums: FactorSums? { factors ?? (ballots > 0 ? FactorSums(sums) : nil) }

    /// The share between 0 and 1 and its linearised variance; nil under two ballots.
    fileprivate func ratio(_ weights: [Double]) -> (share: Double, variance: Double)? {
        if factors == nil {
            guard let share = sums.share, let variance = sums.variance else { return nil }
            return (share, variance)
        }
        guard let made = factors?.estimate(weights: weights), let error = made.standardError else {
            return nil
        }
        return (made.share, error * error)
    }
}

/// A ratio of ballots, or the mean of several, whose channels are weighed to what they were
/// elsewhere.
///
/// The variance knows only the deviations from the channels' means, n/(n − 1) over all ballots, as
/// ``Statistics/SurveyDesign/postStratified(by:)`` has it; from whole-number sums, so that millions
/// of ballots need no row each.
struct PostStratifiedRatio {
    let share: Double
    let variance: Double
    let ballots: Int

    /// - Parameters:
    ///   - strata: sums of the sample and the population of each, none empty
    ///   - weights: one a factor, ≥ 0, not all 0
    /// - Returns: nil without strata, under two ballots, or where a factor that weighs has no
    ///   answer
    init?(_ strata: [(sums: FactorSums, population: Double)], weights: [Double]) {
        let ballots = strata.reduce(0) { $0 + $1.sums.ballots }
        guard ballots >= 2 else { return nil }
        let own = strata.map { $0.population / Double($0.sums.ballots) }
        func total(_ part: (FactorSums) -> Int) -> Double {
            zip(strata, own).reduce(0) { $0 + $1.1 * Double(part($1.0.sums)) }
        }
        let whole = weights.reduce(0, +)
        var ratios = [Double](repeating: 0, count: weights.count)
        var scales = ratios
        var share = 0.0
        for factor in weights.indices where weights[factor] > 0 {
            let answers = total { $0.denominators[factor] }
            guard answers > 0 else { return nil }
            ratios[factor] = total { $0.numerators[factor] } / answers
            scales[factor] = weights[factor] / whole / answers
            share += weights[factor] / whole * ratios[factor]
        }
        var spread = 0.0
        for (stratum, weight) in zip(strata, own) {
            let found = stratum.sums.deviations(from: ratios, scales: scales)
            spread +=
                weight * weight
                * max(0, found.squares - found.sum * found.sum / Double(stratum.sums.ballots))
        }
        self.share = share
        variance = Double(ballots) / Double(ballots - 1) * spread
        self.ballots = ballots
    }
}
