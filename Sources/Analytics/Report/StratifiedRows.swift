internal import Statistics
internal import Survey

/// Rows of an index by the design of its definition: each row a design of its own.
struct StratifiedRows: Sendable {
    /// A row, or a month of one.
    struct Row {
        let report: SamplingReport
        /// Of the index, then of each part that was asked for.
        fileprivate let sums: [StratifiedSums]
        fileprivate let clusters: CountingDesign

        /// What the answers stand for: satisfied, and all.
        var totals: (satisfied: Double, answers: Double) {
            let all = sums[0].populationAnswers
            return ((sums[0].share ?? 0) * all, all)
        }

        /// - Parameter part: its place among the ``StratumCounts/Parts`` asked for; nil for the
        ///   whole index
        /// - Returns: nil without answers
        func estimate(part: Int? = nil, level: Double) -> ShareEstimate? {
            let own = sums[part.map { $0 + 1 } ?? 0]
            return own.estimate(method: clusters.interval, level: level)
        }

        /// Of the whole index, as its limits are made from it; nil without degrees of freedom.
        var variance: Double? { sums[0].variance(for: clusters.interval) }
    }

    private let counts: StratumCounts
    private let period: Period
    private let key: [Int32: String]
    private let isFiltered: Bool
    /// Completed dossiers by unit, field and month of the period.
    private var dossiers: [String: [String: [Int: Int]]] = [:]

    /// - Parameters:
    ///   - scan: the ballots
    ///   - parts: what is estimated beside the whole index
    ///   - isFiltered: whether the scan leaves out what dossiers hold
    init(
        _ definition: IndexDefinition, _ design: IndexDesign, _ rule: BallotRule,
        _ scan: BallotScan, parts: StratumCounts.Parts, source: ReportSource, period: Period,
        isFiltered: Bool = false
    ) {
        counts = StratumCounts(definition, design, rule, scan, parts: parts, period: period)
        self.period = period
        key = source.key.fields
        self.isFiltered = isFiltered
        let first = period.from.month.ordinal
        let months = period.months.indices
        for count in source.dossiers {
            let month = count.key.period.ordinal - first
            guard months.contains(month) else { continue }
            dossiers[count.key.unit, default: [:]][count.key.field, default: [:]][
                month, default: 0] += count.completed
        }
    }

    /// The row of a tree of units, in one month of the period or in all.
    ///
    /// - Parameter isWeighed: whether answers may stand for their stratum's dossiers
    func row(of tree: Set<String>, month: Int?, isWeighed: Bool = true) -> Row {
        let strata = counts.strata(of: tree, month: month)
        let names = strata.keys.sorted { ($0.unit, $0.part) < ($1.unit, $1.part) }
        let found = names.compactMap { strata[$0] }
        let (populations, unweighted, missing) =
            isWeighed ? populations(names, found, tree, month) : (nil, nil, [])
        let isByBallot = counts.design.clusters == .ballot
        let parts = (0..<(found.first?.sums.count ?? 1)).map { measure in
            StratifiedSums(
                found.enumerated().map { index, stratum in
                    let ballots = Double(stratum.valid.reduce(0, +))
                    let population = populations.map { Double($0[index]) }
                    // Dossiers say how many people there were, and not how many days at a counter.
                    let isFinite = isByBallot && population != nil
                    return StratifiedSums.Stratum(
                        sums: stratum.sums[measure], clusters: stratum.clusters,
                        weight: population.map { $0 / ballots } ?? 1,
                        unsampled: isFinite ? 1 - ballots / (population ?? 1) : 1)
                })
        }
        let held = found.filter { $0.sums[0].answers > 0 }
        let whole = populations == nil ? nil : everything(tree, month)
        return Row(
            report: SamplingReport(
                strata: found.count, clusters: found.reduce(0) { $0 + $1.clusters },
                degreesOfFreedom: held.reduce(0) { $0 + $1.sums[0].ballots } - held.count,
                isWeighted: populations != nil, unweighted: unweighted,
                unweightedStrata: Array(
                    missing.map { name(names[$0]) }.sorted().prefix(SamplingReport.namesMax)),
                represented: whole.flatMap { whole in
                    populations.map { Double($0.reduce(0, +)) / Double(whole) }
                },
                hasFinitePopulation: isByBallot && populations != nil),
            sums: parts, clusters: counts.design.clusters)
    }

    /// Completed dossiers of each stratum; nil with the reason and the strata that are it where a
    /// stratum's are not known: weights are taken from none then, and never made up.
    private func populations(
        _ names: [StratumCounts.Name], _ strata: [StratumCounts.Stratum], _ tree: Set<String>,
        _ month: Int?
    ) -> (counts: [Int]?, SamplingReport.Unweighted?, [Int]) {
        guard counts.design.weights == .dossiers, !strata.isEmpty else { return (nil, nil, []) }
        if isFiltered { return (nil, .filtered, []) }
        let days = month.map { period.clipped(to: period.months[$0]) } ?? period
        guard days?.isWholeMonths ?? false else { return (nil, .notWholeMonths, []) }
        let months = month.map { $0...$0 } ?? 0...period.months.count - 1
        var populations: [Int] = []
        var missing: [Int] = []
        var few: [Int] = []
        for (index, name) in names.enumerated() {
            var sum = 0
            var isKnown = true
            for month in months {
                let count = completed(name, tree, month)
                if count == nil, strata[index].valid[month] > 0 { isKnown = false }
                sum += count ?? 0
            }
            populations.append(sum)
            if !isKnown {
                missing.append(index)
            } else if sum < strata[index].valid.reduce(0, +) {
                few.append(index)
            }
        }
        if !missing.isEmpty { return (nil, .dossiersMissing, missing) }
        return few.isEmpty ? (populations, nil, []) : (nil, .fewerDossiersThanBallots, few)
    }

    /// Completed dossiers of a stratum in a month; nil where there is no row of it.
    private func completed(
        _ name: StratumCounts.Name, _ tree: Set<String>, _ month: Int
    ) -> Int? {
        let units = name.unit < 0 ? Array(tree) : [counts.units[name.unit]]
        let field = counts.design.strata.readsField ? key[Int32(name.part)] ?? "" : nil
        let found = units.flatMap { unit -> [Int] in
            let own = dossiers[unit] ?? [:]
            let months = field.map { own[$0].map { [$0] } ?? [] } ?? Array(own.values)
            return months.compactMap { $0[month] }
        }
        return found.isEmpty ? nil : found.reduce(0, +)
    }

    /// All completed dossiers of a tree.
    private func everything(_ tree: Set<String>, _ month: Int?) -> Int {
        tree.reduce(0) { sum, unit in
            (dossiers[unit] ?? [:]).values.reduce(sum) { sum, months in
                months.reduce(sum) { $0 + (month == nil || month == $1.key ? $1.value : 0) }
            }
        }
    }

    private func name(_ name: StratumCounts.Name) -> String {
        let unit = name.unit < 0 ? [] : [counts.units[name.unit]]
        guard counts.design.strata.readsField else { return unit.joined() }
        return (unit + [key[Int32(name.part)] ?? "–"]).joined(separator: " · ")
    }
}
