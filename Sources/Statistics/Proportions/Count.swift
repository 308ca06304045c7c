/// Satisfied answers out of answers, of one unit or one period.
public struct Count: Sendable, Equatable {
    /// Satisfied answers, 0...trials.
    public let successes: Int
    /// Answers, ≥ 0.
    public let trials: Int

    /// A count.
    ///
    /// - Parameters:
    ///   - successes: satisfied answers, 0...trials
    ///   - trials: answers, ≥ 0
    public init(successes: Int, trials: Int) {
        precondition(successes >= 0 && successes <= trials, "successes lie in 0...trials")
        self.successes = successes
        self.trials = trials
    }

    /// Successes ÷ trials; nil without trials.
    public var share: Double? {
        trials > 0 ? Double(successes) / Double(trials) : nil
    }
}

extension Count {
    /// The share of independent answers with its interval, in the same shape as a design's.
    ///
    /// - Parameters:
    ///   - method: `.wilson`, `.wilsonContinuity`, `.clopperPearson` and `.jeffreys` from the
    ///     counts; the others from the variance p(1 − p)/(n − 1), as ``RatioSums`` with one answer
    ///     a ballot
    ///   - level: confidence, 0 < level < 1
    /// - Returns: nil without trials; the standard error is nil under two
    public func estimate(
        method: IntervalMethod = .wilson, level: Double = 0.95
    ) -> ShareEstimate? {
        guard let share else { return nil }
        let (x, n) = (Double(successes), Double(trials))
        let interval: Interval
        switch method {
        case .wilson, .wilsonContinuity:
            interval = wilson(
                successes: x, trials: n, level: level, continuity: method == .wilsonContinuity)
        case .clopperPearson:
            interval = clopperPearson(successes: x, trials: n, level: level)
        case .jeffreys:
            interval = jeffreys(successes: x, trials: n, level: level)
        case .kornGraubard, .kornGraubardCR3, .logit, .xlogit, .asin, .mean:
            return RatioSums(
                ballots: trials, satisfied: successes, answers: trials,
                satisfiedSquared: successes, satisfiedByAnswers: successes,
                answersSquared: trials
            ).estimate(method: method, level: level)
        }
        let spread = share * (1 - share)
        return ShareEstimate(
            share: share, standardError: trials > 1 ? (spread / (n - 1)).squareRoot() : nil,
            degreesOfFreedom: trials - 1, answers: trials, interval: interval, method: method,
            designEffect: trials > 1 && spread > 0 ? 1 : nil)
    }
}
