public import Survey

/// What is asked of the ballots of one period: their months, or what drives them.
public struct AnalysisQuery: Sendable, Equatable {
    /// The id of an index, or `ID@VERSION` for one version of it.
    public var index: String
    /// Both days included.
    public var period: Period
    /// Codes of units, one row each; empty for all of them.
    public var units: [String]
    /// Another method than the definition's.
    public var method: IndexMethod?

    public init(
        index: String, period: Period, units: [String] = [], method: IndexMethod? = nil
    ) {
        self.index = index
        self.period = period
        self.units = units
        self.method = method
    }
}

/// The months of an index, and whether they rise or fall. Nothing in it is rounded.
public struct TrendReport: Sendable, Equatable {
    public let head: AnalysisHead
    public let units: [UnitTrend]
}

/// One unit's months in sections: a line is drawn within a section and never across a break.
public struct UnitTrend: Sendable, Equatable {
    public let unit: Unit
    public let depth: Int
    public let responses: Int
    /// Whether the index weighs by dossiers and no month is weighed, since those of one of them are
    /// not known.
    public let isUnweighted: Bool
    public let sections: [TrendSection]
}

/// Months that measured the same thing: the same form versions and questions, the same units.
public struct TrendSection: Sendable, Equatable {
    /// Why a section begins where it does.
    public enum Break: String, Sendable, CaseIterable {
        /// A new version of a form that was asked before.
        case version
        /// A form that was not asked before.
        case form
        /// Other questions of the index are asked.
        case items
        /// A unit with ballots below this one began, or had ended.
        case units
    }

    /// One month, clipped to the period.
    public struct Point: Sendable, Equatable {
        /// Where a month lies beyond its limits.
        public enum Signal: String, Sendable {
            case above, below
        }

        public let period: Period
        public let responses: Int
        /// nil under 5 ballots
        public let estimate: Estimate?
        /// Three-sigma limits around the section's centre, widened by Laney's σz where months
        /// differ by more than their answers explain; nil without a share or a centre.
        public let chartLower: Double?
        public let chartUpper: Double?
        public let signal: Signal?
    }

    /// Empty for the first section.
    public let breaks: [Break]
    public let points: [Point]
    /// The median slope of all pairs of months, in shares a year (Theil and Sen); nil under
    /// ``TrendBuilder/monthsMin`` months with a share.
    public let slopePerYear: Double?
    public let slopeLower: Double?
    public let slopeUpper: Double?
    /// Mann and Kendall's p value and tau-b.
    public let p: Double?
    public let tau: Double?
    /// By the slope's interval; tooFew without one.
    public let verdict: ChangeVerdict
    /// The share of the first ``TrendBuilder/baselineMonths`` months with one, which the limits
    /// stand around.
    public let centre: Double?
    /// The spread from month to month: 1 for pure chance.
    public let sigmaZ: Double?
}
