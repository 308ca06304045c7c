public import Survey

/// What is asked of the numbers.
public struct ReportQuery: Sendable, Equatable {
    /// Calendar months that a period may touch: a hundred years.
    public static let monthsMax = 1_200

    /// The id of an index, or `ID@VERSION` for one version of it.
    public var index: String
    /// Both days included.
    public var period: Period
    /// Codes of units, one row each; empty for all of them.
    public var units: [String]
    /// Another method than the definition's.
    public var method: IndexMethod?
    /// Which of the units' ballots count.
    public var filter: ReportFilter
    /// What intervals take as one observation.
    public var design: CountingDesign
    /// Who will read the report.
    public var audience: Audience

    public init(
        index: String, period: Period, units: [String] = [], method: IndexMethod? = nil,
        filter: ReportFilter = ReportFilter(), design: CountingDesign = .ballot,
        audience: Audience = .machine
    ) {
        self.index = index
        self.period = period
        self.units = units
        self.method = method
        self.filter = filter
        self.design = design
        self.audience = audience
    }

    /// What intervals take as one observation: place-days where the query or the definition says
    /// so.
    func design(of definition: IndexDefinition) -> CountingDesign {
        design == .ballot ? definition.design.clusters : design
    }
}

/// Why a report cannot be made.
public enum ReportFault: Error, Equatable, Sendable {
    case unknownIndex(String, known: [String])
    /// No version of the index is the rule in the period.
    case notInForce(String, known: [String])
    /// The method needs a member that the index's definition lacks.
    case methodNeeds(IndexMethod, member: String, index: String)
    case unknownUnit(String)
    /// A filter names what no answer and no register has.
    case unknownCode(ReportFilter.Kind, String, known: [String])
    /// Not one of ``CountingDesign``.
    case unknownDesign(String)
    /// Not `FIRST-LAST` with 0 ≤ first < last ≤ 24.
    case badHours(String)
    /// The period touches more than ``ReportQuery/monthsMax`` calendar months.
    case periodTooLong(months: Int, maximum: Int)
}
