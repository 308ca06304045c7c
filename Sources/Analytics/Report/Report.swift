public import Survey

/// What an index says about a period: one row for each unit asked for. Pages and files are made
/// from this value alone; nothing in it is rounded.
public struct Report: Sendable, Equatable {
    /// Which definition, in which version, by which method.
    public struct IndexReference: Sendable, Equatable {
        public let id: String
        public let version: Int
        public let method: String
        public let title: LocalizedText

        public init(id: String, version: Int, method: String, title: LocalizedText) {
            self.id = id
            self.version = version
            self.method = method
            self.title = title
        }
    }

    public let index: IndexReference
    public let period: Period
    /// Confidence level, 0...1.
    public let level: Double
    public let generatedAt: Timestamp
    /// Of the months that the period touches, those that an operator has closed, in order.
    public let closings: [Closing]
    /// Which ballots it is made from.
    public let filter: ReportFilter
    /// What its intervals take as one observation; targets are judged by ballots in any case.
    public let design: CountingDesign
    /// Which strata the definition keeps apart, and what its answers stand for.
    public let sampling: IndexDesign
    /// Whether the data folder holds samples and not real answers.
    public let isSample: Bool
    /// Ballots below which there is no verdict.
    public let minimumBallots: Int
    /// For whom figures were withheld.
    public let audience: Audience
    /// Ballots below which that audience is given no figure.
    public let floor: Int
    /// Of its definitions, those that the program ships under the same name and says otherwise; see
    /// ``Definitions/altered``.
    public let altered: [String]
    public let units: [UnitReport]

    public init(
        index: IndexReference, period: Period, level: Double, generatedAt: Timestamp,
        closings: [Closing], filter: ReportFilter = ReportFilter(),
        design: CountingDesign = .ballot, sampling: IndexDesign = IndexDesign(), isSample: Bool,
        minimumBallots: Int,
        audience: Audience = .machine, floor: Int = ReportBuilder.suppressedBelow,
        altered: [String] = [], units: [UnitReport]
    ) {
        self.index = index
        self.period = period
        self.level = level
        self.generatedAt = generatedAt
        self.closings = closings
        self.filter = filter
        self.design = design
        self.sampling = sampling
        self.isSample = isSample
        self.minimumBallots = minimumBallots
        self.audience = audience
        self.floor = floor
        self.altered = altered
        self.units = units
    }

    /// When the last of the months that the period touches was closed; nil while one of them is
    /// open, and then everything is provisional.
    public var closedAt: Timestamp? {
        closings.count == period.months.count ? closings.map(\.closedAt).max() : nil
    }

    /// The method, which every report has by its registered name.
    public var method: IndexMethod? { IndexMethod(rawValue: index.method) }

    /// Whether every month that the period touches was closed: no later answer changes a figure.
    public var isClosed: Bool { closedAt != nil }
}
