public import Analytics
import Survey

/// A unit's months as a picture, and the same numbers as rows for a table beside it.
///
/// Inline SVG under a strict policy: no scripts, no style attributes; colours are `currentColor`
/// in different weights and dashes, so that it prints in black and white. Classes for a page's
/// style sheet: `trend`, `trend-band`, `trend-line`, `trend-point`, `trend-target`, `trend-grid`,
/// `trend-text`. It takes the width it is given and reads well from 320 px on.
public struct TrendChart: Sendable {
    /// Months beyond which the oldest are left out of picture and rows.
    public static let monthsMax = 240

    let points: [TrendPoint]
    let targets: [Target]
    let axis: TrendAxis
    let language: DocumentLanguage
    let level: Double
    let isSample: Bool
    private let id: String
    private let title: String

    /// - Parameters:
    ///   - row: the unit; a suppressed one gets a chart without figures
    ///   - report: the report it stands in
    ///   - targets: the thresholds to draw; give only those of the same construct as the index
    ///   - id: makes the ids inside the picture unique on its page; letters, digits, `-`, `_`
    public init(
        row: UnitReport, of report: Report, targets: [Target], language: DocumentLanguage,
        id: String
    ) {
        points = row.trend.suffix(Self.monthsMax).map { point in
            row.isSuppressed
                ? TrendPoint(
                    period: point.period, responses: point.responses, estimate: nil,
                    isWithheld: point.isWithheld)
                : point
        }
        self.targets = targets
        self.language = language
        level = report.level
        isSample = report.isSample
        self.id = id
        let index = report.index.title.text(in: language.tag)
        title = language.choose(
            "\(row.unit.name): \(index) theo tháng", "\(row.unit.name): \(index) by month")
        axis = TrendAxis(
            showing: points.compactMap { $0.estimate?.lower ?? $0.estimate?.share }
                + points.compactMap { $0.estimate?.share } + targets.map(\.threshold))
    }

    /// The months in order, each with or without an estimate.
    public var rows: [TrendRow] {
        points.map { TrendRow($0, beside: targets.map(\.threshold), language) }
    }

    /// The picture: one `<svg role="img">` named by its own title and description.
    public var svg: String {
        let drawing = TrendDrawing(self)
        let labels =
            Markup.element("title", [("id", "\(id)-title")], content: Markup.escaped(title))
            + Markup.element("desc", [("id", "\(id)-desc")], content: Markup.escaped(description))
        return Markup.element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("class", "trend"),
                ("viewBox", TrendDrawing.viewBox), ("role", "img"), ("lang", language.tag),
                ("aria-labelledby", "\(id)-title \(id)-desc"), ("font-family", "sans-serif"),
            ], content: labels + drawing.content)
    }

    /// What the picture shows, for those who do not see it.
    private var description: String {
        let known = points.filter { $0.estimate != nil }
        let rows = known.map { TrendRow($0, beside: targets.map(\.threshold), language) }
        guard let first = rows.first, let last = rows.last else {
            return language.choose("Chưa tháng nào đủ phiếu.", "No month has enough ballots yet.")
        }
        let thresholds = targets.map { target in
            let title = target.title.text(in: language.tag)
            return " \(title): \(Percent.threshold(target.threshold, language))."
        }
        let sample = isSample ? " \(Wording.sample)." : ""
        return language.choose(
            "\(known.count)/\(points.count) tháng đủ phiếu. \(first.month): \(first.share); "
                + "\(last.month): \(last.share).",
            "\(known.count) of \(points.count) months have enough ballots. \(first.month): "
                + "\(first.share); \(last.month): \(last.share).")
            + thresholds.joined() + " " + axis.note(language) + sample
    }
}
