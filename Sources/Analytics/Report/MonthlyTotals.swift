internal import Survey

/// Whole numbers that units have by month, added up over a tree and a period; known only where the
/// period is made of whole months and each has a row.
struct MonthlyTotals {
    private var rows: [String: [CalendarMonth: [Int]]] = [:]
    private let months: [CalendarMonth]
    private let isWholeMonths: Bool

    init(period: Period) {
        months = period.months
        isWholeMonths = period.isWholeMonths
    }

    /// Adds to what a unit has in a month; of another time, or beside a part of a month, nothing is
    /// ever asked.
    mutating func add(_ numbers: [Int], unit: String, month: CalendarMonth) {
        guard isWholeMonths, let first = months.first, let last = months.last, month >= first,
            month <= last
        else { return }
        var sum = rows[unit]?[month] ?? [Int](repeating: 0, count: numbers.count)
        for place in numbers.indices { sum[place] += numbers[place] }
        rows[unit, default: [:]][month] = sum
    }

    /// - Returns: nil unless the period is made of whole months and each has a row of the tree
    func total(of tree: Set<String>) -> [Int]? {
        guard isWholeMonths else { return nil }
        var total: [Int] = []
        for month in months {
            let found = tree.compactMap { rows[$0]?[month] }
            guard let first = found.first else { return nil }
            if total.isEmpty { total = [Int](repeating: 0, count: first.count) }
            for numbers in found { total = zip(total, numbers).map { $0 + $1 } }
        }
        return total
    }

    /// One unit's own months, one by one.
    ///
    /// - Returns: nil unless the period is made of whole months and each has a row of the unit
    func months(of unit: String) -> [[Int]]? {
        guard isWholeMonths else { return nil }
        let found = months.compactMap { rows[unit]?[$0] }
        return found.count == months.count ? found : nil
    }
}
