import Statistics
import Testing

@Suite("The pooled index of ballots")
struct RatioSumsTests {
    static let units = ["all", "H1", "H2", "H3", "T1", "T2", "T3", "X1", "X2", "X3", "X4"]

    private func sums(_ unit: String, items: Range<Int> = 8..<14) throws -> RatioSums {
        var sums = RatioSums()
        for row in try Reference.rows("responses.csv") where unit == "all" || row[3] == unit {
            let scores = row[items].compactMap(Int.init)
            sums.add(satisfied: scores.filter { $0 >= 4 }.count, answers: scores.count)
        }
        return sums
    }

    @Test("every unit has R's share, error and limits", arguments: units)
    func reference(unit: String) throws {
        let expected = try Reference.values("expected_pooled.csv")
        let key = unit == "all" ? "pooled.ballot.all" : "pooled.ballot.unit.\(unit)"
        let sums = try sums(unit)
        let estimate = try #require(sums.estimate(level: 0.95))
        let xlogit = try #require(sums.estimate(method: .xlogit, level: 0.95)?.interval)
        let ours = [
            "p": estimate.share, "se": try #require(estimate.standardError),
            "degf": Double(estimate.degreesOfFreedom), "answers": Double(estimate.answers),
            "beta.lo": try #require(estimate.interval).lower,
            "beta.hi": try #require(estimate.interval).upper,
            "xlogit.lo": xlogit.lower, "xlogit.hi": xlogit.upper,
        ]
        #expect(estimate.method == .kornGraubard)
        #expect(expected.keys.filter { $0.hasPrefix(key + ".") }.count == ours.count)
        for (name, value) in ours {
            let theirs = try #require(expected["\(key).\(name)"])
            #expect(agrees(value, theirs), "\(name) \(value), R \(theirs)")
        }
    }

    @Test("the order of ballots and the way they are split change no bit")
    func additive() throws {
        var parts = RatioSums()
        for unit in Self.units.dropFirst().reversed() { parts += try sums(unit) }
        #expect(parts == (try sums("all")))
        #expect(parts.variance == (try sums("all")).variance)
    }

    @Test("one item is a plain proportion: variance p(1 − p) ÷ (n − 1), design effect 1")
    func oneItem() throws {
        let sums = try sums("all", items: 8..<9)
        let n = Double(sums.ballots)
        let p = Double(sums.satisfied) / n
        let estimate = try #require(sums.estimate(level: 0.95))
        #expect(agrees(try #require(sums.variance), p * (1 - p) / (n - 1), within: 1e-14))
        #expect(agrees(try #require(estimate.designEffect), 1, within: 1e-14))
        let limits = try #require(estimate.interval)
        let exact = clopperPearson(successes: p * (n - 1), trials: n - 1, level: 0.95)
        #expect(agrees(limits.lower, exact.lower, within: 1e-12))
        #expect(agrees(limits.upper, exact.upper, within: 1e-12))
    }

    @Test("at 0 and 100 % the limits are Clopper–Pearson's on the ballots", arguments: [0, 6])
    func degenerate(satisfied: Int) throws {
        var sums = RatioSums()
        for _ in 0..<12 { sums.add(satisfied: satisfied, answers: 6) }
        let estimate = try #require(sums.estimate(level: 0.95))
        #expect(estimate.method == .clopperPearson)
        #expect(
            estimate.interval
                == clopperPearson(successes: satisfied == 0 ? 0 : 12, trials: 12, level: 0.95))
        #expect(estimate.standardError == 0 && estimate.designEffect == nil)
    }

    @Test("ballots all alike between 0 and 1 keep a real width")
    func alike() throws {
        var sums = RatioSums()
        for _ in 0..<10 { sums.add(satisfied: 5, answers: 6) }
        let estimate = try #require(sums.estimate(level: 0.95))
        let limits = try #require(estimate.interval)
        #expect(estimate.method == .clopperPearson && estimate.effectiveAnswers == nil)
        #expect(limits.lower < 0.6 && limits.upper > 0.95)
    }

    @Test("no ballot has no estimate, one ballot has no variance, blank ballots do not count")
    func tooFew() throws {
        var sums = RatioSums()
        sums.add(satisfied: 0, answers: 0)
        #expect(sums == RatioSums() && sums.share == nil && sums.estimate() == nil)
        sums.add(satisfied: 5, answers: 6)
        let one = try #require(sums.estimate())
        #expect(one.standardError == nil && one.interval == nil && one.designEffect == nil)
        #expect(one.share == 5.0 / 6.0 && one.degreesOfFreedom == 0)
    }

    /// Ten million ballots that differ by one answer: the double-precision form loses nine digits
    /// here.
    @Test("nothing cancels at ten million ballots")
    func large() throws {
        let n = 10_000_000
        // n − 1 ballots of 21 out of 22, one of 20 out of 22.
        let sums = RatioSums(
            ballots: n, satisfied: 21 * n - 1, answers: 22 * n,
            satisfiedSquared: 441 * (n - 1) + 400, satisfiedByAnswers: 22 * (21 * n - 1),
            answersSquared: 484 * n)
        // z of the odd ballot is −(n − 1)/n, of the others 1/n; Σz² = (n − 1)/n; V = 1/(n · 22 n)…
        // exactly:
        let expected = 1 / (Double(n) * 484 * Double(n))
        #expect(agrees(try #require(sums.variance), expected, within: 1e-14))
    }

    /// The effective size of this sample would be 10¹⁵, far beyond what a beta quantile can be held
    /// to.
    @Test("hardly any variance ends in a very narrow interval, not in a very long search")
    func narrow() throws {
        let n = 10_000_000
        let sums = RatioSums(
            ballots: n, satisfied: 21 * n - 1, answers: 22 * n,
            satisfiedSquared: 441 * (n - 1) + 400, satisfiedByAnswers: 22 * (21 * n - 1),
            answersSquared: 484 * n)
        let made = try #require(sums.estimate())
        let limits = try #require(made.interval)
        // At 10⁹, where the limits are taken, they are the normal ones to four digits.
        let half = 1.959964 * (made.share * (1 - made.share) / 1e9).squareRoot()
        #expect(agrees(made.share - limits.lower, half, within: 1e-3))
        #expect(agrees(limits.upper - made.share, half, within: 1e-3))
    }

    @Test(
        "every method gives an interval around the share, by its own name",
        arguments: IntervalMethod.allCases)
    func methods(method: IntervalMethod) throws {
        let plain = try #require(Count(successes: 27, trials: 30).estimate(method: method))
        #expect(plain.method == method && plain.degreesOfFreedom == 29)
        #expect(agrees(try #require(plain.designEffect), 1, within: 1e-14))
        #expect(agrees(try #require(plain.standardError), (0.09 / 29).squareRoot(), within: 1e-14))
        let sums = try sums("T2")
        let pooled = try #require(sums.estimate(method: method))
        #expect(pooled.method == method)
        let sample = try Sample()
        let weighted = try #require(
            try sample.design("clus").share(
                satisfied: sample.satisfied(6), answers: sample.answered(6), method: method))
        #expect(weighted.method == method)
        for made in [plain, pooled, weighted] {
            let limits = try #require(made.interval)
            #expect(limits.lower > 0 && limits.lower < made.share)
            #expect(limits.upper <= 1 && limits.upper > made.share)
        }
        #expect(Count(successes: 0, trials: 0).estimate(method: method) == nil)
        let one = try #require(Count(successes: 1, trials: 1).estimate(method: method))
        #expect(one.standardError == nil && one.designEffect == nil)
    }
}
