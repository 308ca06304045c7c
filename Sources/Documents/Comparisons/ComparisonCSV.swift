public import Analytics
import Survey

/// A comparison as CSV: a header, then one line a unit, for machines and auditors.
///
/// Doubles are exact, what is unknown or withheld is empty; of a sample office a last column
/// `sample`, always `true`. No byte order mark and no formula guard.
public enum ComparisonCSV {
    public static let columns = [
        "unit", "name", "before_from", "before_to", "before_responses", "before_share",
        "before_lower", "before_upper", "after_from", "after_to", "after_responses",
        "after_share", "after_lower", "after_upper", "difference", "lower", "upper", "interval",
        "z", "p", "verdict", "mix_shift", "standardised_difference", "standardised_lower",
        "standardised_upper", "standardised_verdict", "items_left_out", "warnings",
    ]

    /// The whole text, lines ended by a line feed.
    public static func text(of comparison: Comparison) -> String {
        var writer = MarkedCSV(columns, isSample: comparison.isSample)
        for row in comparison.units { writer.write(fields(of: row, comparison)) }
        return writer.text
    }

    private static func fields(of row: UnitComparison, _ comparison: Comparison) -> [String] {
        let made = row.standardised
        return [row.unit.code, row.unit.name]
            + side(row.before, comparison.before) + side(row.after, comparison.after)
            + [
                exact(row.change?.difference), exact(row.change?.lower), exact(row.change?.upper),
                row.change?.interval ?? "", exact(row.change?.z), exact(row.change?.p),
                row.verdict.rawValue, exact(row.mixShift), exact(made?.change.difference),
                exact(made?.change.lower), exact(made?.change.upper),
                made?.verdict.rawValue ?? "", row.itemsLeftOut.joined(separator: ";"),
                row.warnings.map(\.rawValue).joined(separator: ";"),
            ]
    }

    private static func side(_ side: ComparedSide, _ period: Period) -> [String] {
        [
            period.from.description, period.to.description, String(side.responses),
            exact(side.estimate?.share), exact(side.estimate?.lower), exact(side.estimate?.upper),
        ]
    }

    private static func exact(_ number: Double?) -> String { MarkedCSV.exact(number) }
}
