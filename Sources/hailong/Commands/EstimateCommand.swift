internal import ArgumentParser
internal import Statistics
internal import Survey

/// `hailong estimate FILE`: shares with their intervals from anybody's table.
struct EstimateCommand: OfficeCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate",
        abstract: "Tỷ lệ hài lòng từ một bảng CSV bất kỳ. / Shares from any CSV table.")

    @Argument(help: "Bảng CSV; - là đầu vào chuẩn. / The CSV table; - is standard input.")
    var file: String?
    @Option(
        parsing: .upToNextOption,
        help: "Cột điểm, có thể nhiều. / A column of scores; may be several.")
    var score: [String]
    @Option(help: "Mức coi là hài lòng. / Scores that count as satisfied.")
    var satisfied: String?
    @Option(help: "Thang điểm, ví dụ 1-5. / The scale, such as 1-5.")
    var scale: String?
    @Option(help: "Cột tầng. / The column of strata.")
    var strata: String?
    @Option(help: "Cột cụm (đơn vị mẫu bậc một). / The column of clusters (PSUs).")
    var cluster: String?
    @Option(help: "Cột trọng số. / The column of weights.")
    var weight: String?
    @Option(help: "Cột quy mô tầng. / The column of the strata's sizes.")
    var population: String?
    @Option(help: "Cột nhóm: mỗi nhóm một dòng. / A column of groups: a row for each.")
    var by: String?
    @Option(help: "Cách tính khoảng. / How intervals are made.")
    var method: String?
    @Option(help: "Độ tin cậy. / The confidence level.")
    var level: Double = 0.95
    @OptionGroup var written: AnalysisOutput
    @OptionGroup var languageOption: LanguageOption

    func perform(in say: Language) throws(Failure) {
        let (path, query) = try asked(in: say)
        let input = try TableBytes(path, in: say)
        let text = TableText(input.bytes)
        let table = try ScoreTable(text.bytes, for: query, in: say)
        let rows = try table.estimates()
        if table.lines.isEmpty {
            Terminal.warn(
                say(
                    "Bảng không có dòng nào dưới tiêu đề.",
                    "The table has no row under its heading."))
        }
        if table.groupless > 0 {
            Terminal.warn(
                say.count(
                    table.groupless,
                    "dòng không có giá trị ở cột “\(by ?? "")” nên không thuộc nhóm nào.",
                    "line has no value in “\(by ?? "")” and is in no group.",
                    "lines have no value in “\(by ?? "")” and are in no group."))
        }
        var file = try OutputFile(written.output, in: say)
        switch written.format {
        case .json: try file.write(EstimateText.json(rows))
        case .csv: try file.write(EstimateText.csv(rows))
        case .text: try file.write(EstimateText.text(rows, level: level, in: say))
        }
        try file.keep()
    }

    /// The table's path and what is asked of it.
    private func asked(in say: Language) throws(Failure) -> (String, EstimateQuery) {
        var scores = score.map(TableHeading.plain)
        // The file may stand last, where it reads as one more column of scores.
        guard let path = file ?? (score.count > 1 ? score.last : nil) else {
            throw Failure(.usage, say("Thiếu tệp CSV.", "The CSV file is missing."))
        }
        if file == nil { scores.removeLast() }
        guard level > 0, level < 1 else {
            throw Failure(
                .usage,
                say(
                    "Độ tin cậy nằm giữa 0 và 1, ví dụ 0.95.",
                    "The level lies between 0 and 1, such as 0.95."))
        }
        let levels = try satisfiedScores(in: say)
        return (
            path,
            EstimateQuery(
                scores: scores, satisfied: levels, scale: try usedScale(levels, in: say),
                strata: strata.map(TableHeading.plain), cluster: cluster.map(TableHeading.plain),
                weight: weight.map(TableHeading.plain),
                population: population.map(TableHeading.plain),
                group: by.map(TableHeading.plain),
                method: try IntervalMethod.method(named: method, in: say), level: level)
        )
    }

    private func satisfiedScores(in say: Language) throws(Failure) -> Set<Int> {
        guard let satisfied else { return [4, 5] }
        let parts = satisfied.split(separator: ",", omittingEmptySubsequences: false)
        let scores = parts.compactMap { Int($0.filter { $0 != " " }) }
        guard scores.count == parts.count, scores.allSatisfy({ (0...9_999).contains($0) }) else {
            throw Failure(
                .usage,
                say(
                    "--satisfied: “\(satisfied)”; viết các số nguyên cách nhau bằng dấu phẩy: 4,5",
                    "--satisfied: “\(satisfied)”; write whole numbers between commas: 4,5"))
        }
        return Set(scores)
    }

    private func usedScale(
        _ satisfied: Set<Int>, in say: Language
    ) throws(Failure) -> ClosedRange<Int> {
        guard let scale else { return EstimateQuery.usualScale(satisfied: satisfied) }
        let ends = scale.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low < high, high <= 9_999,
            satisfied.allSatisfy({ (low...high).contains($0) })
        else {
            throw Failure(
                .usage,
                say(
                    "--scale: “\(scale)”; viết như 1-5, gồm cả các mức hài lòng",
                    "--scale: “\(scale)”; write as 1-5, the satisfied scores within"))
        }
        return low...high
    }
}
