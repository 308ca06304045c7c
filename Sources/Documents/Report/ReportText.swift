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
        let notes = SamplingNote.lines(of: report, language)
        if !notes.isEmpty { parts.append(notes.map { $0 + "\n" }.joined()) }
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
        var lines = AnalysisText.title(report.index, isSample: report.isSample, language)
        let state = Wording.state(of: report, language, offset: offset)
        let period = language.choose("Kỳ", "Period")
        lines.append("\(period): \(Wording.period(report.period, language)) (\(state))")
        if !report.altered.isEmpty { lines.append(Wording.altered(report.altered, language)) }
        for change in Wording.changes(since: report.closings, language) {
            lines.append(language.choose("Lưu ý", "Note") + ": \(change)")
        }
        // A part of the ballots must not pass for all of them on a print-out.
        let facts = ReportFacts(of: report, language: language, offset: offset)
        if !report.filter.isEmpty {
            lines.append(language.choose("Bộ lọc", "Filter") + ": \(facts.filter)")
        }
        if report.design != .ballot {
            lines.append(
                language.choose("Đơn vị quan sát", "One observation") + ": \(facts.observation)")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func indexTable(_ report: Report, _ language: DocumentLanguage) -> String {
        let level = Percent.threshold(report.level, language)
        let showsLate = report.units.contains { $0.late > 0 }
        let showsWorst = report.units.contains { $0.worstCase != nil }
        func column(_ title: String) -> TextTable.Column {
            .init(title: title, alignment: .trailing)
        }
        var columns: [TextTable.Column] = [
            .init(title: language.choose("Đơn vị", "Unit"), alignment: .leading),
            column(language.choose("Phiếu", "Ballots")), column(language.choose("Hợp lệ", "Valid")),
            column(language.choose("Phiếu/hồ sơ", "Per dossier")),
        ]
        if report.method?.family == .ballots {
            columns.append(column(Wording.valueColumn(of: report, language)))
            columns.append(column(language.choose("Khoảng \(level)", "\(level) interval")))
        } else {
            columns += figureColumns(of: report, language).map(column)
        }
        if showsWorst {
            // Of gaps inside ballots alone where the number of dossiers is not known.
            let isOfBallots = !report.units.contains { $0.worstCase?.basis == .dossiers }
            columns.append(
                column(
                    isOfBallots
                        ? language.choose("Xấu–tốt nhất (trong phiếu)", "Worst–best (in ballots)")
                        : language.choose("Xấu–tốt nhất", "Worst–best")))
        }
        if showsLate { columns.append(column(language.choose("Đến sau", "Late"))) }
        var table = TextTable(columns)
        for row in report.units {
            var cells = [row.unit.name] + counts(of: row, language)
            if report.method?.family == .ballots {
                cells += shareCells(of: row, in: report, language)
            } else {
                cells += row.figures.map { Wording.value(of: $0, language) }
                if report.method?.family == .points {
                    cells.append(row.points.map { Wording.points($0, language) } ?? "–")
                }
            }
            if showsWorst {
                cells.append(
                    row.worstCase.map { Percent.interval($0.lower, $0.upper, language) } ?? "–")
            }
            if showsLate {
                cells.append(row.withheld == nil ? Count.text(row.late, language) : "–")
            }
            table.add(cells, indent: row.depth)
        }
        return table.text + figureNames(of: report, language)
    }

    private static func counts(of row: UnitReport, _ language: DocumentLanguage) -> [String] {
        let isTold = row.withheld == nil
        return [
            isTold ? Count.text(row.responses, language) : "–",
            isTold ? Count.text(row.valid, language) : "–",
            row.coverage.map { Percent.text($0, language) } ?? "–",
        ]
    }

    private static func shareCells(
        of row: UnitReport, in report: Report, _ language: DocumentLanguage
    ) -> [String] {
        let thresholds = row.targets.map(\.target.threshold)
        let estimate = row.isSuppressed ? nil : row.estimate
        var share = estimate.map { Percent.text($0.share, language, beside: thresholds) }
        if let reason = row.withheld {
            share = Wording.withheld(reason, floor: report.floor, language)
        } else if row.isSuppressed {
            share = row.responses == 0 ? Wording.nothing(language) : Wording.withheld(language)
        }
        if isMarked(row) { share = share.map { $0 + " *" } }
        return [share ?? "–", interval(of: estimate, language, beside: thresholds)]
    }

    private static func figureColumns(
        of report: Report, _ language: DocumentLanguage
    ) -> [String] {
        (report.units.first?.figures.map(\.id) ?? [])
            + (report.method?.family == .points ? [language.choose("Điểm", "Points")] : [])
    }

    /// What the figures' short names in the heading stand for.
    private static func figureNames(of report: Report, _ language: DocumentLanguage) -> String {
        guard report.method?.family != .ballots else { return "" }
        return (report.units.first?.figures ?? []).map {
            TextTable.plain("\($0.id): \($0.title.text(in: language.tag))") + "\n"
        }.joined()
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
        var verdict =
            held.isWithheld
            ? Wording.withheldPart(floor: report.floor, language)
            : Wording.verdict(held.verdict, isClosed: report.isClosed, language)
        if estimate != nil, let needed = held.needed {
            let count = Count.text(needed, language)
            verdict += language.choose("; cần thêm khoảng \(count)", "; about \(count) more needed")
        }
        return [
            row.unit.name, held.isWithheld ? "–" : Count.text(held.responses, language),
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
