public import Analytics
internal import Survey

/// A comparison as text for a terminal: one table, then what must be known about single rows.
public enum ComparisonText {
    /// The whole text, lines ended by a line feed.
    public static func text(of comparison: Comparison, language: DocumentLanguage) -> String {
        var parts = [heading(of: comparison, language), table(comparison, language)]
        let notes = comparison.units.flatMap { remarks(on: $0, language) }
        if !notes.isEmpty { parts.append(notes.map { $0 + "\n" }.joined()) }
        return parts.joined(separator: "\n")
    }

    private static func heading(
        of comparison: Comparison, _ language: DocumentLanguage
    ) -> String {
        var lines = AnalysisText.title(
            comparison.index, isSample: comparison.isSample, language)
        func state(_ period: Period, _ isClosed: Bool) -> String {
            AnalysisText.state(of: period, isClosed: isClosed, language)
        }
        var before = Wording.period(comparison.before, language)
        if let baseline = comparison.baseline {
            let frozen = Wording.day(baseline.frozen, language)
            before += language.choose(
                ", mốc “\(baseline.id)” cố định từ \(frozen)",
                ", baseline “\(baseline.id)”, frozen on \(frozen)")
        }
        lines.append(
            language.choose("Trước", "Before")
                + ": \(before) (\(state(comparison.before, comparison.isBeforeClosed)))")
        lines.append(
            language.choose("Sau", "After") + ": \(Wording.period(comparison.after, language)) "
                + "(\(state(comparison.after, comparison.isAfterClosed)))")
        return lines.map { $0 + "\n" }.joined()
    }

    private static func table(_ comparison: Comparison, _ language: DocumentLanguage) -> String {
        let level = Percent.threshold(comparison.level, language)
        var table = TextTable([
            .init(title: language.choose("Đơn vị", "Unit"), alignment: .leading),
            .init(title: language.choose("Phiếu trước", "Before, n"), alignment: .trailing),
            .init(title: language.choose("Trước", "Before"), alignment: .trailing),
            .init(title: language.choose("Phiếu sau", "After, n"), alignment: .trailing),
            .init(title: language.choose("Sau", "After"), alignment: .trailing),
            .init(
                title: language.choose("Chênh (điểm %)", "Change (points)"), alignment: .trailing),
            .init(
                title: language.choose("Khoảng \(level)", "\(level) interval"),
                alignment: .trailing),
            .init(title: language.choose("Kết luận", "Verdict"), alignment: .leading),
        ])
        for row in comparison.units {
            let marks = row.warnings.contains(.channelMix) ? " *" : ""
            table.add(
                [
                    row.unit.name, Count.text(row.before.responses, language),
                    share(row.before, language), Count.text(row.after.responses, language),
                    share(row.after, language),
                    row.change.map { Points.text($0.difference, language) } ?? "–",
                    Points.interval(row.change, language),
                    Wording.change(row.verdict, language) + marks,
                ], indent: row.depth)
        }
        return table.text
    }

    private static func share(_ side: ComparedSide, _ language: DocumentLanguage) -> String {
        if let estimate = side.estimate { return Percent.text(estimate.share, language) }
        if side.responses == 0 { return Wording.nothing(language) }
        // With ballots enough, a part of the index that weighs has no answer.
        return side.ballots < ReportBuilder.suppressedBelow ? Wording.withheld(language) : "–"
    }

    private static func remarks(
        on row: UnitComparison, _ language: DocumentLanguage
    ) -> [String] {
        var notes: [String] = []
        let name = TextTable.plain(row.unit.name)
        if row.warnings.contains(.channelMix) {
            let shift = Percent.text(row.mixShift ?? 0, language)
            var note = language.choose(
                "* \(name): cơ cấu kênh khảo sát đã đổi \(shift)",
                "* \(name): the mix of channels has shifted by \(shift)")
            if let made = row.standardised {
                let points = Points.text(made.change.difference, language)
                let verdict = Wording.change(made.verdict, language)
                let limits = Points.interval(made.change, language)
                note += language.choose(
                    "; với cơ cấu kênh như trước: \(points) (\(limits)), \(verdict)",
                    "; with the earlier mix: \(points) (\(limits)), \(verdict)")
            }
            notes.append(note)
        }
        if row.warnings.contains(.monthsMissing) {
            let (first, second) = (row.before, row.after)
            notes.append(
                language.choose(
                    "\(name): kỳ trước có phiếu trong \(first.monthsWithBallots)/\(first.months) "
                        + "tháng, kỳ sau \(second.monthsWithBallots)/\(second.months)",
                    "\(name): ballots in \(first.monthsWithBallots) of \(first.months) months "
                        + "before, in \(second.monthsWithBallots) of \(second.months) after"))
        }
        if row.warnings.contains(.unweighted) {
            notes.append(
                language.choose(
                    "\(name): một kỳ chưa đủ số hồ sơ, phiếu của cả hai kỳ tính không trọng số",
                    "\(name): dossiers of one period are not known, neither is weighed"))
        }
        if !row.itemsLeftOut.isEmpty {
            let items = row.itemsLeftOut.joined(separator: ", ")
            notes.append(
                language.choose(
                    "\(name): chỉ so các câu hỏi có ở cả hai kỳ; bỏ ra: \(items)",
                    "\(name): only questions asked in both periods; left out: \(items)"))
        }
        return notes
    }
}

/// Differences of shares as people read them: percentage points with a sign.
public enum Points {
    /// For example `+7,0`.
    public static func text(_ difference: Double, _ language: DocumentLanguage) -> String {
        let number = Percent.number(difference, language, isDifference: true)
        return difference > 0 ? "+" + number : number
    }

    /// Both limits, for example `+0,7 … +13,4`; `–` where there are none.
    public static func interval(_ change: Change?, _ language: DocumentLanguage) -> String {
        interval(change?.lower, change?.upper, language)
    }

    static func interval(
        _ lower: Double?, _ upper: Double?, _ language: DocumentLanguage
    ) -> String {
        guard let lower, let upper else { return "–" }
        return text(lower, language) + " … " + text(upper, language)
    }
}

extension Wording {
    /// What is said of a change.
    public static func change(
        _ verdict: ChangeVerdict, _ language: DocumentLanguage
    ) -> String {
        switch verdict {
        case .rose: language.choose("tăng", "rose")
        case .fell: language.choose("giảm", "fell")
        case .undecided: language.choose("chưa đủ căn cứ", "undecided")
        case .tooFew: language.choose("quá ít phiếu", "too few ballots")
        }
    }
}
