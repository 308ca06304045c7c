import Glibc
import Statistics
import Testing

@Suite("Intervals of a proportion")
struct ProportionTests {

    /// The table the verdicts were designed on, with six digits.
    @Test(
        "the table of the verdicts holds",
        arguments: [
            (27, 30, 0.743789, 0.965400), (90, 100, 0.825634, 0.944771),
            (96, 100, 0.901629, 0.984337), (188, 200, 0.898068, 0.965348),
            (920, 1000, 0.901534, 0.935252), (880, 1000, 0.858391, 0.898701),
            (35, 35, 0.901099, 1), (34, 34, 0.898485, 1), (73, 73, 0.950008, 1),
            (72, 72, 0.949349, 1), (0, 10, 0, 0.277533), (10, 10, 0.722467, 1),
        ])
    func table(x: Int, n: Int, lower: Double, upper: Double) {
        let ours = wilson(successes: Double(x), trials: Double(n), level: 0.95)
        #expect(abs(ours.lower - lower) <= 5.1e-7 && abs(ours.upper - upper) <= 5.1e-7)
    }

    @Test("without trials nothing is known", arguments: [0.5, 0.95])
    func empty(level: Double) {
        let all = Interval(lower: 0, upper: 1)
        #expect(wilson(successes: 0, trials: 0, level: level) == all)
        #expect(wilson(successes: 0, trials: 0, level: level, continuity: true) == all)
        #expect(clopperPearson(successes: 0, trials: 0, level: level) == all)
        #expect(jeffreys(successes: 0, trials: 0, level: level) == all)
    }

    @Test("a higher level gives a wider interval")
    func wider() {
        for (x, n) in [(0.0, 7.0), (27, 30), (41.5, 43.25), (7, 7)] {
            for interval in [
                { wilson(successes: $0, trials: $1, level: $2) },
                { clopperPearson(successes: $0, trials: $1, level: $2) },
            ]
                as [(Double, Double, Double) -> Interval]
            {
                let (narrow, wide) = (interval(x, n, 0.9), interval(x, n, 0.99))
                #expect(wide.upper - wide.lower > narrow.upper - narrow.lower)
            }
        }
    }

    /// Unanimous samples have closed forms: n/(n + z²), and the n-th root of the tail.
    @Test("the lower limit of a unanimous sample is its closed form", arguments: [1, 10, 1e6])
    func unanimous(n: Double) {
        let z = 1.959963984540054
        let score = wilson(successes: n, trials: n, level: 0.95)
        #expect(agrees(score.lower, n / (n + z * z), within: 1e-14) && score.upper == 1)
        let exact = clopperPearson(successes: n, trials: n, level: 0.95)
        #expect(agrees(exact.lower, pow(0.025, 1 / n), within: 1e-13) && exact.upper == 1)
    }
}
