internal import Columns
internal import Survey
import Synchronization

/// One pass over the table: whole numbers for every posting and month of the period.
///
/// Two threads share a long pass. They count into rows of their own, which are added at the end:
/// nothing depends on who counted what.
struct Counter: Sendable {
    /// Ballots under which a second thread costs more than it brings.
    static let sharedFrom = 50_000
    static let threadsMax = 2
    /// Blocks that a thread takes at a time.
    private static let blocksAtATime = 32

    /// A part of a segment for one thread.
    private struct Part: Sendable {
        let segment: Int
        let blocks: Range<Int>
    }

    /// What all threads read.
    private struct Task: Sendable {
        let segments: [Segment]
        let plans: [Int32: FormPlan]
        let selection: BallotSelection
        let period: Period
        let offset: DayOffset
        /// The last row that counts by month of the period, nil while the month is open.
        let lastRows: [Int64?]
        let shape: TallyShape
        /// Empty, for the methods that need them.
        let factors: FactorTallies?
        let parts: [Part]
    }

    /// What one thread counted.
    private struct Counted: Sendable {
        var tallies: Tallies
        var factors: FactorTallies?
    }

    /// Parts still to be counted. One thread takes from the front and one from the back, so that
    /// they meet in one month only and open few rows twice.
    private final class Heap: Sendable {
        private let rest: Mutex<Range<Int>>
        let done = Mutex<[Counted]>([])
        private let backs = Atomic<Int>(0)

        init(_ parts: Range<Int>) { rest = Mutex(parts) }

        /// Whether a newcomer takes from the back.
        func isFromBack() -> Bool {
            backs.wrappingAdd(1, ordering: .relaxed).oldValue % 2 == 1
        }

        func next(fromBack: Bool) -> Int? {
            rest.withLock { rest in
                guard !rest.isEmpty else { return nil }
                if fromBack {
                    rest = rest.lowerBound..<rest.upperBound - 1
                    return rest.upperBound
                }
                rest = rest.lowerBound + 1..<rest.upperBound
                return rest.lowerBound - 1
            }
        }
    }

    let shape: TallyShape
    private let selection: BallotSelection
    private let monthsCount: Int
    private let tallies: Tallies
    /// Sums that only some methods need.
    let factors: FactorTallies?

