internal import Analytics
internal import ArgumentParser
internal import Survey

/// The options that name an index and how it is made.
struct IndexOptions: ParsableArguments {
    @Option(help: "overall, sipas, …; sipas@1: một phiên bản. / sipas@1: one version.")
    var index: String
    @Option(help: "Cách tính khác cách của chỉ số. / Another method than the index's.")
    var method: String?

    /// The method asked for, or nil for the index's own.
    func chosenMethod(in say: Language) throws(Failure) -> IndexMethod? {
        try IndexMethod.method(named: method, in: say)
    }
}

extension CaseIterable where Self: RawRepresentable, Self.RawValue == String {
    /// The method of a name, or nil where none is asked for.
    static func method(named name: String?, in say: Language) throws(Failure) -> Self? {
        guard let name else { return nil }
        guard let known = Self(rawValue: name) else {
            let list = allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                .usage,
                say(
                    "Không có cách tính “\(name)”. Có: \(list).",
                    "There is no method “\(name)”. There are: \(list)."))
        }
        return known
    }
}

/// The options that name the days of a period.
struct PeriodOptions: ParsableArguments {
    @Option(help: "Ngày đầu, YYYY-MM-DD. / First day.")
    var from: String
    @Option(help: "Ngày cuối, tính cả ngày đó. / Last day, included.")
    var to: String

    func period(in say: Language) throws(Failure) -> Period {
        try PeriodArgument.period(from: from, to: to, in: say)
    }
}

/// The option that names units, one row each.
struct UnitOptions: ParsableArguments {
    @Option(
        name: .customLong("unit"), parsing: .upToNextOption,
        help: "Mã đơn vị, có thể nhiều lần. / A unit's code; may be repeated.")
    private var given: [String] = []

    /// Each code once, in the order given.
    var codes: [String] {
        var seen: Set<String> = []
        return given.filter { seen.insert($0).inserted }
    }
}

/// How figures that are no report are written.
enum AnalysisFormat: String, ExpressibleByArgument, CaseIterable {
    case json, csv, text
}

/// The options that say how and where an estimate, comparison, trend, ranking or table of drivers
/// is written.
struct AnalysisOutput: ParsableArguments {
    @Option(help: "json, csv, text (default: text on a terminal, else json)")
    var format: AnalysisFormat = Terminal.isOutput ? .text : .json
    @Option(help: "Tệp sẽ ghi; mặc định ra màn hình. / The file to write (default: stdout).")
    var output: String?
}
