public import Analytics
public import Survey

/// The words that every document and page must say alike.
public enum Wording {
    /// What is said of a target; in an open period the verdict is provisional and says so.
    public static func verdict(
        _ verdict: Verdict, isClosed: Bool, _ language: DocumentLanguage
    ) -> String {
        let word: String
        switch verdict {
        case .met: word = language.choose("đạt", "met")
        case .missed: word = language.choose("không đạt", "missed")
        case .undecided: word = language.choose("chưa đủ căn cứ", "undecided")
        case .tooFew: word = language.choose("quá ít phiếu", "too few ballots")
        }
        return isClosed ? word : "\(word) (\(provisional(language)))"
    }

    /// What stands beside every figure of a period that is not closed.
    public static func provisional(_ language: DocumentLanguage) -> String {
        language.choose("tạm tính", "provisional")
    }

    /// What stands beside every figure of a closed period, with the day of the last closing.
    public static func closed(on day: CalendarDay, _ language: DocumentLanguage) -> String {
        let day = self.day(day, language)
        return language.choose("đã chốt ngày \(day)", "closed on \(day)")
    }

    /// What stands beside a report's figures: that they may still change, or when they were closed
    /// and whether they are the closed months' own. Days that were chosen by hand or a part of the
    /// ballots give figures of their own, however closed the months are.
    ///
    /// - Parameter offset: at which days begin
    public static func state(
        of report: Report, _ language: DocumentLanguage, offset: DayOffset
    ) -> String {
        guard let closedAt = report.closedAt else { return provisional(language) }
        var words = [closed(on: closedAt.day(at: offset), language)]
        if !report.period.isWholeMonths {
            words.append(partOfMonths(language))
        }
        if !report.filter.isEmpty {
            words.append(
                language.choose(
                    "chỉ một phần phiếu theo bộ lọc", "a part of the ballots, by the filter"))
        }
        return words.joined(separator: "; ")
    }

    /// What stands beside "closed" where the days are not whole months.
    static func partOfMonths(_ language: DocumentLanguage) -> String {
        language.choose("một phần tháng", "a part of months")
    }

    /// What no longer is as it was when months were closed, a line for those alike; empty where
    /// nothing has changed, and then the figures are those that were closed.
    public static func changes(
        since closings: [Closing], _ language: DocumentLanguage
    ) -> [String] {
        var months: [[Closing.Basis]: [String]] = [:]
        for closing in closings where !closing.changedSince.isEmpty {
            months[closing.changedSince, default: []].append(month(closing.month, language))
        }
        return months.sorted { ($0.value[0], $0.key.count) < ($1.value[0], $1.key.count) }
            .map { parts, months in
                let names = parts.map { name(of: $0, language) }.joined(separator: ", ")
                let list = months.joined(separator: ", ")
                return language.choose(
                    "\(names) đã đổi sau khi chốt (tháng \(list))",
                    "changed since the closing (\(list)): \(names)")
            }
    }

    private static func name(of part: Closing.Basis, _ language: DocumentLanguage) -> String {
        switch part {
        case .units: language.choose("cây đơn vị", "the tree of units")
        case .dossiers: language.choose("số hồ sơ", "dossier counts")
        case .feedback: language.choose("số phản ánh, kiến nghị", "feedback counts")
        case .points: language.choose("điểm được cho", "given points")
        }
    }

    /// What stands on everything made from samples, in both languages at once.
    public static let sample = "DỮ LIỆU MẪU – SAMPLE DATA"

    /// In place of a figure where nobody has answered.
    public static func nothing(_ language: DocumentLanguage) -> String {
        language.choose("chưa có phiếu", "no ballots")
    }

    /// Which definitions are not those that the program ships under the same names.
    public static func altered(_ names: [String], _ language: DocumentLanguage) -> String {
        let list = names.joined(separator: ", ")
        return language.choose(
            "Khác với bản kèm theo phần mềm dưới cùng tên: \(list)",
            "Not what the program ships under the same name: \(list)")
    }

    /// In place of a figure withheld because there are under five valid ballots.
    public static func withheld(_ language: DocumentLanguage) -> String {
        language.choose("ẩn (dưới 5 phiếu)", "withheld (under 5)")
    }

    /// In place of a figure withheld from an audience that is given none of so few ballots.
    ///
    /// - Parameter floor: the fewest ballots that it is given a figure of
    public static func withheld(
        _ reason: Withheld, floor: Int, _ language: DocumentLanguage
    ) -> String {
        switch reason {
        case .few: language.choose("ẩn (dưới \(floor) phiếu)", "withheld (under \(floor))")
        case .cover:
            language.choose("ẩn (để giữ kín đơn vị khác)", "withheld (covers another unit)")
        }
    }

