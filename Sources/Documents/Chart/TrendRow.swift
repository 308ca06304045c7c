public import Analytics
import Survey

/// One month of a trend as a table shows it: the same numbers as the chart, rounded for people.
public struct TrendRow: Sendable, Equatable {
    /// `03/2025`; a month clipped by the period names its days.
    public let month: String
    /// Ballots received; a word where their number is withheld.
    public let responses: String
    /// `–` where there are too few ballots.
    public let share: String
    /// `–` where there is none.
    public let interval: String

    /// The headings, in the order of ``cells``.
    public static func headings(of report: Report, _ language: DocumentLanguage) -> [String] {
        let level = Percent.threshold(report.level, language)
        let value = Wording.valueColumn(of: report, language)
        return switch language {
        case .vietnamese: ["Tháng", "Phiếu", value, "Khoảng \(level)"]
        case .english: ["Month", "Ballots", value, "\(level) interval"]
        }
    }

    public var cells: [String] { [month, responses, share, interval] }

    init(_ point: TrendPoint, beside thresholds: [Double], _ language: DocumentLanguage) {
        let calendarMonth = point.period.from.month
        month =
            point.period.isWholeMonths
            ? Wording.month(calendarMonth, language) : Wording.period(point.period, language)
        responses =
            point.isWithheld
            ? language.choose("ẩn", "withheld") : Count.text(point.responses, language)
        share = point.estimate.map { Percent.text($0.share, language, beside: thresholds) } ?? "–"
        if let lower = point.estimate?.lower, let upper = point.estimate?.upper {
            interval = Percent.interval(lower, upper, language, beside: thresholds)
        } else {
            interval = "–"
        }
    }
}
