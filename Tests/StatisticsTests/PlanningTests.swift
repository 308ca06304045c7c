import Statistics
import Testing

@Suite("How many ballots")
struct PlanningTests {
    @Test(
        "to show 90 % takes so many",
        arguments: [(0.93, 362), (0.92, 830), (0.91, 3361), (1.0, 35)])
    func toShow(share: Double, ballots: Int) throws {
        let n = try #require(ballotsToShow(threshold: 0.9, share: share))
        #expect(n == ballots)
        // Chance still decides nearly every second such survey.
        let chance = chanceToShow(threshold: 0.9, share: share, trials: n)
        #expect(chance >= 0.45)
        if share < 1 { #expect(chance <= 0.6) }
    }

    @Test(
        "no smaller number would do", arguments: [(0.9, 0.95), (0.5, 0.51), (0.85, 0.99), (0, 0.1)])
    func smallest(threshold: Double, share: Double) throws {
        let n = try #require(ballotsToShow(threshold: threshold, share: share))
        for fewer in 1..<n {
            let expected = (share * Double(fewer)).rounded()
            let limits = wilson(successes: expected, trials: Double(fewer), level: 0.95)
            #expect(limits.lower < threshold)
        }
    }

    @Test("a target at or above the truth is never shown")
    func never() {
        #expect(ballotsToShow(threshold: 0.9, share: 0.9) == nil)
        #expect(ballotsToShow(threshold: 0.95, share: 0.9) == nil)
        #expect(ballotsToShow(threshold: 0.9, share: 0.90001) == nil)
        #expect(chanceToShow(threshold: 0.9, share: 0.88, trials: 50) < 0.006)
        #expect(chanceToShow(threshold: 0.9, share: 1, trials: 34) == 0)
        #expect(chanceToShow(threshold: 0.9, share: 1, trials: 35) == 1)
        #expect(chanceToShow(threshold: 0.9, share: 1, trials: 0) == 0)
    }

    @Test("a small population needs fewer answers, never more than all")
    func population() {
        let endless = answersNeeded(margin: 0.03, share: 0.5)
        let small = answersNeeded(margin: 0.03, share: 0.5, population: 300)
        #expect(abs(endless - 1067.07) < 0.01)
        #expect(small < 300 && small > 200)
        #expect(answersNeeded(margin: 0.03, share: 1) == 0)
    }
}
