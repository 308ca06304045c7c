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
    @Option(help: "Chỉ số có nhiều câu, như sipas. / An index with several items.")
    var index: String
    @Option(help: "Ngày đầu, YYYY-MM-DD. / First day.")
    var from: String
    @Option(help: "Ngày cuối, tính cả ngày đó. / Last day, included.")
    var to: String
    @Option(help: "Mã đơn vị, có thể nhiều lần. / A unit's code; may be repeated.")
    var unit: [String] = []
    @Option(help: "json, csv, text (default: text on a terminal, else json)")
    var format: AnalysisFormat = Terminal.isOutput ? .text : .json
    @Option(help: "Tệp sẽ ghi; mặc định ra màn hình. / The file to write (default: stdout).")
    var output: String?
    @OptionGroup var contentOption: ContentOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let query = AnalysisQuery(
            index: index, period: try PeriodArgument.period(from: from, to: to, in: say),
            units: unit)
        let content = try Content.read(folder: contentOption.folder, in: say)
        let office = try AnalysisOffice(data.path, content, in: say)
        let drivers = try office.make(in: say) { source, definitions, now throws(CompareFault) in
            try DriversBuilder.drivers(query, from: source, definitions: definitions, at: now)
        }
        try AnalysisOffice.write(output, in: say) {
            switch format {
            case .json:
                DriversFiles.json(of: drivers, offset: OpenOffice.offset).text(indented: true)
            case .csv: DriversFiles.csv(of: drivers)
            case .text: DriversFiles.text(of: drivers, language: $0)
            }
        }
    }
}
