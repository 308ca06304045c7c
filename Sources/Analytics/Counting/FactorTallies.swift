internal import Columns
internal import Statistics
internal import Survey

/// Sums that only some methods need, kept beside the tallies of one scan: all pairs of factors of a
/// ballot (``Statistics/FactorSums``), or how many ballots are satisfied throughout.
///
/// Kept by unit and month and not by posting, because a set of 22 items takes 12 KB; beyond
/// ``monthsMax`` months by unit alone. Whole numbers, so nothing depends on an order.
struct FactorTallies {
    /// What a factor is.
    enum Kind {
        /// A dimension: its satisfied answers out of its answers.
        case dimensions
        /// An item: levels above the lowest, out of four an answer.
        case items
        /// No pairs: ballots whose every answer is satisfied, out of ballots with an answer.
        case ballots

        init?(_ method: IndexMethod) {
            switch method {
            case .meanOfFactors: self = .dimensions
            case .mean5, .mean01: self = .items
            case .all45: self = .ballots
            case .overallItem, .pooled, .tt01, .qd766: return nil
            }
        }
    }

    /// Months of a period up to which sums of more than ``fewFactors`` are kept by month.
    static let monthsMax = 24
    static let fewFactors = 8

    let kind: Kind
    /// Whether a month can be asked for.
    let keepsMonths: Bool
    private let factors: Int
    private let width: Int
    private let shape: TallyShape
    private let isOverallEnough: Bool
    private let satisfied: [Bool]
    private let monthsCount: Int
    /// Number of the unit by the posting's place, and by its code.
    private let unitOfPlace: [Int]
    private let units: [String: Int]
    /// Which cell belongs to a unit (and month), -1 while there is nothing to count.
    private var slots: [Int32]
    /// Which cell a tally of the counter goes to.
    private var slotOfRow: [Int32] = []
    private var cells: [Int] = []

    /// - Parameter postings: in the order of the counter's places
    init(
        _ kind: Kind, _ definition: IndexDefinition, shape: TallyShape, postings: [Posting],
        monthsCount: Int
    ) {
        self.kind = kind
        self.shape = shape
        self.monthsCount = monthsCount
        switch kind {
        case .dimensions: factors = max(1, definition.dimensions.count)
        case .items: factors = definition.items.count
        case .ballots: factors = 0
        }
        width = kind == .ballots ? 2 : 1 + 2 * factors + 3 * factors * factors
        keepsMonths = factors <= Self.fewFactors || monthsCount <= Self.monthsMax
        isOverallEnough = definition.validity.overallItem
        satisfied = (0..<16).map { definition.satisfied.contains($0) }
        var units: [String: Int] = [:]
        unitOfPlace = postings.map { posting in
            let number = units[posting.unit] ?? units.count
            units[posting.unit] = number
            return number
        }
        self.units = units
        slots = [Int32](repeating: -1, count: units.count * (keepsMonths ? monthsCount : 1))
    }

    /// Counts records that lie side by side.
    ///
    /// - Parameters:
    ///   - rows: the counter's tally of each, -1 for one that counts nowhere
    ///   - places: by tally, place of the posting × months + month
    mutating func count(
        _ records: UnsafeRawBufferPointer, rows: [Int32], places: [Int], _ plan: FormPlan
    ) {
        guard plan.isCovered else { return }
        for place in places[slotOfRow.count...] { slotOfRow.append(slot(place)) }
        var values = [Int](repeating: 0, count: plan.items.count)
        var top = [Int](repeating: 0, count: factors)
        var bottom = top
        for (index, row) in rows.enumerated() where row >= 0 {
            let record = UnsafeRawBufferPointer(
                rebasing: records[index * plan.recordBytes..<(index + 1) * plan.recordBytes])
            guard isValid(record, plan, &values) else { continue }
            let cell = Int(slotOfRow[Int(row)]) * width
            switch kind {
            case .ballots: countWhole(values, into: cell)
            case .dimensions, .items:
                fill(&top, &bottom, values, plan)
                addPairs(top, bottom, into: cell)
            }
        }
    }

