import Statistics
import Testing

@Suite("Distributions")
struct DistributionTests {
    /// The grid and, between its points, seeded ones up to seven deviations off the mean.
    @Test(
        "agree with fifty-digit values",
        arguments: [
            "beta", "betaQuantile", "normal", "normalQuantile", "t", "tQuantile", "chiSquared",
            "chiSquaredQuantile",
        ])
    func agree(function: String) throws {
        let rows = try (Reference.rows("distributions.csv") + Reference.rows("special.csv"))
            .filter { $0[0] == function }
        #expect(rows.count > 10)
        for row in rows {
            let numbers = row[1...].compactMap(Double.init)
            let ours = value(function, numbers[0], numbers[1], numbers[2])
            let bound = abs(numbers[3]) < 1e-200 ? 2e-12 : 1e-12
            #expect(agrees(ours, numbers[3], within: bound), "\(row) gave \(ours)")
        }
    }

    private func value(_ function: String, _ a: Double, _ b: Double, _ x: Double) -> Double {
        switch function {
        case "beta": Beta(a: a, b: b).cumulative(x)
        case "betaQuantile": Beta(a: a, b: b).quantile(x)
        case "normal": Normal.cumulative(x)
        case "normalQuantile": Normal.quantile(x)
        case "t": StudentT(degreesOfFreedom: a).cumulative(x)
        case "tQuantile": StudentT(degreesOfFreedom: a).quantile(x)
        case "chiSquaredQuantile": ChiSquared(degreesOfFreedom: a).upperQuantile(x)
        default: ChiSquared(degreesOfFreedom: a).upperTail(x)
        }
    }

    @Test("a beta quantile stays in 0...1 and rises with the probability at every extreme of shape")
    func quantilesRise() {
        let shapes = [1e-7, 1e-3, 0.5, 1, 40, 1e4, 1e7]
        let shares = [0, 1e-300, 1e-12, 0.025, 0.3, 0.5, 0.7, 0.975, 1 - 1e-12, 1]
        for a in shapes {
            for b in shapes {
                let points = shares.map { Beta(a: a, b: b).quantile($0) }
                #expect(points.first == 0 && points.last == 1)
                #expect(zip(points, points.dropFirst()).allSatisfy(<=), "\(a) \(b) \(points)")
            }
        }
    }

    @Test("both tails of a t are the same mirrored, and infinite degrees of freedom are the normal")
    func tIsSymmetric() {
        for freedom in [1, 3.5, 40, 1e6] {
            let t = StudentT(degreesOfFreedom: freedom)
            #expect(t.quantile(0.5) == 0)
            #expect(t.quantile(0.25) == -t.quantile(0.75))
            #expect(agrees(t.quantile(0.975), t.critical(level: 0.95), within: 1e-14))
            #expect(agrees(t.twoSided(-2), 2 * t.cumulative(-2), within: 1e-15))
            #expect(t.cumulative(-.infinity) == 0 && t.cumulative(.infinity) == 1)
        }
        let normal = StudentT(degreesOfFreedom: .infinity)
        #expect(normal.critical(level: 0.95) == Normal.critical(level: 0.95))
        #expect(normal.cumulative(1) == Normal.cumulative(1))
    }

    @Test("probabilities 0 and 1 have infinite normal quantiles, and nothing is NaN")
    func ends() {
        #expect(Normal.quantile(0) == -.infinity && Normal.quantile(1) == .infinity)
        #expect(Normal.quantile(0.5) == 0)
        #expect(ChiSquared(degreesOfFreedom: 3).upperTail(-1) == 1)
        #expect(ChiSquared(degreesOfFreedom: 3).upperTail(.infinity) == 0)
        #expect(ChiSquared(degreesOfFreedom: 3).upperQuantile(0) == .infinity)
        #expect(ChiSquared(degreesOfFreedom: 3).upperQuantile(1) == 0)
        #expect(Beta(a: 2, b: 3).cumulative(-1) == 0 && Beta(a: 2, b: 3).cumulative(2) == 1)
    }
}
