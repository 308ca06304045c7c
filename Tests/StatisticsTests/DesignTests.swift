import Statistics
import Testing

@Suite("Estimates under a design")
struct DesignTests {
    @Test("ballots as rows of a plain design give what the exact sums give")
    func sumsAndDesignAgree() throws {
        let sample = try Sample()
        let good = sample.scores.map { $0.filter { ($0 ?? 0) >= 4 }.count }
        let all = sample.scores.map { $0.filter { $0 != nil }.count }
        var sums = RatioSums()
        for (good, all) in zip(good, all) { sums.add(satisfied: good, answers: all) }
        let exact = try #require(sums.estimate())
        let made = try #require(
            try SurveyDesign(rows: sample.count).share(satisfied: good, answers: all))
        #expect(made.share == exact.share && made.degreesOfFreedom == exact.degreesOfFreedom)
        let error = try #require(made.standardError)
        #expect(agrees(error, try #require(exact.standardError), within: 1e-13))
        let (first, second) = (try #require(made.interval), try #require(exact.interval))
        #expect(agrees(first.lower, second.lower, within: 1e-12))
        #expect(agrees(first.upper, second.upper, within: 1e-12))
    }

    @Test("one cluster has a share without an error, and the limits of one success in part")
    func oneCluster() throws {
        let design = try SurveyDesign(rows: 4, clusters: [7, 7, 7, 7])
        let made = try #require(design.share(satisfied: [1, 0, 1, 1], answers: [1, 1, 1, 1]))
        #expect(made.share == 0.75 && made.standardError == nil)
        #expect(made.degreesOfFreedom == 0 && made.designEffect == nil)
        #expect(made.method == .clopperPearson)
        #expect(made.interval == clopperPearson(successes: 0.75, trials: 1, level: 0.95))
        let mean = try #require(design.mean([5, 4, nil, 3]))
        #expect(mean.mean == 4 && mean.standardError == nil && mean.interval == nil)
    }

