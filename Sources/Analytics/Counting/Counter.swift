internal import Columns
internal import Survey

/// One pass over the table: whole numbers for every posting and month of the period.
struct Counter {
    let shape: TallyShape
    private let definition: IndexDefinition
    private let plans: [Int32: FormPlan]
    private let isSatisfied: [Bool]
    private let seconds: Range<UInt32>
    private let firstDaySeconds: Int
    /// Month of the period for each of its days.
    private let monthOfDay: [Int]
    private let monthsCount: Int

    /// Tallies side by side: posting by posting, in each the months of the period.
    private(set) var tallies: [Int] = []
    private var places: [Int32: Int] = [:]

    /// - Parameters:
    ///   - scopes: of the targets, in the order of the tally
    ///   - offset: at which the period's days begin
    init(
        _ definition: IndexDefinition, scopes: [Target.Scope], key: RecordKey, period: Period,
        offset: DayOffset
    ) {
        shape = TallyShape(
            dimensionsCount: definition.dimensions.count, itemsCount: definition.items.count,
            scopesCount: scopes.count)
        self.definition = definition
        let fields = Dictionary(
            key.fields.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        plans = key.forms.mapValues {
            FormPlan($0, definition: definition, scopes: scopes, fields: fields)
        }
        isSatisfied = (0..<16).map { definition.satisfied.contains($0) }
        let moments = period.moments(at: offset)
        func seconds(_ moment: Timestamp) -> UInt32 { UInt32(clamping: moment.milliseconds / 1000) }
        self.seconds = seconds(moments.lowerBound)..<seconds(moments.upperBound)
        firstDaySeconds = Int(moments.lowerBound.milliseconds / 1000)
        let months = period.months
        monthsCount = months.count
        monthOfDay = months.enumerated().flatMap { index, month in
            let part = period.clipped(to: month)
            let days = part.map { $0.to.daysSince1970 - $0.from.daysSince1970 + 1 } ?? 0
            return [Int](repeating: index, count: days)
        }
    }

    /// The tally of a posting and month of the period, or nil where nothing was counted.
    func tally(posting: Int32, month: Int) -> ArraySlice<Int>? {
        guard let place = places[posting] else { return nil }
        let start = (place * monthsCount + month) * shape.width
        return tallies[start..<start + shape.width]
    }

    mutating func count(_ segment: Segment) {
        guard let plan = plans[segment.key.form], plan.recordBytes == segment.recordBytes,
            plan.isCovered || !plan.scopes.isEmpty
        else { return }
        segment.withRecords { records in
            for index in 0..<segment.count {
                let start = index * plan.recordBytes
                count(
                    UnsafeRawBufferPointer(rebasing: records[start..<start + plan.recordBytes]),
                    plan)
            }
        }
    }

    private mutating func count(_ record: UnsafeRawBufferPointer, _ plan: FormPlan) {
        func word(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: record.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        let answered = word(RecordLayout.seconds)
        guard seconds.contains(answered) else { return }
        let month = monthOfDay[(Int(answered) - firstDaySeconds) / 86_400]
        let posting = Int32(bitPattern: word(RecordLayout.posting))
        let tally = (place(of: posting) * monthsCount + month) * shape.width
        func answer(_ offset: Int) -> Int {
            Int(record[RecordLayout.answers + offset / 2] >> (offset % 2 == 0 ? 0 : 4) & 15)
        }
        for scope in plan.scopes {
            let value = answer(scope.offset)
            guard (1...5).contains(value) else { continue }
            if let field = scope.field, field != Int32(bitPattern: word(RecordLayout.field)) {
                continue
            }
            let place = tally + shape.firstScope + scope.scope * 2
            tallies[place] += isSatisfied[value] ? 1 : 0
            tallies[place + 1] += 1
        }
        if plan.isCovered { countIndex(tally, plan, answer) }
    }

    private mutating func countIndex(
        _ tally: Int, _ plan: FormPlan, _ answer: (Int) -> Int
    ) {
        tallies[tally + TallyShape.responses] += 1
        let overall = plan.overall.map(answer) ?? 0
        let hasOverall = (1...5).contains(overall)
        var answers = 0
        for item in plan.items where (1...5).contains(answer(item.offset)) { answers += 1 }
        guard
            (definition.validity.overallItem && hasOverall)
                || (plan.answersForValidity.map { answers >= $0 } ?? false)
        else { return }
        tallies[tally + TallyShape.valid] += 1
        if hasOverall {
            tallies[tally + TallyShape.overall] += isSatisfied[overall] ? 1 : 0
            tallies[tally + TallyShape.overall + 1] += 1
        }
        var satisfied = 0
        var start = 0
        // Items of one dimension stand together, so one dimension is summed at a time.
        while start < plan.items.count {
            let dimension = plan.items[start].dimension
            var (partSatisfied, partAnswers) = (0, 0)
            while start < plan.items.count, plan.items[start].dimension == dimension {
                let item = plan.items[start]
                let value = answer(item.offset)
                if let column = Self.column[value] {
                    tallies[tally + shape.firstItem + item.item * TallyShape.itemWidth + column] +=
                        1
                }
                if (1...5).contains(value) {
                    partAnswers += 1
                    partSatisfied += isSatisfied[value] ? 1 : 0
                }
                start += 1
            }
            satisfied += partSatisfied
            if let dimension {
                let place = tally + shape.firstDimension + dimension * TallyShape.sumsWidth
                add(satisfied: partSatisfied, answers: partAnswers, at: place)
            }
        }
        add(satisfied: satisfied, answers: answers, at: tally + TallyShape.pooled)
    }

    /// The column of an item's counts that a stored answer belongs to; not asked has none.
    private static let column: [Int?] =
        [7, 0, 1, 2, 3, 4] + [Int?](repeating: nil, count: 7)
        + [5, 6, nil]

    private mutating func add(satisfied: Int, answers: Int, at place: Int) {
        guard answers > 0 else { return }
        tallies[place] += 1
        tallies[place + 1] += satisfied
        tallies[place + 2] += answers
        tallies[place + 3] += satisfied * satisfied
        tallies[place + 4] += satisfied * answers
        tallies[place + 5] += answers * answers
    }

    private mutating func place(of posting: Int32) -> Int {
        if let place = places[posting] { return place }
        let place = places.count
        places[posting] = place
        tallies += [Int](repeating: 0, count: monthsCount * shape.width)
        return place
    }
}
