internal import Analytics
internal import ArgumentParser
internal import Documents
internal import Survey

/// `hailong rank`: which ranks each unit may truly have.
struct RankCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank",
        abstract: "Khoảng thứ hạng của các đơn vị. / The ranks that the data leave each unit.")

    @OptionGroup var data: DataOption
    @OptionGroup var indexOptions: IndexOptions
    @OptionGroup var periodOptions: PeriodOptions
    @Option(
        help:
            "Cấp đơn vị: province, department, district, commune, office. / The level ranked.")
    var kind: String?
    @OptionGroup var written: AnalysisOutput
    @OptionGroup var contentOption: ContentOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let query = RankQuery(
            index: indexOptions.index, period: try periodOptions.period(in: say),
            kind: try chosenKind(in: say), method: try indexOptions.chosenMethod(in: say))
        let content = try Content.read(folder: contentOption.folder, in: say)
        let office = try AnalysisOffice(data.path, content, in: say)
        let ranking = try office.make(in: say) { source, definitions, now throws(CompareFault) in
            try RankingBuilder.ranking(query, from: source, definitions: definitions, at: now)
        }
        try AnalysisOffice.write(written.output, in: say) {
            switch written.format {
            case .json:
                RankingFiles.json(of: ranking, offset: OpenOffice.offset).text(indented: true)
            case .csv: RankingFiles.csv(of: ranking)
            case .text: RankingFiles.text(of: ranking, language: $0)
            }
        }
    }

    private func chosenKind(in say: Language) throws(Failure) -> Unit.Kind? {
        guard let kind else { return nil }
        guard let known = Unit.Kind(rawValue: kind) else {
            let list = Unit.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                .usage,
                say(
                    "Không có cấp “\(kind)”. Có: \(list).",
                    "There is no level “\(kind)”. There are: \(list)."))
        }
        return known
    }
}
