internal import Statistics

/// What `estimate` is asked: which columns mean what, and how limits are made.
struct EstimateQuery {
    /// Columns of scores, each once, in the order asked.
    var scores: [String]
    /// Scores that count as satisfied.
    let satisfied: Set<Int>
    /// Scores that can be; anything else is a mistake in the table.
    let scale: ClosedRange<Int>
    let strata: String?
    let cluster: String?
    let weight: String?
    let population: String?
    /// The column of groups, one row of the result for each.
    let group: String?
    /// nil takes Korn–Graubard under a design, else Wilson.
    let method: IntervalMethod?
    let level: Double

    /// Whether anything is known of how the sample was drawn.
    var hasDesign: Bool {
        [strata, cluster, weight, population].contains { $0 != nil }
    }

    var usedMethod: IntervalMethod { method ?? (hasDesign ? .kornGraubard : .wilson) }

    /// The scale where none is given: 1…5, whose top levels satisfy by default; of other satisfied
    /// levels 0…10, or up to the highest.
    static func usualScale(satisfied: Set<Int>) -> ClosedRange<Int> {
        let top = satisfied.max() ?? 5
        return [4, 5].contains(top) ? 1...5 : 0...max(10, top)
    }

    /// The same with score columns that a list such as `q1,q2` may stand for, and every other
    /// column that is named.
    ///
    /// - Returns: nil where a column is not there
    func resolved(in columns: Set<String>) -> EstimateQuery? {
        var query = self
        query.scores = []
        for name in scores {
            let parts = columns.contains(name) ? [name] : Self.parts(of: name)
            for part in parts where !query.scores.contains(part) { query.scores.append(part) }
        }
        return (query.scores + query.others).allSatisfy(columns.contains) ? query : nil
    }

    /// What a list such as `q1,q2` names.
    static func parts(of list: String) -> [String] {
        list.split(separator: ",").map { TableHeading.plain(String($0)) }
    }

    /// Named columns besides those of scores.
    var others: [String] { [strata, cluster, weight, population, group].compactMap(\.self) }
}
