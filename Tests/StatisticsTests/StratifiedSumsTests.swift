import Statistics
import Testing

@Suite("Strata as whole-number sums")
struct StratifiedSumsTests {
    /// A sample whose weights and populations are those of its strata.
    private struct Sample {
        var columns: RandomSample
        var design: SurveyDesign
        var sums: StratifiedSums
    }

    /// - Parameter clustered: rows of equal strata and clusters are one observation
    private func sample(
        _ random: inout Generator, clustered: Bool, finite: Bool
    ) throws -> Sample {
        let count = Int.random(in: 1...30, using: &random)
        var columns = random.sample(rows: count)
        let weights = (0..<3).map { _ in 0.5 + 9 * random.share() }
        let spare = (0..<3).map { _ in Int.random(in: 0...40, using: &random) }
        var populations: [Double] = []
        for row in 0..<count {
            let stratum = columns.strata[row]
            columns.weights[row] = weights[stratum]
            let own = columns.strata.filter { $0 == stratum }.count
            populations.append(Double(own + spare[stratum]))
        }
        let design = try SurveyDesign(
            rows: count, strata: columns.strata, clusters: clustered ? columns.clusters : nil,
            weights: columns.weights, populations: finite && !clustered ? populations : nil)
        let strata = Set(columns.strata).map { stratum -> StratifiedSums.Stratum in
            let rows = (0..<count).filter { columns.strata[$0] == stratum }
            let groups = Dictionary(grouping: rows) { clustered ? columns.clusters[$0] : $0 }
            var sums = RatioSums()
            for group in groups.values {
                sums.add(
                    satisfied: group.reduce(0) { $0 + columns.satisfied[$1] },
                    answers: group.reduce(0) { $0 + columns.answers[$1] })
            }
            let unsampled =
                finite && !clustered
                ? 1 - Double(rows.count) / populations[rows[0]] : 1
            return .init(
                sums: sums, clusters: groups.count, weight: weights[stratum], unsampled: unsampled)
        }
        return Sample(columns: columns, design: design, sums: StratifiedSums(strata))
    }

    /// 100,000 samples of up to 30 rows: lonely, empty and unanimous strata abound. The limits of
    /// every twentieth are held too; they take longest.
    @Test(
        "share, error, freedom and limits are those of the design row by row",
        arguments: [(false, false), (false, true), (true, false)])
    func rowByRow(clustered: Bool, finite: Bool) throws {
        var random = Generator(seed: clustered ? 7 : finite ? 8 : 9)
        for number in 0..<33_334 {
            let made = try sample(&random, clustered: clustered, finite: finite)
            let method: IntervalMethod =
                number % 20 == 0 ? .kornGraubard : number % 20 == 10 ? .clopperPearson : .mean
            let theirs = made.design.share(
                satisfied: made.columns.satisfied, answers: made.columns.answers, method: method)
            let ours = made.sums.estimate(method: method)
            guard let theirs, let ours else {
                holds(theirs == nil && ours == nil, "\(made.columns)")
                continue
            }
            holds(agrees(ours.share, theirs.share, within: 1e-14), "\(ours) \(theirs)")
            holds(
                ours.degreesOfFreedom == theirs.degreesOfFreedom && ours.answers == theirs.answers)
            holds((ours.standardError == nil) == (theirs.standardError == nil))
            // Beside a share of 1 of 30 and more, what rounding leaves of nothing is under 1e-12.
            holds(
                abs((ours.standardError ?? 0) - (theirs.standardError ?? 0)) < 1e-12,
                "\(ours) \(theirs)")
            guard ours.method == theirs.method, let own = ours.interval else { continue }
            let limits = try #require(theirs.interval)
            holds(agrees(own.lower, limits.lower, within: 1e-9), "\(ours) \(theirs)")
            holds(agrees(own.upper, limits.upper, within: 1e-9), "\(ours) \(theirs)")
        }
    }

    @Test("permuted strata change no bit, and scaled weights nothing that is printed")
    func invariant() throws {
        var random = Generator(seed: 10)
        for _ in 0..<5_000 {
            let made = try sample(&random, clustered: false, finite: false)
            let strata = made.sums.strata
            let turned = StratifiedSums(strata.shuffled(using: &random))
            holds(turned.estimate(method: .mean) == made.sums.estimate(method: .mean))
            let scaled = StratifiedSums(
                strata.map {
                    .init(sums: $0.sums, clusters: $0.clusters, weight: $0.weight * 1024)
                })
            // A power of two moves no digit of any product.
            holds(scaled.share == made.sums.share && scaled.variance == made.sums.variance)
        }
    }

    @Test("one stratum is the pooled index itself")
    func oneStratum() {
        var random = Generator(seed: 11)
        for _ in 0..<5_000 {
            var sums = RatioSums()
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                let answers = Int.random(in: 1...5, using: &random)
                sums.add(satisfied: Int.random(in: 0...answers, using: &random), answers: answers)
            }
            let one = StratifiedSums([.init(sums: sums, clusters: sums.ballots, weight: 3)])
            holds(one.share == sums.share)
            let (ours, theirs) = (one.variance ?? 0, sums.variance ?? 0)
            holds(sums.ballots < 2 || agrees(ours, theirs, within: 1e-12) || theirs < 1e-28)
        }
    }

    @Test("a stratum that was asked in full adds no error, and none with an answer has no share")
    func ends() throws {
        let sums = RatioSums(
            ballots: 4, satisfied: 2, answers: 4, satisfiedSquared: 2, satisfiedByAnswers: 2,
            answersSquared: 4)
        let census = StratifiedSums([.init(sums: sums, clusters: 4, weight: 1, unsampled: 0)])
        #expect(census.variance == 0)
        let estimate = try #require(census.estimate())
        #expect(estimate.method == .clopperPearson && estimate.share == 0.5)
        #expect(StratifiedSums([]).estimate() == nil)
        #expect(StratifiedSums([.init(sums: RatioSums(), clusters: 3)]).share == nil)
    }
}
