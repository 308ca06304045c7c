internal import Survey

/// Ballots of a period by unit and channel.
struct ChannelCounts {
    /// Channels by their number; 0 for none that is known.
    static let width = Channel.allCases.count + 1

    private var cells: [BallotSums]

    init(_ scan: BallotScan, _ period: Period, _ rule: BallotRule) {
        var cells = [BallotSums](repeating: .init(), count: scan.units.count * Self.width)
        scan.each(in: period) { ballot in
            cells[ballot.unit * Self.width + ballot.channel].count(ballot, rule)
        }
        self.cells = cells
    }

    /// One for each channel, by its number.
    func sums(of units: [Int]) -> [BallotSums] {
        (0..<Self.width).map { channel in
            units.reduce(into: BallotSums()) { $0 += cells[$1 * Self.width + channel] }
        }
    }
}

/// Which form versions a period's ballots were given on, by unit.
struct FormUses {
    private let forms: [(number: Int32, form: Questionnaire)]
    private let counts: [Int]

    init(_ scan: BallotScan, _ period: Period, _ key: RecordKey) {
        let forms = key.forms.sorted {
            ($0.value.id, $0.value.version) < ($1.value.id, $1.value.version)
        }
        .map { (number: $0.key, form: $0.value) }
        let places = Dictionary(
            uniqueKeysWithValues: forms.enumerated().map { ($1.number, $0) })
        var counts = [Int](repeating: 0, count: scan.units.count * forms.count)
        scan.each(in: period) { ballot in
            guard let place = places[ballot.form] else { return }
            counts[ballot.unit * forms.count + place] += 1
        }
        self.forms = forms
        self.counts = counts
    }

    /// The form versions that were answered, by id and version.
    func list(of units: [Int]) -> [FormUse] {
        forms.indices.compactMap { place in
            let count = count(place, of: units)
            return count == 0
                ? nil
                : FormUse(
                    form: forms[place].form.id, version: forms[place].form.version,
                    responses: count)
        }
    }

    /// Places among a definition's items that were asked by levels.
    func items(of units: [Int], _ definition: IndexDefinition) -> Set<Int> {
        var asked: Set<Int> = []
        for place in forms.indices where count(place, of: units) > 0 {
            let form = forms[place].form
            for (item, id) in definition.items.enumerated() {
                if let index = form.index(of: id), form.items[index].kind == .score {
                    asked.insert(item)
                }
            }
        }
        return asked
    }

    private func count(_ place: Int, of units: [Int]) -> Int {
        units.reduce(0) { $0 + counts[$1 * forms.count + place] }
    }
}
