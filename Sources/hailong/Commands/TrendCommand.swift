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
    @Option(help: "overall, sipas, …")
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
        let trend = try office.make(in: say) { source, definitions, now throws(CompareFault) in
            try TrendBuilder.trend(query, from: source, definitions: definitions, at: now)
        }
        try AnalysisOffice.write(output, in: say) {
            switch format {
            case .json:
                TrendFiles.json(of: trend, offset: OpenOffice.offset).text(indented: true)
            case .csv: TrendFiles.csv(of: trend)
            case .text: TrendFiles.text(of: trend, language: $0)
            }
        }
    }
}
