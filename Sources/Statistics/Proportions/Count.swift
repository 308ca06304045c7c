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