    @Test("limits by name on the clusters: fewer where weights differ, the same where they do not")
    func clustersByName() throws {
        let clusters = [1, 1, 2, 2, 3, 3]
        let good = [1, 0, 1, 1, 1, 1]
        let one = [Int](repeating: 1, count: 6)
        func limits(_ weights: [Double]?) throws -> Interval? {
            try SurveyDesign(rows: 6, clusters: clusters, weights: weights).share(
                satisfied: good, answers: one, method: .clopperPearson)?.interval
        }
        let plain = clopperPearson(successes: 5.0 / 6.0 * 3, trials: 3, level: 0.95)
        #expect(try limits(nil) == plain)
        #expect(try limits([3, 3, 3, 3, 3, 3]) == plain)
        // Clusters of 2, 4 and 2: 8² ÷ 24; satisfied 7 of 8.
        let units = 64.0 / 24.0
        #expect(
            try limits([1, 1, 1, 3, 1, 1])
                == clopperPearson(successes: 0.875 * units, trials: units, level: 0.95))
    }

    @Test("weights worlds apart: a share that rounds to 1 has real limits, which hold it")
    func worldsApart() throws {
        let methods = IntervalMethod.allCases
        let samples = [([1e15, 0.001, 1e14], [1, 0, 1]), ([1e15, 3, 3, 1, 2], [1, 1, 0, 1, 1])]
        for (weights, good) in samples {
            let rows = weights.count
            for method in methods {
                let made = try #require(
                    try SurveyDesign(rows: rows, weights: weights).share(
                        satisfied: good, answers: [Int](repeating: 1, count: rows), method: method))
                let limits = try #require(made.interval)
                #expect(
                    limits.lower >= 0 && limits.lower <= made.share && made.share <= limits.upper
                        && limits.upper <= 1, "\(method): \(made)")
            }
        }
    }

    @Test("one cluster in each stratum has an error and no degree of freedom: the clusters' limits")
    func noDegreeOfFreedom() throws {
        let design = try SurveyDesign(rows: 4, strata: [1, 1, 2, 2], clusters: [1, 1, 2, 2])
        let made = try #require(design.share(satisfied: [1, 0, 1, 1], answers: [1, 1, 1, 1]))
        #expect(made.degreesOfFreedom == 0 && (made.standardError ?? 0) > 0.1)
        #expect(made.interval == clopperPearson(successes: 1.5, trials: 2, level: 0.95))
        #expect(made.method == .clopperPearson)
    }

    /// R survey: share 8/11, error 0.1758991459, design effect 0.77996, df 3, limits 0.15404672 and
    /// 0.99389; R counts all eight rows in the t of the limits and six in the effect.
    @Test("rows of weight 0 keep their cluster in the design and are in no estimate")
    func weightZero() throws {
        let design = try SurveyDesign(
            rows: 8, strata: [1, 1, 1, 1, 2, 2, 2, 2], clusters: [1, 1, 2, 3, 4, 5, 5, 6],
            weights: [1, 2, 0, 3, 1, 0, 2, 2])
        let one = [Int](repeating: 1, count: 8)
        let made = try #require(design.share(satisfied: [1, 1, 0, 1, 0, 1, 1, 0], answers: one))
        #expect(agrees(made.share, 8.0 / 11.0, within: 1e-14) && made.degreesOfFreedom == 3)
        #expect(agrees(try #require(made.standardError), 0.175_899_145_9, within: 1e-9))
        #expect(agrees(try #require(made.designEffect), 0.779_96, within: 1e-5))
        #expect(agrees(try #require(made.interval).lower, 0.154_046_72, within: 1e-7))
        #expect(agrees(try #require(made.interval).upper, 0.993_89, within: 1e-5))
        #expect(design.share(of: [2, 5], satisfied: [0, 1], answers: [1, 1]) == nil)
        #expect(try SurveyDesign(rows: 1, weights: [0]).kishDesignEffect == nil)
        let margin = Margin(levels: [0, 0, 0, 0, 1, 1, 1, 1], populations: [0: 12, 1: 10])
        let met = try design.postStratified(by: margin)
        #expect(met.weights == [2, 4, 0, 6, 2, 0, 4, 4])
    }

    /// One row in twenty, so that the small form is taken; bits, not digits.
    @Test("a small domain gives bit for bit what all rows give with answers there alone")
    func smallDomain() throws {
        var random = Generator(seed: 97)
        for _ in 0..<300 {
            let rows = 120
            let sample = random.sample(rows: rows)
            let design = try SurveyDesign(
                rows: rows, strata: sample.strata, clusters: sample.clusters,
                weights: sample.weights)
            let domain = Array(0..<rows).shuffled(using: &random).prefix(6)
            var answers = [Int](repeating: 0, count: rows)
            var satisfied = answers
            for row in domain {
                answers[row] = 1 + sample.answers[row]
                satisfied[row] = sample.satisfied[row]
            }
            let small = design.share(
                of: Array(domain), satisfied: domain.map { satisfied[$0] },
                answers: domain.map { answers[$0] })
            let ratio = try #require(
                design.ratio(satisfied.map(Double.init), over: answers.map(Double.init)))
            let made = try #require(small)
            if made.share > 0, made.share < 1 { holds(made.share == ratio.value) }
            holds(made.degreesOfFreedom == design.degreesOfFreedom(of: ratio))
            let variance = design.variance(of: ratio)
            guard let error = made.standardError, error > 0 else { continue }
            holds(error == variance.squareRoot(), "\(error) \(variance.squareRoot())")
        }
    }

    @Test("at 100 % the limits are Clopper–Pearson's on the clusters, on the rows without clusters")
    func unanimous() throws {
        let yes = [Int](repeating: 1, count: 6)
        let clustered = try SurveyDesign(rows: 6, clusters: [1, 1, 2, 2, 3, 3])
        let made = try #require(clustered.share(satisfied: yes, answers: yes))
        #expect(made.method == .clopperPearson && made.standardError == 0)
        #expect(made.interval == clopperPearson(successes: 3, trials: 3, level: 0.95))
        let plain = try #require(
            try SurveyDesign(rows: 6, weights: [1, 2, 3, 1, 2, 3])
                .share(satisfied: yes, answers: yes, method: .logit))
        #expect(plain.interval == clopperPearson(successes: 6, trials: 6, level: 0.95))
    }

    /// Of weights like these the influences of a cluster add up to a rounding error, not to 0.
    @Test("clusters all alike between 0 and 1 keep a real width")
    func alike() throws {
        let design = try SurveyDesign(
            rows: 12, clusters: [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4],
            weights: [0.1, 0.3, 0.7, 0.2, 0.6, 1.4, 0.3, 0.9, 2.1, 0.7, 2.1, 4.9])
        let made = try #require(
            design.share(
                satisfied: [1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1],
                answers: [Int](repeating: 1, count: 12)))
        #expect(made.method == .clopperPearson && made.standardError == 0)
        let limits = try #require(made.interval)
        #expect(limits.lower < 0.3 && limits.upper > 0.95)
    }

    @Test("one unanimous cluster is one success of one, which says very little")
    func oneUnanimousCluster() throws {
        let design = try SurveyDesign(rows: 3, clusters: [1, 1, 1])
        let made = try #require(design.share(satisfied: [1, 1, 1], answers: [1, 1, 1]))
        #expect(made.method == .clopperPearson && made.standardError == nil)
        #expect(made.interval == clopperPearson(successes: 1, trials: 1, level: 0.95))
    }

    @Test("a stratum with one cluster is centred at the overall ratio, as R's adjust")
    func lonely() throws {
        // p = 4/8; cluster influences (S − pA)/8: 2/8, −1/8, −1/8, the first alone in its stratum.
        let design = try SurveyDesign(
            rows: 8, strata: [1, 1, 1, 1, 2, 2, 2, 2], clusters: [1, 1, 1, 1, 2, 2, 3, 3])
        let made = try #require(
            design.share(
                satisfied: [1, 1, 1, 1, 0, 0, 0, 0], answers: [Int](repeating: 1, count: 8)))
        #expect(made.standardError == 0.25)
        #expect(made.degreesOfFreedom == 1)
    }

    @Test("a whole population sampled has no variance left")
    func census() throws {
        let design = try SurveyDesign(
            rows: 4, populations: [Double](repeating: 4, count: 4))
        let mean = try #require(design.mean([1, 2, 3, 5]))
        #expect(mean.mean == 2.75 && mean.standardError == 0)
        #expect(design.weights == [1, 1, 1, 1])
    }

    @Test("nothing answered has no estimate")
    func empty() throws {
        let design = try SurveyDesign(rows: 2)
        #expect(design.share(satisfied: [0, 0], answers: [0, 0]) == nil)
        #expect(design.mean([nil, nil]) == nil)
        #expect(try SurveyDesign(rows: 0).share(satisfied: [], answers: []) == nil)
        #expect(try SurveyDesign(rows: 0).kishDesignEffect == nil)
    }

    @Test("bad columns are refused with their row")
    func refused() {
        for weight in [-1, -1e-300, .nan, .infinity] {
            #expect(throws: StatisticsError.weightNotUsable(row: 1)) {
                try SurveyDesign(rows: 2, weights: [1, weight])
            }
        }
        #expect(throws: StatisticsError.populationVaries(row: 2)) {
            try SurveyDesign(rows: 3, strata: [1, 2, 1], populations: [9, 8, 7])
        }
        #expect(throws: StatisticsError.populationBelowSample(row: 0)) {
            try SurveyDesign(rows: 2, populations: [1, 1])
        }
    }

    @Test("margins that cannot be met are refused")
    func margins() throws {
        let design = try SurveyDesign(rows: 4)
        let sex = Margin(levels: [0, 0, 1, 1], populations: [0: 10, 1: 20])
        #expect(throws: StatisticsError.levelWithoutPopulation(margin: 0, level: 1)) {
            try design.postStratified(by: Margin(levels: [0, 0, 1, 1], populations: [0: 10]))
        }
        #expect(throws: StatisticsError.rakingDidNotConverge(rounds: 50)) {
            let age = Margin(levels: [0, 1, 0, 1], populations: [0: 50, 1: 50])
            _ = try design.raked(to: [sex, age], rounds: 50)
        }
        let met = try design.raked(
            to: [sex, Margin(levels: [0, 1, 0, 1], populations: [0: 15, 1: 15])])
        #expect(met.weights == [5, 5, 10, 10])
    }

    @Test("a difference knows that two domains share their clusters")
    func covariance() throws {
        let design = try SurveyDesign(rows: 8, clusters: [1, 1, 2, 2, 3, 3, 4, 4])
        let first = try #require(
            design.ratio([1, 0, 1, 0, 0, 0, 0, 0], over: [1, 0, 1, 0, 1, 0, 1, 0]))
        let second = try #require(
            design.ratio([0, 1, 0, 1, 0, 0, 0, 0], over: [0, 1, 0, 1, 0, 1, 0, 1]))
        // Both halves say the same in every cluster: their difference is certain.
        let made = design.difference(first, second)
        #expect(made.difference == 0 && made.standardError == 0 && made.p == nil)
        #expect(
            agrees(design.covariance(first, second), design.variance(of: first), within: 1e-14))
        #expect(design.logOddsDifference(first, second) != nil)
        let none = try #require(
            design.ratio([Double](repeating: 0, count: 8), over: [1, 0, 1, 0, 1, 0, 1, 0]))
        #expect(design.logOddsDifference(first, none) == nil)
    }

    @Test("the jackknife and the table test say nil where they have nothing to stand on")
    func nothingToStandOn() throws {
        let lonely = try SurveyDesign(rows: 3, strata: [1, 1, 2], clusters: [1, 2, 3])
        #expect(lonely.jackknifeVariance(of: [1, 0, 1], over: [1, 1, 1]) == nil)
        let design = try SurveyDesign(rows: 3)
        #expect(design.jackknifeVariance(of: [1, 0, 0], over: [1, 0, 0]) == nil)
        #expect(design.raoScott(satisfied: [true, true, nil], group: [false, true, true]) == nil)
        let alike = try SurveyDesign(rows: 8, clusters: [1, 1, 1, 1, 2, 2, 2, 2])
        let answers: [Bool?] = [true, false, true, true, true, false, true, true]
        let groups = [false, false, true, true, false, false, true, true]
        #expect(alike.raoScott(satisfied: answers, group: groups) == nil)
        let balanced: [Bool?] = [true, false, true, false, true, false, true, false]
        #expect(alike.raoScott(satisfied: balanced, group: groups) == nil)
        let one = try SurveyDesign(rows: 4, clusters: [1, 1, 1, 1])
        #expect(
            one.raoScott(
                satisfied: [true, false, true, false], group: [false, false, true, true]) == nil)
    }
}
