internal import Analytics
internal import ArgumentParser
internal import Documents
internal import Survey

/// `hailong trend`: does an index rise or fall over the months, and which month is odd?
struct TrendCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "trend",
        abstract: "Xu hướng theo tháng. / Whether the months of an index rise or fall.")

    @OptionGroup var data: DataOption
    @OptionGroup var indexOptions: IndexOptions
    @OptionGroup var periodOptions: PeriodOptions
    @OptionGroup var units: UnitOptions
    @OptionGroup var written: AnalysisOutput
    @OptionGroup var contentOption: ContentOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let query = AnalysisQuery(
            index: indexOptions.index, period: try periodOptions.period(in: say),
            units: units.codes, method: try indexOptions.chosenMethod(in: say))
        let content = try Content.read(folder: contentOption.folder, in: say)
        let office = try AnalysisOffice(data.path, content, in: say)
        let trend = try office.make(in: say) { source, definitions, now throws(CompareFault) in
            try TrendBuilder.trend(query, from: source, definitions: definitions, at: now)
        }
        try AnalysisOffice.write(written.output, in: say) {
            switch written.format {
            case .json:
                TrendFiles.json(of: trend, offset: OpenOffice.offset).text(indented: true)
            case .csv: TrendFiles.csv(of: trend)
            case .text: TrendFiles.text(of: trend, language: $0)
            }
        }
    }
}
