import Survey
import Testing

@testable import Analytics

@Suite("What counts, and where")
struct CountingTests {
    @Test("dk, na and missing are outside the share, each counted; not asked counts nowhere")
    func outside() throws {
        let form = Samples.form([
            Samples.score("overall"), Samples.score("q1"),
            Samples.score("q2", when: .init(item: "q1", test: .atMost(3))),
        ])
        var office = Office(
            forms: [form], index: Samples.index(method: .pooled, dimensions: [["q1", "q2"]]))
        let overall: [String: Answer] = ["overall": .score(4)]
        for (q1, q2, count): (Answer, Answer, Int) in [
            (.score(5), .notAsked, 7), (.score(2), .score(4), 5), (.dontKnow, .notAsked, 3),
            (.notApplicable, .notAsked, 2), (.missing, .notAsked, 4), (.score(1), .missing, 1),
        ] {
            office.add(overall.merging(["q1": q1, "q2": q2]) { $1 }, count: count)
        }
        let row = try office.row()
        #expect(row.responses == 22 && row.valid == 22)
        #expect(
            row.items[0].counts
                == ItemSpread(
                    ItemCounts(
                        levels: [1, 5, 0, 0, 7], dontKnow: 3, notApplicable: 2, missing: 4)))
        #expect(
            row.items[1].counts
                == ItemSpread(
                    ItemCounts(
                        levels: [0, 0, 0, 5, 0], dontKnow: 0, notApplicable: 0, missing: 1)))
        #expect(row.items[0].share == 7.0 / 13 && row.items[1].share == 1)
        #expect(row.items[0].mean == 46.0 / 13)
        #expect(row.dimensions[0].answers == 18 && row.estimate?.share == 12.0 / 18)
    }

    /// Answers to q1…q6 of a ballot without the overall item, and whether it is valid by half.
    @Test(
        "a ballot is valid by its overall answer or by half of its items",
        arguments: [(0, false), (2, false), (3, true), (6, true)])
    func validity(answered: Int, isValid: Bool) throws {
        func valid(_ definition: IndexDefinition, overall: Answer) throws -> Int {
            var office = Office(forms: [Samples.sixItems], index: definition)
            var answers: [String: Answer] = ["overall": overall]
            for item in 0..<6 {
                answers["q\(item + 1)"] = item < answered ? .score(5) : .dontKnow
            }
            office.add(answers, count: 10)
            return try office.row().valid
        }
        #expect(try valid(Samples.pooled, overall: .missing) == (isValid ? 10 : 0))
        #expect(try valid(Samples.pooled, overall: .dontKnow) == (isValid ? 10 : 0))
        #expect(try valid(Samples.pooled, overall: .score(1)) == 10)
        let strict = Samples.index(
            method: .pooled, dimensions: [(1...6).map { "q\($0)" }], isOverallEnough: false)
        #expect(try valid(strict, overall: .score(5)) == (isValid ? 10 : 0))
    }

    @Test(
        "0 answers are never enough, not even where the share asked for is 0 or no item was asked")
    func nothingIsNotEnough() throws {
        let form = Samples.form([
            Samples.score("overall"),
            Samples.score("q1", when: .init(item: "overall", test: .atMost(2))),
        ])
        for share in [0, 0.5, 1e-12] {
            let index = Samples.index(
                method: .pooled, dimensions: [["q1"]], isOverallEnough: false,
                answeredShare: share)
            var office = Office(forms: [form], index: index)
            office.add(["overall": .score(5), "q1": .notAsked], count: 8)
            office.add(["overall": .score(1), "q1": .missing], count: 8)
            let row = try office.row()
            #expect(row.responses == 16 && row.valid == 0 && row.isSuppressed)
        }
    }

    @Test(
        "half is taken of the items that were asked, and a written share is taken as written",
        arguments: [
            (0.5, 22, 11), (0.5, 5, 3), (0.28, 25, 7), (0.14, 50, 7), (1, 60, 60), (0.01, 6, 1),
        ])
    func answersNeeded(share: Double, asked: Int, needed: Int) {
        let validity = IndexDefinition.Validity(overallItem: false, answeredShare: share)
        #expect(validity.answersNeeded(asked: asked) == needed)
        #expect(validity.answersNeeded(asked: 0) == nil)
    }

    @Test("items that branching did not reach do not make a ballot invalid")
    func halfOfWhatWasAsked() throws {
        let late = (3...6).map {
            Samples.score("q\($0)", when: .init(item: "q1", test: .atMost(3)))
        }
        let form = Samples.form([Samples.score("q1"), Samples.score("q2")] + late)
        let index = Samples.index(
            method: .pooled, dimensions: [(1...6).map { "q\($0)" }], overall: "q1",
            isOverallEnough: false)
        var office = Office(forms: [form], index: index)
        var answers: [String: Answer] = ["q1": .score(5), "q2": .missing]
        for item in 3...6 { answers["q\(item)"] = .notAsked }
        office.add(answers, count: 9)
        #expect(try office.row().valid == 9)
    }

    @Test(
        "an index counts only forms that ask its items by levels; targets every form that asks"
    )
    func forms() throws {
        let words = Item(
            id: "q1", kind: .single, text: Samples.text("q1"),
            choices: [.init(code: "a", text: Samples.text("a"))])
        let other = Samples.form([Samples.score("overall"), words], id: "words")
        var office = Office(
            forms: [Samples.sixItems, Samples.oneTap, other], index: Samples.pooled)
        office.definitions = Definitions(
            indices: [Samples.pooled], targets: Samples.ninetyAndNinetyFive)
        office.add(["overall": .score(5), "q1": .score(1)], count: 30)
        office.add(["overall": .score(2)], count: 20, form: 1)
        office.add(["overall": .score(3), "q1": .choices([0])], count: 10, form: 2)
        let row = try office.row()
        #expect(row.responses == 30 && row.valid == 30)
        #expect(row.targets[0].responses == 60 && row.targets[0].estimate?.share == 0.5)
        #expect(row.estimate?.share == 0)
    }

    @Test("versions of a form that order their items otherwise are counted together")
    func versions() throws {
        let second = Samples.form(
            [
                Samples.score("q6"), Samples.score("new"), Samples.score("overall"),
                Samples.score("q1"),
            ],
            version: 2)
        var office = Office(forms: [Samples.sixItems, second], index: Samples.pooled)
        office.add(["overall": .score(5), "q1": .score(4), "q6": .score(1)], count: 6)
        office.add(
            ["overall": .score(5), "q1": .score(2), "q6": .score(5), "new": .score(5)], count: 4,
            form: 1)
        let row = try office.row()
        #expect(row.valid == 10)
        #expect(row.items[0].counts?.levels == [0, 4, 0, 6, 0])
        #expect(row.items[5].counts?.levels == [6, 0, 0, 0, 4])
        #expect(row.items[1].counts?.missing == 6)
    }

    @Test("a method other than the definition's is used and named")
    func method() throws {
        var office = Office(forms: [Samples.sixItems], index: Samples.pooled)
        office.add(["overall": .score(5), "q1": .score(1)], count: 30)
        let report = try office.report(method: .overallItem)
        #expect(report.index.method == "t2b.overallItem")
        #expect(report.units[0].estimate?.share == 1)
        #expect(report.units[0].estimate?.interval == "wilson")
    }

    @Test("a field-scoped target counts its field only, the department's its own item")
    func scopes() throws {
        var office = Office(forms: [Samples.sixItems, Samples.oneTap], index: Samples.index())
        office.definitions = Definitions(
            indices: office.definitions.indices,
            targets: [
                Samples.target("field", 0.85, field: "xay-dung"),
                Samples.target("department", 0.90, item: "department"),
                Samples.target("nobody", 0.90, field: "never-named"),
            ])
        office.add(["overall": .score(5), "department": .score(1)], count: 40, field: "xay-dung")
        office.add(["overall": .score(1), "department": .score(4)], count: 10, field: "dat-dai")
        office.add(["overall": .score(1), "department": .dontKnow], count: 10)
        office.add(["overall": .score(4)], count: 20, form: 1, field: "xay-dung")
        let targets = Dictionary(
            uniqueKeysWithValues: try office.row().targets.map { ($0.target.id, $0) })
        #expect(targets["field"]?.responses == 60 && targets["field"]?.estimate?.share == 1)
        #expect(targets["field"]?.verdict == .met)
        #expect(targets["department"]?.responses == 50)
        #expect(targets["department"]?.estimate?.share == 0.2)
        #expect(targets["department"]?.verdict == .missed)
        #expect(targets["nobody"]?.responses == 0 && targets["nobody"]?.verdict == .tooFew)
    }

    @Test("targets in force and still to come are listed, past ones are not")
    func inForce() throws {
        var office = Office(forms: [Samples.oneTap], index: Samples.index())
        office.definitions = Definitions(
            indices: office.definitions.indices,
            targets: [
                Samples.target("2030", 0.95, due: "2030-12-31"),
                Samples.target("2025", 0.90, due: "2025-12-31", until: "2030-12-30"),
                Samples.target("2024", 0.90, due: "2024-12-31", until: "2024-12-31"),
            ])
        func ids(_ from: String, _ to: String) throws -> [String] {
            try office.row(from: from, to: to).targets.map(\.target.id)
        }
        #expect(try ids("2024-12-31", "2025-02-01") == ["2024", "2025", "2030"])
        #expect(try ids("2025-01-01", "2025-02-01") == ["2025", "2030"])
        #expect(try ids("2030-12-30", "2031-01-01") == ["2025", "2030"])
        #expect(try ids("2030-12-31", "2031-01-01") == ["2030"])
    }
}
