internal import Survey

/// Ballots of a period by form version, unit and channel.
struct ChannelCounts {
    /// Channels by their number; 0 for none that is known.
    static let width = Channel.allCases.count + 1

    private let forms: [Questionnaire]
    private let unitsCount: Int
    private let cells: [BallotSums]
    /// Of the months that the period touches, those with half their days in it or more; a day or
    /// two of a month say nothing.
    let months: [Int]
    private let monthsTouched: Int
    /// By unit and month touched, whether there is a ballot.
    private let held: [Bool]

    init(_ scan: BallotScan, _ period: Period, _ rule: BallotRule) {
        let touched = period.months
        let monthsCount = touched.count
        months = touched.indices.filter { index in
            let month = touched[index]
            let days = month.lastDay.daysSince1970 - month.firstDay.daysSince1970 + 1
            return period.clipped(to: month).map {
                2 * ($0.to.daysSince1970 - $0.from.daysSince1970 + 1) >= days
            } ?? false
        }
        var held = [Bool](repeating: false, count: scan.units.count * monthsCount)
        forms = scan.forms
        let unitsCount = scan.units.count
        self.unitsCount = unitsCount
        var cells = [BallotSums](
            repeating: .init(), count: scan.forms.count * unitsCount * Self.width)
        scan.each(in: period) { ballot in
            let row = ballot.form * unitsCount + ballot.unit
            cells[row * Self.width + ballot.channel].count(ballot, rule)
            held[ballot.unit * monthsCount + ballot.month] = true
        }
        self.cells = cells
        monthsTouched = monthsCount
        self.held = held
    }

    /// How many of ``months`` have a ballot.
    ///
    /// - Parameter units: places among the scan's
    func months(of units: [Int]) -> Int {
        months.count { month in units.contains { held[$0 * monthsTouched + month] } }
    }

    /// One for each channel, by its number.
    ///
    /// - Parameter units: places among the scan's
    func sums(of units: [Int]) -> [BallotSums] {
        var sums = [BallotSums](repeating: .init(), count: Self.width)
        for form in forms.indices {
            for unit in units {
                for channel in sums.indices { sums[channel] += cells[place(form, unit, channel)] }
            }
        }
        return sums
    }

    /// The form versions that were answered, by id and version.
    func uses(of units: [Int]) -> [FormUse] {
        forms.indices.compactMap { form in
            let count = count(form, of: units)
            return count == 0
                ? nil
                : FormUse(
                    form: forms[form].id, version: forms[form].version, responses: count)
        }
    }

    /// Places among a definition's items that were asked by levels.
    func items(of units: [Int], _ definition: IndexDefinition) -> Set<Int> {
        var asked: Set<Int> = []
        for place in forms.indices where count(place, of: units) > 0 {
            let form = forms[place]
            for (item, id) in definition.items.enumerated() {
                if let index = form.index(of: id), form.items[index].kind == .score {
                    asked.insert(item)
                }
            }
        }
        return asked
    }

    private func count(_ form: Int, of units: [Int]) -> Int {
        units.reduce(0) { sum, unit in
            (0..<Self.width).reduce(sum) { $0 + cells[place(form, unit, $1)].responses }
        }
    }

    private func place(_ form: Int, _ unit: Int, _ channel: Int) -> Int {
        (form * unitsCount + unit) * Self.width + channel
    }
}
