internal import Survey

/// Figures of the two methods that count more than ballots: points and real-time rates.
struct CountFigures {
    private let definition: IndexDefinition
    private let shape: TallyShape
    /// Completed, early, on time, late.
    private var dossiers: MonthlyTotals
    /// Received, on time, unsatisfactory, late complaints.
    private var feedback: MonthlyTotals
    /// Dossiers that citizens were dissatisfied with, and rows that say so.
    private var dissatisfied: MonthlyTotals
    /// Hundredths of a point by indicator.
    private var given: [String: MonthlyTotals] = [:]

    /// - Parameter method: one that counts ballots alone is asked for none of these
    init(
        _ definition: IndexDefinition, method: IndexMethod, shape: TallyShape,
        source: ReportSource, period: Period
    ) {
        self.definition = definition
        self.shape = shape
        dossiers = MonthlyTotals(period: period)
        feedback = dossiers
        dissatisfied = dossiers
        guard method.family != .ballots else { return }
        for count in source.dossiers {
            dossiers.add(
                [count.completed, count.early, count.onTime, count.late], unit: count.key.unit,
                month: count.key.period)
        }
        for count in source.feedback {
            feedback.add(
                [count.received, count.onTime, count.unsatisfactory, count.lateComplaints],
                unit: count.key.unit, month: count.key.period)
            dissatisfied.add(
                [count.dissatisfiedDossiers ?? 0, count.dissatisfiedDossiers == nil ? 1 : 0],
                unit: count.key.unit, month: count.key.period)
        }
        for points in source.points where points.key.index == definition.id {
            let empty = MonthlyTotals(period: period)
            given[points.key.indicator, default: empty].add(
                [points.hundredths], unit: points.key.unit, month: points.key.period)
        }
    }

    /// R1, R2 and R3 of a tree.
    ///
    /// Ballots carry no dossier's number, so what they say and what the feedback system says cannot
    /// be joined: R3 takes the system's count of dossiers, each counted once, where every row has
    /// it, and else the ballots alone. The two are never added.
    /// - Parameter isWithheld: whether the ballots must not be told
    func rates(of tree: Set<String>, tally: ArraySlice<Int>, isWithheld: Bool) -> [IndexFigure] {
        let handled = feedback.total(of: tree)
        let completed = dossiers.total(of: tree)?[0]
        let counted = dissatisfied.total(of: tree).flatMap { $0[1] == 0 ? $0[0] : nil }
        let overall = shape.overallCounts(tally)
        let unhappy = counted ?? (isWithheld ? nil : overall.answers - overall.satisfied)
        func rate(
            _ id: String, _ vietnamese: String, _ english: String, _ basis: IndexFigure.Basis,
            _ numerator: Int?, _ denominator: Int?
        ) -> IndexFigure {
            IndexFigure(
                id: id, title: LocalizedText(["vi": vietnamese, "en": english]), unit: .share,
                basis: basis, numerator: numerator.map(Double.init),
                denominator: denominator.map(Double.init))
        }
        return [
            rate(
                "R1", "Phản ánh, kiến nghị được xử lý đúng hạn", "Feedback handled on time",
                .feedback, handled?[1], handled?[0]),
            rate(
                "R2", "Phản ánh, kiến nghị được xử lý và không bị phàn nàn",
                "Feedback handled without complaint", .feedback,
                handled.map { $0[0] - $0[2] - $0[3] }, handled?[0]),
            rate(
                "R3", "Hồ sơ không bị chấm là không hài lòng (tính cả người không trả lời)",
                "Dossiers nobody called unsatisfactory (silence included)",
                counted == nil ? .ballots : .feedback,
                completed.flatMap { all in unhappy.map { all - $0 } }, completed),
        ]
    }

    /// The indicators of a unit with everything below it; given points are its own.
    ///
    /// - Parameter isWithheld: whether the ballots must not be told
    func indicators(
        of unit: String, _ tree: Set<String>, tally: ArraySlice<Int>, isWithheld: Bool
    ) -> [IndexFigure] {
        (definition.points?.indicators ?? []).map { indicator in
            let (basis, cases) = cases(
                indicator, unit, tree, tally: tally, isWithheld: isWithheld)
            let count = cases?.reduce(0) { $0 + $1.count }
            let sum = cases?.reduce(0) { $0 + $1.count * $1.points }
            return IndexFigure(
                id: indicator.id, title: indicator.title, unit: .points, basis: basis,
                numerator: count == 0 ? nil : sum.map { Double($0) / 100 },
                denominator: count == 0 ? nil : count.map(Double.init),
                most: Double(indicator.most) / 100)
        }
    }

    /// How many cases got how many hundredths of a point; nil without data.
    private func cases(
        _ indicator: PointScheme.Indicator, _ unit: String, _ tree: Set<String>,
        tally: ArraySlice<Int>, isWithheld: Bool
    ) -> (IndexFigure.Basis, [(count: Int, points: Int)]?) {
        switch indicator.source {
        case .dossiers(let early, let onTime, let late):
            let total = dossiers.total(of: tree)
            return (.dossiers, total.map { [($0[1], early), ($0[2], onTime), ($0[3], late)] })
        case .feedback(let onTime, let otherwise):
            let total = feedback.total(of: tree)
            return (.feedback, total.map { [($0[1], onTime), ($0[0] - $0[1], otherwise)] })
        case .item(let id, let levels):
            guard let place = definition.items.firstIndex(of: id), !isWithheld else {
                return (.ballots, nil)
            }
            let counts = shape.itemCounts(tally, item: place).levels
            let isFew = counts.reduce(0, +) < ReportBuilder.suppressedBelow
            return (.ballots, isFew ? nil : zip(counts, levels).map { ($0, $1) })
        case .given:
            let months = given[indicator.id]?.months(of: unit)
            return (.given, months.map { $0.map { (1, $0[0]) } })
        }
    }

    /// The points of the indicators that have data.
    func total(of indicators: [IndexFigure]) -> PointTotal? {
        guard let scheme = definition.points else { return nil }
        let known = indicators.filter { $0.value != nil }
        let points = known.reduce(0) { $0 + ($1.value ?? 0) }
        let isWhole = known.count == scheme.indicators.count
        return PointTotal(
            points: points, possible: known.reduce(0) { $0 + $1.most }, most: scheme.most,
            classification: isWhole ? scheme.classification(of: points) : nil)
    }
}
