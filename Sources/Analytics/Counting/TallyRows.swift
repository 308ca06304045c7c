/// Rows of numbers side by side, one for each cell that has something to count.
///
/// A cell is a posting, or a posting and month; most offices count in few of those that there are.
struct TallyRows<Number: FixedWidthInteger & Sendable>: Sendable {
    /// Rows that there is room for from the start: what is not used costs an address and no memory.
    private static var reserved: Int { 8_192 }

    /// Numbers of a row.
    let width: Int
    /// Which row belongs to a cell, -1 while there is nothing to count.
    private var places: [Int32]
    private var values: [Number] = []
    /// Rows, in the order in which they were needed.
    private(set) var count = 0

    init(width: Int, cells: Int) {
        self.width = width
        places = [Int32](repeating: -1, count: cells)
        values.reserveCapacity(min(cells, Self.reserved) * width)
    }

    /// Opens a cell's row where there is none.
    ///
    /// - Returns: its number
    mutating func open(_ cell: Int) -> Int {
        if places[cell] < 0 {
            places[cell] = Int32(count)
            count += 1
            values.append(contentsOf: repeatElement(0, count: width))
        }
        return Int(places[cell])
    }

    /// Gives all rows for counting; the pointer is nil where there is none, or nothing in it.
    mutating func withRows<R>(_ body: (UnsafeMutablePointer<Number>?) -> R) -> R {
        values.withUnsafeMutableBufferPointer { body($0.isEmpty ? nil : $0.baseAddress) }
    }

    /// Adds a cell's row to a sum of as many numbers; a cell without one adds nothing.
    func add(_ cell: Int, to sum: UnsafeMutablePointer<Number>) {
        guard places[cell] >= 0 else { return }
        values.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress else { return }
            let row = first + Int(places[cell]) * width
            for place in 0..<width { sum[place] &+= row[place] }
        }
    }

    /// Adds what another thread counted of the same cells.
    mutating func merge(_ other: TallyRows) {
        for (cell, row) in other.places.enumerated() where row >= 0 {
            let mine = open(cell) * width
            let theirs = Int(row) * width
            for place in 0..<width { values[mine + place] &+= other.values[theirs + place] }
        }
    }
}
