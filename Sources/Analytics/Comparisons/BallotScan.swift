internal import Columns
internal import Survey

/// Reads the ballots of an index one by one: those of a period, without the late ones.
///
/// ``Counter`` sums by posting and month and is what reports are made from; here stands what needs
/// more of a ballot than that: its channel, its form, its stratum, two of its answers together.
/// Which ballots count is decided for both by ``BallotRuns``.
struct BallotScan {
    /// The stored value of an item that the ballot's form lacks.
    static let absent: UInt8 = 255

    /// One ballot while it is looked at.
    struct Ballot {
        /// Place of the form version among ``forms``.
        let form: Int
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
        /// Of the overall item.
        let overall: UInt8
        fileprivate let answers: BlockAnswers
        fileprivate let slot: Int
        fileprivate let offsets: UnsafePointer<Int>

        /// As ``Survey/AnswerLayout`` stores it, or ``BallotScan/absent``.
        ///
        /// - Parameter item: place among the definition's
        @inline(__always)
        func value(_ item: Int) -> UInt8 { BallotScan.value(at: offsets[item], answers, slot) }
    }

    private let definition: IndexDefinition
    private let source: ReportSource
    private let selection: BallotSelection
    private let unitOfPlace: [Int]
    /// Codes of the units that have a posting, ascending.
    let units: [String]
    private let placeOfUnit: [String: Int]
    /// Those that the index covers, by id and version.
    let forms: [Questionnaire]
    private let placeOfForm: [Int32: Int]

    /// - Parameter rows: whose trees count; nil for everybody
    init(
        _ definition: IndexDefinition, _ source: ReportSource, of rows: [Unit]? = nil,
        filter: ReportFilter = ReportFilter()
    ) {
        self.definition = definition
        self.source = source
        let counted = rows?.reduce(into: Set<String>()) {
            $0.formUnion(source.register.subtree(of: $1.code))
        }
        selection = BallotSelection(
            filter, units: counted, key: source.key, offset: source.offset)
        let codes = selection.postings.map { source.key.postings[$0]?.unit ?? "" }
        let units = Set(codes).sorted()
        let places = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1, $0) })
        self.units = units
        placeOfUnit = places
        unitOfPlace = codes.map { places[$0] ?? 0 }
        let covered = source.key.forms.filter { definition.covers($0.value) }.sorted {
            ($0.value.id, $0.value.version) < ($1.value.id, $1.value.version)
        }
        forms = covered.map(\.value)
        placeOfForm = Dictionary(
            uniqueKeysWithValues: covered.enumerated().map { ($1.key, $0) })
    }

    /// Places among ``units`` of a unit and of everything below it.
    func units(below code: String) -> [Int] {
        source.register.subtree(of: code).compactMap { placeOfUnit[$0] }.sorted()
    }

    /// Looks at each ballot of the forms that the index covers, in no particular order.
    ///
    /// - Parameters:
    ///   - period: both days included, at the source's offset
    ///   - body: the ballot's values are only there while it runs
    func each(in period: Period, _ body: (Ballot) -> Void) {
        guard selection.placesCount > 0 else { return }
        let lastRows = source.lastRows(of: period.months)
        let runs = BallotRuns()
        for segment in source.segments {
            guard let place = placeOfForm[segment.key.form],
                let months = SegmentMonths(
                    segment, period: period, offset: source.offset, lastRows: lastRows)
            else { continue }
            let form = forms[place]
            let layout = AnswerLayout(form)
            guard layout.bytesCount == segment.key.answersBytes else { continue }
            // The overall item stands behind those of the index.
            let offsets = (definition.items + [definition.overallItem]).map { id in
                form.index(of: id).flatMap {
                    form.items[$0].kind == .score ? layout.fields[$0].offset : nil
                } ?? -1
            }
            segment.withColumns { columns in
                for block in (0..<segment.blocksCount).lazy.map(columns.block) {
                    runs.take(block, selection, months)
                    offsets.withUnsafeBufferPointer {
                        each(of: runs, block, form: place, $0, months, period, body)
                    }
                }
            }
        }
    }

    /// Those of one block.
    private func each(
        of runs: BallotRuns, _ block: SegmentBlock, form: Int,
        _ offsets: UnsafeBufferPointer<Int>, _ months: SegmentMonths, _ period: Period,
        _ body: (Ballot) -> Void
    ) {
        guard let first = offsets.baseAddress else { return }
        let overall = offsets[offsets.count - 1]
        let firstDay = period.from.daysSince1970
        let (seconds, fields) = (block.words(.seconds), block.words(.field))
        let (channels, answers) = (block.bytes(.channel), BlockAnswers(block))
        runs.each { run in
            for slot in run.slots where runs.counted[slot] != 0 {
                let channel = Int(channels[slot])
                body(
                    Ballot(
                        form: form, unit: unitOfPlace[run.place], posting: run.place,
                        field: Int(fields[slot]),
                        channel: channel <= Channel.allCases.count ? channel : 0,
                        day: (Int(seconds[slot]) + selection.secondsEast) / 86_400 - firstDay,
                        month: months.months[run.side],
                        overall: Self.value(at: overall, answers, slot),
                        answers: answers, slot: slot, offsets: first))
            }
        }
    }

    @inline(__always)
    private static func value(at offset: Int, _ answers: BlockAnswers, _ slot: Int) -> UInt8 {
        offset < 0 ? absent : answers.value(at: offset, of: slot)
    }
}
