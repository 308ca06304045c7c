import Columns
import Foundation
import Survey
import Testing

@testable import Analytics

/// The fast count against ``NaiveCount``, number by number: 10⁵ random ballots of forms and indices
/// of every width, under every filter.
@Suite("The fast count")
struct FastCountTests {
    /// One office with its index, targets and question.
    struct Case: CustomTestStringConvertible, Sendable {
        let seed: UInt64
        let items: Int
        let dimensions: Int
        let ballots: Int
        var filter = ReportFilter()
        var units: Set<String>?
        var from = "2025-01-01"
        var to = "2025-12-31"
        var isClosed = false

        var testDescription: String {
            "\(items) items, \(dimensions) dimensions, \(filter), \(units ?? []), \(from)…\(to)"
        }
    }

    private static let plain: [Case] = [
        Case(seed: 1, items: 6, dimensions: 2, ballots: 20_000),
        Case(seed: 2, items: 22, dimensions: 5, ballots: 20_000),
        Case(seed: 3, items: 60, dimensions: 1, ballots: 5_000),
        Case(seed: 4, items: 57, dimensions: 19, ballots: 5_000),
        Case(seed: 5, items: 1, dimensions: 0, ballots: 5_000),
        Case(seed: 6, items: 33, dimensions: 6, ballots: 5_000, isClosed: true),
        Case(
            seed: 7, items: 6, dimensions: 2, ballots: 5_000, from: "2025-02-28",
            to: "2025-04-01", isClosed: true),
    ]

    private static let filtered: [Case] = [
        ReportFilter(places: ["p1", "p4"]), ReportFilter(channels: [.kiosk, .paper]),
        ReportFilter(procedures: ["t2"]), ReportFilter(fields: ["f1", "f3"]),
        ReportFilter(outcomes: [.refused]), ReportFilter(hours: 7..<11),
        ReportFilter(hours: 0..<24), ReportFilter(hours: 23..<24),
        ReportFilter(
            places: ["p1", "p2", "p3"], channels: [.kiosk, .tablet, .web],
            procedures: ["t1", "t2"],
            fields: ["f1", "f2"], outcomes: [.returned, .supplement], hours: 6..<18),
    ].enumerated().flatMap { index, filter in
        [
            Case(
                seed: UInt64(10 + index), items: 22, dimensions: 5, ballots: 2_000, filter: filter),
            Case(
                seed: UInt64(30 + index), items: 6, dimensions: 2, ballots: 2_000, filter: filter,
                units: ["B", "A1"], from: "2025-03-10", to: "2025-06-20", isClosed: true),
        ]
    }

