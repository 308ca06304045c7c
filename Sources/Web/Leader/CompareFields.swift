internal import Analytics
internal import Survey

/// What a comparison is asked for in an address.
///
/// `index` (default `overall`), `after=FROM..TO`, and one of `before=FROM..TO`, `baseline=ID` or
/// `previous=1`; a baseline may bring its own `after`. `method` is another than the index's own.
struct CompareFields {
    private let index: String
    private let before: Period?
    private let after: Period
    private let baseline: Baseline?
    private let method: IndexMethod?

    init(
        _ fields: [(name: String, value: String)], _ definitions: Definitions
    ) throws(AnalysisFault) {
        func field(_ name: String) -> String? {
            fields.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        let ways = ["before", "baseline", "previous"].filter { field($0) != nil }
        guard ways.count == 1 else { throw .periods }
        var baseline: Baseline?
        if let id = field("baseline") {
            do throws(CompareFault) {
                baseline = try definitions.baseline(id)
            } catch {
                throw .compare(error)
            }
        }
        let asked = try Self.period(field("after"))
        guard let after = asked ?? baseline?.after else { throw .periods }
        index = field("index") ?? "overall"
        method = try field("method").map { name throws(AnalysisFault) in
            guard let method = IndexMethod(rawValue: name) else {
                throw .leader(.query(.unknownMethod(name)))
            }
            return method
        }
        before = try Self.period(field("before")) ?? baseline?.before ?? after.previous
        self.after = after
        self.baseline = baseline
    }

    func query(units: [String]) throws(AnalysisFault) -> CompareQuery {
        guard let before else { throw .periods }
        return CompareQuery(
            index: index, before: before, after: after, units: units, baseline: baseline,
            method: method)
    }

    /// Two days joined by two points.
    private static func period(_ text: String?) throws(AnalysisFault) -> Period? {
        guard let text else { return nil }
        let days = text.split(separator: "..", omittingEmptySubsequences: false)
        guard days.count == 2, let from = CalendarDay(String(days[0])),
            let to = CalendarDay(String(days[1])), let period = Period(from: from, to: to)
        else { throw .badPeriod(text) }
        return period
    }
}

/// Why a comparison, trend, ranking or table of drivers cannot be shown.
enum AnalysisFault: Error {
    case leader(LeaderFault)
    case compare(CompareFault)
    case badPeriod(String)
    /// Not exactly one earlier period, or no later one.
    case periods
    case unknownKind(String)

    private var leader: LeaderFault? {
        switch self {
        case .leader(let fault): fault
        case .compare(.report(let fault)): .report(fault)
        default: nil
        }
    }

    var status: Int {
        if let leader { return leader.status }
        if case .compare(.unknownBaseline) = self { return 404 }
        return 400
    }

    func message(_ site: Site, language: String) -> String {
        if let leader {
            return LeaderFaultPage(site: site, language: language, fault: leader).message
        }
        func text(_ id: StringID, _ value: String = "") -> String {
            site.strings.text(id, in: language, ["value": String(value.prefix(40))])
        }
        return switch self {
        case .badPeriod(let period): text(.compareFaultPeriod, period)
        case .unknownKind(let kind): text(.compareFaultKind, kind)
        case .compare(.notBefore): text(.compareFaultOrder)
        case .compare(.unknownBaseline(let id, _)): text(.compareFaultBaseline, id)
        case .compare(.method(let method)): text(.compareFaultMethod, method.rawValue)
        case .compare(.noItems(let index)): text(.compareFaultItems, index)
        case .compare(.report), .leader, .periods: text(.compareFaultPeriods)
        }
    }
}
