import Columns
import Survey

@testable import Analytics

/// The counts of a report, written down as plainly as the rules are said: one ballot after the
/// other, one item after the other. What the fast count is held against.
struct NaiveCount {
    let definition: IndexDefinition
    let scopes: [Target.Scope]
    let source: ReportSource
    let period: Period
    let units: Set<String>?
    let filter: ReportFilter

    /// By posting and month of the period, a row in the shape of the fast count.
    private(set) var tallies: [Int32: [Int: [Int]]] = [:]
    private(set) var late: [Int32: Int] = [:]
    private var days: [Int32: [CalendarDay: [TallyShape.Measure: (Int, Int)]]] = [:]
    private let shape: TallyShape

    init(
        _ definition: IndexDefinition, scopes: [Target.Scope], source: ReportSource,
        period: Period, units: Set<String>?, filter: ReportFilter, shape: TallyShape,
        records: [ResponseRecord]
    ) {
        self.definition = definition
        self.scopes = scopes
        self.source = source
        self.period = period
        self.units = units
        self.filter = filter
        self.shape = shape
        for record in records { count(record) }
        if shape.hasClusters { sumUpDays() }
    }

    private func isSelected(_ record: ResponseRecord) -> Bool {
        guard let posting = source.key.postings[record.posting] else { return false }
        let hour = Int((record.answeredAt.milliseconds / 1000 + 7 * 3600) % 86_400) / 3600
        let key = source.key
        return units?.contains(posting.unit) ?? true
            && (filter.places.isEmpty || filter.places.contains(posting.place))
            && (filter.channels.isEmpty
                || filter.channels.contains { $0.number == Int(record.channel) })
            && (filter.outcomes.isEmpty
                || filter.outcomes.contains { $0.number == Int(record.outcome) })
            && (filter.fields.isEmpty || filter.fields.contains(key.fields[record.field] ?? "-"))
            && (filter.procedures.isEmpty
                || filter.procedures.contains(key.procedures[record.procedure] ?? "-"))
            && filter.hours?.contains(hour) ?? true
    }

    private mutating func count(_ record: ResponseRecord) {
        guard let form = source.key.forms[record.form],
            let answers = AnswerLayout(form).unpack(record.answers), isSelected(record)
        else { return }
        let day = record.answeredAt.day(at: .vietNam)
        guard period.from <= day, day <= period.to else { return }
        let month = day.month.ordinal - period.from.month.ordinal
        let isCovered = definition.covers(form)
        let closing = source.closings.first { $0.month == day.month }
        guard record.row <= closing?.lastRow ?? .max else {
            if isCovered { late[record.posting, default: 0] += 1 }
            return
        }
        func answer(_ id: String) -> Answer? {
            form.index(of: id).flatMap { form.items[$0].kind == .score ? answers[$0] : nil }
        }
        var tally =
            tallies[record.posting]?[month] ?? [Int](repeating: 0, count: shape.width)
        for (index, scope) in scopes.enumerated() {
            let isIn = scope.field.map { $0 == source.key.fields[record.field] } ?? true
            guard isIn, case .score(let level)? = answer(scope.item) else { continue }
            let place = shape.firstScope + index * 2
            tally[place] += definition.satisfied.contains(level) ? 1 : 0
            tally[place + 1] += 1
        }
        if isCovered { countBallot(record, day, answer, into: &tally) }
        tallies[record.posting, default: [:]][month] = tally
    }

    private mutating func countBallot(
        _ record: ResponseRecord, _ day: CalendarDay, _ answer: (String) -> Answer?,
        into tally: inout [Int]
    ) {
        tally[TallyShape.responses] += 1
        func rated(_ ids: [String]) -> (good: Int, answers: Int) {
            ids.reduce(into: (0, 0)) { sums, id in
                guard case .score(let level)? = answer(id) else { return }
                sums.0 += definition.satisfied.contains(level) ? 1 : 0
                sums.1 += 1
            }
        }
        let asked = definition.items.filter { answer($0).map { $0 != .notAsked } ?? false }.count
        let all = rated(definition.items)
        let overall = rated([definition.overallItem])
        let needed = definition.validity.answersNeeded(asked: asked)
        let isEnough = needed.map { all.answers >= $0 } ?? false
        guard definition.validity.overallItem && overall.answers == 1 || isEnough else { return }
        tally[TallyShape.valid] += 1
        tally[TallyShape.overall] += overall.good
        tally[TallyShape.overall + 1] += overall.answers
        for (index, id) in definition.items.enumerated() {
            let column: Int? =
                switch answer(id) {
                case .score(let level): level - 1
                case .dontKnow: 5
                case .notApplicable: 6
                case .missing: 7
                default: nil
                }
            if let column { tally[shape.firstItem + index * TallyShape.itemWidth + column] += 1 }
        }
        var measures: [(TallyShape.Measure, Int?, (good: Int, answers: Int))] = [
            (.pooled, TallyShape.pooled, all), (.overall, nil, overall),
        ]
        for (index, dimension) in definition.dimensions.enumerated() {
            measures.append(
                (
                    .dimension(index), shape.firstDimension + index * TallyShape.sumsWidth,
                    rated(dimension.items)
                ))
        }
        for (measure, place, counts) in measures where counts.answers > 0 {
            if let place { Self.add(counts, to: &tally, at: place) }
            let before = days[record.posting]?[day]?[measure] ?? (0, 0)
            days[record.posting, default: [:]][day, default: [:]][measure] = (
                before.0 + counts.good, before.1 + counts.answers
            )
        }
    }

    private mutating func sumUpDays() {
        for (posting, days) in days {
            for (day, measures) in days {
                let month = day.month.ordinal - period.from.month.ordinal
                for (measure, counts) in measures {
                    guard var tally = tallies[posting]?[month] else { continue }
                    Self.add(counts, to: &tally, at: shape.clusterPlace(measure))
                    tallies[posting]?[month] = tally
                }
            }
        }
    }

    private static func add(
        _ counts: (good: Int, answers: Int), to tally: inout [Int], at place: Int
    ) {
        let (good, answers) = counts
        for (index, value) in [
            1, good, answers, good * good, good * answers, answers * answers,
        ].enumerated() {
            tally[place + index] += value
        }
    }
}
