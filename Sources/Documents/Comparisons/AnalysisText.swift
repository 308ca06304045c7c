internal import Analytics
internal import Survey

/// What the texts of reports, comparisons, trends, rankings and drivers begin with.
enum AnalysisText {
    /// The mark of a sample, the index in words, and which it is.
    static func title(
        _ index: Report.IndexReference, isSample: Bool, _ language: DocumentLanguage
    ) -> [String] {
        let version = language.choose("phiên bản", "version")
        let method = language.choose("phương pháp", "method")
        return (isSample ? ["*** \(Wording.sample) ***"] : []) + [
            TextTable.plain(index.title.text(in: language.tag)),
            TextTable.plain("\(index.id), \(version) \(index.version), \(method) \(index.method)"),
        ]
    }

    /// Whether the figures of a period stand, and whether they are the closed months' own.
    static func state(
        of period: Period, isClosed: Bool, _ language: DocumentLanguage
    ) -> String {
        guard isClosed else { return Wording.provisional(language) }
        let word = language.choose("đã chốt", "closed")
        return period.isWholeMonths ? word : "\(word); \(Wording.partOfMonths(language))"
    }

    static func heading(of head: AnalysisHead, _ language: DocumentLanguage) -> String {
        let lines =
            title(head.index, isSample: head.isSample, language) + [
                language.choose("Kỳ", "Period")
                    + ": \(Wording.period(head.period, language)) "
                    + "(\(state(of: head.period, isClosed: head.isClosed, language)))"
            ]
        return lines.map { $0 + "\n" }.joined()
    }
}
