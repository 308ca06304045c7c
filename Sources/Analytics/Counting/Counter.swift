internal import Columns
internal import Survey

/// One pass over the table: whole numbers for every posting and month of the period.
struct Counter {
    /// Numbers of postings lie below this: the store counts them from 1.
    static let postingsMax = 1 << 24
    /// Records whose tallies are looked up before they are counted.
    private static let chunk = 4_096

    let shape: TallyShape
    private let plans: [Int32: FormPlan]
    private let rules: CountingRules
    private let seconds: Range<UInt32>
    private let segmentMonths: ClosedRange<CalendarMonth>
    private let firstDaySeconds: Int
    /// Month of the period for each of its days.
    private let monthOfDay: [Int]
    private let monthsCount: Int

    /// Place among the known postings by the posting's number, -1 for an unknown one.
    private let placeOfPosting: [Int32]
    /// Which tally belongs to a posting and month, -1 while there is nothing to count.
    private var rows: [Int32]
    /// Tallies side by side, in the order in which they were needed.
    private var tallies: [Int] = []
    private var talliesCount = 0
    /// The last row that counts by month of the period, nil while the month is open.
    private let lastRows: [Int64?]
    /// Ballots that came after their month was closed, by place among the known postings.
    private var lateBallots: [Int]
    /// Sums that only some methods need.
    private(set) var factors: FactorTallies?
    /// By tally, the place of its posting × months + month.
    private var placeOfRow: [Int] = []

    /// - Parameters:
    ///   - method: what the tallies are for
    ///   - scopes: of the targets, in the order of the tally
    ///   - closings: at most one a month
    ///   - offset: at which the period's days begin
    init(
        _ definition: IndexDefinition, method: IndexMethod, scopes: [Target.Scope],
        key: RecordKey, period: Period, closings: [Closing], offset: DayOffset
    ) {
        let shape = TallyShape(
            dimensionsCount: definition.dimensions.count, itemsCount: definition.items.count,
            scopesCount: scopes.count)
        self.shape = shape
        let fields = Dictionary(
            key.fields.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        plans = key.forms.mapValues {
            FormPlan($0, definition: definition, scopes: scopes, fields: fields, shape: shape)
        }
        rules = CountingRules(definition)
        let moments = period.moments(at: offset)
        func seconds(_ moment: Timestamp) -> UInt32 { UInt32(clamping: moment.milliseconds / 1000) }
        self.seconds = seconds(moments.lowerBound)..<seconds(moments.upperBound)
        // A day's beginning may lie in the UTC month before or after its own.
        segmentMonths =
            CalendarMonth(
                ordinal: period.from.month.ordinal - 1)...CalendarMonth(
                ordinal: period.to.month.ordinal + 1)
        firstDaySeconds = Int(moments.lowerBound.milliseconds / 1000)
        let months = period.months
        monthsCount = months.count
        monthOfDay = months.enumerated().flatMap { index, month in
            let part = period.clipped(to: month)
            let days = part.map { $0.to.daysSince1970 - $0.from.daysSince1970 + 1 } ?? 0
            return [Int](repeating: index, count: days)
        }
        let last = Int(key.postings.keys.max() ?? -1)
        precondition(last < Self.postingsMax, "the store numbers postings from 1")
        var places = [Int32](repeating: -1, count: last + 1)
        let postings = key.postings.filter { $0.key >= 0 }.sorted { $0.key < $1.key }
        for (place, posting) in postings.enumerated() {
            places[Int(posting.key)] = Int32(place)
        }
        factors = FactorTallies.Kind(method).map {
            FactorTallies(
                $0, definition, shape: shape, postings: postings.map(\.value),
                monthsCount: months.count)
        }
        placeOfPosting = places
        rows = [Int32](repeating: -1, count: key.postings.count * monthsCount)
        lateBallots = [Int](repeating: 0, count: key.postings.count)
        let closed = Dictionary(
            closings.map { ($0.month, $0.lastRow) }, uniquingKeysWith: { first, _ in first })
        lastRows = months.map { closed[$0] }
    }

    /// The tally of a posting and month of the period, or nil where nothing was counted.
    func tally(posting: Int32, month: Int) -> ArraySlice<Int>? {
        guard placeOfPosting.indices.contains(Int(posting)) else { return nil }
        let place = Int(placeOfPosting[Int(posting)])
        guard place >= 0, rows[place * monthsCount + month] >= 0 else { return nil }
        let start = Int(rows[place * monthsCount + month]) * shape.width
        return tallies[start..<start + shape.width]
    }

    /// Ballots of a posting that came after their month of the period was closed.
    func late(posting: Int32) -> Int {
        guard placeOfPosting.indices.contains(Int(posting)) else { return 0 }
        let place = Int(placeOfPosting[Int(posting)])
        return place < 0 ? 0 : lateBallots[place]
    }

    mutating func count(_ segment: Segment) {
        guard let plan = plans[segment.key.form], plan.recordBytes == segment.recordBytes,
            segmentMonths.contains(segment.key.month), plan.isCovered || !plan.scopes.isEmpty
        else { return }
        let width = shape.width
        let inTime = countsInTime(of: segment)
        segment.withRecords { records in
            var chunkRows: [Int32] = []
            for start in stride(from: 0, to: segment.count, by: Self.chunk) {
                let end = min(segment.count, start + Self.chunk)
                let chunk = UnsafeRawBufferPointer(
                    rebasing: records[start * plan.recordBytes..<end * plan.recordBytes])
                findRows(
                    of: chunk, from: start, plan, inTime: inTime, into: &chunkRows)
                tallies.withUnsafeMutableBufferPointer { tallies in
                    rules.count(chunk, rows: chunkRows, plan, into: tallies, width: width)
                }
                factors?.count(chunk, rows: chunkRows, places: placeOfRow, plan)
            }
        }
    }

    /// How many of a segment's first records came before each month of the period was closed.
    private func countsInTime(of segment: Segment) -> [Int] {
        lastRows.map { $0.map { segment.count(throughRow: $0) } ?? segment.count }
    }

    /// Looks up (or opens) the tally of each record, -1 where it lies outside the period or came
    /// late.
    ///
    /// - Parameters:
    ///   - first: the place of the first record in its segment
    ///   - inTime: by month of the period, how many of the segment's records are not late
    private mutating func findRows(
        of records: UnsafeRawBufferPointer, from first: Int, _ plan: FormPlan, inTime: [Int],
        into found: inout [Int32]
    ) {
        found.removeAll(keepingCapacity: true)
        for start in stride(from: 0, to: records.count, by: plan.recordBytes) {
            func word(_ offset: Int) -> UInt32 {
                UInt32(
                    littleEndian: records.loadUnaligned(
                        fromByteOffset: start + offset, as: UInt32.self))
            }
            let answered = word(RecordLayout.seconds)
            let posting = Int(word(RecordLayout.posting))
            guard seconds.contains(answered), posting < placeOfPosting.count,
                placeOfPosting[posting] >= 0
            else {
                found.append(-1)
                continue
            }
            let month = monthOfDay[(Int(answered) - firstDaySeconds) / 86_400]
            guard first + found.count < inTime[month] else {
                if plan.isCovered { lateBallots[Int(placeOfPosting[posting])] += 1 }
                found.append(-1)
                continue
            }
            let cell = Int(placeOfPosting[posting]) * monthsCount + month
            if rows[cell] < 0 {
                rows[cell] = Int32(talliesCount)
                talliesCount += 1
                placeOfRow.append(cell)
                tallies.append(contentsOf: repeatElement(0, count: shape.width))
            }
            found.append(rows[cell])
        }
    }
}
