import Survey
import Testing

@testable import Analytics

@Suite("What is withheld")
struct SuppressionTests {
    private func office(ballots: Int) -> Office {
        var office = Office(
            forms: [Samples.sixItems],
            index: Samples.index(
                method: .pooled, dimensions: [["q1"], ["q2"]], minimumBallots: 1))
        office.definitions = Definitions(
            indices: office.definitions.indices, targets: [Samples.target("t", 0.05)])
        office.add(
            ["overall": .score(5), "q1": .score(5), "q2": .score(4)], count: ballots)
        return office
    }

    @Test("under five valid ballots nothing tells how they were answered", arguments: 1...4)
    func underFive(ballots: Int) throws {
        let row = try office(ballots: ballots).row()
        #expect(row.isSuppressed && row.valid == ballots && row.presentation == .hide)
        #expect(row.estimate == nil)
        #expect(row.dimensions.allSatisfy { $0.estimate == nil && $0.answers == nil })
        #expect(row.items.allSatisfy { $0.counts == nil && $0.share == nil && $0.mean == nil })
        #expect(row.trend.allSatisfy { $0.estimate == nil })
        // Neither does a target, whatever minimum a definition names.
        let target = try #require(row.targets.first)
        #expect(target.estimate == nil && !target.isPointMet && target.needed == nil)
        #expect(target.verdict == .tooFew)
    }

    @Test("what a suppressed row shows is the same however the few answered")
    func leaksNothing() throws {
        func row(_ level: Int) throws -> UnitReport {
            var office = office(ballots: 0)
            office.add(
                ["overall": .score(level), "q1": .score(level), "q2": .score(6 - level)], count: 4)
            return try office.row()
        }
        let first = try row(1)
        for level in 2...5 { #expect(try row(level) == first) }
    }

    @Test("five valid ballots are shown")
    func five() throws {
        let row = try office(ballots: 5).row()
        #expect(!row.isSuppressed && row.estimate?.share == 1)
        #expect(row.items[0].counts?.levels == [0, 0, 0, 0, 5])
        #expect(row.targets[0].verdict == .met)
    }

    @Test("a month of under five is withheld inside a year that is shown")
    func month() throws {
        var office = office(ballots: 20)
        office.add(
            ["overall": .score(1), "q1": .score(1)], count: 4, at: "2025-05-01T08:00:00+07:00")
        let row = try office.row()
        #expect(row.trend[2].estimate?.share == 1)
        #expect(row.trend[4].responses == 4 && row.trend[4].estimate == nil)
    }

    @Test(
        "valid ballots of which under five answer what is counted give no share",
        arguments: [IndexMethod.pooled, .overallItem])
    func fewBehindTheShare(method: IndexMethod) throws {
        var office = Office(forms: [Samples.sixItems], index: Samples.pooled)
        let items = Dictionary(uniqueKeysWithValues: (1...6).map { ("q\($0)", Answer.score(5)) })
        // Valid by one rule, silent on what the other method counts.
        office.add(method == .pooled ? ["overall": .score(5)] : items, count: 50)
        office.add(method == .pooled ? items : ["overall": .score(5)], count: 4)
        let row = try office.row(method: method)
        #expect(row.valid == 54 && !row.isSuppressed)
        #expect(row.estimate == nil && row.presentation == .hide)
        office.add(method == .pooled ? items : ["overall": .score(5)])
        #expect(try office.row(method: method).estimate?.share == 1)
    }

    @Test("a dimension that under five ballots answered is withheld alone")
    func dimension() throws {
        var office = office(ballots: 0)
        office.add(["overall": .score(5), "q1": .score(5)], count: 30)
        office.add(["overall": .score(5), "q2": .score(5)], count: 4)
        let row = try office.row()
        #expect(row.dimensions[0].estimate?.share == 1 && row.dimensions[0].answers == 30)
        #expect(row.dimensions[1].estimate == nil)
    }

    @Test(
        "pages hide what is too uncertain, review what is all or nothing, show the rest",
        arguments: [
            (20, 25, Presentation.hide), (60, 100, .show), (100, 100, .review), (0, 200, .review),
            (2, 40, .hide), (15, 31, .hide),
        ])
    func presentation(satisfied: Int, answers: Int, expected: Presentation) throws {
        let row = try Samples.office(satisfied: satisfied, of: answers).row()
        #expect(row.presentation == expected)
        // Width rules never touch the file.
        #expect(row.estimate?.share == Double(satisfied) / Double(answers))
    }
}
