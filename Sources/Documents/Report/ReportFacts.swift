public import Analytics
public import Survey

/// How a report was made, in words: what whoever reads a file needs in order to believe it, or to
/// make the same figures again.
public struct ReportFacts: Sendable {
    /// One line: what it is about, and what is true of it.
    public struct Fact: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    private let report: Report
    private let language: DocumentLanguage
    private let offset: DayOffset

    /// - Parameter offset: at which days begin
    public init(
        of report: Report, language: DocumentLanguage, offset: DayOffset = .vietNam
    ) {
        self.report = report
        self.language = language
        self.offset = offset
    }

    /// All of them, the identity first.
    public var list: [Fact] { identity + choices + rules + origin }

    private func fact(_ vietnamese: String, _ english: String, _ value: String) -> Fact {
        Fact(name: language.choose(vietnamese, english), value: value)
    }

    private func say(_ vietnamese: String, _ english: String) -> String {
        language.choose(vietnamese, english)
    }

    /// `đã chốt ngày …` or `tạm tính`; see ``Wording/state(of:_:offset:)``.
    public var state: String { Wording.state(of: report, language, offset: offset) }

    private var identity: [Fact] {
        let method = report.method.map { method in
            "\(method.title.text(in: language.tag)) (\(method.rawValue), "
                + say("phiên bản", "version") + " \(method.version))"
        }
        return [
            fact(
                "Chỉ số", "Index",
                "\(report.index.title.text(in: language.tag)) (\(report.index.id))"),
            fact("Phiên bản chỉ số", "Version of the index", String(report.index.version)),
            fact("Cách tính", "Method", method ?? report.index.method),
            fact("Kỳ", "Period", Wording.period(report.period, language)),
            fact("Trạng thái", "State", state),
        ]
            + (report.altered.isEmpty
                ? []
                : [
                    fact(
                        "Định nghĩa", "Definitions", Wording.altered(report.altered, language))
                ])
            + report.closings.map { closing in
                fact(
                    "Chốt tháng \(Wording.month(closing.month, language))",
                    "Closing of \(Wording.month(closing.month, language))",
                    say(
                        "\(closing.closedAt.rfc3339(at: offset)); "
                            + "phiếu có số thứ tự đến \(closing.lastRow)",
                        "\(closing.closedAt.rfc3339(at: offset)); "
                            + "answers with row numbers up to \(closing.lastRow)"))
            }
            + Wording.changes(since: report.closings, language).map {
                fact("Lưu ý", "Note", $0)
            }
    }

    private var choices: [Fact] {
        let intervals = report.units.compactMap(\.estimate?.interval)
        var names: [String] = []
        for name in intervals where !names.contains(name) { names.append(name) }
        return [
            fact("Mức tin cậy", "Confidence level", Percent.threshold(report.level, language)),
            fact(
                "Khoảng tin cậy", "Intervals",
                names.isEmpty ? say("không có", "none") : names.joined(separator: ", ")),
            fact("Đơn vị quan sát của khoảng", "One observation of an interval", observation),
            fact("Bộ lọc", "Filter", filter),
        ]
            + SamplingNote.lines(of: report, language).map {
                fact("Tầng, trọng số", "Strata, weights", $0)
            }
    }

    /// What an interval takes as one observation.
    var observation: String {
        switch report.design {
        case .ballot: say("từng phiếu", "each ballot")
        case .placeDay:
            say("mọi phiếu của một điểm trong một ngày", "all ballots of a place on a day")
        }
    }

    /// What was asked for, or that every ballot counts.
    public var filter: String {
        let filter = report.filter
        var parts: [String] = []
        for (name, codes) in [
            (say("điểm", "place"), filter.places),
            (say("kênh", "channel"), filter.channels.map(\.rawValue)),
            (say("thủ tục", "procedure"), filter.procedures),
            (say("lĩnh vực", "field"), filter.fields),
            (say("kết quả", "outcome"), filter.outcomes.map(\.rawValue)),
        ] where !codes.isEmpty {
            parts.append("\(name): \(codes.joined(separator: ", "))")
        }
        if let hours = filter.hours {
            parts.append(
                say("giờ: ", "hours: ")
                    + "\(hours.lowerBound):00–\(hours.upperBound):00")
        }
        return parts.isEmpty
            ? say("không; tính mọi phiếu", "none; every ballot counts")
            : parts.joined(separator: "; ")
    }

    private var rules: [Fact] {
        let floor = report.floor
        let few = say(
            "dưới \(floor) phiếu hợp lệ thì không cho con số nào",
            "no figures under \(floor) valid ballots")
        let cover = say(
            "; nơi lấy tổng trừ đi mà ra số ấy thì ẩn cả đơn vị nhỏ nhất bên cạnh",
            "; where subtracting from a total would give one away, the smallest unit beside it is "
                + "withheld too")
        let minimum = report.minimumBallots
        return [
            fact("Ẩn số liệu", "Withholding", few + (report.audience == .machine ? "" : cover)),
            fact(
                "Kết luận về mục tiêu", "Verdicts on targets",
                say(
                    "“đạt” khi cả khoảng tin cậy từ mục tiêu trở lên, “không đạt” khi cả khoảng "
                        + "dưới mục tiêu, còn lại “chưa đủ căn cứ”; dưới \(minimum) phiếu không "
                        + "kết luận",
                    "“met” when the whole interval is at or above the target, “missed” when all "
                        + "of it is below, else “undecided”; no verdict under \(minimum) ballots")),
            fact(
                "Không trả lời, không biết, không áp dụng", "Unanswered, don't know, n/a",
                say(
                    "không bao giờ tính là hài lòng; không nằm trong mẫu số",
                    "never counted as satisfied; not in the denominator")),
        ]
    }

    private var origin: [Fact] {
        let audience =
            switch report.audience {
            case .machine: say("người giữ dữ liệu", "operator")
            case .staff: say("cán bộ, lãnh đạo", "staff")
            case .everybody: say("công khai", "public")
            }
        var facts = [
            fact("Lập cho", "Made for", "\(audience) (\(report.audience.rawValue))"),
            fact("Lập lúc", "Made at", report.generatedAt.rfc3339(at: offset)),
        ]
        if report.isSample { facts.append(fact("Dữ liệu", "Data", Wording.sample)) }
        return facts
    }
}
