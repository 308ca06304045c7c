import Statistics
import Testing

/// The pooled index of ballots, and trends of series with seasons.
extension Family {
    static let pooledUnits = ["all", "H1", "H2", "H3", "T1", "T2", "T3", "X1", "X2", "X3", "X4"]

    /// Each ballot a cluster by the exact sums; strata and place-days by the design.
    func pooledValues(_ sample: Sample) throws -> [String: Double] {
        var values: [String: Double] = [:]
        for unit in Self.pooledUnits {
            let rows = (0..<sample.count).filter { unit == "all" || sample.unit[$0] == unit }
            let good = rows.map { sample.scores[$0].filter { ($0 ?? 0) >= 4 }.count }
            let all = rows.map { sample.scores[$0].filter { $0 != nil }.count }
            var sums = RatioSums()
            for (satisfied, answers) in zip(good, all) {
                sums.add(satisfied: satisfied, answers: answers)
            }
            let design = try SurveyDesign(
                rows: rows.count, strata: rows.map { sample.stratum[$0] },
                clusters: rows.map { sample.cluster[$0] })
            let name = unit == "all" ? "all" : "unit.\(unit)"
            put(&values, "pooled.ballot.\(name)") { sums.estimate(method: $0) }
            put(&values, "pooled.cluster.\(name)") {
                design.share(satisfied: good, answers: all, method: $0)
            }
        }
        return values
    }

    private func put(
        _ values: inout [String: Double], _ key: String,
        _ estimate: (IntervalMethod) -> ShareEstimate?
    ) {
        guard let made = estimate(.kornGraubard) else { return }
        values[key + ".p"] = made.share
        values[key + ".se"] = made.standardError
        values[key + ".degf"] = Double(made.degreesOfFreedom)
        values[key + ".answers"] = Double(made.answers)
        put(&values, key + ".beta", made.interval)
        put(&values, key + ".xlogit", estimate(.xlogit)?.interval)
    }

    func seasonalValues() throws -> [String: Double] {
        var values: [String: Double] = [:]
        for (unit, counts) in try Self.series() {
            let shares = counts.map(\.share)
            let test = MannKendall(seasonal: shares, period: 12)
            values["py.mk_seasonal.\(unit).S"] = Double(test.score)
            values["py.mk_seasonal.\(unit).Z"] = test.z
            values["py.mk_seasonal.\(unit).p"] = test.p
            values["py.sen_seasonal.\(unit).slope"] = TheilSen.seasonalSlope(shares, period: 12)
        }
        return values
    }
}
