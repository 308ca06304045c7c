import Statistics
import Survey
import Testing

@testable import Analytics

/// Six ballots that were worked out by hand, and every method on them.
///
/// | | overall | q1 | q2 | q3 |
/// |---|---|---|---|---|
/// | 1 | 5 | 5 | 4 | 5 |
/// | 2 | 4 | 4 | 4 | – |
/// | 3 | 3 | 3 | 5 | 4 |
/// | 4 | 5 | 5 | 5 | 5 |
/// | 5 | 2 | 1 | – | 2 |
/// | 6 | 4 | 4 | 4 | dk |
///
/// Dimension A is q1 and q2, dimension B is q3 and weighs three times as much.
@Suite("Methods")
struct MethodsTests {
    static let form = Samples.form(["overall", "q1", "q2", "q3"].map { Samples.score($0) })
    static let ballots: [[Int?]] = [
        [5, 5, 4, 5], [4, 4, 4, nil], [3, 3, 5, 4], [5, 5, 5, 5], [2, 1, nil, 2], [4, 4, 4, -1],
    ]

    static func index(
        weights: [Double] = [1, 3], version: Int = 1, method: IndexMethod = .pooled
    ) -> IndexDefinition {
        let base = Samples.index()
        return IndexDefinition(
            id: "hand", version: version, title: base.title, source: "by hand", method: method,
            satisfied: [4, 5],
            dimensions: [
                .init(id: "a", title: base.title, items: ["q1", "q2"], weight: weights[0]),
                .init(id: "b", title: base.title, items: ["q3"], weight: weights[1]),
            ], overallItem: "overall", validity: base.validity, minimumBallots: 30, level: 0.95)
    }

    static func office(_ index: IndexDefinition = index(), times: Int = 1) -> Office {
        var office = Office(forms: [form], index: index)
        for ballot in ballots {
            var answers: [String: Answer] = [:]
            for (item, level) in zip(form.items, ballot) {
                if let level { answers[item.id] = level < 0 ? .dontKnow : .score(level) }
            }
            office.add(answers, count: times)
        }
        return office
    }

    static let expected: [(IndexMethod, Double)] = {
        let shareA = 9.0 / 11
        let meanA = (16.0 / 24 + 17.0 / 20) / 2
        let mean = (meanA + 3 * 0.75) / 4
        return [
            (.overallItem, 4.0 / 6), (.pooled, 12.0 / 15),
            (.meanOfFactors, (shareA + 3 * 0.75) / 4), (.mean01, mean),
            (.mean5, (1 + 4 * mean) / 5), (.all45, 4.0 / 6),
        ]
    }()

    /// Item means of (level − 1) ÷ 4: q1 4 3 2 4 0 3 → 16/24; q2 3 3 4 4 3 → 17/20; q3 4 3 4 1 →
    /// 12/16. Satisfied: q1 4 of 6, q2 5 of 5, q3 3 of 4; throughout: ballots 1, 2, 4, 6.
    @Test(
        "the value is what paper and pencil give",
        arguments: expected)
    func byHand(method: IndexMethod, value: Double) throws {
        let row = try Self.office().row(method: method)
        let estimate = try #require(row.estimate)
        #expect(abs(estimate.share - value) < 1e-14)
        let (lower, upper) = (try #require(estimate.lower), try #require(estimate.upper))
        #expect(lower < value && value < upper && lower >= 0 && upper <= 1)
        let figure = try #require(row.figures.first)
        #expect(row.figures.count == 1 && figure.id == method.rawValue)
        #expect(abs(try #require(figure.value) - value) < 1e-14)
        let isMean = [.meanOfFactors, .mean5, .mean01].contains(method)
        let page = isMean ? "korn-graubard" : estimate.interval
        #expect(estimate.page == page)
    }

    @Test("what was divided by what stands with each figure")
    func parts() throws {
        func parts(_ method: IndexMethod) throws -> [Double?] {
            let figure = try #require(try Self.office().row(method: method).figures.first)
            return [figure.numerator, figure.denominator]
        }
        #expect(try parts(.overallItem) == [4, 6])
        #expect(try parts(.pooled) == [12, 15])
        #expect(try parts(.all45) == [4, 6])
        #expect(try parts(.mean01)[1] == 4 && parts(.meanOfFactors)[1] == 4)
    }

    /// By other code: the linearised variance of Σ w p, ballot by ballot, in doubles.
    @Test(
        "the interval of a mean of means is the linearised one with the ballot as unit",
        arguments: [IndexMethod.mean01, .mean5, .meanOfFactors])
    func linearised(method: IndexMethod) throws {
        let isMean = method != .meanOfFactors
        // Factors: items for a mean, dimensions for shares; and the weight of each.
        let factors = isMean ? [[1], [2], [3]] : [[1, 2], [3]]
        let weights = isMean ? [0.125, 0.125, 0.75] : [0.25, 0.75]
        func part(_ ballot: [Int?], _ items: [Int]) -> (Double, Double) {
            items.reduce((0, 0)) { sum, item in
                guard let level = ballot[item], level > 0 else { return sum }
                return isMean
                    ? (sum.0 + Double(level - 1) / 4, sum.1 + 1)
                    : (sum.0 + (level >= 4 ? 1 : 0), sum.1 + 1)
            }
        }
        let totals = factors.map { items in
            Self.ballots.map { part($0, items) }.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
        }
        let z = Self.ballots.map { ballot in
            zip(zip(factors, weights), totals).reduce(0.0) { sum, entry in
                let ((items, weight), total) = entry
                let own = part(ballot, items)
                return sum + weight * (own.0 - total.0 / total.1 * own.1) / total.1
            }
        }
        let variance = 6.0 / 5 * z.reduce(0) { $0 + $1 * $1 }
        let value = zip(weights, totals).reduce(0) { $0 + $1.0 * $1.1.0 / $1.1.1 }
        let row = try Self.office().row(method: method)
        let estimate = try #require(row.estimate)
        // The half width on the logit scale gives the error back, whatever scale is shown.
        func logit(_ shown: Double) -> Double {
            let share = method == .mean5 ? (5 * shown - 1) / 4 : shown
            return Double.log(share / (1 - share))
        }
        let half = (logit(try #require(estimate.upper)) - logit(try #require(estimate.lower))) / 2
        // t of 5 degrees of freedom at 95 %.
        let error = half * value * (1 - value) / 2.5705818366147395
        #expect(abs(error / variance.squareRoot() - 1) < 1e-9)
        #expect(estimate.interval == "xlogit")
    }

    @Test("weights times a thousand leave every digit of the share alone")
    func scaledWeights() throws {
        for method in [IndexMethod.meanOfFactors, .mean5, .mean01] {
            let plain = try #require(try Self.office().row(method: method).estimate)
            let scaled = try #require(
                try Self.office(Self.index(weights: [1_024, 3_072])).row(method: method).estimate)
            #expect(scaled == plain)
            let other = try #require(
                try Self.office(Self.index(weights: [3, 1])).row(method: method).estimate)
            #expect(other.share != plain.share)
        }
    }

    @Test("on one item a ballot every share is the overall share, and pooled has its figures")
    func oneItem() throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.add(["overall": .score(5)], count: 40)
        office.add(["overall": .score(2)], count: 9)
        let overall = try #require(try office.row(method: .overallItem).estimate)
        for method in [IndexMethod.pooled, .meanOfFactors, .all45] {
            let other = try #require(try office.row(method: method).estimate)
            #expect(other.share == overall.share)
            #expect(method != .all45 || other == overall)
        }
        let mean = try #require(try office.row(method: .mean01).estimate)
        let wanted: Double = 169 / 196
        #expect(mean.share == wanted)
    }

