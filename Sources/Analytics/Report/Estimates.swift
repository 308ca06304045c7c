internal import Statistics

/// From whole numbers to shares with intervals.
extension Estimate {
    /// - Parameter shown: a figure that was estimated between 0 and 1 as its method prints it
    init(_ made: ShareEstimate, shown: (Double) -> Double = { $0 }) {
        self.init(
            share: shown(made.share), lower: made.interval.map { shown($0.lower) },
            upper: made.interval.map { shown($0.upper) },
            interval: made.interval == nil ? nil : made.method.rawValue,
            designEffect: made.designEffect, effectiveResponses: made.effectiveAnswers)
    }

    /// A share of one yes or no a ballot: Wilson's interval.
    ///
    /// - Returns: nil without answers
    static func proportion(satisfied: Int, answers: Int, level: Double) -> Estimate? {
        guard answers > 0 else { return nil }
        let limits = wilson(successes: Double(satisfied), trials: Double(answers), level: level)
        let isDefined = answers > 1 && satisfied > 0 && satisfied < answers
        return Estimate(
            share: Double(satisfied) / Double(answers), lower: limits.lower, upper: limits.upper,
            interval: IntervalMethod.wilson.rawValue, designEffect: isDefined ? 1 : nil,
            effectiveResponses: isDefined ? Double(answers) : nil)
    }

    /// A pooled index: Korn–Graubard with the ballot, or the place-day, as the unit of variance.
    ///
    /// - Returns: nil without answers
    static func pooled(
        _ sums: RatioSums, of design: CountingDesign = .ballot, level: Double
    ) -> Estimate? {
        sums.estimate(method: design.interval, level: level).map { Estimate($0) }
    }

    /// What pages may do with it.
    ///
    /// - Parameter degreesOfFreedom: ballots − 1
    /// - Source: NCHS Data Presentation Standards for Proportions (Series 2, no. 175, 2017)
    func presentation(ballots: Int, degreesOfFreedom: Int) -> Presentation {
        guard let lower, let upper else { return .hide }
        let width = upper - lower
        let isRelativelyWide = width > 0.05 && width > 1.30 * share
        // A pooled index has more answers than ballots; people are what there must be enough of.
        let effective = min(Double(ballots), effectiveResponses ?? Double(ballots))
        if effective < 30 || width > 0.30 || isRelativelyWide {
            return .hide
        }
        return degreesOfFreedom < 8 || share == 0 || share == 1 ? .review : .show
    }
}

extension CountingDesign {
    /// How limits are made: place-days are often few, and their linearised variance is then too
    /// small.
    var interval: IntervalMethod { self == .ballot ? .kornGraubard : .kornGraubardCR3 }
}
