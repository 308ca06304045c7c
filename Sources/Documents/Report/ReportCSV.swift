public import Analytics
import Survey

/// A report as CSV: a header, then one line a unit, for machines and auditors.
///
/// Columns: `unit,name,responses,valid,dossiers,coverage,share,lower,upper,interval`, then for
/// each target of the report, in the order of its first row, `ID.share`, `ID.lower`, `ID.upper`,
/// `ID.verdict` and `ID.needed`, then `late` and `closed` (`true` or `false`, the same in every
/// line), `worst.lower` and `worst.upper`; of a method that gives points or several rates, for each
/// of them `ID.numerator`, `ID.denominator` and `ID.value`, and of one that gives points `points`,
/// `possible` and `class`; of a sample office a last column `sample`, always `true`. Doubles are
/// exact (they read back as the same double), what is unknown or withheld is empty. No byte order
/// mark and no formula guard: spreadsheets get their own format.
public enum ReportCSV {
    /// The columns before those of the targets.
    public static let columns = [
        "unit", "name", "responses", "valid", "dossiers", "coverage", "share", "lower", "upper",
        "interval",
    ]
    /// What follows a target's id and a point in the name of each of its columns.
    public static let targetColumns = ["share", "lower", "upper", "verdict", "needed"]
    /// The columns after those of the targets.
    public static let closingColumns = ["late", "closed", "worst.lower", "worst.upper"]
    /// What follows a figure's id and a point in the name of each of its columns.
    public static let figureColumns = ["numerator", "denominator", "value"]
    /// The last columns of a method that gives points.
    public static let pointColumns = ["points", "possible", "class"]

    /// The whole text, lines ended by a line feed.
    public static func text(of report: Report) -> String {
        let targets = targetIDs(of: report)
        var writer = MarkedCSV(
            columns + targets.flatMap { target in targetColumns.map { "\(target).\($0)" } }
                + closingColumns + figureHeadings(of: report), isSample: report.isSample)
        for row in report.units {
            let worst = row.isSuppressed ? nil : row.worstCase
            let closing = [
                row.withheld == nil ? String(row.late) : "", String(report.isClosed),
                exact(worst?.lower), exact(worst?.upper),
            ]
            writer.write(
                fields(of: row, targets: targets) + closing + figures(of: row, in: report))
        }
        return writer.text
    }

    /// Only methods that make no share of their own have figures beside it.
    private static func figureHeadings(of report: Report) -> [String] {
        guard let family = report.method?.family, family != .ballots else { return [] }
        let ids = report.units.first?.figures.map(\.id) ?? []
        return ids.flatMap { id in figureColumns.map { "\(id).\($0)" } }
            + (family == .points ? pointColumns : [])
    }

    private static func figures(of row: UnitReport, in report: Report) -> [String] {
        guard let family = report.method?.family, family != .ballots else { return [] }
        let values = row.figures.flatMap { figure -> [String] in
            let isTold = !row.isSuppressed || figure.basis != .ballots
            return [figure.numerator, figure.denominator, figure.value].map {
                isTold ? exact($0) : ""
            }
        }
        guard family == .points else { return values }
        let points = row.isSuppressed ? nil : row.points
        return values + [
            exact(points?.points), exact(points?.possible), points?.classification?.id ?? "",
        ]
    }

    private static func targetIDs(of report: Report) -> [String] {
        var ids: [String] = []
        for row in report.units {
            for target in row.targets where !ids.contains(target.target.id) {
                ids.append(target.target.id)
            }
        }
        return ids
    }

    private static func fields(of row: UnitReport, targets: [String]) -> [String] {
        let estimate = row.isSuppressed ? nil : row.estimate
        let own = [
            row.unit.code, row.unit.name, row.withheld == nil ? String(row.responses) : "",
            row.withheld == nil ? String(row.valid) : "", row.dossiers.map(String.init) ?? "",
            exact(row.coverage),
        ]
        return own + limits(of: estimate) + [estimate?.interval ?? ""]
            + targets.flatMap { id in
                target(row.targets.first { $0.target.id == id })
            }
    }

    private static func target(_ target: TargetReport?) -> [String] {
        guard let target else { return targetColumns.map { _ in "" } }
        let needed = target.estimate == nil ? nil : target.needed
        return limits(of: target.estimate)
            + [target.isWithheld ? "" : target.verdict.rawValue, needed.map(String.init) ?? ""]
    }

    private static func limits(of estimate: Estimate?) -> [String] {
        [exact(estimate?.share), exact(estimate?.lower), exact(estimate?.upper)]
    }

    private static func exact(_ number: Double?) -> String { MarkedCSV.exact(number) }
}
