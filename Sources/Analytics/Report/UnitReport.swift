public import Survey

/// One unit's row: its own places and everything below it.
public struct UnitReport: Sendable, Equatable {
    public let unit: Unit
    /// Levels below the topmost unit shown, 0 and up.
    public let depth: Int
    /// Ballots given in the period, valid or not, without the late ones.
    public let responses: Int
    /// Ballots that pass the index's validity rule.
    public let valid: Int
    /// Ballots given in a month of the period after it was closed: stored, and in no other figure.
    public let late: Int
    /// Dossiers completed in the period, or nil where a month has no row.
    public let dossiers: Int?
    /// responses ÷ dossiers, or nil
    public let coverage: Double?
    /// The index and how sure it is; nil where suppressed, and where fewer than 5 of the valid
    /// ballots answer what the method counts.
    public let estimate: Estimate?
    public let dimensions: [DimensionReport]
    public let items: [ItemReport]
    public let targets: [TargetReport]
    public let trend: [TrendPoint]
    /// Whether figures are withheld because there are fewer than 5 valid ballots.
    public let isSuppressed: Bool
    public let presentation: Presentation
    /// The method's own figures, each with what was divided by what.
    public let figures: [IndexFigure]
    /// Of a method that counts points.
    public let points: PointTotal?
    /// How low and high the figure could be, had everybody answered; nil where suppressed.
    public let worstCase: WorstCase?
    /// Why the whole row, its counts too, is withheld from the report's audience; nil where it is
    /// not, and always for the machine's operator.
    public let withheld: Withheld?
    /// Where the index keeps strata apart; nil where figures are withheld.
    public let sampling: SamplingReport?

    public init(
        unit: Unit, depth: Int, responses: Int, valid: Int, late: Int = 0, dossiers: Int?,
        coverage: Double?, estimate: Estimate?, dimensions: [DimensionReport], items: [ItemReport],
        targets: [TargetReport], trend: [TrendPoint], isSuppressed: Bool,
        presentation: Presentation, figures: [IndexFigure] = [], points: PointTotal? = nil,
        worstCase: WorstCase? = nil, withheld: Withheld? = nil,
        sampling: SamplingReport? = nil
    ) {
        self.unit = unit
        self.depth = depth
        self.responses = responses
        self.valid = valid
        self.late = late
        self.dossiers = dossiers
        self.coverage = coverage
        self.estimate = estimate
        self.dimensions = dimensions
        self.items = items
        self.targets = targets
        self.trend = trend
        self.isSuppressed = isSuppressed
        self.presentation = presentation
        self.figures = figures
        self.points = points
        self.worstCase = worstCase
        self.withheld = withheld
        self.sampling = sampling
    }
}

/// A share with its interval.
public struct Estimate: Sendable, Equatable {
    /// 0...1
    public let share: Double
    /// 0...1; nil where one ballot or none leaves the variance open
    public let lower: Double?
    public let upper: Double?
    /// `wilson`, `korn-graubard`, `korn-graubard-cr3`, `clopper-pearson` or `xlogit`;
    /// nil where there is no interval
    public let interval: String?
    /// R's `deff = "replace"`, or nil where undefined
    public let designEffect: Double?
    /// Answers ÷ design effect, or nil where that is undefined or the effect is 0
    public let effectiveResponses: Double?

    public init(
        share: Double, lower: Double?, upper: Double?, interval: String?, designEffect: Double?,
        effectiveResponses: Double?
    ) {
        self.share = share
        self.lower = lower
        self.upper = upper
        self.interval = interval
        self.designEffect = designEffect
        self.effectiveResponses = effectiveResponses
    }

    /// The name of the page in analytics/methods that explains its limits, without `.md`.
    public var page: String? {
        switch interval {
        // One page says how limits are made from a variance.
        case "xlogit": "korn-graubard"
        default: interval
        }
    }
}

/// Whether a page may show a figure (NCHS rules, domain of pages only: files always give it).
public enum Presentation: String, Sendable {
    case show, review, hide
}
