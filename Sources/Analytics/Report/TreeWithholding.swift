internal import Survey

/// Which cells of a tree must be withheld so that no cell of too few can be worked out.
///
/// A unit's count is the sum of the units below it and of its own part, which no page shows but
/// anybody can subtract. So a cell of too few (1 up to the floor) is withheld, with everything
/// below it, and then the smallest of its sisters as long as what a shown unit withholds of itself
/// adds up to too few. Since what lies below a withheld unit is withheld too, all that can be
/// worked out are those sums: each is 0 or at least the floor.
struct TreeWithholding {
    /// By unit: those directly below it, and those with nothing above.
    private let children: [[Int]]
    private let roots: [Int]

    /// - Parameter depths: of units in tree order: each after its parent, one deeper
    init(depths: [Int]) {
        var children = [[Int]](repeating: [], count: depths.count)
        var roots: [Int] = []
        var line: [Int] = []
        for (unit, depth) in depths.enumerated() {
            line.removeLast(max(0, line.count - depth))
            if let parent = line.last { children[parent].append(unit) } else { roots.append(unit) }
            line.append(unit)
        }
        self.children = children
        self.roots = roots
    }

    /// - Parameters:
    ///   - counts: of each unit with everything below it
    ///   - floor: the smallest count that may be shown besides 0
    ///   - already: units that are withheld whatever their count
    /// - Returns: one flag a unit
    func withheld(counts: [Int], floor: Int, already: [Bool]) -> [Bool] {
        descend(already, isFew: { Self.isFew(counts[$0], floor) }) { unit, below, flags in
            cover(unit, below, counts, floor, &flags)
        }
    }

    /// From the roots down: a root of too few is withheld, and below a withheld unit all is.
    ///
    /// - Parameter cover: withholds what it must of the units right below a shown one
    private func descend(
        _ already: [Bool], isFew: (Int) -> Bool,
        cover: (_ unit: Int, _ below: [Int], _ flags: inout [Bool]) -> Void
    ) -> [Bool] {
        var flags = already
        var waiting = roots
        for root in roots where isFew(root) { flags[root] = true }
        while let unit = waiting.popLast() {
            let below = children[unit]
            waiting += below
            if flags[unit] {
                for child in below { flags[child] = true }
            } else {
                cover(unit, below, &flags)
            }
        }
        return flags
    }

    /// Withholds units below a shown one until what is hidden of it is nothing or enough.
    private func cover(
        _ unit: Int, _ below: [Int], _ counts: [Int], _ floor: Int, _ flags: inout [Bool]
    ) {
        for child in below where Self.isFew(counts[child], floor) { flags[child] = true }
        let own = counts[unit] - below.reduce(0) { $0 + counts[$1] }
        var hidden = below.reduce(0) { $0 + (flags[$1] ? counts[$1] : 0) }
        if Self.isFew(own, floor) { hidden += own }
        // With none left the unit's own part, which nobody is shown, covers the rest.
        let shown = below.map { flags[$0] ? 0 : counts[$0] }
        for place in Self.cover(hidden, by: shown, floor: floor) { flags[below[place]] = true }
    }

    /// Which shown cells of a sum must be withheld too, the smallest first, until what is hidden of
    /// it is nothing or enough.
    ///
    /// - Parameters:
    ///   - hidden: what of the sum is hidden already
    ///   - shown: the count of each cell that is shown, 0 for any other
    /// - Returns: places among the cells
    static func cover(_ hidden: Int, by shown: [Int], floor: Int) -> [Int] {
        var hidden = hidden
        var places: [Int] = []
        for place in shown.indices.sorted(by: { (shown[$0], $0) < (shown[$1], $1) })
        where shown[place] > 0 && isFew(hidden, floor) {
            hidden += shown[place]
            places.append(place)
        }
        return places
    }

    private static func isFew(_ count: Int, _ floor: Int) -> Bool { count > 0 && count < floor }

    /// Withholds months until what is hidden of a unit's period is nothing or enough.
    ///
    /// - Parameters:
    ///   - months: by month, one count a unit
    ///   - flags: by month, one flag a unit; a month withheld of a unit is withheld below it too
    ///   - rows: units withheld altogether
    func coverMonths(_ months: [[Int]], floor: Int, rows: [Bool], _ flags: inout [[Bool]]) {
        for unit in rows.indices where !rows[unit] {
            let shown = months.indices.map { flags[$0][unit] ? 0 : months[$0][unit] }
            let hidden = months.reduce(0) { $0 + $1[unit] } - shown.reduce(0, +)
            for month in Self.cover(hidden, by: shown, floor: floor) {
                withhold(unit, in: &flags[month])
            }
        }
    }

    /// Which units must not show how their answers are spread over some cells.
    ///
    /// Cells cross units, and what covers one line may be worked out along the other. So sisters
    /// show their cells together, or none of them does and nothing below them: then only their sum
    /// is known, which is the unit's above.
    ///
    /// - Parameters:
    ///   - cells: each unit's, with everything below it
    ///   - already: units that show no cell whatever they hold
    func withheldTogether(_ cells: [[Int]], floor: Int, already: [Bool]) -> [Bool] {
        descend(already, isFew: { Self.isFew(cells[$0], floor) }) { unit, below, flags in
            // What is left of the unit's cells without the sisters that would be shown.
            let shown = below.filter { !already[$0] }
            let rest = cells[unit].indices.map { cell in
                cells[unit][cell] - shown.reduce(0) { $0 + cells[$1][cell] }
            }
            guard Self.isFew(rest, floor) || shown.contains(where: { Self.isFew(cells[$0], floor) })
            else { return }
            for child in below { flags[child] = true }
        }
    }

    private static func isFew(_ cells: [Int], _ floor: Int) -> Bool {
        cells.contains { isFew($0, floor) }
    }

    private func withhold(_ unit: Int, in flags: inout [Bool]) {
        var waiting = [unit]
        while let next = waiting.popLast() {
            flags[next] = true
            waiting += children[next]
        }
    }
}