    private mutating func slot(_ place: Int) -> Int32 {
        let unit = unitOfPlace[place / monthsCount]
        let index = keepsMonths ? unit * monthsCount + place % monthsCount : unit
        if slots[index] < 0 {
            slots[index] = Int32(cells.count / width)
            cells.append(contentsOf: repeatElement(0, count: width))
        }
        return slots[index]
    }

    /// Unpacks the index's items of a record; whether the ballot is valid.
    private func isValid(
        _ record: UnsafeRawBufferPointer, _ plan: FormPlan, _ values: inout [Int]
    ) -> Bool {
        func value(_ offset: Int) -> Int {
            let packed = Int(record[RecordLayout.answers + offset / 2])
            return offset.isMultiple(of: 2) ? packed & 15 : packed >> 4
        }
        var (answers, asked) = (0, 0)
        for (place, item) in plan.items.enumerated() {
            values[place] = value(item.offset)
            answers += (1...5).contains(values[place]) ? 1 : 0
            asked += values[place] == Int(AnswerLayout.notAsked) ? 0 : 1
        }
        let isOverallAnswered = plan.overall.map { (1...5).contains(value($0)) } ?? false
        return isOverallEnough && isOverallAnswered || answers >= plan.answersForValidity[asked]
    }

    private mutating func countWhole(_ values: [Int], into cell: Int) {
        let answers = values.filter { (1...5).contains($0) }
        guard !answers.isEmpty else { return }
        cells[cell] += answers.allSatisfy { satisfied[$0] } ? 1 : 0
        cells[cell + 1] += 1
    }

    /// A ballot's numerators and denominators.
    private func fill(
        _ top: inout [Int], _ bottom: inout [Int], _ values: [Int], _ plan: FormPlan
    ) {
        for factor in 0..<factors { (top[factor], bottom[factor]) = (0, 0) }
        for (dimension, run) in plan.runs.enumerated() {
            for place in run.items where (1...5).contains(values[place]) {
                switch kind {
                case .items:
                    let item = (plan.items[place].counts - shape.firstItem) / TallyShape.itemWidth
                    (top[item], bottom[item]) = (values[place] - 1, 4)
                case .dimensions, .ballots:
                    top[dimension] += satisfied[values[place]] ? 1 : 0
                    bottom[dimension] += 1
                }
            }
        }
    }

    private mutating func addPairs(_ top: [Int], _ bottom: [Int], into cell: Int) {
        guard bottom.contains(where: { $0 > 0 }) else { return }
        let square = factors * factors
        cells.withUnsafeMutableBufferPointer { cells in
            cells[cell] += 1
            for first in 0..<factors where bottom[first] > 0 {
                cells[cell + 1 + first] += top[first]
                cells[cell + 1 + factors + first] += bottom[first]
                let row = cell + 1 + 2 * factors + first * factors
                for second in 0..<factors {
                    cells[row + second] += top[first] * top[second]
                    cells[row + square + second] += top[first] * bottom[second]
                    cells[row + 2 * square + second] += bottom[first] * bottom[second]
                }
            }
        }
    }

    /// The sums of a tree of units, in one month of the period or in all.
    ///
    /// - Returns: nil for a month where none are kept
    func sums(of tree: Set<String>, month: Int?) -> [Int]? {
        guard month == nil || keepsMonths else { return nil }
        var sum = [Int](repeating: 0, count: width)
        let perUnit = keepsMonths ? monthsCount : 1
        for unit in tree.compactMap({ units[$0] }) {
            for part in month.map({ $0...$0 }) ?? 0...perUnit - 1 {
                let slot = Int(slots[unit * perUnit + part])
                guard slot >= 0 else { continue }
                for place in 0..<width { sum[place] += cells[slot * width + place] }
            }
        }
        return sum
    }

    /// What ``sums(of:month:)`` gave, as pairs of factors.
    func factorSums(_ sums: [Int]) -> FactorSums {
        var rest = sums.dropFirst()
        func take(_ count: Int) -> [Int] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let (tops, bottoms) = (take(factors), take(factors))
        let square = factors * factors
        return FactorSums(
            ballots: sums[0], numerators: tops, denominators: bottoms, squares: take(square),
            mixed: take(square), sizes: take(square))
    }
}
