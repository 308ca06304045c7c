public import Survey

/// What an index says of two periods: one row for each unit asked for. Nothing in it is rounded.
public struct Comparison: Sendable, Equatable {
    public let index: Report.IndexReference
    public let before: Period
    public let after: Period
    /// Where `before` was taken from; nil where somebody chose its days.
    public let baseline: Baseline?
    /// Whether every month that a period touches was closed.
    public let isBeforeClosed: Bool
    public let isAfterClosed: Bool
    /// Confidence level, 0...1.
    public let level: Double
    public let generatedAt: Timestamp
    public let isSample: Bool
    /// Ballots of each side below which there is no verdict.
    public let minimumBallots: Int
    public let units: [UnitComparison]

    public init(
        index: Report.IndexReference, before: Period, after: Period, baseline: Baseline?,
        isBeforeClosed: Bool, isAfterClosed: Bool, level: Double, generatedAt: Timestamp,
        isSample: Bool, minimumBallots: Int, units: [UnitComparison]
    ) {
        self.index = index
        self.before = before
        self.after = after
        self.baseline = baseline
        self.isBeforeClosed = isBeforeClosed
        self.isAfterClosed = isAfterClosed
        self.level = level
        self.generatedAt = generatedAt
        self.isSample = isSample
        self.minimumBallots = minimumBallots
        self.units = units
    }
}

/// One unit in two periods: its own places and everything below it.
public struct UnitComparison: Sendable, Equatable {
    public let unit: Unit
    /// Levels below the topmost unit, 0 and up.
    public let depth: Int
    public let before: ComparedSide
    public let after: ComparedSide
    /// nil where a side is withheld or has no answers
    public let change: Change?
    public let verdict: ChangeVerdict
    /// Items asked on both sides: all figures of the row are made from these alone.
    public let items: [String]
    /// Items of the index asked on one side only, left out of both.
    public let itemsLeftOut: [String]
    /// Half the sum of the differences of the channels' parts: 0 the same mix, 1 nothing in common;
    /// nil where a side has no ballots.
    public let mixShift: Double?
    public let warnings: [ComparisonWarning]
    /// The change as it would be with the channels of before, where their mix has shifted.
    public let standardised: StandardisedChange?
    /// One for each channel with ballots on either side.
    public let channels: [ChannelComparison]

    /// Whether figures are withheld because a side has fewer than 5 ballots.
    public var isSuppressed: Bool { before.estimate == nil || after.estimate == nil }
}

/// What stands beside a comparison so that nobody reads it wrong.
public enum ComparisonWarning: String, Sendable {
    /// The channels' parts have shifted: the people asked are not the same kind.
    case channelMix
    /// Questions of the index were left out because one side was not asked them.
    case itemsLeftOut
    /// The two sides have no question of the index in common.
    case noCommonItems
    /// A month of either period is not closed: the figures may still change.
    case provisional
    /// The index weighs by dossiers, and those of one side are not known: neither side is weighed.
    case unweighted
    /// One side has months without a ballot and the other has not as many: other parts of the year
    /// are compared.
    case monthsMissing
}

/// A unit in one of the two periods.
public struct ComparedSide: Sendable, Equatable {
    /// Ballots given, valid or not, without the late ones.
    public let responses: Int
    public let valid: Int
    /// Ballots behind the share.
    public let ballots: Int
    /// Calendar months of which the period holds half or more, and those that have a ballot in it.
    public let months: Int
    public let monthsWithBallots: Int
    /// nil under 5 ballots
    public let estimate: Estimate?
    /// Form versions answered, with their ballots.
    public let forms: [FormUse]
}

/// How many ballots a form version brought.
public struct FormUse: Sendable, Equatable {
    public let form: String
    public let version: Int
    public let responses: Int
}

/// The change with the later ballots weighed so that channels weigh as they did before.
public struct StandardisedChange: Sendable, Equatable {
    /// Channels that both sides have; the others are left out of both.
    public let channels: [Channel]
    /// Of the earlier ballots, the part that came by these channels, 0...1.
    public let covered: Double
    public let before: Double
    public let after: Double
    public let change: Change
    public let verdict: ChangeVerdict
}

/// One channel in both periods.
public struct ChannelComparison: Sendable, Equatable {
    /// One side of a channel.
    public struct Side: Sendable, Equatable {
        public let responses: Int
        /// Ballots behind the share.
        public let ballots: Int
        /// Ballots ÷ those of all channels; nil where there are none.
        public let mix: Double?
        /// nil under 5 ballots, and where a withheld channel could be found by subtraction
        public let estimate: Estimate?
    }

    /// nil for ballots whose channel is not known
    public let channel: Channel?
    public let before: Side
    public let after: Side
    /// In the later period: this channel's share − that of all others together.
    public let versusRest: Change?
    /// The p value of `versusRest`, raised for as many channels as were tested
    /// (Benjamini–Hochberg).
    public let adjustedP: Double?
}
