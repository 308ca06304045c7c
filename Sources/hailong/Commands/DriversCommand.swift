internal import Analytics
internal import ArgumentParser
internal import Documents
internal import Survey

/// `hailong drivers`: which item goes with overall satisfaction most, and has most to gain.
struct DriversCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "drivers",
        abstract: "Điều gì kéo sự hài lòng chung. / Which items move overall satisfaction.")

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
        let drivers = try office.make(in: say) { source, definitions, now throws(CompareFault) in
            try DriversBuilder.drivers(query, from: source, definitions: definitions, at: now)
        }
        try AnalysisOffice.write(written.output, in: say) {
            switch written.format {
            case .json:
                DriversFiles.json(of: drivers, offset: OpenOffice.offset).text(indented: true)
            case .csv: DriversFiles.csv(of: drivers)
            case .text: DriversFiles.text(of: drivers, language: $0)
            }
        }
    }
}
