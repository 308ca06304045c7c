public import Analytics
public import Survey

/// A report as text for a terminal: one table of the index, then one for each target.
///
/// Figures are rounded by ``Percent`` beside the thresholds in force. A figure that a page would
/// hide or have reviewed (the report's `presentation`) is given and marked with `*`.
public enum ReportText {
    /// The whole text, lines ended by a line feed.
    ///
    /// - Parameter offset: at which days begin
    public static func text(
        of report: Report, language: DocumentLanguage, offset: DayOffset = .vietNam
    ) -> String {
        var parts = [heading(of: report, language, offset), indexTable(report, language)]
        var done: [String] = []
        for row in report.units {
            for target in row.targets where !done.contains(target.target.id) {
                done.append(target.target.id)
                parts.append(targetTable(target.target, report, language))
            }
        }
        if report.units.contains(where: { $0.late > 0 }) {
            parts.append(
                language.choose(
                    "Đến sau: phiếu đến sau khi chốt kỳ, không tính vào con số nào.\n",
                    "Late: ballots that came after the closing; no figure counts them.\n"))
        }
        if report.units.contains(where: isMarked) {
            parts.append(
                language.choose(
                    "* Con số kém chắc chắn: ít phiếu hoặc khoảng quá rộng.\n",
                    "* Not a firm figure: few ballots or a wide interval.\n"))
        }
        return parts.joined(separator: "\n")
    }

    private static func heading(
        of report: Report, _ language: DocumentLanguage, _ offset: DayOffset
    ) -> String {
        var lines: [String] = []
        if report.isSample { lines.append("*** \(Wording.sample) ***") }
        lines.append(TextTable.plain(report.index.title.text(in: language.tag)))
        let version = language.choose("phiên bản", "version")
        let method = language.choose("phương pháp", "method")
        lines.append(
            TextTable.plain(
                "\(report.index.id), \(version) \(report.index.version), "
                    + "\(method) \(report.index.method)"))
        let state =
            report.closedAt.map { Wording.closed(on: $0.day(at: offset), language) }
            ?? Wording.provisional(language)
        let period = language.choose("Kỳ", "Period")
        lines.append("\(period): \(Wording.period(report.period, language)) (\(state))")
        return lines.map { $0 + "\n" }.joined()
    }

    private static func indexTable(_ report: Report, _ language: DocumentLanguage) -> String {
        let level = Percent.threshold(report.level, language)
        let showsLate = report.units.contains { $0.late > 0 }
        var columns: [TextTable.Column] = [
            .init(title: language.choose("Đơn vị", "Unit"), alignment: .leading),
            .init(title: language.choose("Phiếu", "Ballots"), alignment: .trailing),
            .init(title: language.choose("Hợp lệ", "Valid"), alignment: .trailing),
            .init(title: language.choose("Phiếu/hồ sơ", "Per dossier"), alignment: .trailing),
            .init(title: language.choose("Hài lòng", "Satisfied"), alignment: .trailing),
            .init(
                title: language.choose("Khoảng \(level)", "\(level) interval"),
                alignment: .trailing),
        ]
        if showsLate {
            columns.append(.init(title: language.choose("Đến sau", "Late"), alignment: .trailing))
        }
        var table = TextTable(columns)
        for row in report.units {
            let thresholds = row.targets.map(\.target.threshold)
            let estimate = row.isSuppressed ? nil : row.estimate
            var share = estimate.map { Percent.text($0.share, language, beside: thresholds) }
            if row.isSuppressed {
                share = row.responses == 0 ? Wording.nothing(language) : Wording.withheld(language)
            }
            if isMarked(row) { share = share.map { $0 + " *" } }
            table.add(
                [
                    row.unit.name, Count.text(row.responses, language),
                    Count.text(row.valid, language),
                    row.coverage.map { Percent.text($0, language) } ?? "–", share ?? "–",
                    interval(of: estimate, language, beside: thresholds),
                ] + (showsLate ? [Count.text(row.late, language)] : []), indent: row.depth)
        }
        return table.text
    }

    private static func targetTable(
        _ target: Target, _ report: Report, _ language: DocumentLanguage
    ) -> String {
        let threshold = Percent.threshold(target.threshold, language)
        let due = Wording.day(target.due, language)
        let title = TextTable.plain(target.title.text(in: language.tag))
        let heading = language.choose(
            "Mục tiêu: \(title) – từ \(threshold), đến \(due) (\(target.source.document))",
            "Target: \(title) – at least \(threshold) by \(due) (\(target.source.document))")
        var table = TextTable([
            .init(title: language.choose("Đơn vị", "Unit"), alignment: .leading),
            .init(title: language.choose("Trả lời", "Answers"), alignment: .trailing),
            .init(title: language.choose("Hài lòng", "Satisfied"), alignment: .trailing),
            .init(title: language.choose("Khoảng", "Interval"), alignment: .trailing),
            .init(title: language.choose("Kết luận", "Verdict"), alignment: .leading),
        ])
        for row in report.units {
            guard let held = row.targets.first(where: { $0.target.id == target.id }) else {
                continue
            }
            table.add(cells(of: held, in: row, report, language), indent: row.depth)
        }
        return TextTable.plain(heading) + "\n" + table.text
    }

    private static func cells(
        of held: TargetReport, in row: UnitReport, _ report: Report, _ language: DocumentLanguage
    ) -> [String] {
        let estimate = held.estimate
        let beside = [held.target.threshold]
        var verdict = Wording.verdict(held.verdict, isClosed: report.isClosed, language)
        if estimate != nil, let needed = held.needed {
            let count = Count.text(needed, language)
            verdict += language.choose("; cần thêm khoảng \(count)", "; about \(count) more needed")
        }
        return [
            row.unit.name, Count.text(held.responses, language),
            estimate.map { Percent.text($0.share, language, beside: beside) } ?? "–",
            interval(of: estimate, language, beside: beside), verdict,
        ]
    }

    private static func interval(
        of estimate: Estimate?, _ language: DocumentLanguage, beside thresholds: [Double]
    ) -> String {
        guard let lower = estimate?.lower, let upper = estimate?.upper else { return "–" }
        return Percent.interval(lower, upper, language, beside: thresholds)
    }

    private static func isMarked(_ row: UnitReport) -> Bool {
        row.presentation != .show && !row.isSuppressed && row.estimate != nil
    }
}