    /// In place of a part's figure, of which nobody says whether it is few itself or covers another
    /// that is.
    ///
    /// - Parameter floor: the fewest ballots that the audience is given a figure of
    public static func withheldPart(floor: Int, _ language: DocumentLanguage) -> String {
        language.choose(
            "ẩn (dưới \(floor) phiếu, hoặc để giữ kín số khác)",
            "withheld (under \(floor), or covers another figure)")
    }

    /// The heading of a column with the index's value: only a share of the satisfied may say so.
    public static func valueColumn(of report: Report, _ language: DocumentLanguage) -> String {
        switch report.method {
        case .mean5, .mean01, .tt01, .qd766, nil: language.choose("Chỉ số", "Index")
        case .overallItem, .pooled, .meanOfFactors, .all45:
            language.choose("Hài lòng", "Satisfied")
        }
    }

    /// In place of a figure whose data are not there.
    public static func noData(_ language: DocumentLanguage) -> String {
        language.choose("chưa có số liệu", "no data")
    }

    /// A figure of a method as people read it: a share in percent, points with two decimals.
    public static func value(
        of figure: IndexFigure, _ language: DocumentLanguage
    ) -> String {
        guard let value = figure.value else { return noData(language) }
        switch figure.unit {
        case .share: return Percent.text(value, language)
        case .points: return points(value, language)
        }
    }

    /// Points with two decimals at most, never rounded up to a whole that they are short of.
    public static func points(_ points: Double, _ language: DocumentLanguage) -> String {
        // Nine decimals first: a sum of thirds lies a hair beside the whole it stands for.
        let exact = (points * 1e9).rounded() / 1e9
        var hundredths = Int((exact * 100).rounded())
        if hundredths.isMultiple(of: 100), Double(hundredths) / 100 > exact { hundredths -= 1 }
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        guard rest > 0 else { return String(whole) }
        let digits = rest % 10 == 0 ? String(rest / 10) : rest < 10 ? "0\(rest)" : String(rest)
        return "\(whole)\(language.choose(",", "."))\(digits)"
    }

    /// `12,5/14` with what the points are called, or that they are not called anything yet.
    public static func points(_ total: PointTotal, _ language: DocumentLanguage) -> String {
        guard total.possible > 0 else { return noData(language) }
        let given = points(total.points, language) + "/" + points(total.possible, language)
        let name =
            total.classification?.title.text(in: language.tag)
            ?? language.choose("chưa xếp loại", "not classed")
        return "\(given) – \(name)"
    }

    /// How low and high a figure could be, in plain words.
    public static func worstCase(
        _ worst: WorstCase, _ language: DocumentLanguage, beside thresholds: [Double] = []
    ) -> String {
        let lower = Percent.text(worst.lower, language, beside: thresholds)
        let upper = Percent.text(worst.upper, language, beside: thresholds)
        return switch worst.basis {
        case .dossiers:
            language.choose(
                "Nếu mọi hồ sơ không có phiếu đều không hài lòng: \(lower); "
                    + "đều hài lòng: \(upper)",
                "Had everybody without a ballot been dissatisfied: \(lower); satisfied: \(upper)")
        case .ballots:
            language.choose(
                "Nếu mọi câu bỏ trống đều không hài lòng: \(lower); đều hài lòng: \(upper)",
                "Had every gap in a ballot been dissatisfied: \(lower); satisfied: \(upper)")
        }
    }

    /// `01/12/2025` in Vietnamese, `2025-12-01` in English.
    public static func day(_ day: CalendarDay, _ language: DocumentLanguage) -> String {
        language.choose(day.vietnamese, day.description)
    }

    /// Both days of a period.
    public static func period(_ period: Period, _ language: DocumentLanguage) -> String {
        day(period.from, language) + " – " + day(period.to, language)
    }

    /// `03/2025` in Vietnamese, `2025-03` in English.
    public static func month(_ month: CalendarMonth, _ language: DocumentLanguage) -> String {
        let number = month.month < 10 ? "0\(month.month)" : "\(month.month)"
        return language.choose("\(number)/\(month.year)", month.description)
    }

    /// The ranks that a unit may truly have: `3`, or `1–5`.
    public static func ranks(of row: RankedUnit) -> String {
        row.bestRank == row.worstRank ? "\(row.bestRank)" : "\(row.bestRank)–\(row.worstRank)"
    }

    /// Where a unit lies beside what all share; a dash within what chance explains.
    public static func beside(_ flag: FunnelPlace.Flag?, _ language: DocumentLanguage) -> String {
        switch flag {
        case .above: language.choose("cao hơn", "above")
        case .below: language.choose("thấp hơn", "below")
        case .inside, nil: "–"
        }
    }
}
