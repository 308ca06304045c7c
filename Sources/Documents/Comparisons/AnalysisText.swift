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

    /// Whether the figures stand.
    static func state(_ isClosed: Bool, _ language: DocumentLanguage) -> String {
        isClosed ? language.choose("đã chốt", "closed") : Wording.provisional(language)
    }

    static func heading(of head: AnalysisHead, _ language: DocumentLanguage) -> String {
        let lines =
            title(head.index, isSample: head.isSample, language) + [
                language.choose("Kỳ", "Period")
                    + ": \(Wording.period(head.period, language)) "
                    + "(\(state(head.isClosed, language)))"
            ]
        return lines.map { $0 + "\n" }.joined()
    }
}
