import Survey
import Testing

@testable import Analytics

/// `t2b.pooled` against R's survey package, through records, columns and the report.
@Suite("The pooled index against R")
struct PooledReferenceTests {
    static let units = ["all", "H1", "H2", "H3", "T1", "T2", "T3", "X1", "X2", "X3", "X4"]

    /// analytics/reference/responses.csv as an office; every ballot is valid that answers anything,
    /// as in R's domain.
    private func office(items: [String]) throws -> Office {
        let form = Samples.form((1...6).map { Samples.score("q\($0)") })
        let index = Samples.index(
            method: .pooled, dimensions: [items], overall: "q1", isOverallEnough: false,
            answeredShare: 0.01)
        var units: [String: String?] = ["all": nil]
        for unit in Self.units.dropFirst() { units[unit] = "all" }
        var office = Office(units: units, forms: [form], index: index)
        for row in try Samples.rows("analytics/reference/responses.csv") {
            var answers: [String: Answer] = [:]
            for item in 1...6 {
                answers["q\(item)"] = Int(row[7 + item]).map { .score($0) }
            }
            office.add(answers, unit: row[3])
        }
        return office
    }

    /// 1e-9 is what the reference promises: two programs agreed to it.
    private func agrees(_ ours: Double?, _ theirs: Double) -> Bool {
        ours.map { abs($0 - theirs) <= 1e-9 } ?? false
    }

    @Test("every unit has R's share and limits", arguments: units)
    func pooled(unit: String) throws {
        var expected: [String: Double] = [:]
        for row in try Samples.rows("analytics/reference/expected_pooled.csv") {
            expected[row[0]] = Double(row[1])
        }
        let key = unit == "all" ? "pooled.ballot.all" : "pooled.ballot.unit.\(unit)"
        let row = try office(items: (1...6).map { "q\($0)" }).row(unit)
        let estimate = try #require(row.estimate)
        #expect(estimate.interval == "korn-graubard")
        #expect(agrees(estimate.share, try #require(expected["\(key).p"])))
        #expect(agrees(estimate.lower, try #require(expected["\(key).beta.lo"])))
        #expect(agrees(estimate.upper, try #require(expected["\(key).beta.hi"])))
        #expect(row.dimensions[0].answers == expected["\(key).answers"].map { Int($0) })
        #expect(row.dimensions[0].estimate == estimate)
        #expect(Double(row.valid - 1) == expected["\(key).degf"])
        // deff = "replace": the variance ÷ that of as many independent answers.
        let error = try #require(expected["\(key).se"])
        let answers = try #require(expected["\(key).answers"])
        let simple = estimate.share * (1 - estimate.share) / (answers - 1)
        let effect = try #require(estimate.designEffect)
        #expect(abs(effect / (error * error / simple) - 1) < 1e-9)
        #expect(abs(try #require(estimate.effectiveResponses) / (answers / effect) - 1) < 1e-12)
    }

    @Test("a unit all of whose answers are satisfied gets Clopper–Pearson's limits, by name")
    func allSatisfied() throws {
        // T1 is all satisfied on q6 on purpose; R gives no number there.
        let row = try office(items: ["q6"]).row("T1")
        let estimate = try #require(row.estimate)
        let ballots = Double(try #require(row.dimensions[0].answers))
        #expect(estimate.share == 1 && estimate.upper == 1)
        #expect(estimate.interval == "clopper-pearson")
        // At n of n the lower limit is the n-th root of half of what the level leaves out.
        let root = Double.root(0.025, ballots)
        #expect(abs(try #require(estimate.lower) - root) < 1e-9)
        #expect(estimate.designEffect == nil && estimate.effectiveResponses == nil)
        #expect(row.presentation != .show)
    }

    @Test("ballots all alike between 0 and 1: no variance, so no effective size, and no infinity")
    func alike() throws {
        var office = Office(forms: [Samples.sixItems], index: Samples.pooled)
        var answers: [String: Answer] = ["overall": .score(5)]
        for item in 1...6 { answers["q\(item)"] = .score(item == 1 ? 2 : 5) }
        office.add(answers, count: 40)
        let estimate = try #require(try office.row().estimate)
        #expect(estimate.share == 200.0 / 240 && estimate.interval == "clopper-pearson")
        #expect(estimate.designEffect == 0 && estimate.effectiveResponses == nil)
    }
}

extension Double {
    fileprivate static func root(_ value: Double, _ degree: Double) -> Double {
        // Bisection: a library's root would need another import.
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let power = (0..<Int(degree)).reduce(1.0) { product, _ in product * middle }
            if power < value { low = middle } else { high = middle }
        }
        return low
    }
}
