internal import Survey

/// Dossiers completed, by unit and month of a period: what coverage is measured against.
struct DossierTotals {
    private var completed: [String: [CalendarMonth: Int]] = [:]
    private let months: [CalendarMonth]
    private let isWholeMonths: Bool

    init(_ counts: [DossierCount], period: Period) {
        months = period.months
        isWholeMonths = period.isWholeMonths
        let wanted = Set(months)
        for count in counts where wanted.contains(count.key.period) {
            completed[count.key.unit, default: [:]][count.key.period, default: 0] += count.completed
        }
    }

    /// The dossiers completed by a tree of units.
    ///
    /// - Returns: nil unless the period is made of whole months and each has a row
    func total(of units: Set<String>) -> Int? {
        guard isWholeMonths else { return nil }
        var total = 0
        for month in months {
            let counts = units.compactMap { completed[$0]?[month] }
            guard !counts.isEmpty else { return nil }
            total += counts.reduce(0, +)
        }
        return total
    }
}
