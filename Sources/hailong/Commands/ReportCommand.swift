internal import Analytics
internal import ArgumentParser
internal import Documents
internal import Storage
internal import Survey

/// `hailong report`: an index for each unit over a period.
struct ReportCommand: OfficeCommand {
    /// How the report is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, csv, text, xlsx, html
    }

    /// For whom figures are withheld, as it is typed.
    enum Reader: String, ExpressibleByArgument, CaseIterable {
        case machine = "operator"
        case staff
        case everybody = "public"

        var audience: Audience {
            switch self {
            case .machine: .machine
            case .staff: .staff
            case .everybody: .everybody
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Chỉ số theo đơn vị. / An index for each unit.")

    @OptionGroup var data: DataOption
    @OptionGroup var indexOptions: IndexOptions
    @OptionGroup var periodOptions: PeriodOptions
    @OptionGroup var units: UnitOptions
    @Option(help: "Chỉ phiếu của điểm này, có thể nhiều lần. / Only this place; may be repeated.")
    var place: [String] = []
    @Option(help: "Chỉ kênh này. / Only this channel: kiosk, tablet, qr-slip, …")
    var channel: [String] = []
    @Option(help: "Chỉ thủ tục này. / Only this procedure's code.")
    var procedure: [String] = []
    @Option(help: "Chỉ lĩnh vực này. / Only this field's code.")
    var field: [String] = []
    @Option(help: "Chỉ kết quả này. / Only this outcome: returned, supplement, refused.")
    var outcome: [String] = []
    @Option(help: "Chỉ giờ này, như 7-11. / Only these hours: from 7:00 until before 11:00.")
    var hours: String?
    @Option(help: "Cho ai đọc: operator, staff, public. / Who will read it.")
    var audience: Reader = .machine
    @Option(help: "Đơn vị quan sát: ballot, place-day. / What intervals take as one observation.")
    var design = CountingDesign.ballot.rawValue
    @Option(help: "json, csv, text, xlsx, html (default: text on a terminal, else json)")
    var format: Format = Terminal.isOutput ? .text : .json
    @Option(help: "Tệp sẽ ghi; mặc định ra màn hình. / The file to write (default: stdout).")
    var output: String?
    @OptionGroup var contentOption: ContentOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        if format == .xlsx, output == nil, Terminal.isOutput {
            throw Failure(
                .usage,
                say(
                    "Bảng tính không in ra màn hình được; thêm --output TÊN.xlsx.",
                    "A workbook cannot be shown on a terminal; add --output NAME.xlsx."))
        }
        let query = ReportQuery(
            index: indexOptions.index, period: try periodOptions.period(in: say),
            units: units.codes, method: try indexOptions.chosenMethod(in: say),
            filter: try filter(in: say),
            design: try chosenDesign(in: say), audience: audience.audience)
        let content = try Content.read(folder: contentOption.folder, in: say)
        let report: Report
        let reporter: Reporter
        do throws(ReporterFault) {
            do throws(StorageError) {
                reporter = try OpenOffice.reporter(data.path, content, in: say)
            } catch {
                throw .storage(error)
            }
            report = try reporter.report(query, at: OpenOffice.now())
        } catch {
            throw error.failure(in: say)
        }
        if [.xlsx, .html].contains(format), query.audience == .machine {
            Terminal.warn(
                say(
                    "Tệp này cho người giữ máy, có cả số nhỏ. Để gửi đi: --audience staff (nội bộ) "
                        + "hoặc public (công khai).",
                    "This file is for whoever holds the data, small numbers and all. To send one: "
                        + "--audience staff, or public."))
        }
        let language = say.document
        // Made before the file is opened: what fails leaves the earlier file as it was.
        var made: [UInt8] = []
        if format == .xlsx { made = try workbook(of: report, content, language, in: say) }
        if format == .html {
            made = try ReportDocument(
                reporter: reporter, content: content, query: query, report: report
            ).html(in: say)
        }
        var file = try OutputFile(output, in: say)
        switch format {
        case .json:
            let json = ReportJSON.value(of: report, offset: OpenOffice.offset)
            try file.write(json.text(indented: true))
        case .csv: try file.write(ReportCSV.text(of: report))
        case .text: try file.write(ReportText.text(of: report, language: language))
        case .xlsx, .html: try file.write(made)
        }
        try file.keep()
    }

    private func workbook(
        of report: Report, _ content: Content, _ language: DocumentLanguage, in say: Language
    ) throws(Failure) -> [UInt8] {
        do throws(DocumentFault) {
            return try ReportWorkbook.bytes(
                of: report, overallItem: content.definitions.overallItem(of: report.index),
                language: language, offset: OpenOffice.offset)
        } catch {
            throw Failure(error, in: say)
        }
    }

    private func chosenDesign(in say: Language) throws(Failure) -> CountingDesign {
        guard let known = CountingDesign(rawValue: design) else {
            throw Failure(.unknownDesign(design), in: say)
        }
        return known
    }

    private func filter(in say: Language) throws(Failure) -> ReportFilter {
        do throws(ReportFault) {
            return try ReportFilter.reading(
                places: place, channels: channel, procedures: procedure, fields: field,
                outcomes: outcome, hours: hours)
        } catch {
            throw Failure(error, in: say)
        }
    }
}

/// Two days given as options.
enum PeriodArgument {
    static func period(
        from: String, to: String, in say: Language
    ) throws(Failure) -> Period {
        let (first, last) = (try day(from, in: say), try day(to, in: say))
        guard let period = Period(from: first, to: last) else {
            throw Failure(
                .usage,
                say(
                    "Ngày cuối (\(to)) đứng trước ngày đầu (\(from)).",
                    "The last day (\(to)) comes before the first (\(from))."))
        }
        return period
    }

    private static func day(_ text: String, in say: Language) throws(Failure) -> CalendarDay {
        guard let day = CalendarDay(text) else {
            throw Failure(
                .usage,
                say(
                    "“\(text)” không phải một ngày; viết YYYY-MM-DD.",
                    "“\(text)” is not a day; write YYYY-MM-DD."))
        }
        return day
    }
}
