/// The pooled index of ballots: satisfied answers ÷ answers, with the ballot as the unit of
/// variance.
///
/// Answers of one person hang together, so counting each answer as independent would make the
/// interval too narrow. Six whole-number sums say all that is needed; they add exactly, so neither
/// the order of the ballots nor the number of threads changes a digit. The unit may also be a
/// place-day: pass its totals as one ballot.
/// - Source: W. G. Cochran, Sampling Techniques (1977) §6.3; analytics/methods/t2b-pooled.md,
///   checked against analytics/reference/expected_pooled.csv
public struct RatioSums: Sendable, Equatable {
    /// Ballots with at least one answer in the denominator (count).
    public private(set) var ballots: Int
    /// Σ S: satisfied answers (count).
    public private(set) var satisfied: Int
    /// Σ A: answers (count).
    public private(set) var answers: Int
    /// Σ S² over ballots.
    public private(set) var satisfiedSquared: Int
    /// Σ S·A over ballots.
    public private(set) var satisfiedByAnswers: Int
    /// Σ A² over ballots.
    public private(set) var answersSquared: Int

    /// No ballots.
    public init() {
        self.init(
            ballots: 0, satisfied: 0, answers: 0, satisfiedSquared: 0, satisfiedByAnswers: 0,
            answersSquared: 0)
    }

    /// Sums that a scan has taken itself.
    ///
    /// - Parameters:
    ///   - ballots: ballots with at least one answer (count)
    ///   - satisfied: Σ S, 0...answers
    ///   - answers: Σ A, ≥ ballots
    ///   - satisfiedSquared: Σ S²
    ///   - satisfiedByAnswers: Σ S·A
    ///   - answersSquared: Σ A²
    public init(
        ballots: Int, satisfied: Int, answers: Int, satisfiedSquared: Int,
        satisfiedByAnswers: Int, answersSquared: Int
    ) {
        precondition(
            ballots >= 0 && satisfied >= 0 && satisfied <= answers && ballots <= answers
                && satisfiedSquared <= satisfiedByAnswers && satisfiedByAnswers <= answersSquared,
            "sums of ballots: 0 ≤ S ≤ A and A ≥ 1 for each")
        self.ballots = ballots
        self.satisfied = satisfied
        self.answers = answers
        self.satisfiedSquared = satisfiedSquared
        self.satisfiedByAnswers = satisfiedByAnswers
        self.answersSquared = answersSquared
    }

    /// Counts one ballot; one without an answer leaves everything as it is.
    ///
    /// - Parameters:
    ///   - satisfied: its satisfied answers, 0...answers
    ///   - answers: its answers, ≥ 0
    public mutating func add(satisfied: Int, answers: Int) {
        precondition(satisfied >= 0 && satisfied <= answers, "satisfied lies in 0...answers")
        guard answers > 0 else { return }
        ballots += 1
        self.satisfied += satisfied
        self.answers += answers
        satisfiedSquared += satisfied * satisfied
        satisfiedByAnswers += satisfied * answers
        answersSquared += answers * answers
    }

    /// The sums of both sets of ballots together.
    public static func + (left: RatioSums, right: RatioSums) -> RatioSums {
        RatioSums(
            ballots: left.ballots + right.ballots,
            satisfied: left.satisfied + right.satisfied,
            answers: left.answers + right.answers,
            satisfiedSquared: left.satisfiedSquared + right.satisfiedSquared,
            satisfiedByAnswers: left.satisfiedByAnswers + right.satisfiedByAnswers,
            answersSquared: left.answersSquared + right.answersSquared)
    }

    /// Adds another set of ballots.
    public static func += (left: inout RatioSums, right: RatioSums) {
        left = left + right
    }

    /// Satisfied ÷ answers, 0...1; nil without answers.
    public var share: Double? {
        answers > 0 ? Double(satisfied) / Double(answers) : nil
    }

    /// The linearised variance of the share: n/(n−1) · Σ(S − pA)² ÷ (ΣA)²; nil under two ballots.
    ///
    /// Exact to the last digit of a double up to ΣA about 10⁹.
    public var variance: Double? {
        guard ballots >= 2 else { return nil }
        let denominator = Double(answers) * Double(answers)
        let units = Double(ballots)
        return Double(nearest: squares) / denominator / denominator * (units / (units - 1))
    }

    /// Σ(S·ΣA − ΣS·A)², in 128-bit whole numbers, so that nothing cancels; an overflow beyond 10¹²
    /// answers stops the program instead of giving a wrong number.
    var squares: Int128 {
        let (total, good) = (Int128(answers), Int128(satisfied))
        let mixed = Int128(satisfiedByAnswers)
        return total * (total * Int128(satisfiedSquared) - 2 * good * mixed)
            + good * good * Int128(answersSquared)
    }
}
