public import Analytics
public import Survey

/// A trend as JSON (schema `hailong.trend/1`), CSV (one line a month) and text.
public enum TrendFiles {
    public static let schema = "hailong.trend/1"
    public static let columns = [
        "unit", "name", "section", "breaks", "from", "to", "responses", "share", "lower", "upper",
        "chart_lower", "chart_upper", "signal", "slope_per_year", "slope_lower", "slope_upper",
        "p", "verdict",
    ]

    /// - Parameter offset: the offset at which moments are written
    public static func json(of trend: TrendReport, offset: DayOffset = .vietNam) -> JSON {
        let units = trend.units.map { row in
            JSON.object([
                ("unit", .string(row.unit.code)), ("name", .string(row.unit.name)),
                ("responses", .integer(row.responses)),
                ("unweighted", .bool(row.isUnweighted)),
                ("sections", .array(row.sections.map(section))),
            ])
        }
        return AnalysisJSON.file(
            schema, of: trend.head, offset: offset, rows: [("units", .array(units))])
    }

    private static func section(_ section: TrendSection) -> JSON {
        .object([
            ("breaks", .array(section.breaks.map { .string($0.rawValue) })),
            ("slopePerYear", .number(section.slopePerYear)),
            ("lower", .number(section.slopeLower)), ("upper", .number(section.slopeUpper)),
            ("p", .number(section.p)), ("tau", .number(section.tau)),
            ("verdict", .string(section.verdict.rawValue)),
            ("centre", .number(section.centre)), ("sigmaZ", .number(section.sigmaZ)),
            (
                "points",
                .array(
                    section.points.map { point in
                        .object(
                            AnalysisJSON.days(of: point.period)
                                + [("responses", .integer(point.responses))]
                                + AnalysisJSON.limits(of: point.estimate) + [
                                    ("chartLower", .number(point.chartLower)),
                                    ("chartUpper", .number(point.chartUpper)),
                                    ("signal", .string(point.signal?.rawValue)),
                                ])
                    })
            ),
        ])
    }

    /// One line a month; what belongs to a section stands in each of its lines.
    public static func csv(of trend: TrendReport) -> String {
        var writer = MarkedCSV(columns, isSample: trend.head.isSample)
        let exact = MarkedCSV.exact
        for row in trend.units {
            for (number, section) in row.sections.enumerated() {
                let breaks = section.breaks.map(\.rawValue).joined(separator: ";")
                let line = [
                    exact(section.slopePerYear), exact(section.slopeLower),
                    exact(section.slopeUpper), exact(section.p), section.verdict.rawValue,
                ]
                for point in section.points {
                    let own = [
                        row.unit.code, row.unit.name, String(number + 1), breaks,
                        point.period.from.description, point.period.to.description,
                        String(point.responses), exact(point.estimate?.share),
                        exact(point.estimate?.lower), exact(point.estimate?.upper),
                        exact(point.chartLower), exact(point.chartUpper),
                        point.signal?.rawValue ?? "",
                    ]
                    writer.write(own + line)
                }
            }
        }
        return writer.text
    }

    /// One line a section.
    public static func text(of trend: TrendReport, language: DocumentLanguage) -> String {
        var table = TextTable([
            .init(title: language.choose("Đơn vị", "Unit"), alignment: .leading),
            .init(title: language.choose("Đoạn", "Section"), alignment: .leading),
            .init(title: language.choose("Phiếu", "Ballots"), alignment: .trailing),
            .init(title: language.choose("Điểm %/năm", "Points a year"), alignment: .trailing),
            .init(title: language.choose("Khoảng", "Interval"), alignment: .trailing),
            .init(title: language.choose("Kết luận", "Verdict"), alignment: .leading),
            .init(title: language.choose("Tháng bất thường", "Odd months"), alignment: .leading),
        ])
        for row in trend.units {
            for section in row.sections {
                table.add(cells(of: section, row, language), indent: row.depth)
            }
        }
        let notes = trend.units.filter(\.isUnweighted).map { row in
            let name = TextTable.plain(row.unit.name)
            return language.choose(
                "\(name): có tháng chưa đủ số hồ sơ, phiếu của mọi tháng đều tính không trọng số.",
                "\(name): dossiers of a month are not known, no month's ballots are weighed.")
        }
        return AnalysisText.heading(of: trend.head, language) + "\n" + table.text
            + (notes.isEmpty ? "" : "\n") + notes.map { $0 + "\n" }.joined()
    }

    private static func cells(
        of section: TrendSection, _ row: UnitTrend, _ language: DocumentLanguage
    ) -> [String] {
        let months = section.points.map(\.period.from.month)
        var span = months.first.map { Wording.month($0, language) } ?? ""
        if let last = months.last, months.count > 1 {
            span += " – " + Wording.month(last, language)
        }
        let interval = Points.interval(section.slopeLower, section.slopeUpper, language)
        let odd = section.points.filter { $0.signal != nil }
            .map { Wording.month($0.period.from.month, language) }
        return [
            row.unit.name, span,
            Count.text(section.points.reduce(0) { $0 + $1.responses }, language),
            section.slopePerYear.map { Points.text($0, language) } ?? "–", interval,
            Wording.change(section.verdict, language),
            odd.isEmpty ? "–" : odd.joined(separator: ", "),
        ]
    }
}
