public import Survey

/// Whose ranks are asked for.
public struct RankQuery: Sendable, Equatable {
    /// The id of an index, or `ID@VERSION` for one version of it.
    public var index: String
    /// Both days included.
    public var period: Period
    /// The level of government that is ranked; nil for the units right below the topmost ones (the
    /// topmost themselves where nothing stands below them).
    public var kind: Unit.Kind?
    /// The units to rank and no other, by their codes: where some are withheld from a reader, ranks
    /// among all would tell of them. nil for every one of the level.
    public var units: Set<String>?
    /// Another method than the definition's.
    public var method: IndexMethod?

    public init(
        index: String, period: Period, kind: Unit.Kind? = nil, units: Set<String>? = nil,
        method: IndexMethod? = nil
    ) {
        self.index = index
        self.period = period
        self.kind = kind
        self.units = units
        self.method = method
    }
}

/// Units by their share, with the ranks that the data leave open. Nothing in it is rounded.
public struct Ranking: Sendable, Equatable {
    /// Its level is that with which all ranks hold together.
    public let head: AnalysisHead
    /// Of each unit's own interval, so that they hold together; nil where nobody is ranked.
    public let simultaneousLevel: Double?
    /// Ballots below which a unit is not ranked.
    public let minimumBallots: Int
    /// Whether the index weighs by dossiers and no unit is weighed, since those of one of them are
    /// not known.
    public let isUnweighted: Bool
    /// The funnel's axis: all ranked units together; nil where all or none are satisfied.
    public let pooled: Double?
    /// The mean of z²: 1 where only chance separates the units; far above, they truly differ.
    public let overdispersion: Double?
    /// Highest share first, equal shares in the order of their codes: an order to print in and not
    /// a rank.
    public let units: [RankedUnit]
    public let unranked: [UnrankedUnit]
}

/// One unit with the ranks it may truly have.
public struct RankedUnit: Sendable, Equatable {
    public let unit: Unit
    public let responses: Int
    /// Ballots behind the share.
    public let ballots: Int
    /// At ``Ranking/simultaneousLevel``.
    public let estimate: Estimate
    /// 1 the highest.
    public let bestRank: Int
    public let worstRank: Int
    /// From 1 on: every unit of a band lies wholly above every unit of the next, and inside a band
    /// a chain of overlapping intervals decides nothing. Equal shares are always in one band.
    public let band: Int
    public let funnel: FunnelPlace?
}

/// Where a unit lies in the funnel around what all share.
public struct FunnelPlace: Sendable, Equatable {
    /// Beyond the 99.8 % limits of its number of ballots, or within.
    public enum Flag: String, Sendable {
        case above, below, inside
    }

    public let lower: Double
    public let upper: Double
    public let flag: Flag
    public let p: Double
    /// Raised for all units tested (Benjamini–Hochberg).
    public let adjustedP: Double
}

/// A unit that is not ranked, and why.
public struct UnrankedUnit: Sendable, Equatable {
    /// Why a unit is not ranked.
    public enum Reason: String, Sendable {
        /// Fewer ballots than the definition asks for.
        case tooFew
        /// It stands below another ranked unit, whose ballots hold its own.
        case inside
        /// A part of the index that weighs has no answer: there is no figure to rank by.
        case noFigure
    }

    public let unit: Unit
    public let responses: Int
    public let reason: Reason
}
