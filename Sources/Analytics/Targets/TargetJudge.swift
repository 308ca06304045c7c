internal import Statistics
internal import Survey

/// Holds a target against the answers in its scope.
extension TargetReport {
    /// - Parameters:
    ///   - satisfied: answers at satisfied levels, 0...answers (count)
    ///   - answers: answers at levels 1 to 5 (count)
    ///   - minimumBallots: below it the verdict is tooFew
    ///   - level: confidence, 0...1
    static func judged(
        _ target: Target, satisfied: Int, answers: Int, minimumBallots: Int, level: Double
    ) -> TargetReport {
        // What is withheld gives no verdict either: it would tell the answers it is made from.
        let estimate =
            answers < ReportBuilder.suppressedBelow
            ? nil : Estimate.proportion(satisfied: satisfied, answers: answers, level: level)
        let verdict = verdict(
            estimate, answers: answers, threshold: target.threshold, minimum: minimumBallots)
        let needed =
            verdict == .undecided
            ? furtherTrialsToDecide(
                successes: satisfied, trials: answers, threshold: target.threshold, level: level)
            : nil
        return TargetReport(
            target: target, responses: answers, estimate: estimate,
            isPointMet: estimate.map { $0.share >= target.threshold } ?? false,
            verdict: verdict, needed: needed)
    }

    /// Three states and too few: met needs the whole interval, so luck does not pass for merit.
    private static func verdict(
        _ estimate: Estimate?, answers: Int, threshold: Double, minimum: Int
    ) -> Verdict {
        guard answers >= minimum, let estimate, let lower = estimate.lower,
            let upper = estimate.upper
        else { return .tooFew }
        if lower >= threshold { return .met }
        return upper < threshold ? .missed : .undecided
    }
}
