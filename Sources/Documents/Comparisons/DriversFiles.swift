public import Analytics
public import Survey

/// Drivers as JSON (schema `hailong.drivers/1`), CSV (one line an item) and text.
public enum DriversFiles {
    public static let schema = "hailong.drivers/1"
    public static let columns = [
        "unit", "name", "item", "pairs", "share", "correlation", "lower", "upper", "p",
        "adjusted_p", "slope", "slope_lower", "slope_upper", "priority",
    ]

    /// - Parameter offset: the offset at which moments are written
    public static func json(of drivers: Drivers, offset: DayOffset = .vietNam) -> JSON {
        let units = drivers.units.map { row in
            JSON.object([
                ("unit", .string(row.unit.code)), ("name", .string(row.unit.name)),
                ("responses", .integer(row.responses)),
                ("first", .string(row.firstOnes.first?.id)),
                ("tied", .array(row.firstOnes.dropFirst().map { .string($0.id) })),
                ("items", .array(row.items.map(item))),
            ])
        }
        return AnalysisJSON.file(
            schema, of: drivers.head, offset: offset,
            rules: [("minimumBallots", .integer(drivers.minimumBallots))],
            rows: [("units", .array(units))])
    }

    private static func item(_ item: ItemDriver) -> JSON {
        .object([
            ("id", .string(item.id)), ("pairs", .integer(item.pairs)),
            ("share", .number(item.share)), ("correlation", .number(item.correlation)),
            ("lower", .number(item.correlationLower)), ("upper", .number(item.correlationUpper)),
            ("p", .number(item.p)), ("adjustedP", .number(item.adjustedP)),
            ("slope", .number(item.slope)), ("slopeLower", .number(item.slopeLower)),
            ("slopeUpper", .number(item.slopeUpper)), ("priority", .number(item.priority)),
        ])
    }

    /// One line an item of a unit.
    public static func csv(of drivers: Drivers) -> String {
        var writer = MarkedCSV(columns, isSample: drivers.head.isSample)
        for row in drivers.units {
            for item in row.items {
                let figures = [
                    item.share, item.correlation, item.correlationLower, item.correlationUpper,
                    item.p, item.adjustedP, item.slope, item.slopeLower, item.slopeUpper,
                    item.priority,
                ]
                writer.write(
                    [row.unit.code, row.unit.name, item.id, String(item.pairs)]
                        + figures.map(MarkedCSV.exact))
            }
        }
        return writer.text
    }

    /// A table a unit that has ballots; the first to mend stands first.
    public static func text(of drivers: Drivers, language: DocumentLanguage) -> String {
        let heading = AnalysisText.heading(of: drivers.head, language)
        let tables = drivers.units.filter { $0.responses > 0 }.map { row in
            TextTable.plain(row.unit.name) + "\n" + table(row, language)
        }
        return ([heading] + tables + [questions(drivers, language)]).joined(separator: "\n")
    }

    /// What the ids stand for.
    private static func questions(_ drivers: Drivers, _ language: DocumentLanguage) -> String {
        (drivers.units.first?.items ?? []).sorted { $0.id < $1.id }.map {
            TextTable.plain("\($0.id): \($0.text.text(in: language.tag))") + "\n"
        }.joined()
    }

    private static func table(_ row: UnitDrivers, _ language: DocumentLanguage) -> String {
        var table = TextTable([
            .init(title: language.choose("Câu hỏi", "Question"), alignment: .leading),
            .init(title: language.choose("Cặp trả lời", "Pairs"), alignment: .trailing),
            .init(title: language.choose("Hài lòng", "Satisfied"), alignment: .trailing),
            .init(title: language.choose("Tương quan", "Correlation"), alignment: .trailing),
            .init(title: language.choose("Ưu tiên", "Priority"), alignment: .trailing),
        ])
        for item in row.items {
            table.add(
                [
                    item.id, Count.text(item.pairs, language),
                    item.share.map { Percent.text($0, language) } ?? Wording.withheld(language),
                    item.correlation.map { Points.hundredths($0, language) } ?? "–",
                    item.priority.map { Points.hundredths($0, language) } ?? "–",
                ], indent: 0)
        }
        return table.text
    }
}

extension Points {
    /// A number with two decimals; one too large for them as it is.
    public static func hundredths(_ number: Double, _ language: DocumentLanguage) -> String {
        guard abs(number) < 1e9 else { return number.description }
        let steps = Int((abs(number) * 100).rounded())
        let tail = steps % 100 < 10 ? "0\(steps % 100)" : "\(steps % 100)"
        return (number < 0 && steps > 0 ? "−" : "") + "\(steps / 100)"
            + language.choose(",", ".") + tail
    }
}
