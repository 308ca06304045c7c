public import Columns
public import Survey

/// All that a report is made from, as one reading of the office gives it.
public struct ReportSource: Sendable {
    public let register: Register
    public let key: RecordKey
    public let segments: [Segment]
    public let dossiers: [DossierCount]
    /// What became of citizens' feedback.
    public let feedback: [FeedbackCount]
    /// Points that people gave.
    public let points: [GivenPoints]
    /// Months whose figures stand; at most one a month.
    public let closings: [Closing]
    /// At which days begin.
    public let offset: DayOffset
    /// Whether the office is a sample.
    public let isSample: Bool

    public init(
        register: Register, key: RecordKey, segments: [Segment], dossiers: [DossierCount],
        closings: [Closing], offset: DayOffset, isSample: Bool, feedback: [FeedbackCount] = [],
        points: [GivenPoints] = []
    ) {
        self.register = register
        self.key = key
        self.segments = segments
        self.dossiers = dossiers
        self.feedback = feedback
        self.points = points
        self.closings = closings
        self.offset = offset
        self.isSample = isSample
    }

    /// The last row that counts in each of some months; nil while a month is open.
    func lastRows(of months: [CalendarMonth]) -> [Int64?] {
        let closed = Dictionary(
            closings.map { ($0.month, $0.lastRow) }, uniquingKeysWith: { first, _ in first })
        return months.map { closed[$0] }
    }
}
