/// A share with everything a reader needs to judge it.
public struct ShareEstimate: Sendable, Equatable {
    /// The share, 0...1.
    public let share: Double
    /// The standard error of the share; nil where fewer than two units answered.
    public let standardError: Double?
    /// Degrees of freedom of the standard error (units − 1, or clusters − strata), ≥ 0.
    public let degreesOfFreedom: Int
    /// Answers in the denominator (count).
    public let answers: Int
    /// The limits; nil where the data hold no variance to build them from.
    public let interval: Interval?
    /// How the limits were made: not always as asked, see ``RatioSums/estimate(method:level:)``.
    public let method: IntervalMethod
    /// The variance ÷ that of as many independent answers (R survey's `deff = "replace"`); nil
    /// where either is undefined or that of independent answers is 0.
    public let designEffect: Double?
    /// What the answers stand for: the sum of their weights; nil for ``RatioSums``, which has none.
    public let populationAnswers: Double?

    /// The design effect against simple random sampling without replacement from
    /// `populationAnswers` (R survey's `deff = TRUE`); nil where either is unknown.
    public var finiteDesignEffect: Double? {
        guard let designEffect, let populationAnswers, populationAnswers > Double(answers)
        else { return nil }
        return designEffect / (1 - Double(answers) / populationAnswers)
    }

    /// Independent answers that would carry as much information: answers ÷ design effect (count,
    /// fractional).
    public var effectiveAnswers: Double? {
        guard let designEffect, designEffect > 0 else { return nil }
        return Double(answers) / designEffect
    }

    /// An estimate from its parts, as the functions of this module make it.
    ///
    /// - Parameters:
    ///   - share: 0...1
    ///   - standardError: ≥ 0, nil where unknown
    ///   - degreesOfFreedom: ≥ 0
    ///   - answers: the denominator (count)
    ///   - interval: the limits as shares
    ///   - method: how they were made
    ///   - designEffect: ≥ 0, nil where undefined
    ///   - populationAnswers: the sum of the answers' weights, nil where there are none
    public init(
        share: Double, standardError: Double?, degreesOfFreedom: Int, answers: Int,
        interval: Interval?, method: IntervalMethod, designEffect: Double?,
        populationAnswers: Double? = nil
    ) {
        self.share = share
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
        self.answers = answers
        self.interval = interval
        self.method = method
        self.designEffect = designEffect
        self.populationAnswers = populationAnswers
    }
}
