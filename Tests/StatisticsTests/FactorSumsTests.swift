import Statistics
import Testing

@Suite("The mean of factors")
struct FactorSumsTests {
    /// Two factors of three items: satisfied answers and answers of each ballot.
    private func ballots(_ sample: Sample) -> [(good: [Int], all: [Int])] {
        sample.scores.map { row in
            let factors = [row[0..<3], row[3..<6]]
            return (
                factors.map { $0.filter { ($0 ?? 0) >= 4 }.count },
                factors.map { $0.filter { $0 != nil }.count }
            )
        }
    }

    @Test("one factor is the pooled index")
    func oneFactor() throws {
        var factors = FactorSums(factors: 1)
        var pooled = RatioSums()
        for ballot in ballots(try Sample()) {
            factors.add(numerators: [ballot.good[0]], denominators: [ballot.all[0]])
            pooled.add(satisfied: ballot.good[0], answers: ballot.all[0])
        }
        let made = try #require(factors.estimate(weights: [3]))
        let plain = try #require(pooled.estimate(method: .xlogit))
        #expect(made.share == plain.share && made.degreesOfFreedom == plain.degreesOfFreedom)
        let error = try #require(made.standardError)
        #expect(agrees(error, try #require(plain.standardError), within: 1e-14))
    }

    /// By other code: the ratios of a design, their variances and their covariance.
    @Test("two factors have the variance of the weighted sum, covariance included")
    func twoFactors() throws {
        let ballots = ballots(try Sample())
        let design = try SurveyDesign(rows: ballots.count)
        let ratios = try [0, 1].map { factor in
            try #require(
                design.ratio(
                    ballots.map { Double($0.good[factor]) },
                    over: ballots.map { Double($0.all[factor]) }))
        }
        var halves = (FactorSums(factors: 2), FactorSums(factors: 2))
        for (place, ballot) in ballots.enumerated() {
            if place % 3 == 0 {
                halves.0.add(numerators: ballot.good, denominators: ballot.all)
            } else {
                halves.1.add(numerators: ballot.good, denominators: ballot.all)
            }
        }
        halves.1 += halves.0
        let made = try #require(halves.1.estimate(weights: [1, 3]))
        let expected =
            (design.variance(of: ratios[0]) + 9 * design.variance(of: ratios[1])
                + 6 * design.covariance(ratios[0], ratios[1])) / 16
        #expect(
            agrees(
                made.share, (ratios[0].value + 3 * ratios[1].value) / 4, within: 1e-14))
        #expect(
            agrees(try #require(made.standardError), expected.squareRoot(), within: 1e-12))
        #expect(made.method == .xlogit && made.designEffect == nil)
    }

    @Test("everyone content is Clopper–Pearson on the ballots; a factor unanswered has no mean")
    func degenerate() throws {
        var sums = FactorSums(factors: 2)
        #expect(sums.estimate(weights: [1, 1]) == nil)
        sums.add(numerators: [0, 0], denominators: [0, 0])
        #expect(sums.ballots == 0)
        for _ in 0..<9 { sums.add(numerators: [3, 0], denominators: [3, 0]) }
        #expect(sums.estimate(weights: [1, 1]) == nil)
        let made = try #require(sums.estimate(weights: [1, 0]))
        #expect(made.share == 1 && made.method == .clopperPearson)
        #expect(made.interval == clopperPearson(successes: 9, trials: 9, level: 0.95))
        var one = FactorSums(factors: 1)
        one.add(numerators: [2], denominators: [3])
        let single = try #require(one.estimate(weights: [1]))
        #expect(single.standardError == nil && single.interval == nil)
    }
}
