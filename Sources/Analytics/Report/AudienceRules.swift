/// How many ballots stand behind each cell of a row.
struct RowCells {
    let responses: Int
    let valid: Int
    /// Those that answer what the method counts.
    let ballots: Int
    let dimensions: [Int]
    let items: [ItemCounts]
    let targets: [Int]
    /// The same three by month.
    let months: [(responses: Int, valid: Int, ballots: Int)]

    /// Whether there are some and fewer than so many.
    func isFew(_ floor: Int) -> Bool {
        [responses, valid].contains { $0 > 0 && $0 < floor }
    }
}

/// Takes out of a report's rows what its audience must not see; see ``TreeWithholding``.
///
/// Each cell (row, dimension, item, target, month) is a tree of its own, and the months of a unit
/// add up to its period. How an item's answers are spread is shown of sisters together or of none.
/// What is withheld of a row as a whole is withheld of every cell.
struct AudienceRules {
    let floor: Int
    private let tree: TreeWithholding
    /// Of named figures that are made from the answers to one item: its place, by the figure's id.
    private let itemOfFigure: [String: Int]
    /// Of an index, and of each of its dimensions, that is the mean of one item: the item's place.
    private let soleItem: Int?
    private let soleItems: [Int?]

    /// - Parameter depths: of the units in tree order
    init(floor: Int, depths: [Int], of definition: IndexDefinition, by method: IndexMethod) {
        self.floor = floor
        tree = TreeWithholding(depths: depths)
        itemOfFigure = definition.itemOfIndicator
        soleItem = definition.soleItem(of: definition.items, by: method)
        soleItems = definition.dimensions.map { definition.soleItem(of: $0.items, by: method) }
    }

    /// - Parameters:
    ///   - rows: every unit's, in tree order
    ///   - cells: the counts of each
    func applied(to rows: [UnitReport], cells: [RowCells]) -> [UnitReport] {
        guard let first = cells.first else { return rows }
        let none = [Bool](repeating: false, count: rows.count)
        let given = tree.withheld(counts: cells.map(\.responses), floor: floor, already: none)
        let whole = tree.withheld(counts: cells.map(\.valid), floor: floor, already: given)
        func run(_ count: (RowCells) -> Int) -> [Bool] {
            tree.withheld(counts: cells.map(count), floor: floor, already: whole)
        }
        let items = first.items.indices.map { index in run { $0.items[index].answers } }
        func spread(_ part: (ItemCounts) -> [Int]) -> [[Bool]] {
            items.indices.map { index in
                tree.withheldTogether(
                    cells.map { part($0.items[index]) }, floor: floor, already: items[index])
            }
        }
        let levels = spread(\.levels)
        func flags(_ own: [Bool], _ soleItem: Int?) -> [Bool] {
            soleItem.map { zip(own, levels[$0]).map { $0 || $1 } } ?? own
        }
        let figure = flags(run(\.ballots), soleItem)
        let dimensions = first.dimensions.indices.map { index in
            flags(run { $0.dimensions[index] }, soleItems[index])
        }
        let others = spread { [$0.dontKnow, $0.notApplicable, $0.missing] }
        let targets = first.targets.indices.map { index in run { $0.targets[index] } }
        let months = months(cells, whole)
        return rows.indices.map { row in
            guard !whole[row] else {
                return closed(rows[row], cells[row].isFew(floor) ? .few : .cover)
            }
            return opened(
                rows[row], figure: figure[row], dimensions: dimensions.map { $0[row] },
                items: zip(rows[row].items, items.indices).map { item, index in
                    items[index][row]
                        ? withoutAnswers(item)
                        : withheld(
                            item, cells[row].items[index], levels: levels[index][row],
                            others: others[index][row])
                }, itemFlags: items.map { $0[row] }, targets: targets.map { $0[row] },
                months: months.map { $0[row] || soleItem.map { levels[$0][row] } ?? false })
        }
    }

    /// - Parameters:
    ///   - levels: whether how the answers are spread over the levels is withheld
    ///   - others: the same of what is no level
    private func withheld(
        _ item: ItemReport, _ counts: ItemCounts, levels: Bool, others: Bool
    ) -> ItemReport {
        guard item.counts != nil, levels || others else { return item }
        return ItemReport(
            id: item.id, text: item.text,
            counts: ItemSpread(counts, withholdsLevels: levels, withholdsOthers: others),
            share: item.share, mean: levels ? nil : item.mean)
    }

