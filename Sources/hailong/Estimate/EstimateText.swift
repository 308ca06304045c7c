internal import Documents
internal import Statistics
internal import Survey

/// Estimates as JSON, CSV and text. Nothing is rounded but in the text.
enum EstimateText {
    static let schema = "hailong.estimate/1"
    static let columns = [
        "by", "item", "n", "satisfied", "share", "lower", "upper", "se", "degreesOfFreedom",
        "designEffect", "method",
    ]

    static func json(_ rows: [EstimateRow]) -> String {
        let rows = rows.map { row in
            let made = row.estimate
            return JSON.object([
                ("by", .string(row.group)), ("item", .string(row.item)),
                ("n", .integer(row.answered)), ("satisfied", .integer(row.satisfied)),
                ("share", .number(made?.share)), ("lower", .number(made?.interval?.lower)),
                ("upper", .number(made?.interval?.upper)), ("se", .number(made?.standardError)),
                ("degreesOfFreedom", .integer(made?.degreesOfFreedom ?? 0)),
                ("designEffect", .number(made?.designEffect)),
                ("method", .string(row.method.rawValue)),
            ])
        }
        return JSON.object([("schema", .string(schema)), ("rows", .array(rows))])
            .text(indented: true)
    }

    static func csv(_ rows: [EstimateRow]) -> String {
        func exact(_ number: Double?) -> String { number.map(\.description) ?? "" }
        var writer = CSVWriter()
        writer.write(columns)
        for row in rows {
            let made = row.estimate
            writer.write([
                row.group ?? "", row.item, String(row.answered), String(row.satisfied),
                exact(made?.share), exact(made?.interval?.lower), exact(made?.interval?.upper),
                exact(made?.standardError), String(made?.degreesOfFreedom ?? 0),
                exact(made?.designEffect), row.method.rawValue,
            ])
        }
        return writer.text
    }

    /// A table for a terminal; the column of groups only where there are any.
    static func text(_ rows: [EstimateRow], level: Double, in say: Language) -> String {
        let language = say.document
        let hasGroups = rows.contains { $0.group != nil }
        let confidence = Percent.threshold(level, language)
        var columns = [
            TextTable.Column(title: say("Câu", "Item"), alignment: .leading),
            .init(title: say("Trả lời", "Answers"), alignment: .trailing),
            .init(title: say("Hài lòng", "Satisfied"), alignment: .trailing),
            .init(
                title: say("Khoảng \(confidence)", "\(confidence) interval"), alignment: .trailing),
            .init(title: say("Sai số chuẩn", "Std. error"), alignment: .trailing),
            .init(title: say("Bậc tự do", "df"), alignment: .trailing),
            .init(title: say("Hệ số thiết kế", "Design effect"), alignment: .trailing),
            .init(title: say("Cách tính", "Method"), alignment: .leading),
        ]
        if hasGroups {
            columns.insert(.init(title: say("Nhóm", "Group"), alignment: .leading), at: 0)
        }
        var table = TextTable(columns)
        for row in rows {
            let made = row.estimate
            let cells = [
                row.item, String(row.answered),
                made.map { Percent.text($0.share, language) } ?? "–",
                made?.interval.map { Percent.interval($0.lower, $0.upper, language) } ?? "–",
                made?.standardError.map { Percent.text($0, language) } ?? "–",
                String(made?.degreesOfFreedom ?? 0),
                made?.designEffect.map { Points.hundredths($0, language) } ?? "–",
                row.method.rawValue,
            ]
            table.add((hasGroups ? [row.group ?? ""] : []) + cells)
        }
        return table.text
    }
}
