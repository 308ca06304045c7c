import Statistics
import Testing

extension Family {
    /// Unit → 36 months of series.csv.
    static func series() throws -> [String: [Count]] {
        var series: [String: [Count]] = [:]
        for row in try Reference.rows("series.csv") {
            let trials = try #require(Int(row[2]))
            let successes = try #require(Int(row[3]))
            series[row[0], default: []].append(Count(successes: successes, trials: trials))
        }
        return series
    }

    func chartValues() throws -> [String: Double] {
        var values: [String: Double] = [:]
        for (unit, counts) in try Self.series() {
            let chart = try #require(ControlChart(counts, baseline: 12))
            let key = "spc.\(unit)"
            values[key + ".pbar12"] = chart.centre
            values[key + ".laney.sigmaz"] = chart.sigmaZ
            values[key + ".out3sigma"] = Double(chart.points.filter(\.isOutside).count)
            values[key + ".cusum.first_hi"] = chart.firstRise.map { Double($0 + 1) }
            values[key + ".cusum.first_lo"] = chart.firstFall.map { Double($0 + 1) }
            for (place, point) in chart.points.enumerated() {
                let month = "\(key).\(place < 9 ? "0" : "")\(place + 1)"
                values[month + ".p"] = point.share
                values[month + ".z"] = point.z
                values[month + ".lcl"] = point.limits?.lower
                values[month + ".ucl"] = point.limits?.upper
                values[month + ".laney.lcl"] = point.laneyLimits?.lower
                values[month + ".laney.ucl"] = point.laneyLimits?.upper
                values[month + ".cusum.hi"] = point.cusumHigh
                values[month + ".cusum.lo"] = point.cusumLow
                values[month + ".ewma"] = point.ewma
            }
        }
        return values
    }

    func trendValues() throws -> [String: Double] {
        var values: [String: Double] = [:]
        for (unit, counts) in try Self.series() {
            let shares = counts.compactMap(\.share)
            let test = MannKendall(shares)
            values["mk.\(unit).S"] = Double(test.score)
            values["mk.\(unit).varS"] = test.variance
            values["mk.\(unit).Z"] = test.z
            values["mk.\(unit).p"] = test.p
            values["mk.\(unit).tau_b"] = test.tau
            let line = try #require(TheilSen(shares))
            values["sen.\(unit).slope"] = line.slope
            values["sen.\(unit).intercept_med"] = line.intercept
            values["sen.\(unit).lo"] = line.interval.lower
            values["sen.\(unit).hi"] = line.interval.upper
        }
        return values
    }

    func shareTrendValues() throws -> [String: Double] {
        var values: [String: Double] = [:]
        for (unit, counts) in try Self.series() {
            let fit = try #require(LogisticTrend(counts))
            values["trendglm.\(unit).b"] = fit.slope
            values["trendglm.\(unit).se"] = fit.standardError
            let test = try #require(CochranArmitage(counts))
            values["cochran_armitage.\(unit).chisq"] = test.chiSquared
            values["cochran_armitage.\(unit).p"] = test.p
        }
        return values
    }

    func sampleSizeValues() -> [String: Double] {
        var values: [String: Double] = [:]
        for (name, margin) in [("03", 0.03), ("05", 0.05)] {
            for (size, population) in [("inf", nil), ("400", 400.0), ("5000", 5000)] {
                values["n_needed.p90.e\(name).N\(size)"] = answersNeeded(
                    margin: margin, share: 0.9, population: population, designEffect: 1.5)
            }
        }
        return values
    }
}
