internal import Columns
internal import Survey

/// Finds in a block of a segment the ballots that count, and which of them lie side by side.
///
/// A segment's ballots mostly stand posting by posting, so that a run is long and a block without a
/// posting asked for is passed over at once; nothing but speed relies on that. Each filter is a
/// pass over the runs, so a filter that is not set costs nothing.
///
/// The only memory read here is a block's, whose columns have their full length; numbers found in
/// it look into tables only after they were held against the tables' ends.
final class BallotRuns {
    /// Ballots side by side of one posting.
    struct Stretch {
        /// Of the posting among those counted.
        let place: Int
        /// Where they lie in the block; not all of them need count.
        let slots: Range<Int>
    }

    /// Those of a stretch that are of one month.
    struct Run {
        /// Of the posting among those counted.
        let place: Int
        /// Which of the segment's two months of the office's days.
        let side: Int
        /// Where they lie in the block; not all of them need count.
        let slots: Range<Int>
        /// How many count.
        fileprivate(set) var ballots: Int
    }

    /// Ballots looked at together.
    private static let stride = 16

    /// In the slots of each stretch: 255 for a ballot that counts, else 0; whole vectors beyond it.
    let counted = UnsafeMutablePointer<UInt8>.allocate(capacity: BlockCount.room)
    private var runs: [Run] = []
    /// Those that have runs.
    private(set) var stretches: [Stretch] = []

    init() {
        counted.initialize(repeating: 0, count: BlockCount.room)
    }

    deinit { counted.deallocate() }

    /// Selects the ballots of a block.
    ///
    /// - Parameter late: gets the place of each ballot that came after its month was closed
    func take(
        _ block: SegmentBlock, _ selection: BallotSelection, _ months: SegmentMonths,
        late: (Int) -> Void = { _ in }
    ) {
        runs.removeAll(keepingCapacity: true)
        stretches.removeAll(keepingCapacity: true)
        let postings = block.words(.posting)
        var slot = 0
        while slot < block.count {
            let end = Self.end(ofRunAt: slot, of: postings, block.count)
            if let place = selection.place(of: Int32(bitPattern: postings[slot])) {
                add(place, slot..<end, block.words(.seconds), months)
            }
            slot = end
        }
        guard !runs.isEmpty else { return }
        keep(block, selection)
        for index in runs.indices where months.hasLate[runs[index].side] {
            let (rows, last) = (block.words(.row), months.lastRows[runs[index].side])
            for slot in runs[index].slots where counted[slot] != 0 && rows[slot] > last {
                counted[slot] = 0
                runs[index].ballots -= 1
                late(runs[index].place)
            }
        }
    }

    /// Whether the block has no ballot of a posting asked for.
    var isEmpty: Bool { runs.isEmpty }

    /// Where the slots of all stretches lie; empty where there is none.
    var hull: Range<Int> {
        guard let first = stretches.first, let last = stretches.last else { return 0..<0 }
        return first.slots.lowerBound..<last.slots.upperBound
    }

    /// Gives each run that has a ballot.
    func each(_ body: (Run) -> Void) {
        for run in runs where run.ballots > 0 { body(run) }
    }

    /// One past the last slot that has the posting of the first, without a gap.
    private static func end(
        ofRunAt start: Int, of postings: UnsafePointer<UInt32>, _ count: Int
    ) -> Int {
        let posting = SIMD16<UInt32>(repeating: postings[start])
        var slot = start + 1
        while slot + stride <= count {
            let other =
                UnsafeRawPointer(postings + slot).loadUnaligned(as: SIMD16<UInt32>.self) ^ posting
            let eight = other.lowHalf | other.highHalf
            let four = eight.lowHalf | eight.highHalf
            let two = unsafeBitCast(four, to: SIMD2<UInt64>.self)
            guard two[0] | two[1] == 0 else { break }
            slot += stride
        }
        while slot < count, postings[slot] == postings[start] { slot += 1 }
        return slot
    }

    /// The ballots of one posting: those of the period count, and each month's are a run.
    private func add(
        _ place: Int, _ slots: Range<Int>, _ seconds: UnsafePointer<UInt32>,
        _ months: SegmentMonths
    ) {
        let (counted, runsBefore) = (counted, runs.count)
        var from = slots.lowerBound
        while from < slots.upperBound {
            let side = seconds[from] < months.secondMonth ? 0 : 1
            let window = months.windows[side]
            var to = Self.end(within: window, from: from, of: seconds, slots.upperBound)
            if to > from {
                (counted + from).update(repeating: 255, count: to - from)
                runs.append(Run(place: place, side: side, slots: from..<to, ballots: to - from))
            } else {
                // Beyond the period: in no run.
                counted[from] = 0
                to = from + 1
            }
            from = to
        }
        if runs.count > runsBefore { stretches.append(Stretch(place: place, slots: slots)) }
    }

    /// One past the last slot whose moment lies in a window, without a gap.
    private static func end(
        within window: SegmentMonths.Window, from start: Int, of seconds: UnsafePointer<UInt32>,
        _ count: Int
    ) -> Int {
        var slot = start
        while slot + stride <= count {
            let values = UnsafeRawPointer(seconds + slot).loadUnaligned(as: SIMD16<UInt32>.self)
            // A window is shorter than 2³¹ s: the highest bit is set where a moment lies before
            // it or behind it, half the cost of comparing without a sign.
            let after = values &- window.first
            let beyond = after | (window.length &- 1 &- after)
            let eight = beyond.lowHalf | beyond.highHalf
            let four = eight.lowHalf | eight.highHalf
            guard (four.x | four.y | four.z | four.w) &>> 31 == 0 else { break }
            slot += stride
        }
        while slot < count, seconds[slot] &- window.first < window.length { slot += 1 }
        return slot
    }

    private func keep(_ block: SegmentBlock, _ selection: BallotSelection) {
        if let hours = selection.hours {
            let east = UInt32(truncatingIfNeeded: 86_400 * 2 + selection.secondsEast)
            keep(block.words(.seconds)) { value in
                // In two steps, for the sum may lie beyond 2³².
                hours[Int((value % 86_400 + east) % 86_400) / 3600]
            }
        }
        if let procedures = selection.procedures {
            keep(block.words(.procedure)) { $0 < procedures.count && procedures[Int($0)] }
        }
        if let fields = selection.fields {
            keep(block.words(.field)) { $0 < fields.count && fields[Int($0)] }
        }
        if let channels = selection.channels {
            keep(block.bytes(.channel)) { channels[Int($0)] }
        }
        if let outcomes = selection.outcomes {
            keep(block.bytes(.respondentAndOutcome)) { outcomes[Int($0)] }
        }
    }

    @inline(__always)
    private func keep<Value>(_ column: UnsafePointer<Value>, _ isKept: (Value) -> Bool) {
        let counted = counted
        for index in runs.indices {
            var ballots = 0
            for slot in runs[index].slots {
                counted[slot] &= isKept(column[slot]) ? 255 : 0
                ballots &+= Int(counted[slot] & 1)
            }
            runs[index].ballots = ballots
        }
    }
}
