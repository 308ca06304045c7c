internal import Analytics
internal import ArgumentParser
internal import Documents
internal import Storage
internal import Survey

/// A data folder read once for a comparison, trend, ranking or drivers; seals nothing, so it works
/// beside a running server.
struct AnalysisOffice {
    private let source: ReportSource
    private let definitions: Definitions

    init(_ path: String, _ content: Content, in say: Language) throws(Failure) {
        do throws(StorageError) {
            source = try OpenOffice.reporter(path, content, in: say).reading()
        } catch {
            throw Failure(error, in: say)
        }
        definitions = content.definitions
    }

    /// Makes a result, or says why it cannot be made.
    func make<Result>(
        in say: Language,
        _ body: (ReportSource, Definitions, Timestamp) throws(CompareFault) -> Result
    ) throws(Failure) -> Result {
        do throws(CompareFault) {
            return try body(source, definitions, OpenOffice.now())
        } catch {
            throw Failure(error, in: say)
        }
    }

    /// Writes a result where it was asked for.
    static func write(
        _ output: String?, in say: Language, _ text: (DocumentLanguage) -> String
    ) throws(Failure) {
        var file = try OutputFile(output, in: say)
        try file.write(text(say.document))
        try file.keep()
    }
}

extension Failure {
    init(_ fault: CompareFault, in say: Language) {
        switch fault {
        case .report(let fault): self.init(fault, in: say)
        case .notBefore(let before, let after):
            let days = "\(before.from)..\(before.to), \(after.from)..\(after.to)"
            self.init(
                .usage,
                say(
                    "Kỳ trước phải kết thúc trước khi kỳ sau bắt đầu; hai kỳ này chồng nhau "
                        + "hoặc ngược thứ tự: \(days).",
                    "The earlier period must end before the later one begins; these overlap or "
                        + "are reversed: \(days)."))
        case .unknownBaseline(let id, let known):
            let list = known.joined(separator: ", ")
            self.init(
                .usage,
                say(
                    "Không có mốc “\(id)”. Có: \(list).",
                    "There is no baseline “\(id)”. There are: \(list)."))
        case .method(let method):
            self.init(
                .usage,
                method.family == .points
                    ? say(
                        "Cách tính “\(method.rawValue)” cho điểm đơn vị từ hồ sơ và bảng điểm: "
                            + "không có sai số theo phiếu để so sánh.",
                        "Method “\(method.rawValue)” gives a unit points from registers and "
                            + "scales: no ballot has a value, so there is no error to compare by.")
                    : say(
                        "Cách tính “\(method.rawValue)” đếm sổ hồ sơ và phản ánh, không phải mẫu: "
                            + "không có sai số theo phiếu để so sánh.",
                        "Method “\(method.rawValue)” counts registers of dossiers and feedback "
                            + "and no sample: there is no error to compare by."))
        case .noItems(let index):
            self.init(
                .usage,
                say(
                    "Chỉ số “\(index)” chỉ có câu hỏi chung; chọn chỉ số có nhiều câu, như sipas.",
                    "The index “\(index)” has the overall item alone; choose one with several, "
                        + "such as sipas."))
        }
    }
}
