public import Analytics
public import Survey

/// What the leader's page is asked to show, taken from an address.
public struct LeaderQuery: Sendable, Equatable {
    /// The index whose items name what to mend first.
    public static let detailedIndex = "sipas"

    /// The id of an index.
    public var index: String
    public var period: Period
    /// The unit that the page looks at closely; nil for the topmost.
    public var unit: String?
    /// Another method than the index's own.
    public var method: IndexMethod?
    /// Whether the table of a large office lists every unit, and not only those near the one looked
    /// at.
    public var listsAll = false

    public init(
        index: String, period: Period, unit: String? = nil, method: IndexMethod? = nil
    ) {
        self.index = index
        self.period = period
        self.unit = unit
        self.method = method
    }

    /// Why an address cannot be followed.
    public enum Fault: Error, Equatable, Sendable {
        case badDay(String)
        case endBeforeStart
        case unknownMethod(String)
        case unknownAudience(String)
        /// A name that is not asked for here. Passed over in silence it would leave figures of
        /// something else than whoever wrote it believes.
        case unknownField(String, known: [String])
    }

    /// Names that say of what ballots a figure is made.
    static let filterFields = ["place", "channel", "procedure", "field", "outcome", "hours"]

    /// Refuses a name that is none of the known ones; a language may be asked for everywhere.
    static func check(
        _ fields: [(name: String, value: String)], known: [String]
    ) throws(Fault) {
        let all = known + ["lang"]
        if let unknown = fields.first(where: { !all.contains($0.name) }) {
            throw .unknownField(unknown.name, known: known)
        }
    }

    /// Reads `index`, `from`, `to`, `unit`, `method` and `all`; what is absent is `overall` and the
    /// year up to today.
    public static func decode(
        _ fields: [(name: String, value: String)], today: CalendarDay
    ) throws(Fault) -> LeaderQuery {
        func field(_ name: String) -> String? {
            fields.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        let to = try day(field("to")) ?? today
        let from =
            try day(field("from")) ?? CalendarDay(year: to.month.year, month: 1, day: 1) ?? to
        guard let period = Period(from: from, to: to) else { throw .endBeforeStart }
        let method = try field("method").map { name throws(Fault) in
            guard let method = IndexMethod(rawValue: name) else { throw .unknownMethod(name) }
            return method
        }
        var query = LeaderQuery(
            index: field("index") ?? "overall", period: period, unit: field("unit"),
            method: method)
        query.listsAll = field("all") == "1"
        return query
    }

    /// Reads `audience`; absent is the machine's operator, who has every answer anyway.
    static func audience(
        of fields: [(name: String, value: String)]
    ) throws(Fault) -> Audience {
        guard let name = fields.first(where: { $0.name == "audience" && !$0.value.isEmpty })?.value
        else { return .machine }
        guard let audience = Audience(rawValue: name) else { throw .unknownAudience(name) }
        return audience
    }

    private static func day(_ text: String?) throws(Fault) -> CalendarDay? {
        guard let text else { return nil }
        guard let day = CalendarDay(text) else { throw .badDay(text) }
        return day
    }

    /// The address of the page in a language.
    public func link(language: String) -> Link {
        let link: Link = "/leader?index=\(index)&from=\(period.from.description)"
        return link.adding("to", period.to.description).adding("unit", unit)
            .adding("method", method?.rawValue).adding("all", listsAll ? "1" : nil)
            .adding("lang", language)
    }

    /// The address of the same numbers as a file: what staff may see, as on the page.
    ///
    public func fileLink(format: Format) -> Link {
        let link: Link =
            switch format {
            case .json: "/api/v1/indices"
            case .csv: "/leader/report.csv"
            case .xlsx: "/leader/report.xlsx"
            }
        return link.adding("index", index).adding("from", period.from.description)
            .adding("to", period.to.description).adding("method", method?.rawValue)
            .adding("audience", Audience.staff.rawValue)
    }

    /// As what the numbers can be had.
    public enum Format: Sendable {
        case json, csv, xlsx
    }

    /// Periods a director asks for most: this year, the year before, the last full quarter and
    /// month.
    public static func usualPeriods(today: CalendarDay) -> [(id: StringID, period: Period)] {
        let month = today.month
        let lastMonth = CalendarMonth(ordinal: month.ordinal - 1)
        let quarter = CalendarMonth(ordinal: month.ordinal - month.ordinal % 3 - 3)
        let quarterEnd = CalendarMonth(ordinal: quarter.ordinal + 2)
        let year = CalendarDay(year: month.year, month: 1, day: 1) ?? today
        return [
            (.leaderPeriodYear, Period(from: year, to: today)),
            (.leaderPeriodLastYear, Period.year(month.year - 1)),
            (.leaderPeriodQuarter, Period(from: quarter.firstDay, to: quarterEnd.lastDay)),
            (.leaderPeriodMonth, Period(from: lastMonth.firstDay, to: lastMonth.lastDay)),
        ].compactMap { id, period in period.map { (id, $0) } }
    }
}
