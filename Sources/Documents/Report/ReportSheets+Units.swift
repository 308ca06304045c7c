internal import Analytics
internal import Survey

/// The sheets with one row a unit, or one a unit and target.
extension ReportSheets {
    private var makesShare: Bool { report.method?.family == .ballots }

    /// All units: figure, how sure it is, on what it stands, and the verdict on each target.
    func addSummary(to book: Workbook) throws(DocumentFault) {
        var columns =
            unitColumns + [
                .init(say("Phiếu nhận", "Received")), .init(say("Phiếu hợp lệ", "Valid")),
            ]
        if makesShare { columns += shareColumns }
        if report.method?.family == .points {
            columns += [
                .init(say("Điểm", "Points")), .init(say("Điểm có thể đạt", "Points possible")),
                .init(say("Xếp loại", "Class"), 18),
            ]
        }
        columns += [
            .init(say("Hồ sơ", "Dossiers")), .init(say("Phiếu/hồ sơ", "Per dossier")),
            .init(say("Đến sau khi chốt", "After closing")),
        ]
        if showsWorst {
            // By the ballots' own gaps they say nothing of who did not answer.
            let isOfBallots = report.units.contains { $0.worstCase?.basis == .ballots }
            let basis = isOfBallots ? say(" (trong phiếu)", " (in ballots)") : ""
            columns += [
                .init(say("Xấu nhất có thể", "Worst case") + basis),
                .init(say("Tốt nhất có thể", "Best case") + basis),
            ]
        }
        columns += targets.map { Column(heading(of: $0), 20) }
        columns.append(.init(say("Lưu ý", "Remark"), 34))
        let sheet = try begin(say("Tổng hợp", "Summary"), columns, in: book)
        for row in report.units { sheet.add(summaryCells(row)) }
        sheet.addFilter(columns: columns.count)
    }

    private var showsWorst: Bool { report.units.contains { $0.worstCase != nil } }

    private func summaryCells(_ row: UnitReport) -> [WorkbookCell] {
        var cells = unitCells(row) + [counted(row.responses, row), counted(row.valid, row)]
        if makesShare {
            cells += shareCells(
                row.isSuppressed ? nil : row.estimate, beside: thresholds, or: partReason(row))
        }
        if report.method?.family == .points { cells += pointCells(row) }
        let unknown = WorkbookCell.reason(say("chưa biết", "unknown"))
        cells += [
            .count(row.dossiers, or: unknown), .share(row.coverage, or: unknown),
            counted(row.late, row),
        ]
        if showsWorst {
            let worst = row.isSuppressed ? nil : row.worstCase
            cells += [
                .share(worst?.lower, beside: thresholds, or: reason(row)),
                .share(worst?.upper, beside: thresholds, or: reason(row)),
            ]
        }
        cells += targets.map { target in
            row.targets.first { $0.target.id == target.id }.map(verdict) ?? .empty
        }
        return cells + [.words(remark(row))]
    }

    private func pointCells(_ row: UnitReport) -> [WorkbookCell] {
        guard !row.isSuppressed, let points = row.points, points.possible > 0 else {
            let none = WorkbookCell.reason(Wording.noData(language))
            let other = row.isSuppressed || row.points == nil ? partReason(row) : none
            return [other, other, other]
        }
        let open = WorkbookCell.reason(say("chưa xếp loại", "not classed"))
        return [
            .number(points.points), .number(points.possible),
            points.classification.map { .words($0.title.text(in: language.tag)) } ?? open,
        ]
    }

    private func heading(of target: Target) -> String {
        "≥ \(Percent.threshold(target.threshold, language)) (\(target.due.month.year)): "
            + target.scope.title.text(in: language.tag)
    }

    private func verdict(_ held: TargetReport) -> WorkbookCell {
        // That a period is open stands above each table, so that verdicts can be filtered.
        held.isWithheld
            ? .text(Wording.withheldPart(floor: report.floor, language))
            : .verdict(held.verdict, Wording.verdict(held.verdict, isClosed: true, language))
    }

