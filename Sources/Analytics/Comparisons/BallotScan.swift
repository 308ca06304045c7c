internal import Columns
internal import Survey

/// Reads the ballots of an index one by one: those of a period, without the late ones.
///
/// ``Counter`` sums by posting and month and is what reports are made from; here stands what needs
/// more of a ballot than that: its channel, its form, its stratum, two of its answers together.
/// Which ballots count is the same rule, and a test holds both against each other.
struct BallotScan {
    /// The stored value of an item that the ballot's form lacks.
    static let absent: UInt8 = 255

    /// One ballot while it is looked at.
    struct Ballot {
        /// The store's number of the form version.
        let form: Int32
        /// Place of the unit responsible among ``units``.
        let unit: Int
        /// Place of the posting among those counted.
        let posting: Int
        /// The store's number of the field; 0 for none.
        let field: Int
        /// ``Survey/Channel/number``; 0 for none that is known.
        let channel: Int
        /// The day of the period, from 0, and the month among those of the period.
        let day: Int
        let month: Int
        /// By the definition's items, as ``Survey/AnswerLayout`` stores them.
        let values: UnsafeBufferPointer<UInt8>
        /// Of the overall item.
        let overall: UInt8
    }

    private let definition: IndexDefinition
    private let source: ReportSource
    private let selection: BallotSelection
    private let unitOfPlace: [Int]
    /// Codes of the units that have a posting, ascending.
    let units: [String]
    private let placeOfUnit: [String: Int]

    init(
        _ definition: IndexDefinition, _ source: ReportSource,
        filter: ReportFilter = ReportFilter()
    ) {
        self.definition = definition
        self.source = source
        selection = BallotSelection(filter, units: nil, key: source.key, offset: source.offset)
        let codes = selection.postings.map { source.key.postings[$0]?.unit ?? "" }
        let units = Set(codes).sorted()
        let places = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1, $0) })
        self.units = units
        placeOfUnit = places
        unitOfPlace = codes.map { places[$0] ?? 0 }
    }

    /// Places among ``units`` of a unit and of everything below it.
    func units(below code: String) -> [Int] {
        source.register.subtree(of: code).compactMap { placeOfUnit[$0] }.sorted()
    }

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
                firstDay: period.from.daysSince1970, monthOfDay: monthOfDay, inTime: inTime,
                selection: selection, unitOfPlace: unitOfPlace)
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
    let firstDay: Int
    let monthOfDay: [Int]
    /// By month of the period, how many of the segment's first records are not late.
    let inTime: [Int]
    let selection: BallotSelection
    let unitOfPlace: [Int]

    func each(of columns: SegmentColumns, _ body: (BallotScan.Ballot) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, items.count)) { values in
            for index in 0..<columns.count {
                let answers = columns.answers(at: index)
                func value(_ offset: Int) -> UInt8 {
                    guard offset >= 0 else { return BallotScan.absent }
                    return offset % 2 == 0 ? answers[offset / 2] & 15 : answers[offset / 2] >> 4
                }
                let second = Int(columns.word(.seconds, at: index)) + selection.secondsEast
                let day = second / 86_400 - firstDay
                let number = Int32(truncatingIfNeeded: columns.word(.posting, at: index))
                guard monthOfDay.indices.contains(day), index < inTime[monthOfDay[day]],
                    let posting = selection.place(of: number),
                    isSelected(index, of: columns, hour: second % 86_400 / 3600)
                else { continue }
                for item in items.indices { values[item] = value(items[item]) }
                let channel = Int(columns.byte(.channel, at: index))
                body(
                    BallotScan.Ballot(
                        form: form, unit: unitOfPlace[posting], posting: posting,
                        field: Int(columns.word(.field, at: index)),
                        channel: channel <= Channel.allCases.count ? channel : 0,
                        day: day, month: monthOfDay[day],
                        values: UnsafeBufferPointer(rebasing: values[..<items.count]),
                        overall: value(overall)))
            }
        }
    }

    /// Whether no filter leaves the ballot out.
    private func isSelected(_ index: Int, of columns: SegmentColumns, hour: Int) -> Bool {
        func isIn(_ numbers: [Bool]?, _ column: BlockLayout.Column) -> Bool {
            guard let numbers else { return true }
            let number = Int(columns.word(column, at: index))
            return number < numbers.count && numbers[number]
        }
        func isIn(bytes: [Bool]?, _ column: BlockLayout.Column) -> Bool {
            bytes.map { $0[Int(columns.byte(column, at: index))] } ?? true
        }
        return selection.hours?[hour] ?? true && isIn(selection.procedures, .procedure)
            && isIn(selection.fields, .field) && isIn(bytes: selection.channels, .channel)
            && isIn(bytes: selection.outcomes, .respondentAndOutcome)
    }
}