    /// By month, one flag a unit: withheld by the ballots given, valid or counted, or to cover
    /// another month.
    private func months(_ cells: [RowCells], _ whole: [Bool]) -> [[Bool]] {
        let places = cells[0].months.indices
        let kinds = [
            places.map { month in cells.map { $0.months[month].responses } },
            places.map { month in cells.map { $0.months[month].valid } },
            places.map { month in cells.map { $0.months[month].ballots } },
        ]
        var flags = places.map { month in
            kinds.reduce(whole) {
                tree.withheld(counts: $1[month], floor: floor, already: $0)
            }
        }
        for counts in kinds {
            tree.coverMonths(counts, floor: floor, rows: whole, &flags)
        }
        return flags
    }

    /// A row of which nothing is told, not even how many answered.
    private func closed(_ row: UnitReport, _ reason: Withheld) -> UnitReport {
        UnitReport(
            unit: row.unit, depth: row.depth, responses: 0, valid: 0, late: 0,
            dossiers: row.dossiers, coverage: nil, estimate: nil,
            dimensions: row.dimensions.map {
                DimensionReport(id: $0.id, title: $0.title, estimate: nil, answers: nil)
            },
            items: row.items.map(withoutAnswers), targets: row.targets.map(withoutAnswers),
            trend: row.trend.map(withoutAnswers), isSuppressed: true, presentation: .hide,
            figures: row.figures.map(withoutBallots), withheld: reason)
    }

    private func opened(
        _ row: UnitReport, figure: Bool, dimensions: [Bool], items: [ItemReport],
        itemFlags: [Bool], targets: [Bool], months: [Bool]
    ) -> UnitReport {
        let few = row.figures.map { own in
            figure || itemOfFigure[own.id].map { itemFlags[$0] } ?? false
        }
        // The total less what is shown would tell a figure that is in it and is not shown.
        let isTold = zip(row.figures, few).contains {
            $1 && $0.basis == .ballots && $0.value != nil
        }
        return UnitReport(
            unit: row.unit, depth: row.depth, responses: row.responses, valid: row.valid,
            late: row.late, dossiers: row.dossiers, coverage: row.coverage,
            estimate: figure ? nil : row.estimate,
            dimensions: zip(row.dimensions, dimensions).map { dimension, isWithheld in
                isWithheld
                    ? DimensionReport(
                        id: dimension.id, title: dimension.title, estimate: nil, answers: nil)
                    : dimension
            },
            items: items,
            targets: zip(row.targets, targets).map { $1 ? withoutAnswers($0) : $0 },
            trend: zip(row.trend, months).map { $1 ? withoutAnswers($0) : $0 },
            isSuppressed: row.isSuppressed, presentation: figure ? .hide : row.presentation,
            figures: zip(row.figures, few).map { $1 ? withoutBallots($0) : $0 },
            points: isTold ? nil : row.points, worstCase: figure ? nil : row.worstCase,
            sampling: figure ? nil : row.sampling)
    }

    private func withoutAnswers(_ item: ItemReport) -> ItemReport {
        ItemReport(id: item.id, text: item.text, counts: nil, share: nil, mean: nil)
    }

    private func withoutAnswers(_ target: TargetReport) -> TargetReport {
        TargetReport(
            target: target.target, responses: 0, estimate: nil, isPointMet: false,
            verdict: .tooFew, needed: nil, isWithheld: true)
    }

    private func withoutAnswers(_ point: TrendPoint) -> TrendPoint {
        TrendPoint(period: point.period, responses: 0, estimate: nil, isWithheld: true)
    }

    /// Figures of other tables stay: they tell nothing of who answered.
    private func withoutBallots(_ figure: IndexFigure) -> IndexFigure {
        guard figure.basis == .ballots else { return figure }
        return IndexFigure(
            id: figure.id, title: figure.title, unit: figure.unit, basis: figure.basis,
            numerator: nil, denominator: nil, most: figure.most)
    }
}
