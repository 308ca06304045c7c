import Statistics
import Testing

@Suite("Further ballots until a target is decided")
struct FurtherTrialsTests {
    /// All satisfied: met from 22 (85 %), 35 (90 %) and 73 (95 %) on, not one ballot earlier.
    @Test("the smallest unanimous samples", arguments: [(22, 0.85), (35, 0.90), (73, 0.95)])
    func minima(n: Int, threshold: Double) {
        func more(_ n: Int) -> Int? {
            furtherTrialsToDecide(successes: n, trials: n, threshold: threshold, level: 0.95)
        }
        #expect(more(n) == nil)
        #expect(more(n - 1) == 1)
        #expect(more(1) == n - 1)
    }

    @Test(
        "the answer decides and one ballot fewer does not",
        arguments: [
            (27, 30, 0.95), (90, 100, 0.91), (188, 200, 0.90), (899, 1000, 0.90), (36, 40, 0.85),
            (1, 2, 0.85), (889, 1000, 0.9), (8_998, 10_000, 0.9),
        ])
    func neighbours(x: Int, n: Int, threshold: Double) throws {
        let more = try #require(
            furtherTrialsToDecide(successes: x, trials: n, threshold: threshold, level: 0.95))
        func decided(_ total: Int) -> Bool {
            let limits = wilson(
                successes: Double(x) * Double(total) / Double(n), trials: Double(total),
                level: 0.95)
            return limits.lower >= threshold || limits.upper < threshold
        }
        #expect(decided(n + more))
        #expect(!decided(n + more - 1))
        #expect(more >= 1)
    }

    @Test("nil where decided, without trials, at the threshold, and beyond ten million")
    func none() {
        func more(_ x: Int, _ n: Int, _ threshold: Double) -> Int? {
            furtherTrialsToDecide(successes: x, trials: n, threshold: threshold, level: 0.95)
        }
        #expect(more(96, 100, 0.9) == nil)
        #expect(more(880, 1000, 0.9) == nil)
        #expect(more(0, 0, 0.9) == nil)
        #expect(more(27, 30, 0.9) == nil)
        #expect(more(9, 10, 0.9) == nil)
        #expect(more(900_001, 1_000_001, 0.9) == nil)
        #expect(more(5, 10, 1) == nil)
        #expect(more(5, 10, 0) == nil)
    }
}
