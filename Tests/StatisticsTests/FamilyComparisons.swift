import Statistics
import Testing

extension Family {
    private func periods(
        _ sample: Sample, _ design: SurveyDesign
    ) throws -> (LinearisedRatio, LinearisedRatio) {
        func half(_ period: String) -> LinearisedRatio? {
            design.ratio(
                sample.satisfied(6) { sample.period[$0] == period }.map(Double.init),
                over: sample.answered(6) { sample.period[$0] == period }.map(Double.init))
        }
        return (try #require(half("2025H1")), try #require(half("2025H2")))
    }

    func differenceValues(_ sample: Sample) throws -> [String: Double] {
        let design = try sample.design("clus")
        let (first, second) = try periods(sample, design)
        let made = design.difference(first, second)
        var values: [String: Double] = [
            "diff.svyttest.df": Double(made.degreesOfFreedom),
            "diff.svyttest.est": made.difference, "diff.contrast.est": made.difference,
            "diff.contrast.se": made.standardError,
            "diff.cov": design.covariance(first, second),
        ]
        values["diff.svyttest.t"] = made.t
        values["diff.svyttest.p"] = made.p
        put(&values, "diff.svyttest", made.interval)
        let before = sample.count(6) { sample.period[$0] == "2025H1" }
        let after = sample.count(6) { sample.period[$0] == "2025H2" }
        let plain = try #require(ProportionDifference(from: before, to: after))
        values["diff.unw.chisq"] = plain.z * plain.z
        values["diff.unw.p"] = plain.p
        values["diff.unw.est"] = plain.difference
        put(&values, "diff.unw.wald", plain.wald)
        put(&values, "diff.newcombe", plain.newcombe)
        values["diff.fisher.p"] = fisherExact(before, after)
        return values
    }

    func oddsValues(_ sample: Sample) throws -> [String: Double] {
        let design = try sample.design("clus")
        let (first, second) = try periods(sample, design)
        let made = try #require(design.logOddsDifference(first, second))
        return [
            "glm.b": made.difference, "glm.se": made.standardError, "glm.t": try #require(made.t),
            "glm.p": try #require(made.p),
        ]
    }

    func independenceValues(_ sample: Sample) throws -> [String: Double] {
        let made = try #require(
            try sample.design("clus").raoScott(
                satisfied: sample.item(6).map { $0.map { $0 >= 4 } },
                group: sample.period.map { $0 == "2025H2" }))
        return [
            "svychisq.F.F": made.f, "svychisq.F.ndf": 1,
            "svychisq.F.ddf": Double(made.degreesOfFreedom), "svychisq.F.p": made.p,
        ]
    }

    func quantileValues(_ sample: Sample) throws -> [String: Double] {
        var values: [String: Double] = [:]
        for (name, rule) in [("math", QuantileRule.inverse), ("school", .midpoint)] {
            let made = try #require(
                weightedQuantiles(
                    sample.item(6), weights: sample.weight, at: [0.1, 0.25, 0.5, 0.75, 0.9],
                    rule: rule))
            for (percent, value) in zip([10, 25, 50, 75, 90], made) {
                values["quant.\(name).\(percent)"] = value
            }
        }
        return values
    }

    func scaleValues(_ sample: Sample) throws -> [String: Double] {
        let scale = sample.scores.map { row -> Double? in
            let known = row.compactMap(\.self)
            return known.count >= 4 ? known.reduce(0, +) / Double(known.count) : nil
        }
        let weighted = try #require(try sample.design("clus").mean(scale))
        let plain = try #require(try SurveyDesign(rows: sample.count).mean(scale))
        let quarters = try #require(
            weightedQuantiles(scale, weights: sample.weight, at: [0.25, 0.5, 0.75]))
        return [
            "scale.n": Double(weighted.responses), "scale.mean": weighted.mean,
            "scale.se": try #require(weighted.standardError), "scale.unw.mean": plain.mean,
            "scale.unw.sd": try #require(plain.populationVariance).squareRoot(),
            "scale.q25": quarters[0], "scale.q50": quarters[1], "scale.q75": quarters[2],
            "scale.unw.index100": 100 * (plain.mean - 1) / 4,
        ]
    }

    func alphaValues(_ sample: Sample) throws -> [String: Double] {
        let made = try #require(CronbachAlpha(sample.scores))
        let weighted = try #require(CronbachAlpha(sample.scores, weights: sample.weight))
        var values: [String: Double] = [
            "alpha.cc.n": Double(made.complete), "alpha.cc.raw": made.raw,
            "alpha.svy": weighted.raw,
        ]
        values["alpha.cc.std"] = made.standardized
        values["alpha.pairwise.raw"] = made.pairwise
        for item in 1...6 {
            values["alpha.cc.drop.q\(item)"] = made.withoutItem[item - 1]
            values["alpha.cc.itemrest.q\(item)"] = made.itemRest[item - 1]
        }
        return values
    }

    func funnelValues(_ sample: Sample) throws -> [String: Double] {
        let units = sample.units
        let counts = units.map { unit in sample.count(6) { sample.unit[$0] == unit } }
        let funnel = try #require(Funnel(counts))
        let p = counts.map { funnel.p($0) }
        let below = counts.map { Binomial(trials: $0.trials, share: 0.9).cumulative($0.successes) }
        let adjusted: [(String, [Double])] = [
            ("binom.p", p), ("bh", MultipleTests.benjaminiHochberg.adjusted(p)),
            ("by", MultipleTests.benjaminiYekutieli.adjusted(p)),
            ("holm", MultipleTests.holm.adjusted(p)), ("below90.p", below),
            ("below90.bh", MultipleTests.benjaminiHochberg.adjusted(below)),
        ]
        var values = [
            "funnel.pooled": funnel.pooled, "funnel.phi": funnel.overdispersion,
            "funnel.tau2.dl": funnel.betweenVariance,
        ]
        for (place, unit) in units.enumerated() {
            let key = "funnel.\(unit)"
            let trials = counts[place].trials
            values[key + ".z"] = funnel.z(counts[place])
            for (name, level) in [("95", 0.95), ("998", 0.998)] {
                let normal = funnel.limits(trials: trials, level: level)
                let exact = funnel.exactLimits(trials: trials, level: level)
                values["\(key).lo\(name)"] = normal.lower
                values["\(key).hi\(name)"] = normal.upper
                values["\(key).exactlo\(name)"] = exact.lower
                values["\(key).exacthi\(name)"] = exact.upper
            }
            for (name, list) in adjusted { values["\(key).\(name)"] = list[place] }
        }
        return values
    }
}
