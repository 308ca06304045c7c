import Statistics
import Testing

extension Family {
    func put(_ values: inout [String: Double], _ key: String, _ limits: Interval?) {
        values[key + ".lo"] = limits?.lower
        values[key + ".hi"] = limits?.upper
    }

    func intervals(_ key: String, _ count: Count) -> [String: Double] {
        let x = Double(count.successes)
        let n = Double(count.trials)
        var values = [key + ".n": n, key + ".x": x, key + ".p": x / n]
        for percent in [90, 95, 99] {
            let limits = wilson(successes: x, trials: n, level: Double(percent) / 100)
            put(&values, "\(key).wilson\(percent)", limits)
        }
        put(
            &values, key + ".wilsoncc95",
            wilson(successes: x, trials: n, level: 0.95, continuity: true))
        put(&values, key + ".clopper95", clopperPearson(successes: x, trials: n, level: 0.95))
        put(&values, key + ".jeffreys95", jeffreys(successes: x, trials: n, level: 0.95))
        return values
    }

    func binValues(_ sample: Sample) -> [String: Double] {
        var values: [String: Double] = [:]
        for item in 1...6 {
            values.merge(intervals("bin.all.q\(item)", sample.count(item))) { $1 }
        }
        for unit in sample.units {
            let count = sample.count(6) { sample.unit[$0] == unit }
            values.merge(intervals("bin.unit.\(unit).q6", count)) { $1 }
        }
        for period in ["2025H1", "2025H2"] {
            let count = sample.count(6) { sample.period[$0] == period }
            values.merge(intervals("bin.period.\(period).q6", count)) { $1 }
        }
        return values
    }

    func edgeValues() throws -> [String: Double] {
        var values: [String: Double] = [:]
        for key in try Reference.values("expected_r.csv").keys
        where key.hasPrefix("edge.") && key.hasSuffix(".n") {
            let numbers = key.dropFirst(5).dropLast(2).split(separator: "_").compactMap { Int($0) }
            let count = Count(successes: numbers[0], trials: numbers[1])
            values.merge(intervals(String(key.dropLast(2)), count)) { $1 }
        }
        return values
    }

