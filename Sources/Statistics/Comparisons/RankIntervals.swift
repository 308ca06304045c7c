internal import Glibc

/// The level at which each of several independent intervals must be taken so that all hold
/// together.
///
/// - Parameters:
///   - level: the joint confidence, 0 < level < 1
///   - count: intervals, ≥ 1
/// - Returns: level^(1/count)
/// - Source: Z. Šidák, JASA 62 (1967) 626–633
public func simultaneousLevel(_ level: Double, count: Int) -> Double {
    precondition(level > 0 && level < 1 && count >= 1, "a level in 0...1, one interval or more")
    return exp(log(level) / Double(count))
}

/// The ranks that simultaneous intervals leave open, for all units at once.
///
/// A unit ranks behind those whose interval lies wholly above its own and before those wholly
/// below; touching or overlapping intervals decide nothing. With intervals at
/// ``simultaneousLevel(_:count:)`` of independent samples all true ranks lie inside with at least
/// the joint confidence. Wide ranks are the honest answer for like units.
/// - Parameter intervals: one a unit, of any method, each at the simultaneous level
/// - Returns: one a unit, in the order given
/// - Source: M. Klein, T. Wright & J. Wieczorek, JRSS A 183 (2020) 589–606;
///   analytics/methods/ranking.md
public func rankIntervals(_ intervals: [Interval]) -> [RankInterval] {
    let lowers = intervals.map(\.lower).sorted()
    let uppers = intervals.map(\.upper).sorted()
    return intervals.map { own in
        let above = intervals.count - firstIndex(in: lowers) { $0 > own.upper }
        let below = firstIndex(in: uppers) { $0 >= own.lower }
        return RankInterval(best: above + 1, worst: intervals.count - below)
    }
}

/// The first place of a sorted list from which on a condition holds; its count where none does.
private func firstIndex(in sorted: [Double], where holds: (Double) -> Bool) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
        let middle = (low + high) / 2
        if holds(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
}
