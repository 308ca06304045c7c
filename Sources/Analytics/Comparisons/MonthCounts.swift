internal import Survey

/// Ballots by unit and month of a period, and the forms they were given on.
struct MonthCounts {
    /// What was counted of one unit or tree in one month.
    struct Cell {
        var sums = BallotSums()
        /// Ballots by the form's place among ``BallotScan/forms``.
        var forms: [Int]
    }

    let scan: BallotScan
    private let monthsCount: Int
    /// Which cell belongs to a unit and month, -1 where there is none.
    private var places: [Int32]
    private var cells: [Cell] = []

    init(_ scan: BallotScan, _ rule: BallotRule, _ period: Period) {
        let empty = Cell(forms: [Int](repeating: 0, count: scan.forms.count))
        let monthsCount = period.months.count
        var places = [Int32](repeating: -1, count: scan.units.count * monthsCount)
        var cells: [Cell] = []
        scan.each(in: period) { ballot in
            let place = ballot.unit * monthsCount + ballot.month
            if places[place] < 0 {
                places[place] = Int32(cells.count)
                cells.append(empty)
            }
            let cell = Int(places[place])
            cells[cell].sums.count(ballot, rule)
            cells[cell].forms[ballot.form] += 1
        }
        self.scan = scan
        self.monthsCount = monthsCount
        self.places = places
        self.cells = cells
    }

    /// Whether a unit itself has ballots.
    func hasBallots(_ code: String) -> Bool {
        guard let unit = scan.units.firstIndex(of: code) else { return false }
        return places[unit * monthsCount..<(unit + 1) * monthsCount].contains { $0 >= 0 }
    }

    /// - Parameter units: places among the scan's
    func month(_ month: Int, of units: [Int]) -> Cell {
        let empty = Cell(forms: [Int](repeating: 0, count: scan.forms.count))
        return units.reduce(into: empty) { sum, unit in
            let place = places[unit * monthsCount + month]
            guard place >= 0 else { return }
            sum.sums += cells[Int(place)].sums
            for form in sum.forms.indices { sum.forms[form] += cells[Int(place)].forms[form] }
        }
    }
}
