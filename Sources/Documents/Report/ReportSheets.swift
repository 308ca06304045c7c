internal import Analytics
internal import Survey

/// The sheets of a report's workbook, each a table with one line of headings.
struct ReportSheets {
    typealias Column = WorkbookSheet.Column

    let report: Report
    let overallItem: String?
    let language: DocumentLanguage
    let offset: DayOffset

    var facts: ReportFacts { ReportFacts(of: report, language: language, offset: offset) }

    var title: String {
        "\(report.index.title.text(in: language.tag)), \(Wording.period(report.period, language))"
    }

    func say(_ vietnamese: String, _ english: String) -> String {
        language.choose(vietnamese, english)
    }

    /// A sheet with everything above its first row.
    func begin(
        _ name: String, _ columns: [Column], in book: Workbook
    ) throws(DocumentFault) -> WorkbookSheet {
        let sheet = try book.addSheet(name)
        var state = say("Số liệu: ", "Figures: ") + facts.state
        if !report.filter.isEmpty { state += "; " + facts.filter }
        sheet.begin(
            title: "\(title) – \(name)", state: state,
            mark: report.isSample ? Wording.sample : "", columns: columns, pinned: 2)
        return sheet
    }

    /// The columns that every table begins with.
    var unitColumns: [Column] {
        [.init(say("Mã", "Code"), 12), .init(say("Đơn vị", "Unit"), 36)]
    }

    func unitCells(_ row: UnitReport) -> [WorkbookCell] {
        [.text(row.unit.code), .name(row.unit.name, depth: row.depth)]
    }

    /// The columns of a share with its limits.
    var shareColumns: [Column] {
        let level = Percent.threshold(report.level, language)
        return [
            .init(Wording.valueColumn(of: report, language)),
            .init(say("Cận dưới \(level)", "Lower \(level)")),
            .init(say("Cận trên \(level)", "Upper \(level)")),
            .init(say("Cách tính khoảng", "Interval by"), 15),
        ]
    }

    /// A share with its limits; without an estimate what is said in its place.
    func shareCells(
        _ estimate: Estimate?, beside thresholds: [Double], or reason: WorkbookCell
    ) -> [WorkbookCell] {
        guard let estimate else { return [reason, reason, reason, .empty] }
        let none = WorkbookCell.reason(say("không có khoảng", "no interval"))
        return [
            .share(estimate.share, beside: thresholds),
            .share(estimate.lower, beside: thresholds, or: none),
            .share(estimate.upper, beside: thresholds, or: none),
            .words(estimate.interval ?? ""),
        ]
    }

    /// Why a row has no figure made from ballots.
    func reason(_ row: UnitReport) -> WorkbookCell {
        if let withheld = row.withheld {
            return .reason(Wording.withheld(withheld, floor: report.floor, language))
        }
        return .reason(
            row.responses == 0 ? Wording.nothing(language) : Wording.withheld(language))
    }

    /// Why a part of a row, which is not withheld as a whole, has no figure.
    func partReason(_ row: UnitReport) -> WorkbookCell {
        row.withheld == nil && !row.isSuppressed ? few : reason(row)
    }

    /// Of a part nobody says whether it is few itself or covers another that is.
    var few: WorkbookCell {
        guard report.audience != .machine else {
            return .reason(Wording.withheld(.few, floor: report.floor, language))
        }
        return .reason(Wording.withheldPart(floor: report.floor, language))
    }

    /// A number of ballots, which is withheld with its row.
    func counted(_ count: Int, _ row: UnitReport) -> WorkbookCell {
        row.withheld == nil ? .count(count) : reason(row)
    }

    /// Targets of the report, in the order of the first row with each.
    var targets: [Target] {
        var targets: [Target] = []
        for row in report.units {
            for held in row.targets where !targets.contains(where: { $0.id == held.target.id }) {
                targets.append(held.target)
            }
        }
        return targets
    }

    /// Thresholds that no picture of a share may seem to cross.
    var thresholds: [Double] { targets.map(\.threshold) }

    /// How each figure was made.
    func addFacts(to book: Workbook) throws(DocumentFault) {
        let sheet = try book.addSheet(say("Cách tính", "Method"))
        sheet.set(widths: [34, 110])
        sheet.add([.words(title)])
        for fact in facts.list { sheet.add([.words(fact.name), .text(fact.value)]) }
        sheet.add([])
        sheet.add([
            .words(say("Cách đọc", "Reading it")),
            .words(
                say(
                    "Ô tỷ lệ giữ số chưa làm tròn, chỉ hiển thị dạng phần trăm. Chữ nghiêng là số "
                        + "được ẩn hoặc chưa có, không phải số 0.",
                    "Cells of shares hold unrounded numbers and only show percent. Words in "
                        + "italics stand for what is withheld or not there; none is 0.")),
        ])
        for target in targets {
            sheet.add([
                .text(target.source.document),
                .text("\(target.source.section): “\(target.source.quote)”"),
            ])
        }
    }
}
