internal import Columns
internal import Survey

/// Reads the ballots of an index one by one: those of a period, without the late ones.
///
/// ``Counter`` sums by posting and month and is what reports are made from; here stands what needs
/// more of a ballot than that: its channel, its form, two of its answers together. Which ballots
/// count is the same rule, and a test holds both against each other.
struct BallotScan {
    /// The stored value of an item that the ballot's form lacks.
    static let absent: UInt8 = 255

    /// One ballot while it is looked at.
    struct Ballot {
        /// The store's number of the form version.
        let form: Int32
        /// The store's number of the posting, known to the record key.
        let posting: Int
        /// ``Survey/Channel/number``; 0 for none that is known.
        let channel: Int
        /// The month among those of the period.
        let month: Int
        /// By the definition's items, as ``Survey/AnswerLayout`` stores them.
        let values: UnsafeBufferPointer<UInt8>
        /// Of the overall item.
        let overall: UInt8
    }

    private let definition: IndexDefinition
    private let source: ReportSource
    private let isKnown: [Bool]

    init(_ definition: IndexDefinition, _ source: ReportSource) {
        self.definition = definition
        self.source = source
        let last = Int(source.key.postings.keys.max() ?? -1)
        precondition(last < BallotSelection.postingsMax, "the store numbers postings from 1")
        isKnown = (0..<max(0, last + 1)).map { source.key.postings[Int32($0)] != nil }
    }

    /// One more than the largest number of a posting.
    var postingsEnd: Int { isKnown.count }

    /// Looks at each ballot of the forms that the index covers.
    ///
    /// - Parameters:
    ///   - period: both days included, at the source's offset
    ///   - body: the ballot's values are only there while it runs
    func each(in period: Period, _ body: (Ballot) -> Void) {
        let months = period.months
        let closed = Dictionary(
            source.closings.map { ($0.month, $0.lastRow) }, uniquingKeysWith: { first, _ in first })
        let lastRows = months.map { closed[$0] }
        let monthOfDay = months.enumerated().flatMap { index, month in
            let part = period.clipped(to: month)
            let days = part.map { $0.to.daysSince1970 - $0.from.daysSince1970 + 1 } ?? 0
            return [Int](repeating: index, count: days)
        }
        let firstMonth = period.from.month.ordinal - 1
        let lastMonth = period.to.month.ordinal + 1
        for segment in source.segments {
            guard (firstMonth...lastMonth).contains(segment.key.month.ordinal),
                let form = source.key.forms[segment.key.form], definition.covers(form)
            else { continue }
            let layout = AnswerLayout(form)
            guard layout.bytesCount == segment.key.answersBytes else { continue }
            let inTime = lastRows.map { row in
                row.map { segment.count(throughRow: $0) } ?? segment.count
            }
            func offset(_ id: String) -> Int {
                guard let index = form.index(of: id), form.items[index].kind == .score else {
                    return -1
                }
                return layout.fields[index].offset
            }
            let reader = SegmentReader(
                form: segment.key.form, items: definition.items.map(offset),
                overall: offset(definition.overallItem),
                secondsEast: source.offset.secondsEast, firstDay: period.from.daysSince1970,
                monthOfDay: monthOfDay, inTime: inTime, isKnown: isKnown)
            segment.withColumns { reader.each(of: $0, body) }
        }
    }
}

/// Reads the ballots of one segment.
private struct SegmentReader {
    let form: Int32
    /// Half bytes from the start of the answers by item of the index, -1 where the form lacks it.
    let items: [Int]
    let overall: Int
    let secondsEast: Int
    let firstDay: Int
    let monthOfDay: [Int]
    /// By month of the period, how many of the segment's first records are not late.
    let inTime: [Int]
    let isKnown: [Bool]

    func each(of columns: SegmentColumns, _ body: (BallotScan.Ballot) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, items.count)) { values in
            for index in 0..<columns.count {
                let answers = columns.answers(at: index)
                func value(_ offset: Int) -> UInt8 {
                    guard offset >= 0 else { return BallotScan.absent }
                    return offset % 2 == 0 ? answers[offset / 2] & 15 : answers[offset / 2] >> 4
                }
                let day = (Int(columns.word(.seconds, at: index)) + secondsEast) / 86_400 - firstDay
                let posting = Int(columns.word(.posting, at: index))
                guard monthOfDay.indices.contains(day), isKnown.indices.contains(posting),
                    isKnown[posting], index < inTime[monthOfDay[day]]
                else { continue }
                for item in items.indices { values[item] = value(items[item]) }
                let channel = Int(columns.byte(.channel, at: index))
                body(
                    BallotScan.Ballot(
                        form: form, posting: posting,
                        channel: channel <= Channel.allCases.count ? channel : 0,
                        month: monthOfDay[day],
                        values: UnsafeBufferPointer(rebasing: values[..<items.count]),
                        overall: value(overall)))
            }
        }
    }
}
