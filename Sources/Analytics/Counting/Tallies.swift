/// The rows of numbers that one thread fills: one for each posting and month that has a ballot.
struct Tallies: Sendable {
    /// Days that a month can have.
    static let daysMax = 31

    let shape: TallyShape
    /// Which row belongs to a cell, -1 while there is nothing to count.
    private var rows: [Int32]
    private var rowsCount = 0
    /// Rows side by side, in the order in which they were needed.
    private var values: [Int] = []
    /// For each row its days, for each day ΣS and ΣA of each measure.
    private var clusters: [UInt32] = []
    /// Ballots that came after their month was closed, by place.
    var late: [Int]

    /// Rows that there is room for from the start: what is not used costs an address and no memory.
    private static let rowsReserved = 8_192

    /// - Parameters:
    ///   - cells: places × months
    ///   - places: postings that are counted
    init(_ shape: TallyShape, cells: Int, places: Int) {
        self.shape = shape
        rows = [Int32](repeating: -1, count: cells)
        late = [Int](repeating: 0, count: places)
        let reserved = min(cells, Self.rowsReserved)
        values.reserveCapacity(reserved * shape.width)
        clusters.reserveCapacity(reserved * clusterWidth)
    }

    /// Numbers of a row's clusters.
    private var clusterWidth: Int { Self.daysMax * shape.clusterMeasures * 2 }

    /// Gives a cell's row for counting, and its clusters; the row is opened where there is none.
    mutating func withRow(
        of cell: Int,
        _ body: (UnsafeMutablePointer<Int>, _ clusters: UnsafeMutablePointer<UInt32>?) -> Void
    ) {
        let row = open(cell)
        let (width, clusterWidth) = (shape.width, clusterWidth)
        values.withUnsafeMutableBufferPointer { values in
            clusters.withUnsafeMutableBufferPointer { clusters in
                guard let first = values.baseAddress else { return }
                let days = clusterWidth == 0 ? nil : clusters.baseAddress
                body(first + row * width, days.map { $0 + row * clusterWidth })
            }
        }
    }

    private mutating func open(_ cell: Int) -> Int {
        if rows[cell] < 0 {
            rows[cell] = Int32(rowsCount)
            rowsCount += 1
            values.append(contentsOf: repeatElement(0, count: shape.width))
            clusters.append(contentsOf: repeatElement(0, count: clusterWidth))
        }
        return Int(rows[cell])
    }

    /// Adds a cell's row to a sum; a cell without one adds nothing.
    func add(_ cell: Int, to sum: inout [Int]) {
        guard rows[cell] >= 0 else { return }
        let start = Int(rows[cell]) * shape.width
        values.withUnsafeBufferPointer { values in
            sum.withUnsafeMutableBufferPointer { sum in
                for place in 0..<shape.width { sum[place] &+= values[start + place] }
            }
        }
    }

    /// Adds what another thread counted of the same cells.
    mutating func merge(_ other: Tallies) {
        for (cell, row) in other.rows.enumerated() where row >= 0 {
            let mine = open(cell)
            for place in 0..<shape.width {
                values[mine * shape.width + place] &+= other.values[Int(row) * shape.width + place]
            }
            for place in 0..<clusterWidth {
                clusters[mine * clusterWidth + place] &+=
                    other.clusters[Int(row) * clusterWidth + place]
            }
        }
        for place in late.indices { late[place] += other.late[place] }
    }

    /// Turns the place-days into their six sums, once everything is counted.
    mutating func sumUpClusters() {
        let measures = shape.clusterMeasures
        for row in 0..<rowsCount {
            for measure in 0..<measures {
                let target = row * shape.width + shape.firstCluster + measure * TallyShape.sumsWidth
                for day in 0..<Self.daysMax {
                    let place = row * clusterWidth + (day * measures + measure) * 2
                    let (good, answers) = (Int(clusters[place]), Int(clusters[place + 1]))
                    guard answers > 0 else { continue }
                    values[target] &+= 1
                    values[target + 1] &+= good
                    values[target + 2] &+= answers
                    values[target + 3] &+= good &* good
                    values[target + 4] &+= good &* answers
                    values[target + 5] &+= answers &* answers
                }
            }
        }
        clusters = []
    }
}