    @Test(
        "every number of every posting and month is the naive model's",
        arguments: plain + filtered)
    func agrees(test: Case) throws {
        let (office, definition, scopes) = Self.office(test)
        let source = office.source()
        let days = (try #require(CalendarDay(test.from)), try #require(CalendarDay(test.to)))
        let period = try #require(Period(from: days.0, to: days.1))
        let fast = Counter(
            definition, method: .pooled, scopes: scopes, source: source, period: period,
            units: test.units,
            filter: test.filter, design: .placeDay)
        let plain = Counter(
            definition, method: .pooled, scopes: scopes, source: source, period: period,
            units: test.units,
            filter: test.filter)
        let naive = NaiveCount(
            definition, scopes: scopes, source: source, period: period, units: test.units,
            filter: test.filter, shape: fast.shape, records: office.records)
        var counted = 0
        for posting in source.key.postings.keys {
            #expect(fast.late(posting: posting) == naive.late[posting] ?? 0)
            let (shape, found) = (fast.shape, fast.tally(postings: [posting]))
            let without = plain.tally(postings: [posting])
            var whole = [Int](repeating: 0, count: shape.width - shape.monthWidth)
            for month in period.months.indices {
                let expected =
                    naive.tallies[posting]?[month] ?? [Int](repeating: 0, count: shape.width)
                #expect(found.months[month][...] == expected[..<shape.monthWidth])
                // Without clusters the same numbers, up to where theirs begin.
                #expect(without.months[month][...] == expected[..<shape.firstCluster])
                for place in whole.indices { whole[place] += expected[shape.monthWidth + place] }
                counted += expected[TallyShape.responses]
            }
            #expect(found.period == whole && without.period == whole)
        }
        #expect(counted > 0 && counted <= test.ballots)
    }

    @Test("two threads count what one counts, whoever takes which part", arguments: [1, 2, 3, 7])
    func threads(threads: Int) throws {
        let (office, definition, scopes) = Self.office(
            Case(seed: 8, items: 6, dimensions: 2, ballots: 3_000, isClosed: true))
        let source = office.source()
        let year = try #require(Period.year(2025))
        func count(_ threads: Int) -> Counter {
            Counter(
                definition, method: .pooled, scopes: scopes, source: source, period: year,
                design: .placeDay, threads: threads, sharedFrom: 0)
        }
        let (one, several) = (count(1), count(threads))
        for posting in source.key.postings.keys {
            #expect(several.late(posting: posting) == one.late(posting: posting))
            let (counted, expected) = (
                several.tally(postings: [posting]), one.tally(postings: [posting])
            )
            #expect(counted.months == expected.months && counted.period == expected.period)
        }
    }

    @Test("whatever bytes stand in the files, nothing is read beyond them and nothing traps")
    func damage() throws {
        let (office, definition, scopes) = Self.office(
            Case(seed: 9, items: 22, dimensions: 5, ballots: 3_000, isClosed: true))
        let folder = NSTemporaryDirectory() + "damage-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func table() -> ColumnTable {
            ColumnTable(
                folder: folder, store: "office", lastRow: 3_000, mayWrite: true, sealThreshold: 1)
        }
        _ = table().caughtUp { row in Array(office.records[Int(row)...].prefix(4_096)) }
        var generator = Generator(state: 99)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".seg") }
        #expect(!files.isEmpty)
        for name in files {
            let url = URL(fileURLWithPath: "\(folder)/\(name)")
            let count = try Data(contentsOf: url).count
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try Data(noise).write(to: url)
        }
        let segments = table().caughtUp { _ in [] }
        #expect(segments.reduce(0) { $0 + $1.count } == 3_000)
        let century = try #require(
            Period(from: CalendarDay(daysSince1970: 0), to: CalendarDay(daysSince1970: 36_000)))
        for filter in [ReportFilter(), Self.filtered[16].filter] {
            let counter = Counter(
                definition, method: .pooled, scopes: scopes,
                source: office.source(segments: segments),
                period: century,
                filter: filter, design: .placeDay)
            #expect(counter.tally(postings: [1]).months[0].count == counter.shape.monthWidth)
        }
    }

    /// Random answers of five units over two forms, at any second of fourteen months.
    private static func office(_ test: Case) -> (Office, IndexDefinition, [Target.Scope]) {
        var generator = Generator(state: test.seed)
        let ids = (1...test.items).map { "q\($0)" }
        let several = Item(
            id: "several", kind: .multiple, text: Samples.text("several"),
            choices: ["a", "b", "c"].map { .init(code: $0, text: Samples.text($0)) })
        // Another order in the second form, with a field of four half bytes between.
        // Sixty items are all that a form may have.
        let all = test.items < 60 ? ["overall"] + ids : ids
        let first = Samples.form(all.map { Samples.score($0) })
        let second = Samples.form(
            ids.prefix(30).reversed().map { Samples.score($0) } + [several]
                + [Samples.score("overall")], version: 2)
        let groups = max(1, test.dimensions)
        let index = Samples.index(
            method: .pooled,
            dimensions: test.dimensions == 0
                ? []
                : (0..<groups).map { group in
                    ids.enumerated().filter { $0.offset % groups == group }.map(\.element)
                },
            isOverallEnough: test.seed % 2 == 0, answeredShare: 0.5)
        var office = Office(
            units: ["R": nil, "A": "R", "A1": "A", "A2": "A", "B": "R"], forms: [first, second],
            index: index)
        for _ in 0..<test.ballots {
            let form = Int.random(in: 0...1, using: &generator)
            var answers: [String: Answer] = [:]
            for item in office.forms[form].items where item.kind == .score {
                answers[item.id] = answer(&generator)
            }
            office.add(
                answers, form: form,
                unit: ["A", "A1", "A2", "B"].randomElement(using: &generator) ?? "A",
                place: "p\(Int.random(in: 1...5, using: &generator))",
                at: Timestamp(
                    milliseconds: 1_733_000_000_000
                        + Int64.random(in: 0..<37_000_000, using: &generator) * 1000),
                field: [nil, "f1", "f2", "f3"].randomElement(using: &generator) ?? nil,
                procedure: [nil, "t1", "t2"].randomElement(using: &generator) ?? nil,
                channel: Channel.allCases.randomElement(using: &generator) ?? .kiosk,
                outcome: Outcome.allCases.randomElement(using: &generator))
        }
        if test.isClosed {
            for month in [1, 3, 4, 8] {
                office.closings.append(
                    Closing(
                        month: CalendarMonth(year: 2025, month: month)!,
                        closedAt: Timestamp(milliseconds: 0),
                        lastRow: Int64(test.ballots * month / 9)))
            }
        }
        let scopes = [("overall", nil), ("q1", nil), ("q1", "f1"), ("overall", "f3")].map {
            Samples.target("t", 0.9, item: $0.0, field: $0.1).scope
        }
        return (office, index, scopes)
    }

    private static func answer(_ generator: inout Generator) -> Answer {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0...2: .missing
        case 3: .dontKnow
        case 4: .notApplicable
        case 5, 6: .notAsked
        default: .score(Int.random(in: 1...5, using: &generator))
        }
    }
}