    @Test("an item that nobody answered leaves a mean of means without a value")
    func unanswered() throws {
        var office = Office(forms: [Self.form], index: Self.index())
        office.add(["overall": .score(5), "q1": .score(5), "q2": .score(4)], count: 30)
        for method in [IndexMethod.mean5, .mean01, .meanOfFactors] {
            let row = try office.row(method: method)
            #expect(row.estimate == nil && row.figures.first?.value == nil)
        }
        #expect(try office.row(method: .all45).estimate?.share == 1)
    }

    @Test(
        "the order of arrival and the split of units change no bit", arguments: [4, 5] as [UInt64])
    func order(seed: UInt64) throws {
        let office = UnitRowTests.province(seed: seed)
        var shuffled = office
        shuffled.shuffle(seed: seed)
        for method in IndexMethod.allCases where method != .tt01 {
            #expect(try shuffled.report(method: method) == office.report(method: method))
        }
    }

    @Test("a month's point is the report of that month alone, by every method")
    func months() throws {
        let office = UnitRowTests.province()
        for method in [IndexMethod.meanOfFactors, .mean5, .all45] {
            let year = try office.row("R", method: method)
            let alone = try office.row("R", from: "2025-02-01", to: "2025-02-28", method: method)
            #expect(alone.estimate != nil && year.trend[1].estimate == alone.estimate)
            #expect(year.estimate != nil)
        }
    }

    @Test("more factors than a few keep months for two years at most, and say nothing beyond")
    func longPeriod() throws {
        let items = (1...9).map { "i\($0)" }
        let form = Samples.form(items.map { Samples.score($0) })
        let index = Samples.index(method: .mean01, dimensions: [items], overall: "i1")
        var office = Office(forms: [form], index: index)
        office.add(
            Dictionary(uniqueKeysWithValues: items.map { ($0, Answer.score(4)) }), count: 9)
        let two = try office.row(from: "2024-01-01", to: "2025-12-31")
        let longer = try office.row(from: "2023-12-01", to: "2025-12-31")
        #expect(abs(try #require(two.trend[14].estimate).share - 0.75) < 1e-15)
        #expect(longer.trend[15].estimate == nil && longer.trend[15].responses == 9)
        #expect(longer.estimate == two.estimate)
    }
}

extension Double {
    /// The natural logarithm by its series of (x − 1)/(x + 1); enough digits for a test.
    fileprivate static func log(_ value: Double) -> Double {
        let ratio = (value - 1) / (value + 1)
        var (term, sum) = (ratio, 0.0)
        for odd in stride(from: 1, to: 4_001, by: 2) {
            sum += term / Double(odd)
            term *= ratio * ratio
        }
        return 2 * sum
    }
}
