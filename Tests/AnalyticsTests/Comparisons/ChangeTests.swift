import Statistics
import Survey
import Testing

@testable import Analytics

@Suite("Changes of shares")
struct ChangeTests {
    private static func sums(_ ballots: [(Int, Int)]) -> RatioSums {
        ballots.reduce(into: RatioSums()) { $0.add(satisfied: $1.0, answers: $1.1) }
    }

    private static func random(_ count: Int, seed: UInt64) -> [(Int, Int)] {
        var generator = Generator(state: seed)
        return (0..<count).map { _ in
            let answers = Int.random(in: 1...6, using: &generator)
            return (Int.random(in: 0...answers, using: &generator), answers)
        }
    }

    /// A design with the ballot as cluster and the period as stratum gives the same difference and
    /// error; its degrees of freedom are one fewer, as `svyttest` has them.
    @Test("a pooled difference is the design-based one", arguments: [1, 2, 3] as [UInt64])
    func design(seed: UInt64) throws {
        let (before, after) = (Self.random(60, seed: seed), Self.random(45, seed: seed + 90))
        let change = try #require(Change.ratios(Self.sums(before), Self.sums(after), level: 0.95))
        let all = before + after
        let side = all.indices.map { $0 < before.count ? 0 : 1 }
        let design = try SurveyDesign(rows: all.count, strata: side)
        func ratio(_ number: Int) throws -> LinearisedRatio {
            let rows = all.indices.map { side[$0] == number }
            return try #require(
                design.ratio(
                    zip(all, rows).map { $1 ? Double($0.0) : 0 },
                    over: zip(all, rows).map { $1 ? Double($0.1) : 0 }))
        }
        let made = design.difference(try ratio(0), try ratio(1))
        #expect(abs(change.difference - made.difference) < 1e-12)
        let (z, t) = (try #require(change.z), try #require(made.t))
        #expect(abs(z - t) < 1e-10)
        let half = try #require(change.upper) - change.difference
        let student = StudentT(degreesOfFreedom: Double(all.count - 2))
        #expect(abs(half - student.critical(level: 0.95) * made.standardError) < 1e-12)
        #expect(change.interval == "design")
    }

    @Test("swapping the periods turns the sign and nothing else", arguments: 1...20)
    func swapped(seed: Int) throws {
        let (first, second) = (
            Self.sums(Self.random(40, seed: UInt64(seed))),
            Self.sums(Self.random(31, seed: UInt64(seed) + 500))
        )
        let forth = try #require(Change.ratios(first, second, level: 0.95))
        let back = try #require(Change.ratios(second, first, level: 0.95))
        #expect(forth.difference == -back.difference && forth.z == back.z.map { -$0 })
        #expect(forth.lower == back.upper.map { -$0 } && forth.p == back.p)
        let counts = (
            Count(successes: first.satisfied, trials: first.answers),
            Count(successes: second.satisfied, trials: second.answers)
        )
        let up = try #require(Change.proportions(counts.0, counts.1, level: 0.95))
        let down = try #require(Change.proportions(counts.1, counts.0, level: 0.95))
        #expect(up.difference == -down.difference)
        let (lower, upper) = (try #require(up.lower), try #require(down.upper))
        #expect(abs(lower + upper) < 1e-15)
    }

    @Test("the same ballots twice differ by nothing, and nothing is decided", arguments: 1...10)
    func same(seed: Int) throws {
        let sums = Self.sums(Self.random(50, seed: UInt64(seed)))
        let count = Count(successes: sums.satisfied, trials: sums.answers)
        for made in [
            Change.ratios(sums, sums, level: 0.95), Change.proportions(count, count, level: 0.95),
        ] {
            let change = try #require(made)
            #expect(change.difference == 0 && change.z == 0 && change.p == 1)
            #expect(Change.verdict(change, ballots: 50, minimum: 30) == .undecided)
        }
    }

    @Test("a side whose ballots all agree keeps a width")
    func agreed() throws {
        let all = Self.sums(Array(repeating: (4, 4), count: 40))
        let some = Self.sums(Self.random(40, seed: 5))
        let rose = try #require(Change.ratios(some, all, level: 0.95))
        #expect(rose.interval == "mover" && rose.z == nil && rose.p == nil)
        let limits = (try #require(rose.lower), try #require(rose.upper))
        #expect(limits.0 > 0 && limits.1 > rose.difference)
        let same = try #require(Change.ratios(all, all, level: 0.95))
        #expect(same.z == 0 && same.p == 1)
        let width = (try #require(same.lower), try #require(same.upper))
        #expect(width.0 < -0.05 && width.1 > 0.05)
        #expect(Change.ratios(RatioSums(), all, level: 0.95) == nil)
    }
}
