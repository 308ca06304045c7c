internal import Columns
internal import Statistics
internal import Survey

/// Sums that only some methods need, kept beside the tallies of one scan: all pairs of factors of a
/// ballot (``Statistics/FactorSums``), or how many ballots are satisfied throughout.
///
/// Kept by unit and month and not by posting, because a set of 22 items takes 12 KB; beyond
/// ``monthsMax`` months by unit alone. Whole numbers, so nothing depends on an order.
struct FactorTallies: Sendable {
    /// What a factor is.
    enum Kind: Sendable {
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
    private let satisfied: [Bool]
    private let monthsCount: Int
    /// Number of the unit by the posting's place, and by its code.
    private let unitOfPlace: [Int]
    private let units: [String: Int]
    /// Which cell belongs to a unit (and month), -1 while there is nothing to count.
    private var slots: [Int32]
    private var cells: [Int] = []

    /// - Parameter codes: the unit of each of the counter's places
    init(
        _ kind: Kind, _ definition: IndexDefinition, units codes: [String], monthsCount: Int
    ) {
        self.kind = kind
        self.monthsCount = monthsCount
        switch kind {
        case .dimensions: factors = max(1, definition.dimensions.count)
        case .items: factors = definition.items.count
        case .ballots: factors = 0
        }
        width = kind == .ballots ? 2 : 1 + 2 * factors + 3 * factors * factors
        keepsMonths = factors <= Self.fewFactors || monthsCount <= Self.monthsMax
        satisfied = (0..<16).map { definition.satisfied.contains($0) }
        var units: [String: Int] = [:]
        unitOfPlace = codes.map { code in
            let number = units[code] ?? units.count
            units[code] = number
            return number
        }
        self.units = units
        slots = [Int32](repeating: -1, count: units.count * (keepsMonths ? monthsCount : 1))
    }

    /// Counts valid ballots of one posting and month.
    ///
    /// - Parameters:
    ///   - run: where they lie in their block
    ///   - valid: not 0 for each that is valid
    ///   - place: of the posting among those counted
    mutating func count(
        _ run: Range<Int>, of answers: BlockAnswers, valid: UnsafePointer<UInt8>,
        _ plan: FormPlan, place: Int, month: Int
    ) {
        var values = [Int](repeating: 0, count: plan.items.count)
        var top = [Int](repeating: 0, count: factors)
        var bottom = top
        for slot in run where valid[slot] != 0 {
            let cell = Int(self.slot(unit: unitOfPlace[place], month: month)) * width
            for (index, item) in plan.items.enumerated() {
                values[index] = Int(answers.value(at: item.offset, of: slot))
            }
            switch kind {
            case .ballots: countWhole(values, into: cell)
            case .dimensions, .items:
                fill(&top, &bottom, values, plan)
                addPairs(top, bottom, into: cell)
            }
        }
    }

    /// Adds what another thread counted of the same units.
    mutating func merge(_ other: FactorTallies) {
        let perUnit = keepsMonths ? monthsCount : 1
        for (index, theirs) in other.slots.enumerated() where theirs >= 0 {
            let mine = Int(slot(unit: index / perUnit, month: index % perUnit)) * width
            for place in 0..<width {
                cells[mine + place] += other.cells[Int(theirs) * width + place]
            }
        }
    }

    private mutating func slot(unit: Int, month: Int) -> Int32 {
        let index = keepsMonths ? unit * monthsCount + month : unit
        if slots[index] < 0 {
            slots[index] = Int32(cells.count / width)
            cells.append(contentsOf: repeatElement(0, count: width))
        }
        return slots[index]
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
        for (place, item) in plan.items.enumerated() where (1...5).contains(values[place]) {
            switch kind {
            case .items:
                (top[item.number], bottom[item.number]) = (values[place] - 1, 4)
            case .dimensions, .ballots:
                top[item.dimension] += satisfied[values[place]] ? 1 : 0
                bottom[item.dimension] += 1
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
