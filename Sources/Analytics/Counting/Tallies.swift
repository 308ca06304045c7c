/// The rows of numbers that one thread fills.
///
/// What is told month by month stands in a row for each posting and month; how the answers to each
/// item are spread, and what targets ask, is told of the period only, and stands in one for each
/// posting.
struct Tallies: Sendable {
    /// Days that a month can have.
    static let daysMax = 31

    /// Where the numbers of a posting and month go.
    struct Place {
        let month: UnsafeMutablePointer<Int>
        /// The month's place-days; nil where none are kept.
        let days: UnsafeMutablePointer<UInt32>?
    }

    let shape: TallyShape
    private let monthsCount: Int
    private var months: TallyRows<Int>
    private var periods: TallyRows<Int>
    /// For each posting and month its days, for each day ΣS and ΣA of each measure; opened with
    /// the row of ``months``, so that a row has the same number in both.
    private var days: TallyRows<UInt32>
    /// Ballots that came after their month was closed, by place.
    var late: [Int]

    /// - Parameters:
    ///   - places: postings that are counted
    ///   - monthsCount: of the period
    init(_ shape: TallyShape, places: Int, monthsCount: Int) {
        self.shape = shape
        self.monthsCount = monthsCount
        let cells = places * monthsCount
        months = TallyRows(width: shape.monthWidth, cells: cells)
        periods = TallyRows(width: shape.width - shape.monthWidth, cells: places)
        days = TallyRows(
            width: Self.daysMax * shape.clusterMeasures * 2, cells: shape.hasClusters ? cells : 0)
        late = [Int](repeating: 0, count: places)
    }

    /// Gives the row of a posting for counting.
    ///
    /// - Parameter place: of the posting among those counted
    mutating func withPeriod(of place: Int, _ body: (UnsafeMutablePointer<Int>) -> Void) {
        let (row, width) = (periods.open(place), periods.width)
        periods.withRows { periods in
            if let periods { body(periods + row * width) }
        }
    }

    /// Gives the rows of a posting and month for counting.
    ///
    /// - Parameter place: of the posting among those counted
    mutating func withRows(of place: Int, month: Int, _ body: (Place) -> Void) {
        let cell = place * monthsCount + month
        let row = months.open(cell)
        if shape.hasClusters { _ = days.open(cell) }
        let (width, daysWidth) = (months.width, days.width)
        months.withRows { months in
            days.withRows { days in
                guard let months else { return }
                body(
                    Place(
                        month: months + row * width, days: days.map { $0 + row * daysWidth }))
            }
        }
    }

    /// The numbers of some postings together: each month's, ``TallyShape/monthWidth`` many.
    func months(places: [Int]) -> [ArraySlice<Int>] {
        let width = months.width
        let all = [Int](unsafeUninitializedCapacity: monthsCount * width) { sums, count in
            sums.initialize(repeating: 0)
            count = sums.count
            guard let first = sums.baseAddress else { return }
            for place in places {
                for month in 0..<monthsCount {
                    months.add(place * monthsCount + month, to: first + month * width)
                }
            }
        }
        return (0..<monthsCount).map { all[$0 * width..<($0 + 1) * width] }
    }

    /// What is told of the period only: the rest of ``TallyShape/width``.
    func period(places: [Int]) -> [Int] {
        [Int](unsafeUninitializedCapacity: periods.width) { sum, count in
            sum.initialize(repeating: 0)
            count = sum.count
            guard let first = sum.baseAddress else { return }
            for place in places { periods.add(place, to: first) }
        }
    }

    /// Adds what another thread counted of the same postings.
    mutating func merge(_ other: Tallies) {
        months.merge(other.months)
        periods.merge(other.periods)
        days.merge(other.days)
        for place in late.indices { late[place] += other.late[place] }
    }

    /// Turns the place-days into their six sums, once everything is counted.
    mutating func sumUpClusters() {
        guard shape.hasClusters else { return }
        let (measures, shape, rows) = (shape.clusterMeasures, shape, months.count)
        let daysWidth = days.width
        months.withRows { months in
            days.withRows { days in
                guard let months, let days else { return }
                for row in 0..<rows {
                    let sums = months + row * shape.monthWidth + shape.firstCluster
                    for place in 0..<Self.daysMax * measures {
                        let numbers = days + row * daysWidth + place * 2
                        let (good, answers) = (Int(numbers[0]), Int(numbers[1]))
                        guard answers > 0 else { continue }
                        let own = sums + place % measures * TallyShape.sumsWidth
                        own[0] &+= 1
                        own[1] &+= good
                        own[2] &+= answers
                        own[3] &+= good &* good
                        own[4] &+= good &* answers
                        own[5] &+= answers &* answers
                    }
                }
            }
        }
        days = TallyRows(width: 0, cells: 0)
    }
}
