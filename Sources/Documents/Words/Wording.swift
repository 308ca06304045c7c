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

    /// What stands on everything made from samples, in both languages at once.
    public static let sample = "DỮ LIỆU MẪU – SAMPLE DATA"

    /// In place of a figure where nobody has answered.
    public static func nothing(_ language: DocumentLanguage) -> String {
        language.choose("chưa có phiếu", "no ballots")
    }

    /// In place of a figure withheld because there are under five valid ballots.
    public static func withheld(_ language: DocumentLanguage) -> String {
        language.choose("ẩn (dưới 5 phiếu)", "withheld (under 5)")
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
}
