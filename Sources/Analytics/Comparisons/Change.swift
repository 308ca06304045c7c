internal import Statistics

/// How far a share moved from one set of ballots to another, and whether chance could do it.
public struct Change: Sendable, Equatable {
    /// Second share − first share, −1...1.
    public let difference: Double
    /// nil where neither side gives a variance
    public let lower: Double?
    public let upper: Double?
    /// `newcombe` (one yes or no a ballot), `design` (answers pooled over ballots), `welch` (a mean
    /// of several ratios, and any share of an index with a design of its own), `mover` (where all
    /// of a side's ballots agree and it has no variance); nil without limits
    public let interval: String?
    /// The score test's z, or the difference ÷ its standard error; nil where that is 0 and the
    /// shares differ
    public let z: Double?
    /// Two-sided, of z: by the normal distribution, or by Student's where the interval is `design`
    /// or `welch`.
    public let p: Double?

    public init(
        difference: Double, lower: Double?, upper: Double?, interval: String?, z: Double?,
        p: Double?
    ) {
        self.difference = difference
        self.lower = lower
        self.upper = upper
        self.interval = interval
        self.z = z
        self.p = p
    }
}

/// What may honestly be said of a change.
public enum ChangeVerdict: String, Sendable {
    /// The whole interval lies above 0.
    case rose
    /// The whole interval lies below 0.
    case fell
    /// The interval holds 0.
    case undecided
    /// A side has fewer ballots than the definition asks for.
    case tooFew
}

extension Change {
    /// - Parameters:
    ///   - ballots: of the smaller side
    ///   - minimum: below it the verdict is tooFew
    static func verdict(_ change: Change?, ballots: Int, minimum: Int) -> ChangeVerdict {
        guard ballots >= minimum, let lower = change?.lower, let upper = change?.upper else {
            return .tooFew
        }
        if lower > 0 { return .rose }
        return upper < 0 ? .fell : .undecided
    }

    /// Two independent sets of ballots under one method.
    ///
    /// - Returns: nil where either has no answers
    static func between(
        _ before: BallotSums, _ after: BallotSums, _ rule: BallotRule, level: Double
    ) -> Change? {
        if rule.isOneAnswer {
            return proportions(before.sums.count, after.sums.count, level: level)
        }
        guard rule.hasFactors else { return ratios(before.sums, after.sums, level: level) }
        guard let early = before.factors, let late = after.factors else { return nil }
        return means(early, late, rule, level: level)
    }

    /// Means of several ratios.
    ///
    /// - Returns: nil where either lacks answers to a factor that weighs
    private static func means(
        _ before: FactorSums, _ after: FactorSums, _ rule: BallotRule, level: Double
    ) -> Change? {
        guard let first = before.estimate(weights: rule.factorWeights, level: level),
            let second = after.estimate(weights: rule.factorWeights, level: level)
        else { return nil }
        return between(
            Side(estimate: first, variance: first.standardError.map { $0 * $0 }),
            Side(estimate: second, variance: second.standardError.map { $0 * $0 }), level: level
        ).scaled(by: rule.scale)
    }

    /// One of two independent sides.
    struct Side {
        let estimate: ShareEstimate
        /// Of the share; nil where there is none.
        let variance: Double?
    }

    /// Two shares of independent samples: their variances add, with Welch and Satterthwaite's
    /// degrees of freedom, since two periods need not spread alike.
    ///
    /// - Source: B. L. Welch, Biometrika 34 (1947) 28–35; before-after.md
    static func between(_ before: Side, _ after: Side, level: Double) -> Change {
        let difference = after.estimate.share - before.estimate.share
        guard let early = before.variance, let late = after.variance, early > 0, late > 0,
            before.estimate.degreesOfFreedom > 0, after.estimate.degreesOfFreedom > 0
        else { return put(difference, together: before.estimate, after.estimate) }
        return student(
            difference, variance: early + late,
            degreesOfFreedom: welch(
                (early, before.estimate.degreesOfFreedom),
                (late, after.estimate.degreesOfFreedom)),
            level: level, interval: "welch")
    }

    /// Degrees of freedom of a sum of two independent variances.
    private static func welch(
        _ first: (variance: Double, degrees: Int), _ second: (variance: Double, degrees: Int)
    ) -> Double {
        let sum = first.variance + second.variance
        func part(_ side: (variance: Double, degrees: Int)) -> Double {
            side.variance * side.variance / Double(side.degrees)
        }
        return sum * sum / (part(first) + part(second))
    }

    private func scaled(by scale: Double) -> Change {
        Change(
            difference: difference * scale, lower: lower.map { $0 * scale },
            upper: upper.map { $0 * scale }, interval: interval, z: z, p: p)
    }

    /// One yes or no a ballot: Newcombe's interval and the score test.
    static func proportions(_ before: Count, _ after: Count, level: Double) -> Change? {
        guard let made = ProportionDifference(from: before, to: after, level: level) else {
            return nil
        }
        return Change(
            difference: made.difference, lower: made.newcombe.lower, upper: made.newcombe.upper,
            interval: "newcombe", z: made.z, p: made.p)
    }

    /// Answers pooled over ballots: the variances of both sides add, since no ballot is on both.
    ///
    /// Degrees of freedom are clusters − strata, the sides being the strata: ballots − 2. Where a
    /// side has no variance (all of its ballots at one ratio) the limits are put together from both
    /// sides' own limits, as Newcombe's are.
    /// - Returns: nil where either has no answers
    /// - Source: R survey 4.5 `svycontrast` of `svyby(svyratio)` with the periods as strata;
    ///   G. Y. Zou & A. Donner, Statistics in Medicine 27 (2008) 1693–1702; before-after.md
    static func ratios(_ before: RatioSums, _ after: RatioSums, level: Double) -> Change? {
        guard let first = before.estimate(level: level), let second = after.estimate(level: level)
        else { return nil }
        let difference = second.share - first.share
        guard let early = before.variance, let late = after.variance, early > 0, late > 0 else {
            return put(difference, together: first, second)
        }
        return student(
            difference, variance: early + late,
            degreesOfFreedom: Double(before.ballots + after.ballots - 2), level: level)
    }

    /// A difference with a known variance, by Student's distribution.
    ///
    /// - Parameter variance: > 0
    static func student(
        _ difference: Double, variance: Double, degreesOfFreedom: Double, level: Double,
        interval: String = "design"
    ) -> Change {
        let error = variance.squareRoot()
        let student = StudentT(degreesOfFreedom: degreesOfFreedom)
        let half = student.critical(level: level) * error
        let t = difference / error
        return Change(
            difference: difference, lower: difference - half, upper: difference + half,
            interval: interval, z: t, p: student.twoSided(t))
    }

    private static func put(
        _ difference: Double, together first: ShareEstimate, _ second: ShareEstimate
    ) -> Change {
        func hypotenuse(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        let isSame = difference == 0
        guard let early = first.interval, let late = second.interval else {
            return Change(
                difference: difference, lower: nil, upper: nil, interval: nil, z: nil, p: nil)
        }
        return Change(
            difference: difference,
            lower: difference
                - hypotenuse(second.share - late.lower, early.upper - first.share),
            upper: difference
                + hypotenuse(late.upper - second.share, first.share - early.lower),
            interval: "mover", z: isSame ? 0 : nil, p: isSame ? 1 : nil)
    }
}

extension RatioSums {
    /// As one yes or no a ballot.
    fileprivate var count: Count { Count(successes: satisfied, trials: answers) }
}