    /// Counts.
    ///
    /// - Parameters:
    ///   - method: what the tallies are for
    ///   - scopes: of the targets, in the order of the tally
    ///   - period: both days included, at the source's offset
    ///   - units: codes of the units whose ballots count; nil for all
    ///   - threads: at most so many
    ///   - sharedFrom: ballots under which one thread counts alone
    init(
        _ definition: IndexDefinition, method: IndexMethod, scopes: [Target.Scope],
        source: ReportSource, period: Period, units: Set<String>? = nil,
        filter: ReportFilter = ReportFilter(), design: CountingDesign = .ballot,
        threads: Int = Counter.threadsMax, sharedFrom: Int = Counter.sharedFrom
    ) {
        let shape = TallyShape(
            dimensionsCount: definition.dimensions.count, itemsCount: definition.items.count,
            scopesCount: scopes.count, hasClusters: design == .placeDay)
        self.shape = shape
        let key = source.key
        let fields = Dictionary(
            key.fields.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let plans = key.forms.mapValues {
            FormPlan($0, definition: definition, scopes: scopes, fields: fields, shape: shape)
        }
        let selection = BallotSelection(
            filter, units: units, key: key, offset: source.offset)
        self.selection = selection
        let months = period.months
        monthsCount = months.count
        let task = Task(
            segments: source.segments, plans: plans, selection: selection, period: period,
            offset: source.offset, lastRows: source.lastRows(of: months), shape: shape,
            factors: FactorTallies.Kind(method).map {
                FactorTallies(
                    $0, definition,
                    units: selection.postings.map { key.postings[$0]?.unit ?? "" },
                    monthsCount: months.count)
            },
            parts: Self.parts(of: source.segments, plans, selection, period))
        let ballots = task.parts.reduce(0) { $0 + $1.blocks.count * BlockLayout.records }
        let heap = Heap(task.parts.indices)
        Crew.run(ballots < sharedFrom ? 1 : min(threads, Crew.size)) {
            let counted = Self.work(task, heap)
            heap.done.withLock { $0.append(counted) }
        }
        var done = heap.done.withLock { done in
            // Taken out: rows that two hold would be copied with the first that is added.
            defer { done = [] }
            return done
        }
        var sum = done.removeLast()
        for other in done {
            sum.tallies.merge(other.tallies)
            if let theirs = other.factors { sum.factors?.merge(theirs) }
        }
        sum.tallies.sumUpClusters()
        (tallies, factors) = (sum.tallies, sum.factors)
    }

    /// What is to be counted, in the order of the segments.
    private static func parts(
        of segments: [Segment], _ plans: [Int32: FormPlan], _ selection: BallotSelection,
        _ period: Period
    ) -> [Part] {
        // A day's beginning may lie in the UTC month before or after its own.
        let months = period.from.month.ordinal - 1...period.to.month.ordinal + 1
        guard selection.placesCount > 0 else { return [] }
        return segments.enumerated().flatMap { index, segment -> [Part] in
            guard let plan = plans[segment.key.form],
                plan.answersBytes == segment.key.answersBytes,
                months.contains(segment.key.month.ordinal), plan.isCovered || !plan.scopes.isEmpty
            else { return [] }
            let blocks = segment.blocksCount
            return stride(from: 0, to: blocks, by: blocksAtATime).map {
                Part(segment: index, blocks: $0..<min(blocks, $0 + blocksAtATime))
            }
        }
    }

    /// One thread's share.
    private static func work(_ task: Task, _ heap: Heap) -> Counted {
        let monthsCount = task.lastRows.count
        let places = task.selection.placesCount
        var tallies = Tallies(task.shape, places: places, monthsCount: monthsCount)
        var factors = task.factors
        let (runs, count) = (BallotRuns(), BlockCount(task.shape))
        let isFromBack = heap.isFromBack()
        while let number = heap.next(fromBack: isFromBack) {
            let part = task.parts[number]
            let segment = task.segments[part.segment]
            guard let plan = task.plans[segment.key.form],
                let months = SegmentMonths(
                    segment, period: task.period, offset: task.offset, lastRows: task.lastRows)
            else { continue }
            segment.withColumns { columns in
                for block in part.blocks.lazy.map(columns.block) {
                    runs.take(block, task.selection, months) { place in
                        if plan.isCovered { tallies.late[place] += 1 }
                    }
                    guard !runs.isEmpty else { continue }
                    if plan.isCovered { count.read(block, runs, plan) }
                    for stretch in runs.stretches {
                        tallies.withPeriod(of: stretch.place) {
                            count.count(stretch.slots, of: block, plan, runs, into: $0)
                        }
                    }
                    guard plan.isCovered else { continue }
                    runs.each { run in
                        let month = months.months[run.side]
                        tallies.withRows(of: run.place, month: month) {
                            count.count(run, of: block, plan, months, into: $0)
                        }
                        factors?.count(
                            run.slots, of: BlockAnswers(block), valid: count.valid, plan,
                            place: run.place, month: month)
                    }
                }
            }
        }
        return Counted(tallies: tallies, factors: factors)
    }

    /// The tally of some postings together: each month's, and what is told of the period only.
    func tally(postings: [Int32]) -> (months: [ArraySlice<Int>], period: [Int]) {
        let places = postings.compactMap { selection.place(of: $0) }
        return (tallies.months(places: places), tallies.period(places: places))
    }

    /// Ballots of a posting that came after their month of the period was closed.
    func late(posting: Int32) -> Int {
        selection.place(of: posting).map { tallies.late[$0] } ?? 0
    }
}