    /// A word of care where the interval says too little.
    private func remark(_ row: UnitReport) -> String {
        guard !row.isSuppressed, row.estimate != nil else { return "" }
        return switch row.presentation {
        case .show: ""
        case .review:
            say(
                "xem lại: mọi người trả lời giống nhau, hoặc rất ít phiếu",
                "look twice: everybody answered alike, or very few ballots")
        case .hide: say("khoảng quá rộng để kết luận", "interval too wide to conclude")
        }
    }

    /// Each target held against the answers in its own scope.
    func addTargets(to book: Workbook) throws(DocumentFault) {
        guard !targets.isEmpty else { return }
        let columns =
            unitColumns + [
                .init(say("Mục tiêu", "Target"), 18), .init(say("Nội dung", "About"), 44),
                .init(say("Ngưỡng", "Threshold")), .init(say("Hạn", "Due"), 12),
                .init(say("Câu trả lời", "Answers")), .init(say("Hài lòng", "Satisfied")),
            ] + shareColumns.dropFirst() + [
                .init(say("Kết luận", "Verdict"), 18),
                .init(say("Cần thêm phiếu (ước)", "Ballots needed (about)"), 14),
                .init(say("Văn bản", "Document"), 24), .init(say("Mục", "Section"), 14),
            ]
        let sheet = try begin(say("Mục tiêu", "Targets"), columns, in: book)
        for row in report.units {
            for held in row.targets { sheet.add(targetCells(held, row)) }
        }
        sheet.addFilter(columns: columns.count)
    }

    private func targetCells(_ held: TargetReport, _ row: UnitReport) -> [WorkbookCell] {
        let target = held.target
        // A target has a scope of its own, and is withheld by that.
        let nothing = WorkbookCell.reason(Wording.nothing(language))
        let isEmpty = held.responses == 0 && !held.isWithheld
        let reason = row.withheld == nil ? (isEmpty ? nothing : few) : reason(row)
        return unitCells(row) + [
            .text(target.id), .text(target.title.text(in: language.tag)),
            .share(target.threshold, beside: []), .day(target.due),
            held.isWithheld ? reason : .count(held.responses),
        ] + shareCells(held.estimate, beside: [target.threshold], or: reason) + [
            verdict(held), .count(held.estimate == nil ? nil : held.needed),
            .text(target.source.document), .text(target.source.section),
        ]
    }

    /// The figures of a method that makes no share of the satisfied, each with what was divided by
    /// what.
    func addFigures(to book: Workbook) throws(DocumentFault) {
        guard !makesShare, report.units.contains(where: { !$0.figures.isEmpty }) else { return }
        let columns =
            unitColumns + [
                .init(say("Mã số liệu", "Figure"), 18), .init(say("Nội dung", "About"), 60),
                .init(say("Tử số", "Numerator")), .init(say("Mẫu số", "Denominator")),
                .init(say("Giá trị", "Value")), .init(say("Cao nhất", "Most")),
            ]
        let sheet = try begin(say("Số liệu thành phần", "Figures"), columns, in: book)
        for row in report.units {
            for figure in row.figures { sheet.add(figureCells(figure, row)) }
        }
        sheet.addFilter(columns: columns.count)
    }

    private func figureCells(_ figure: IndexFigure, _ row: UnitReport) -> [WorkbookCell] {
        let head: [WorkbookCell] =
            unitCells(row) + [
                .text(figure.id), .text(figure.title.text(in: language.tag)),
            ]
        if figure.basis == .ballots, row.isSuppressed {
            let reason = reason(row)
            return head + [reason, reason, reason]
        }
        let none = WorkbookCell.reason(Wording.noData(language))
        let value: WorkbookCell =
            switch figure.unit {
            case .share: .share(figure.value, or: none)
            case .points: .number(figure.value, or: none)
            }
        return head + [
            .number(figure.numerator, or: none), .number(figure.denominator, or: none), value,
            figure.unit == .points ? .number(figure.most) : .empty,
        ]
    }
}
