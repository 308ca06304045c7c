internal import Statistics
internal import Survey

/// What is counted for an index by the design of its definition: ballot by ballot, since the sums
/// of ``Counter`` do not know a ballot's field, channel or day.
///
/// Kept by unit, field or channel, and month; whole numbers, so that nothing depends on an order.
struct StratumCounts: Sendable {
    /// A stratum of one row; what the design does not keep apart is -1.
    struct Name: Hashable, Sendable {
        var unit = -1
        /// The store's number of the field, or the channel's.
        var part = -1
    }

    /// What is estimated beside the whole index, by the same design.
    enum Parts {
        /// Each dimension, by its place in the definition.
        case dimensions
        /// Each channel, by its number: a domain, whose strata hold the others' ballots too.
        case channels
    }

    /// What was counted of one stratum.
    struct Stratum {
        /// Valid ballots by month of the period.
        var valid: [Int]
        /// Ballots or place-days that hold a valid ballot.
        var clusters = 0
        /// Of the whole index, then of each part.
        var sums: [RatioSums]
    }

    /// A name and a month.
    private struct Cell: Hashable, Sendable {
        let name: Name
        let month: Int
    }

    /// A place-day within a stratum.
    private struct Cluster: Hashable {
        let cell: Int
        let posting: Int
        let day: Int
    }

    private static let sumsWidth = 6

    let design: IndexDesign
    let units: [String]
    private let monthsCount: Int
    private let measures: Int
    /// Valid ballots, clusters, then six sums a measure.
    private let width: Int
    private var cells: [Cell: Int] = [:]
    private var values: [Int] = []
    /// Cells by their unit's place.
    private var cellsOfUnit: [[Cell]] = []

    /// - Parameters:
    ///   - rule: of a method that ``IndexMethod/takesStrata``
    ///   - period: both days included, at the source's offset
    init(
        _ definition: IndexDefinition, _ design: IndexDesign, _ rule: BallotRule,
        _ scan: BallotScan, parts: Parts, period: Period
    ) {
        self.design = design
        units = scan.units
        monthsCount = period.months.count
        switch parts {
        case .dimensions: measures = 1 + definition.dimensions.count
        case .channels: measures = 1 + ChannelCounts.width
        }
        width = 2 + measures * Self.sumsWidth
        cellsOfUnit = [[Cell]](repeating: [], count: units.count)
        count(scan, definition, rule, parts, period)
    }

    private mutating func count(
        _ scan: BallotScan, _ definition: IndexDefinition, _ rule: BallotRule, _ parts: Parts,
        _ period: Period
    ) {
        let dimensions = definition.items.map { item in
            definition.dimensions.firstIndex { $0.items.contains(item) }.map { $0 + 1 }
        }
        let byDay = design.clusters == .placeDay
        var days: [Cluster: Int] = [:]
        var clusters: [Cluster] = []
        var answers: [Int] = []
        var ballotSums = [Int](repeating: 0, count: measures * 2)
        scan.each(in: period) { ballot in
            let reading = rule.reading(of: ballot)
            guard reading.isValid else { return }
            let cell = open(
                Cell(
                    name: Name(
                        unit: ballot.unit,
                        part: design.strata.readsField
                            ? ballot.field : design.strata.readsChannel ? ballot.channel : -1),
                    month: ballot.month))
            values[cell * width] += 1
            for index in ballotSums.indices { ballotSums[index] = 0 }
            let whole = rule.answers(of: ballot, reading)
            (ballotSums[0], ballotSums[1]) = whole
            switch parts {
            case .dimensions: Self.fill(&ballotSums, ballot, rule, dimensions)
            case .channels:
                let place = 2 * (1 + ballot.channel)
                (ballotSums[place], ballotSums[place + 1]) = whole
            }
            guard byDay else {
                addCluster(ballotSums[...], to: cell)
                return
            }
            let cluster = Cluster(cell: cell, posting: ballot.posting, day: ballot.day)
            let place = days[cluster] ?? clusters.count
            if place == clusters.count {
                days[cluster] = place
                clusters.append(cluster)
                answers.append(contentsOf: repeatElement(0, count: ballotSums.count))
            }
            let first = place * ballotSums.count
            for index in ballotSums.indices { answers[first + index] += ballotSums[index] }
        }
        for (place, cluster) in clusters.enumerated() {
            let first = place * ballotSums.count
            addCluster(answers[first..<first + ballotSums.count], to: cluster.cell)
        }
    }

    /// A ballot's satisfied answers and answers by dimension.
    private static func fill(
        _ sums: inout [Int], _ ballot: BallotScan.Ballot, _ rule: BallotRule, _ dimensions: [Int?]
    ) {
        for (item, dimension) in dimensions.enumerated() {
            let value = ballot.value(item)
            guard let dimension, BallotRule.isLevel(value) else { continue }
            sums[dimension * 2] += rule.isSatisfied(value) ? 1 : 0
            sums[dimension * 2 + 1] += 1
        }
    }

    private mutating func open(_ cell: Cell) -> Int {
        if let place = cells[cell] { return place }
        let place = values.count / width
        cells[cell] = place
        cellsOfUnit[cell.name.unit].append(cell)
        values.append(contentsOf: repeatElement(0, count: width))
        return place
    }

    /// - Parameter sums: satisfied and answers of each measure
    private mutating func addCluster(_ sums: ArraySlice<Int>, to cell: Int) {
        values[cell * width + 1] += 1
        for measure in 0..<measures {
            let good = sums[sums.startIndex + measure * 2]
            let answers = sums[sums.startIndex + measure * 2 + 1]
            guard answers > 0 else { continue }
            let first = cell * width + 2 + measure * Self.sumsWidth
            values[first] += 1
            values[first + 1] += good
            values[first + 2] += answers
            values[first + 3] += good * good
            values[first + 4] += good * answers
            values[first + 5] += answers * answers
        }
    }

    /// The strata of a tree of units.
    ///
    /// - Parameter month: one of the period, or nil for all
    func strata(of tree: Set<String>, month: Int?) -> [Name: Stratum] {
        var strata: [Name: Stratum] = [:]
        for (unit, code) in units.enumerated() where tree.contains(code) {
            for cell in cellsOfUnit[unit] where month == nil || cell.month == month {
                guard let place = cells[cell] else { continue }
                var name = cell.name
                if !design.strata.readsUnit { name.unit = -1 }
                add(
                    place, month: cell.month,
                    to: &strata[
                        name,
                        default: Stratum(
                            valid: [Int](repeating: 0, count: monthsCount),
                            sums: [RatioSums](repeating: RatioSums(), count: measures))])
            }
        }
        return strata
    }

    private func add(_ cell: Int, month: Int, to stratum: inout Stratum) {
        let first = cell * width
        stratum.valid[month] += values[first]
        stratum.clusters += values[first + 1]
        for measure in 0..<measures {
            let own = first + 2 + measure * Self.sumsWidth
            stratum.sums[measure] += RatioSums(
                ballots: values[own], satisfied: values[own + 1], answers: values[own + 2],
                satisfiedSquared: values[own + 3], satisfiedByAnswers: values[own + 4],
                answersSquared: values[own + 5])
        }
    }
}
