public import Survey

/// One dimension of an index.
public struct DimensionReport: Sendable, Equatable {
    public let id: String
    public let title: LocalizedText
    public let estimate: Estimate?
    /// Answers at levels 1 to 5 over its items; nil where suppressed.
    public let answers: Int?

    public init(id: String, title: LocalizedText, estimate: Estimate?, answers: Int?) {
        self.id = id
        self.title = title
        self.estimate = estimate
        self.answers = answers
    }
}

/// How the answers to one item are spread.
public struct ItemCounts: Sendable, Equatable {
    /// Answers at levels 1 to 5, level 1 first.
    public var levels: [Int]
    public var dontKnow: Int
    public var notApplicable: Int
    /// Shown and not answered.
    public var missing: Int

    public init(levels: [Int], dontKnow: Int, notApplicable: Int, missing: Int) {
        self.levels = levels
        self.dontKnow = dontKnow
        self.notApplicable = notApplicable
        self.missing = missing
    }

    /// Answers at any level.
    public var answers: Int { levels.reduce(0, +) }
}

/// The same as a report's audience may see it.
public struct ItemSpread: Sendable, Equatable {
    /// Answers at levels 1 to 5, level 1 first; nil where withheld.
    public let levels: [Int?]
    /// nil where withheld, as the next two
    public let dontKnow: Int?
    public let notApplicable: Int?
    /// Shown and not answered.
    public let missing: Int?
    /// Answers at any level.
    public let answers: Int

    /// - Parameters:
    ///   - withholdsLevels: how many answered at each level is not told
    ///   - withholdsOthers: the same of what is no level
    public init(
        _ counts: ItemCounts, withholdsLevels: Bool = false, withholdsOthers: Bool = false
    ) {
        levels = counts.levels.map { withholdsLevels ? nil : $0 }
        dontKnow = withholdsOthers ? nil : counts.dontKnow
        notApplicable = withholdsOthers ? nil : counts.notApplicable
        missing = withholdsOthers ? nil : counts.missing
        answers = counts.answers
    }
}

/// One item of an index.
public struct ItemReport: Sendable, Equatable {
    public let id: String
    public let text: LocalizedText
    /// nil where suppressed
    public let counts: ItemSpread?
    /// Satisfied ÷ answers at levels 1 to 5; nil where there are none.
    public let share: Double?
    /// Mean level, 1...5; nil where there are no answers, and where a level is withheld: with the
    /// others it would tell.
    public let mean: Double?

    public init(
        id: String, text: LocalizedText, counts: ItemSpread?, share: Double?, mean: Double?
    ) {
        self.id = id
        self.text = text
        self.counts = counts
        self.share = share
        self.mean = mean
    }
}

/// A month of the period, or the part of one.
public struct TrendPoint: Sendable, Equatable {
    public let period: Period
    public let responses: Int
    /// nil where there are under 5 valid ballots, or under 5 that answer what is counted
    public let estimate: Estimate?
    /// Whether the number of ballots too is withheld from the report's audience.
    public let isWithheld: Bool

    public init(
        period: Period, responses: Int, estimate: Estimate?, isWithheld: Bool = false
    ) {
        self.period = period
        self.responses = responses
        self.estimate = estimate
        self.isWithheld = isWithheld
    }
}

/// One target of the plan held against the answers in its own scope.
public struct TargetReport: Sendable, Equatable {
    public let target: Target
    /// Answers at levels 1 to 5 to the target's item in the target's scope.
    public let responses: Int
    /// nil under 5 answers
    public let estimate: Estimate?
    /// The plain comparison share ≥ threshold; false under 5 answers.
    public let isPointMet: Bool
    public let verdict: Verdict
    /// The smallest number of further ballots that would decide at the present share.
    public let needed: Int?
    /// Whether the number of answers too is withheld from the report's audience.
    public let isWithheld: Bool

    public init(
        target: Target, responses: Int, estimate: Estimate?, isPointMet: Bool, verdict: Verdict,
        needed: Int?, isWithheld: Bool = false
    ) {
        self.target = target
        self.responses = responses
        self.estimate = estimate
        self.isPointMet = isPointMet
        self.verdict = verdict
        self.needed = needed
        self.isWithheld = isWithheld
    }
}

/// What may honestly be said of a target.
public enum Verdict: String, Sendable {
    /// The whole interval lies at or above the threshold.
    case met
    /// The whole interval lies below it.
    case missed
    /// The interval holds the threshold.
    case undecided
    /// Fewer ballots than the definition asks for.
    case tooFew
}
