internal import Survey

/// Somebody's table of answers, one row a ballot, as far as an estimate needs it.
struct ScoreTable {
    /// Rows at most: what they take in memory is about a hundred bytes each.
    static let rowsMax = 20_000_000

    /// A ballot's answer to one item.
    enum Answer: UInt8 {
        case missing, unsatisfied, satisfied
    }

    let query: EstimateQuery
    /// For each item of the query, each row's answer.
    private(set) var answers: [[Answer]]
    /// Each row's line in the file.
    private(set) var lines: [Int32] = []
    private(set) var strata: CodeColumn?
    private(set) var clusters: CodeColumn?
    private(set) var groups: CodeColumn?
    private(set) var weights: NumberColumn?
    private(set) var populations: NumberColumn?
    /// Rows whose group is empty: they are in the design and in no group (count).
    private(set) var groupless = 0

    private let places: Places
    let say: Language

    /// Where the columns stand.
    private struct Places {
        let scores: [Int]
        let strata: Int?
        let cluster: Int?
        let weight: Int?
        let population: Int?
        let group: Int?

        /// Which of so many fields are taken.
        func taken(_ count: Int) -> [Bool] {
            let all = scores + [strata, cluster, weight, population, group].compactMap(\.self)
            return (0..<count).map(all.contains)
        }
    }

    /// Reads a whole table, telling each line that is not understood.
    ///
    /// - Throws: 64 where a column is not there, 65 where a line is not understood
    init(
        _ bytes: UnsafeRawBufferPointer, for asked: EstimateQuery, in say: Language
    ) throws(Failure) {
        var tally = ImportTally()
        let heading: TableHeading
        do throws(TableFaultOrFailure) {
            heading = try TableHeading(bytes, for: asked, in: say)
        } catch {
            switch error {
            case .failure(let failure): throw failure
            case .fault(let fault): throw Failure(.badInput, fault.message(in: say))
            }
        }
        query = heading.query
        self.say = say
        places = Places(
            scores: query.scores.compactMap { heading.place(of: $0) },
            strata: heading.place(of: query.strata), cluster: heading.place(of: query.cluster),
            weight: heading.place(of: query.weight),
            population: heading.place(of: query.population),
            group: heading.place(of: query.group))
        answers = query.scores.map { _ in [] }
        strata = query.strata.map { _ in CodeColumn() }
        clusters = query.cluster.map { _ in CodeColumn() }
        groups = query.group.map { _ in CodeColumn() }
        weights = query.weight.map { _ in
            NumberColumn(of: .weights, separator: heading.separator)
        }
        populations = query.population.map { _ in
            NumberColumn(of: .populations, separator: heading.separator)
        }
        readRows(heading, into: &tally)
        guard tally.refused == 0 else {
            let count = say.count(tally.refused, "chỗ không hiểu được", "fault", "faults")
            throw Failure(
                .badInput,
                say("\(count): không ước lượng gì.", "\(count): nothing was estimated."))
        }
    }

    private mutating func readRows(_ heading: TableHeading, into tally: inout ImportTally) {
        var reader = heading.reader
        reader.taken = places.taken(heading.columns.count)
        while true {
            do throws(TableFault) {
                guard let record = try reader.nextFilled() else { break }
                guard record.fields.count == heading.columns.count else {
                    throw TableFault(
                        line: record.line,
                        problem: .fieldCount(
                            expected: heading.columns.count, found: record.fields.count))
                }
                guard lines.count < Self.rowsMax else {
                    throw TableFault(line: record.line, problem: .tooLong(maximum: Self.rowsMax))
                }
                try add(record)
            } catch {
                tally.refuse(error, in: say)
                if case .tooLong(Self.rowsMax) = error.problem { break }
            }
        }
        guard tally.refused == 0 else { return }
        for (column, name) in [(weights, query.weight), (populations, query.population)] {
            guard let column, let name, let (row, text) = column.doubtful else { continue }
            tally.refuse(
                fault(
                    Int(lines[row]), name, text,
                    name == query.population
                        ? Self.wholeNumber(in: say)
                        : say(
                            "không rõ dấu này là dấu nghìn hay dấu thập phân: viết 1234, hoặc "
                                + "thêm một chữ số lẻ, như \(text)0",
                            "a number whose mark cannot mean thousands: write 1234, or one more "
                                + "decimal, as \(text)0")),
                in: say)
        }
    }

    /// A row is added whole or, at its first fault, stops all: what columns then hold is not used.
    private mutating func add(_ record: CSVRecord) throws(TableFault) {
        lines.append(Int32(clamping: record.line))
        for (item, place) in places.scores.enumerated() {
            answers[item].append(try answer(record, at: place, query.scores[item]))
        }
        for (place, name, column) in [
            (places.strata, query.strata, \ScoreTable.strata),
            (places.cluster, query.cluster, \.clusters),
        ] {
            guard let place, let name, self[keyPath: column]?.add(record.fields[place]) == false
            else { continue }
            throw fault(
                record.line, name, "", say("một mã, không để trống", "a code, not empty"))
        }
        if let place = places.group, groups?.add(record.fields[place]) == false { groupless += 1 }
        if let place = places.weight, let name = query.weight {
            let text = TableHeading.plain(record.fields[place])
            if weights?.add(text) == false {
                throw fault(
                    record.line, name, text,
                    say(
                        "một số từ 0 đến 10^15, viết như các dòng trên",
                        "a number from 0 to 10^15, written as those above"))
            }
        }
        if let place = places.population, let name = query.population {
            let text = TableHeading.plain(record.fields[place])
            if populations?.add(text) == false {
                throw fault(record.line, name, text, Self.wholeNumber(in: say))
            }
        }
    }

    private static func wholeNumber(in say: Language) -> String {
        say(
            "một số nguyên, không dấu nghìn, như 12500",
            "a whole number without marks of thousands, such as 12500")
    }

    private func answer(
        _ record: CSVRecord, at place: Int, _ column: String
    ) throws(TableFault) -> Answer {
        switch ScoreCell(record.fields[place]) {
        case .missing: return .missing
        case .score(let score) where query.scale.contains(score):
            return query.satisfied.contains(score) ? .satisfied : .unsatisfied
        case .score, nil:
            let (low, high) = (query.scale.lowerBound, query.scale.upperBound)
            throw fault(
                record.line, column, record.fields[place],
                say(
                    "số nguyên từ \(low) đến \(high) (--scale), có thể kèm chữ: "
                        + "“\(high) - …”, hoặc để trống",
                    "a whole number from \(low) to \(high) (--scale), its words may follow: "
                        + "“\(high) - …”, or nothing"))
        }
    }

    private func fault(
        _ line: Int, _ column: String, _ value: String, _ expected: String
    ) -> TableFault {
        let shown = String(TableHeading.plain(value).unicodeScalars.prefix(80))
        return TableFault(
            line: line, problem: .badValue(column: column, value: shown, expected: expected))
    }
}
