internal import Columns
internal import Survey

/// The months of a period in which a segment's ballots lie: a UTC month touches two months of the
/// office's days.
struct SegmentMonths {
    /// Seconds of one of the two months that lie in the period.
    struct Window {
        /// Whole seconds since 1970.
        let first: UInt32
        /// Less than two months.
        let length: UInt32
    }

    let windows: [Window]
    /// The first second of the second month.
    let secondMonth: UInt32
    /// Places of the two among the period's months; one may lie outside, where nothing counts.
    let months: [Int]
    /// The last row, as it is stored, that came before each of the two was closed.
    let lastRows: [UInt32]
    /// Whether some ballots of the segment came later.
    let hasLate: [Bool]
    /// The first second of the first month: what days are counted from.
    private let firstMonthSecond: Int
    private let lengths: [Int]

    /// - Parameter lastRows: by month of the period, the last row that counts; nil while it is open
    /// - Returns: nil where no moment of the segment lies in the period
    init?(_ segment: Segment, period: Period, offset: DayOffset, lastRows: [Int64?]) {
        func second(_ moment: Timestamp) -> Int { Int(moment.milliseconds / 1000) }
        let first = segment.key.month.firstDay.start(at: .utc).day(at: offset).month
        let beginning = second(first.firstDay.start(at: offset))
        let boundary = second(first.next.firstDay.start(at: offset))
        let moments = period.moments(at: offset)
        let from = max(0, beginning, second(moments.lowerBound))
        // What is stored as the last second stands for any later one, and counts nowhere.
        let to = min(
            Int(UInt32.max), second(first.next.next.firstDay.start(at: offset)),
            second(moments.upperBound))
        guard from < to else { return nil }
        let middle = max(from, min(to, boundary))
        windows = [(from, middle), (middle, to)].map {
            Window(first: UInt32($0), length: UInt32($1 - $0))
        }
        secondMonth = UInt32(clamping: boundary)
        firstMonthSecond = beginning
        lengths = [0, (boundary - beginning) / 86_400]
        let place = first.ordinal - period.from.month.ordinal
        months = [place, place + 1]
        let last = months.map { lastRows.indices.contains($0) ? lastRows[$0] : nil }
        self.lastRows = last.map { BlockLayout.storedRow($0 ?? .max) }
        hasLate = last.map { $0.map { $0 < segment.lastRow } ?? false }
    }

    /// The day of a moment within its month, from 0.
    ///
    /// - Parameter side: 0 for the first of the two months, 1 for the second
    @inline(__always)
    func day(of second: UInt32, side: Int) -> Int {
        (Int(second) &- firstMonthSecond) / 86_400 &- lengths[side]
    }
}
