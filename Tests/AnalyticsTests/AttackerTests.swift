import Survey
import Testing

@testable import Analytics

/// An attacker who has every table that an audience is given, knows the tree, and subtracts.
@Suite("An attacker")
struct AttackerTests {
    /// A random tree in tree order: depths, counts with everything below, own counts.
    private struct Tree {
        var depths: [Int] = []
        var own: [Int] = []
        var parents: [Int?] = []

        init(seed: UInt64) {
            var generator = Generator(state: seed)
            func grow(_ parent: Int?, _ depth: Int, _ tree: inout Tree) {
                let unit = tree.depths.count
                tree.depths.append(depth)
                tree.parents.append(parent)
                let sizes = [0, 0, 1, 2, 3, 4, 6, 9, 12, 25, 80]
                tree.own.append(sizes[Int.random(in: 0..<sizes.count, using: &generator)])
                guard depth < 3, tree.depths.count < 30 else { return }
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    grow(unit, depth + 1, &tree)
                }
            }
            for _ in 0..<Int.random(in: 1...2, using: &generator) { grow(nil, 0, &self) }
        }

        var counts: [Int] {
            var sums = own
            for unit in sums.indices.reversed() {
                if let parent = parents[unit] { sums[parent] += sums[unit] }
            }
            return sums
        }
    }

    /// All sums of own parts that shown totals give by adding and subtracting.
    ///
    /// The shown totals are vectors over the units' own parts; whatever follows from them lies in
    /// their span. A cell is given away when a 0/1 vector of a withheld unit's subtree, of an own
    /// part, or of any union of withheld sisters and the part above them lies in it.
    private struct Span {
        private var rows: [[Double]] = []

        func reduced(_ vector: [Double]) -> [Double] {
            var rest = vector
            for row in rows {
                guard let lead = row.firstIndex(where: { abs($0) > 1e-9 }) else { continue }
                let factor = rest[lead] / row[lead]
                for index in rest.indices { rest[index] -= factor * row[index] }
            }
            return rest
        }

        mutating func add(_ vector: [Double]) {
            let rest = reduced(vector)
            if rest.contains(where: { abs($0) > 1e-9 }) { rows.append(rest) }
        }

        func holds(_ vector: [Double]) -> Bool {
            !rows.isEmpty && reduced(vector).allSatisfy { abs($0) < 1e-9 }
        }
    }

    /// A unit's parts; one that is known to be empty is nobody's secret and left out.
    private static func subtree(_ unit: Int, _ tree: Tree) -> [Double] {
        tree.depths.indices.map { other in
            guard tree.own[other] > 0 else { return 0 }
            var next: Int? = other
            while let here = next, here != unit { next = tree.parents[here] }
            return next == unit ? 1 : 0
        }
    }

    /// What the attacker may ask for: each subtree, each own part, each group of sisters with or
    /// without the own part of the unit above.
    private static func cells(_ tree: Tree) -> [[Double]] {
        var cells = tree.depths.indices.map { subtree($0, tree) }
        for unit in tree.depths.indices {
            let own = tree.depths.indices.map { $0 == unit && tree.own[$0] > 0 ? 1.0 : 0 }
            let below = tree.depths.indices.filter { tree.parents[$0] == unit }
            for mask in 0..<1 << below.count {
                var group = [Double](repeating: 0, count: own.count)
                for (place, child) in below.enumerated() where mask >> place & 1 == 1 {
                    group = zip(group, subtree(child, tree)).map { $0 + $1 }
                }
                cells.append(group)
                cells.append(zip(group, own).map { $0 + $1 })
            }
        }
        return cells
    }

    @Test("finds no cell of too few in 400 random trees", arguments: [5, 10])
    func trees(floor: Int) {
        var (withheld, shown) = (0, 0)
        for seed in 1...200 as ClosedRange<UInt64> {
            let tree = Tree(seed: seed &* 7_919)
            let counts = tree.counts
            let flags = TreeWithholding(depths: tree.depths).withheld(
                counts: counts, floor: floor,
                already: [Bool](repeating: false, count: counts.count))
            var span = Span()
            for unit in counts.indices where !flags[unit] { span.add(Self.subtree(unit, tree)) }
            withheld += flags.count { $0 }
            shown += flags.count { !$0 }
            for cell in Self.cells(tree) {
                let count = zip(cell, tree.own).reduce(0) { $0 + Int($1.0) * $1.1 }
                guard count > 0, count < floor else { continue }
                #expect(!span.holds(cell), "seed \(seed)")
            }
        }
        #expect(withheld > 100 && shown > 400)
    }

    @Test("with complements off the same attacker succeeds")
    func defenceOff() {
        var found = 0
        for seed in 1...200 as ClosedRange<UInt64> {
            let tree = Tree(seed: seed &* 7_919)
            let counts = tree.counts
            var span = Span()
            for unit in counts.indices where counts[unit] == 0 || counts[unit] >= 5 {
                span.add(Self.subtree(unit, tree))
            }
            for unit in counts.indices where counts[unit] > 0 && counts[unit] < 5 {
                if span.holds(Self.subtree(unit, tree)) { found += 1 }
            }
        }
        #expect(found > 10)
    }
}
