import Survey
import Testing

@testable import Analytics

@Suite("Questions of a comparison")
struct ComparedItemsTests {
    private static let second = Samples.form(
        [Samples.score("overall")] + ["q1", "q2", "q7"].map { Samples.score($0) }, version: 2)
    private static let index = Samples.index(
        method: .pooled, dimensions: [["q1", "q2", "q3", "q7"]])

    private static func office() -> Office {
        let first = Samples.form(
            [Samples.score("overall")] + ["q1", "q2", "q3"].map { Samples.score($0) })
        var office = Office(forms: [first, second], index: index)
        office.add(
            ["q1": .score(5), "q2": .score(4), "q3": .score(1)], count: 40, at: Office.before)
        office.add(
            ["q1": .score(4), "q2": .score(5), "q3": .score(1)], count: 5, at: Office.before)
        office.add(
            ["q1": .score(5), "q2": .score(2), "q7": .score(1)], count: 50, form: 1,
            at: Office.after)
        return office
    }

    @Test("only what both sides were asked is compared, and what is left out is named")
    func common() throws {
        let row = try Self.office().change()
        #expect(row.items == ["q1", "q2"] && row.itemsLeftOut == ["q3", "q7"])
        #expect(row.warnings.contains(.itemsLeftOut))
        // q3 and q7 would pull both shares down.
        #expect(row.before.estimate?.share == 1 && row.after.estimate?.share == 0.5)
        #expect(row.before.forms == [FormUse(form: "test", version: 1, responses: 45)])
        #expect(row.after.forms == [FormUse(form: "test", version: 2, responses: 50)])
    }

    @Test("nothing in common gives no figure")
    func nothingCommon() throws {
        let other = Samples.form([Samples.score("overall"), Samples.score("q7")], version: 2)
        let first = Samples.form([Samples.score("overall"), Samples.score("q1")])
        var office = Office(forms: [first, other], index: Self.index)
        office.add(["overall": .score(5), "q1": .score(5)], count: 40, at: Office.before)
        office.add(["overall": .score(5), "q7": .score(5)], count: 40, form: 1, at: Office.after)
        let row = try office.change()
        #expect(row.items == [] && row.warnings.contains(.noCommonItems))
        #expect(row.change == nil && row.verdict == .tooFew)
        #expect(row.before.responses == 40)
    }

    @Test("each unit compares what its own ballots were asked")
    func eachItsOwn() throws {
        var office = Office(
            units: ["A": nil, "B": "A"], forms: [Samples.sixItems, Self.second], index: Self.index)
        for time in [Office.before, Office.after] {
            office.add(["q1": .score(5), "q3": .score(1)], count: 30, unit: "B", at: time)
        }
        office.add(
            ["q1": .score(5), "q7": .score(1)], count: 30, form: 1, unit: "A", at: Office.after)
        let units = try office.comparison().units
        #expect(units[0].items == ["q1", "q2", "q3"] && units[0].itemsLeftOut == ["q7"])
        #expect(units[1].items == ["q1", "q2", "q3"] && units[1].itemsLeftOut == [])
        #expect(units[1].change?.difference == 0)
    }
}
