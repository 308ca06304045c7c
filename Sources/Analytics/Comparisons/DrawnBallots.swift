internal import Statistics
internal import Survey

/// Ballots of a row, with what the design of the index makes of them.
struct DrawnBallots {
    let sums: BallotSums
    /// nil where each ballot is drawn by itself, which the sums know.
    let row: StratifiedRows.Row?
    /// Whether it may stand beside the others: not where they are weighed and this cannot be.
    var isComparable = true

    var ballots: Int { sums.ballots }

    /// The share with its interval as reports give it; nil under the number that is withheld.
    ///
    /// - Parameter channel: of one channel's ballots, by its number; nil for all
    func estimate(_ rule: BallotRule, channel: Int? = nil, level: Double) -> Estimate? {
        guard isComparable, let plain = sums.estimate(rule, level: level) else { return nil }
        guard let row else { return plain }
        return row.estimate(part: channel, level: level).map { Estimate($0) }
    }

    /// As so many independent ballots as the share's variance is worth; see
    /// ``BallotSums/count(_:level:)``.
    func count(_ rule: BallotRule, level: Double) -> Count {
        guard let row else { return sums.count(rule, level: level) }
        guard let made = row.estimate(level: level) else { return Count(successes: 0, trials: 0) }
        let variance = row.variance ?? 0
        return .worth(
            variance > 0
                ? made.share * (1 - made.share) / variance : Double(max(1, row.report.clusters)),
            share: made.share)
    }

    /// Two sides that have no ballot in common.
    ///
    /// - Returns: nil where either has no answers
    static func change(
        from before: DrawnBallots, to after: DrawnBallots, _ rule: BallotRule, level: Double
    ) -> Change? {
        guard let early = before.row, let late = after.row else {
            return Change.between(before.sums, after.sums, rule, level: level)
        }
        guard let first = early.estimate(level: level), let second = late.estimate(level: level)
        else { return nil }
        return .between(
            .init(estimate: first, variance: early.variance),
            .init(estimate: second, variance: late.variance), level: level)
    }
}

extension StratifiedRows {
    /// A row that is asked for.
    struct Asked {
        let rows: StratifiedRows
        let tree: Set<String>
        /// One of the period, or nil for all.
        var month: Int?
    }

    /// Ballots of a period by the definition's design, with channels apart.
    ///
    /// - Returns: nil where each ballot is drawn by itself
    init?(
        drawn definition: IndexDefinition, _ rule: BallotRule, _ scan: BallotScan,
        source: ReportSource, in period: Period
    ) {
        guard definition.design != IndexDesign() else { return nil }
        self.init(
            definition, definition.design, rule, scan, parts: .channels, source: source,
            period: period)
    }

    /// The months of a row, as they will stand beside each other. The last ones are often not over,
    /// or their dossiers not yet counted: where all before them are weighed, they stand aside.
    ///
    /// - Returns: as ``alike(_:)``, and how many of the months are comparable
    static func months(
        _ asked: [Asked]
    ) -> (rows: [Row], isUnweighted: Bool, comparable: Int) {
        let rows = asked.map { $0.rows.row(of: $0.tree, month: $0.month) }
        let last = rows.lastIndex { $0.report.unweighted == nil && $0.report.clusters > 0 }
        let count = last.map { $0 + 1 } ?? rows.count
        if rows[..<count].allSatisfy({ $0.report.unweighted == nil }) {
            return (rows, false, count)
        }
        let all = alike(asked)
        return (all.rows, all.isUnweighted, rows.count)
    }

    /// Rows that will stand beside each other: what is weighed is not set against what is not, so
    /// where the dossiers of one of them are not known none is weighed.
    static func alike(_ asked: [Asked]) -> (rows: [Row], isUnweighted: Bool) {
        let rows = asked.map { $0.rows.row(of: $0.tree, month: $0.month) }
        guard rows.contains(where: { $0.report.unweighted != nil }) else { return (rows, false) }
        return (
            asked.map { $0.rows.row(of: $0.tree, month: $0.month, isWeighed: false) }, true
        )
    }
}
