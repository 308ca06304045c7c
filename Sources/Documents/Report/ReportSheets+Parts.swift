internal import Analytics
internal import Survey

/// The sheets of what stands behind a unit's figure: dimensions, items, months.
extension ReportSheets {
    func addDimensions(to book: Workbook) throws(DocumentFault) {
        guard report.units.contains(where: { !$0.dimensions.isEmpty }) else { return }
        let columns =
            unitColumns + [
                .init(say("Mã nhóm", "Dimension"), 18), .init(say("Nhóm tiêu chí", "Title"), 44),
                .init(say("Câu trả lời", "Answers")),
            ] + shareColumns
        let sheet = try begin(say("Nhóm tiêu chí", "Dimensions"), columns, in: book)
        for row in report.units {
            for dimension in row.dimensions {
                let isOpen = !row.isSuppressed
                let reason = partReason(row)
                sheet.add(
                    unitCells(row) + [
                        .text(dimension.id), .text(dimension.title.text(in: language.tag)),
                        .count(isOpen ? dimension.answers : nil, or: reason),
                    ]
                        + shareCells(
                            isOpen ? dimension.estimate : nil, beside: thresholds, or: reason))
            }
        }
        sheet.addFilter(columns: columns.count)
    }

    /// How the answers to each item are spread.
    func addItems(to book: Workbook) throws(DocumentFault) {
        guard report.units.contains(where: { !$0.items.isEmpty }) else { return }
        let levels = (1...5).map { level in Column(say("Mức \(level)", "Level \(level)"), 9) }
        let columns =
            unitColumns + [
                .init(say("Mã câu hỏi", "Item"), 18), .init(say("Câu hỏi", "Question"), 60),
                .init(say("Trả lời mức 1–5", "Answers 1–5")),
            ] + levels + [
                .init(say("Không biết", "Don't know")),
                .init(say("Không áp dụng", "Not applicable")),
                .init(say("Bỏ trống", "Unanswered")), .init(say("Hài lòng", "Satisfied")),
                .init(say("Mức bình quân", "Mean level")),
            ]
        let sheet = try begin(say("Câu hỏi", "Questions"), columns, in: book)
        for row in report.units {
            for item in row.items { sheet.add(itemCells(item, row)) }
        }
        sheet.addFilter(columns: columns.count)
    }

    private func itemCells(_ item: ItemReport, _ row: UnitReport) -> [WorkbookCell] {
        let head: [WorkbookCell] =
            unitCells(row) + [.text(item.id), .text(item.text.text(in: language.tag))]
        guard !row.isSuppressed, let counts = item.counts else {
            return head + [WorkbookCell](repeating: partReason(row), count: 11)
        }
        let none = WorkbookCell.reason(Wording.nothing(language))
        let spread: [WorkbookCell] =
            ([counts.answers] + counts.levels
            + [counts.dontKnow, counts.notApplicable, counts.missing]).map { .count($0, or: few) }
        return head + spread + [
            .share(item.share, beside: thresholds, or: none),
            .number(item.mean, or: counts.levels.contains(nil) ? few : none),
        ]
    }

    /// The months of each unit, with a chart of the topmost one.
    func addMonths(to book: Workbook) throws(DocumentFault) {
        guard report.method?.family == .ballots,
            let first = report.units.first(where: { !$0.trend.isEmpty })
        else { return }
        let lines = chartTargets
        let columns =
            unitColumns + [
                .init(say("Tháng", "Month")), .init(say("Từ ngày", "From"), 12),
                .init(say("Đến ngày", "To"), 12), .init(say("Phiếu nhận", "Received")),
            ] + shareColumns + [.init(say("Lưu ý", "Remark"), 30)]
            + lines.map { threshold in
                Column(say("Mục tiêu ", "Target ") + Percent.threshold(threshold, language))
            }
        let sheet = try begin(say("Theo tháng", "Months"), columns, in: book)
        for row in report.units {
            for point in row.trend { sheet.add(monthCells(point, row, lines)) }
        }
        sheet.addFilter(columns: columns.count)
        let start = WorkbookSheet.headingRow + 1
        let rows = start..<(start + first.trend.count)
        let chart = try book.addLineChart()
        chart.set(title: "\(first.unit.name): \(report.index.title.text(in: language.tag))")
        chart.set(lowest: lowest(of: first, lines))
        for (line, column) in [(WorkbookChart.Line.figure, 6), (.limit, 7), (.limit, 8)]
            + lines.indices.map({ (.target, 11 + $0) })
        {
            chart.add(line, sheet: sheet.name, rows: rows, labels: 2, column: column)
        }
        sheet.insert(chart, row: start, column: columns.count + 1)
    }

    /// Words stand apart from the figures: a chart draws a word as 0.
    private func monthCells(
        _ point: TrendPoint, _ row: UnitReport, _ lines: [Double]
    ) -> [WorkbookCell] {
        let estimate = row.isSuppressed ? nil : point.estimate
        var remark = WorkbookCell.empty
        if estimate == nil {
            remark =
                row.isSuppressed || point.responses > 0 || point.isWithheld
                ? partReason(row) : .reason(Wording.nothing(language))
        }
        let month = point.period.from.month
        return unitCells(row) + [
            .words(Wording.month(month, language)), .day(point.period.from),
            .day(point.period.to), point.isWithheld ? partReason(row) : .count(point.responses),
        ] + shareCells(estimate, beside: thresholds, or: .empty)
            + [remark] + lines.map { .share($0, beside: []) }
    }

    /// Thresholds of the targets that are tested on the very answers of the figure: a line beside
    /// another figure would mislead.
    private var chartTargets: [Double] {
        guard report.index.method == IndexMethod.overallItem.rawValue, let overallItem else {
            return []
        }
        let tested = targets.filter { $0.scope.field == nil && $0.scope.item == overallItem }
        return Set(tested.map(\.threshold)).sorted(by: >)
    }

    /// A tenth below everything that is drawn, so that changes can be seen.
    private func lowest(of row: UnitReport, _ lines: [Double]) -> Double {
        let drawn = row.isSuppressed ? [] : row.trend.compactMap { $0.estimate?.lower }
        guard let lowest = (drawn + lines).min() else { return 0 }
        return max(0, (lowest * 10).rounded(.down) / 10)
    }
}