    func svyValues(_ sample: Sample) throws -> [String: Double] {
        var values: [String: Double] = [:]
        for name in ["clus", "strs", "fpc", "wr", "clusonly"] {
            let design = try sample.design(name)
            for item in [1, 6] {
                values.merge(try itemValues(sample, design, "svy.\(name).q\(item)", item)) { $1 }
            }
        }
        let ratio = try #require(
            try sample.design("clus").ratio(
                sample.satisfied(6).map(Double.init), over: sample.answered(6).map(Double.init)))
        values["svy.clus.q6.ratio"] = ratio.value
        values["svy.clus.q6.ratio.se"] =
            try sample.design("clus").variance(of: ratio).squareRoot()
        return values
    }

    private func itemValues(
        _ sample: Sample, _ design: SurveyDesign, _ key: String, _ item: Int
    ) throws -> [String: Double] {
        let good = sample.satisfied(item)
        let all = sample.answered(item)
        let share = try #require(design.share(satisfied: good, answers: all))
        var values: [String: Double] = [
            key + ".mean": share.share, key + ".degf": Double(share.degreesOfFreedom),
        ]
        values[key + ".se"] = share.standardError
        values[key + ".deff"] = share.finiteDesignEffect
        values[key + ".deffreplace"] = share.designEffect
        let methods: [(String, IntervalMethod)] = [
            ("logit", .logit), ("beta", .kornGraubard), ("xlogit", .xlogit), ("asin", .asin),
            ("mean", .mean), ("wilson", .wilson),
        ]
        for (name, method) in methods {
            let made = design.share(satisfied: good, answers: all, method: method)
            #expect(made?.method == method)
            put(&values, "\(key).\(name)", made?.interval)
        }
        put(
            &values, key + ".logit90",
            design.share(satisfied: good, answers: all, method: .logit, level: 0.9)?.interval)
        let total = design.total(zip(good, all).map { $1 == 1 ? Double($0) : nil })
        values[key + ".total"] = total.total
        values[key + ".total.se"] = total.standardError
        let score = try #require(design.mean(sample.item(item)))
        values[key + ".score.mean"] = score.mean
        values[key + ".score.se"] = score.standardError
        values[key + ".score.var"] = score.populationVariance
        put(&values, key + ".score.ci95t", score.interval)
        return values
    }

    func kishValues(_ sample: Sample) throws -> [String: Double] {
        let design = try sample.design("clus")
        return [
            "kish.deff": try #require(design.kishDesignEffect),
            "kish.neff": try #require(design.kishEffectiveRows),
        ]
    }

    func unitValues(_ sample: Sample) throws -> [String: Double] {
        let design = try sample.design("clus")
        var values: [String: Double] = [:]
        for unit in sample.units {
            let good = sample.satisfied(6) { sample.unit[$0] == unit }
            let all = sample.answered(6) { sample.unit[$0] == unit }
            for (name, method) in [
                ("logit", IntervalMethod.logit), ("beta", .kornGraubard), ("xlogit", .xlogit),
            ] {
                let made = try #require(
                    design.share(satisfied: good, answers: all, method: method))
                values["svyby.\(unit).p"] = made.share
                values["svyby.\(unit).se"] = made.standardError
                if unit == "T1" {
                    // 100 %: where R has NA or [1, 1], a real interval on the four clusters.
                    #expect(made.method == .clopperPearson)
                    #expect(
                        made.interval == clopperPearson(successes: 4, trials: 4, level: 0.95))
                } else {
                    put(&values, "svyby.\(unit).\(name)", made.interval)
                }
            }
        }
        return values
    }

    func stratumPeriodValues(_ sample: Sample) throws -> [String: Double] {
        let design = try sample.design("clus")
        var values: [String: Double] = [:]
        for stratum in Sample.strata {
            for period in ["2025H1", "2025H2"] {
                func belongs(_ row: Int) -> Bool {
                    sample.stratumName[row] == stratum && sample.period[row] == period
                }
                let made = try #require(
                    design.share(
                        satisfied: sample.satisfied(6, where: belongs),
                        answers: sample.answered(6, where: belongs)))
                values["svyby2.\(stratum).\(period).p"] = made.share
                values["svyby2.\(stratum).\(period).se"] = made.standardError
            }
        }
        return values
    }

    func postStratifiedValues(_ sample: Sample) throws -> [String: Double] {
        let margin = Margin(
            levels: sample.sex, populations: try Sample.population("sex", Sample.sexes))
        let design = try sample.design("clus").postStratified(by: margin)
        return try weightedValues(sample, design, "ps")
    }

    func rakedValues(_ sample: Sample) throws -> [String: Double] {
        let margins = [
            Margin(
                levels: sample.stratum,
                populations: try Sample.population("stratum", Sample.strata)),
            Margin(levels: sample.sex, populations: try Sample.population("sex", Sample.sexes)),
            Margin(levels: sample.age, populations: try Sample.population("age", Sample.ages)),
        ]
        return try weightedValues(sample, try sample.design("clus").raked(to: margins), "rk")
    }

    private func weightedValues(
        _ sample: Sample, _ design: SurveyDesign, _ key: String
    ) throws -> [String: Double] {
        var values: [String: Double] = [:]
        for row in [1, 2, 50, 100, 254] { values["\(key).w.\(row)"] = design.weights[row - 1] }
        values[key + ".w.sum"] = design.weights.reduce(0, +)
        values[key + ".w.max"] = design.weights.max()
        let made = try #require(
            design.share(
                satisfied: sample.satisfied(6), answers: sample.answered(6), method: .logit))
        values[key + ".q6.mean"] = made.share
        values[key + ".q6.se"] = made.standardError
        put(&values, key + ".q6.logit", made.interval)
        return values
    }

    func jackknifeValues(_ sample: Sample) throws -> [String: Double] {
        let design = try sample.design("clus")
        let good = sample.satisfied(6).map(Double.init)
        let all = sample.answered(6).map(Double.init)
        return [
            "jkn.q6.mean": try #require(design.ratio(good, over: all)).value,
            "jkn.q6.se": try #require(design.jackknifeVariance(of: good, over: all)).squareRoot(),
        ]
    }
}
