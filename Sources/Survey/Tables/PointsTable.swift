/// Given points as CSV: one place for reading and writing, so that an export is an import.
public enum PointsTable {
    public static let columns = ["unit", "period", "index", "indicator", "points"]

    /// - Parameters:
    ///   - register: units that may be named
    ///   - highest: by index and indicator id, the most hundredths of a point that may be given;
    ///     what is not in it takes no given points
    public static func decode(
        _ row: TableRow, register: Register, highest: [String: [String: Int]]
    ) throws(TableFault) -> GivenPoints {
        let unit = try row.required("unit")
        guard register.unit(unit) != nil else {
            throw TableFault(line: row.line, problem: .unknownUnit(column: "unit", code: unit))
        }
        let period = try row.required("period", expected: "YYYY-MM") { CalendarMonth($0) }
        let indices = highest.keys.sorted().joined(separator: ", ")
        let index = try row.required("index", expected: indices) {
            highest[$0] == nil ? nil : $0
        }
        let indicators = highest[index] ?? [:]
        let indicator = try row.required(
            "indicator", expected: indicators.keys.sorted().joined(separator: ", ")
        ) { indicators[$0] == nil ? nil : $0 }
        let most = min(indicators[indicator] ?? 0, GivenPoints.hundredthsMax)
        let points = try row.required(
            "points", expected: "0 to \(text(hundredths: most)), at most two decimals"
        ) { hundredths($0).flatMap { $0 <= most ? $0 : nil } }
        return GivenPoints(
            key: .init(unit: unit, period: period, index: index, indicator: indicator),
            hundredths: points)
    }

    public static func encode(_ points: GivenPoints) -> [String] {
        [
            points.key.unit, points.key.period.description, points.key.index,
            points.key.indicator, text(hundredths: points.hundredths),
        ]
    }

    /// `1`, `1.5` or `1.25`.
    private static func text(hundredths: Int) -> String {
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        guard rest > 0 else { return String(whole) }
        let digits = rest % 10 == 0 ? String(rest / 10) : rest < 10 ? "0\(rest)" : String(rest)
        return "\(whole).\(digits)"
    }

    /// Reads a decimal of at most two places, with a point or, as spreadsheets of this country
    /// write it, a comma: thousands have three. nil for anything else.
    private static func hundredths(_ text: String) -> Int? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard (1...2).contains(parts.count), (1...3).contains(parts[0].count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let whole = Int(parts[0])
        else { return nil }
        guard parts.count == 2 else { return whole * 100 }
        guard (1...2).contains(parts[1].count), let rest = Int(parts[1]) else { return nil }
        return whole * 100 + (parts[1].count == 1 ? rest * 10 : rest)
    }
}
