import Testing

@testable import Analytics

@Suite("The verdict on a target")
struct VerdictTests {
    /// A row of the published table: counts, limits, verdicts at 90 and at 95 %.
    struct Row: Sendable, CustomTestStringConvertible {
        let satisfied, answers: Int
        let lower, upper: Double
        let at90, at95: Verdict
        var testDescription: String { "\(satisfied)/\(answers)" }
    }

    static let table = [
        Row(27, 30, 0.743789, 0.965400, .undecided, .undecided),
        Row(90, 100, 0.825634, 0.944771, .undecided, .missed),
        Row(96, 100, 0.901629, 0.984337, .met, .undecided),
        Row(188, 200, 0.898068, 0.965348, .undecided, .undecided),
        Row(920, 1000, 0.901534, 0.935252, .met, .missed),
        Row(880, 1000, 0.858391, 0.898701, .missed, .missed),
        Row(35, 35, 0.901099, 1, .met, .undecided),
        Row(34, 34, 0.898485, 1, .undecided, .undecided),
        Row(73, 73, 0.950008, 1, .met, .met),
        Row(72, 72, 0.949349, 1, .met, .undecided),
        Row(0, 10, 0, 0.277533, .tooFew, .tooFew),
        Row(10, 10, 0.722467, 1, .tooFew, .tooFew),
    ]

    @Test("the published table holds, limits to its six places", arguments: table)
    func published(row: Row) throws {
        let report = try Samples.office(satisfied: row.satisfied, of: row.answers).row()
        #expect(report.targets.map(\.verdict) == [row.at90, row.at95])
        for target in report.targets {
            let estimate = try #require(target.estimate)
            #expect(estimate.interval == "wilson")
            #expect(target.responses == row.answers)
            // Six places are printed.
            #expect(abs(estimate.lower! - row.lower) <= 1e-6)
            #expect(abs(estimate.upper! - row.upper) <= 1e-6)
        }
    }

    /// The score test turned round, without any interval: the lower limit lies at or above T just
    /// when the share does and p = T is rejected or on the edge.
    private func scoreTest(_ satisfied: Int, _ answers: Int, _ threshold: Double) -> Verdict {
        guard answers >= 30 else { return .tooFew }
        let z = 1.959963984540054
        let distance = Double(satisfied) / Double(answers) - threshold
        let isClear =
            distance * distance >= z * z * threshold * (1 - threshold) / Double(answers)
        guard isClear else { return .undecided }
        return distance > 0 ? .met : .missed
    }

    @Test("every count up to 300 answers equals an independent Wilson check, at 90 and 95 %")
    func bruteForce() {
        var disagreements = 0
        for answers in 1...300 {
            for satisfied in 0...answers {
                for target in Samples.ninetyAndNinetyFive {
                    let judged = TargetReport.judged(
                        target, satisfied: satisfied, answers: answers, minimumBallots: 30,
                        level: 0.95)
                    let expected = scoreTest(satisfied, answers, target.threshold)
                    if judged.verdict != expected { disagreements += 1 }
                }
            }
        }
        #expect(disagreements == 0)
    }

    @Test(
        "all satisfied is met from 22, 35 and 73 ballots on and not one earlier",
        arguments: [(0.85, 30), (0.90, 35), (0.95, 73)])
    func smallest(threshold: Double, ballots: Int) {
        let target = Samples.target("t", threshold)
        func verdict(_ ballots: Int, minimum: Int) -> Verdict {
            TargetReport.judged(
                target, satisfied: ballots, answers: ballots, minimumBallots: minimum, level: 0.95
            ).verdict
        }
        let first = threshold == 0.85 ? 22 : ballots
        #expect(verdict(first, minimum: 5) == .met && verdict(first - 1, minimum: 5) == .undecided)
        // Under the office's minimum nothing is said, however clear it looks.
        #expect(verdict(29, minimum: 30) == .tooFew)
    }

    @Test("needed decides at the present share, and one ballot fewer does not")
    func needed() throws {
        let judged = try Samples.office(satisfied: 188, of: 200).row().targets[0]
        let needed = try #require(judged.needed)
        func limits(_ further: Int) -> Double {
            let n = Double(200 + further)
            let z = 1.959963984540054
            return
                (0.94 + z * z / (2 * n)
                - z * (0.94 * 0.06 / n + z * z / (4 * n * n)).squareRoot()) / (1 + z * z / n)
        }
        #expect(limits(needed) >= 0.90 && limits(needed - 1) < 0.90)
    }

    @Test("needed is null when decided, too few, or exactly at the threshold")
    func notNeeded() throws {
        for (satisfied, answers) in [(96, 100), (10, 10), (90, 100), (880, 1000)] {
            #expect(
                try Samples.office(satisfied: satisfied, of: answers).row().targets[0].needed == nil
            )
        }
        #expect(try Samples.office(satisfied: 27, of: 30).row().targets[1].needed != nil)
    }

    @Test(
        "a share exactly at the threshold is point-met, one answer less is not",
        arguments: [2, 10, 1_000])
    func pointMetAtTheThreshold(scale: Int) throws {
        for (target, satisfied) in zip(Samples.ninetyAndNinetyFive, [18, 19]) {
            func isPointMet(_ satisfied: Int) -> Bool {
                TargetReport.judged(
                    target, satisfied: satisfied, answers: 20 * scale, minimumBallots: 30,
                    level: 0.95
                ).isPointMet
            }
            #expect(isPointMet(satisfied * scale) && !isPointMet(satisfied * scale - 1))
        }
    }

    @Test("without answers, and under five, there is no share, no verdict and no point met")
    func none() {
        for minimum in [1, 30] {
            for answers in 0...4 {
                let judged = TargetReport.judged(
                    Samples.target("t", 0.05), satisfied: answers, answers: answers,
                    minimumBallots: minimum, level: 0.95)
                #expect(judged.estimate == nil && !judged.isPointMet)
                #expect(judged.verdict == .tooFew && judged.needed == nil)
            }
        }
    }
}

extension VerdictTests.Row {
    init(
        _ satisfied: Int, _ answers: Int, _ lower: Double, _ upper: Double, _ at90: Verdict,
        _ at95: Verdict
    ) {
        self.init(
            satisfied: satisfied, answers: answers, lower: lower, upper: upper, at90: at90,
            at95: at95)
    }
}
