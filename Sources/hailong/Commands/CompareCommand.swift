internal import Analytics
internal import ArgumentParser
internal import Documents
internal import Survey

/// `hailong compare`: did an index change between two periods, and could it be chance?
struct CompareCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "So sánh trước và sau. / An index before and after, for each unit.")

    @OptionGroup var data: DataOption
    @OptionGroup var indexOptions: IndexOptions
    @Option(help: "Kỳ trước, FROM..TO, tính cả hai ngày. / The earlier days, both included.")
    var before: String?
    @Option(help: "Kỳ sau, FROM..TO. / The later days.")
    var after: String?
    @Option(help: "Mốc trước cố định trong analytics/baselines. / A frozen earlier period.")
    var baseline: String?
    @Flag(help: "Kỳ trước dài bằng kỳ sau, liền trước nó. / As long as after, just before it.")
    var previous = false
    @OptionGroup var units: UnitOptions
    @OptionGroup var written: AnalysisOutput
    @OptionGroup var contentOption: ContentOption
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        guard (before == nil ? 0 : 1) + (baseline == nil ? 0 : 1) + (previous ? 1 : 0) == 1 else {
            throw Failure(
                .usage,
                say(
                    "Cần đúng một trong --before, --baseline, --previous.",
                    "Give exactly one of --before, --baseline, --previous."))
        }
        let content = try Content.read(folder: contentOption.folder, in: say)
        let query = try query(content.definitions, in: say)
        let office = try AnalysisOffice(data.path, content, in: say)
        let comparison = try office.make(in: say) { source, definitions, now throws(CompareFault) in
            try ComparisonBuilder.comparison(query, from: source, definitions: definitions, at: now)
        }
        try AnalysisOffice.write(written.output, in: say) {
            switch written.format {
            case .json:
                ComparisonJSON.value(of: comparison, offset: OpenOffice.offset)
                    .text(indented: true)
            case .csv: ComparisonCSV.text(of: comparison)
            case .text: ComparisonText.text(of: comparison, language: $0)
            }
        }
    }

    private func query(
        _ definitions: Definitions, in say: Language
    ) throws(Failure) -> CompareQuery {
        var frozen: Baseline?
        if let baseline {
            do throws(CompareFault) {
                frozen = try definitions.baseline(baseline)
            } catch {
                throw Failure(error, in: say)
            }
        }
        let later: Period
        if let after {
            later = try PeriodArgument.span(after, in: say)
        } else if let period = frozen?.after {
            later = period
        } else {
            throw Failure(.usage, say("Thiếu --after FROM..TO.", "--after FROM..TO is missing."))
        }
        let earlier: Period
        if let before {
            earlier = try PeriodArgument.span(before, in: say)
        } else if let period = frozen?.before ?? later.previous {
            earlier = period
        } else {
            throw Failure(
                .usage, say("Không có kỳ nào trước đó.", "There is no period before it."))
        }
        return CompareQuery(
            index: indexOptions.index, before: earlier, after: later, units: units.codes,
            baseline: frozen, method: try indexOptions.chosenMethod(in: say))
    }
}

extension PeriodArgument {
    /// Two days joined by two points, as `2025-01-01..2025-03-31`.
    static func span(_ text: String, in say: Language) throws(Failure) -> Period {
        let parts = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            throw Failure(
                .usage,
                say(
                    "“\(text)” không phải một kỳ; viết YYYY-MM-DD..YYYY-MM-DD.",
                    "“\(text)” is not a period; write YYYY-MM-DD..YYYY-MM-DD."))
        }
        return try period(from: parts[0], to: parts[1], in: say)
    }
}
