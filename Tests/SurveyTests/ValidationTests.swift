import Survey
import Testing

@Suite("Validation")
struct ValidationTests {
    private func checked(_ answers: GivenAnswers) throws -> [String: Answer] {
        let form = Forms.counter
        return Dictionary(
            uniqueKeysWithValues: zip(form.items.map(\.id), try form.checked(answers)))
    }

    @Test(
        "Nothing answered stays missing and becomes no score",
        arguments: [
            [:], ["overall": []], ["overall": [""]], ["overall": ["", ""], "staff": [""]],
        ]
            as [GivenAnswers])
    func missing(answers: GivenAnswers) throws {
        let checked = try checked(answers)
        #expect(checked["overall"] == .missing)
        #expect(checked["staff"] == .missing)
        #expect(checked["again"] == .missing)
        for (_, answer) in checked {
            if case .score = answer { Issue.record("an unanswered item became \(answer)") }
        }
        #expect(Forms.counter.items[0].codes(of: .missing) == [])
    }

    @Test("Each level is the score it says", arguments: 1...5)
    func levels(score: Int) throws {
        #expect(try checked(["overall": [String(score)]])["overall"] == .score(score))
        #expect(Forms.counter.items[0].codes(of: .score(score)) == [String(score)])
    }

    @Test(
        "Whatever is no level is refused",
        arguments: [
            "0", "6", "-1", "+5", "5.0", "05", "5 ", " ", "５", "٣", "V", "five", "1e0", "c0", "yes",
        ])
    func notAScore(value: String) {
        #expect(throws: SubmissionFault.invalid([.notAScore(item: "overall", value: value)])) {
            try checked(["overall": [value]])
        }
    }

    @Test(
        "dk and na are answers of their own, whether pages offer them or not",
        arguments: ["staff", "overall", "again"])
    func beside(item: String) throws {
        #expect(try checked([item: ["dk"]])[item] == .dontKnow)
        #expect(try checked([item: ["na"]])[item] == .notApplicable)
        let offers = Forms.counter.items.first { $0.id == item }?.allowsDontKnow
        #expect(offers == (item == "staff"))
        #expect(throws: SubmissionFault.self) { try checked([item: ["DK"]]) }
    }

    @Test("A reason is asked from the dissatisfied", arguments: ["1", "2", "3"])
    func dissatisfied(score: String) throws {
        let found = try checked(["overall": [score], "low": ["c2", "c0", "c2"]])
        #expect(found["low"] == .choices([0, 2]))
        #expect(found["high"] == .notAsked)
        #expect(throws: SubmissionFault.invalid([.notReached(item: "high")])) {
            try checked(["overall": [score], "high": ["c1"]])
        }
    }

    @Test("A reason is asked from the satisfied alike", arguments: ["4", "5"])
    func satisfied(score: String) throws {
        let found = try checked(["overall": [score], "high": ["c1"]])
        #expect(found["high"] == .choices([1]))
        #expect(found["low"] == .notAsked)
        #expect(try checked(["overall": [score]])["high"] == .missing)
        #expect(throws: SubmissionFault.invalid([.notReached(item: "low")])) {
            try checked(["overall": [score], "low": ["c1"]])
        }
    }

    @Test("Who said nothing is asked no reason; an empty field to it is no fault")
    func branchingOnMissing() throws {
        let found = try checked(["low": [""], "high": []])
        #expect(found["low"] == .notAsked && found["high"] == .notAsked)
    }

    @Test("A choice decides what is asked next")
    func branchingOnChoice() throws {
        #expect(try checked(["again": ["no"], "why": ["c3"]])["why"] == .choices([3]))
        #expect(try checked(["again": ["yes"]])["why"] == .notAsked)
        #expect(throws: SubmissionFault.invalid([.notReached(item: "why")])) {
            try checked(["again": ["yes"], "why": ["c3"]])
        }
    }

    @Test(
        "Two answers where one may be given, and a word beside an answer, are refused",
        arguments: [
            ["overall": ["4", "5"]], ["overall": ["5", "5"]], ["again": ["yes", "no"]],
            ["staff": ["dk", "na"]], ["overall": ["2"], "low": ["c0", "dk"]],
            ["overall": ["2"], "low": ["na", "c0"]],
        ] as [GivenAnswers])
    func several(answers: GivenAnswers) throws {
        let item = try #require(answers.items.first { answers[$0]?.count ?? 0 > 1 })
        #expect(throws: SubmissionFault.invalid([.severalAnswers(item: item)])) {
            try checked(answers)
        }
    }

    @Test("Everything wrong is said at once, in the form's order, unknown items last")
    func everything() {
        let faults: [AnswerFault] = [
            .notAScore(item: "overall", value: "9"), .unknownChoice(item: "again", choice: "x"),
            .noComment(item: "comment"), .unknownItem(item: "a"), .unknownItem(item: "rater"),
        ]
        #expect(throws: SubmissionFault.invalid(faults)) {
            try checked([
                "rater": ["CB-17"], "a": [], "comment": ["hay"], "again": ["x"],
                "overall": ["9"], "staff": ["3"],
            ])
        }
        #expect(faults.map(\.item) == ["overall", "again", "comment", "a", "rater"])
    }

    @Test("A choice that the item lacks is named", arguments: ["c3", "C0", "0", "c0;c1"])
    func unknownChoice(code: String) {
        #expect(throws: SubmissionFault.invalid([.unknownChoice(item: "low", choice: code)])) {
            try checked(["overall": ["1"], "low": ["c0", code]])
        }
    }

    @Test("A text item is missing, reached or not, as the packed answers have it")
    func textItem() throws {
        for again in [[], ["yes"], ["no"]] {
            let answers = try Forms.counter.checked(["again": again])
            let layout = AnswerLayout(Forms.counter)
            #expect(answers.last == .missing)
            #expect(layout.unpack(layout.pack(answers)) == answers)
        }
    }

    @Test("What a browser sends for hidden items is put aside, and the rest passes")
    func reached() throws {
        let sent: GivenAnswers = [
            "overall": ["5"], "low": ["c0"], "high": ["c1"], "again": ["x"], "why": ["c0"],
        ]
        let kept = Forms.counter.reached(sent)
        #expect(kept == ["overall": ["5"], "high": ["c1"], "again": ["x"]])
        #expect(throws: SubmissionFault.invalid([.unknownChoice(item: "again", choice: "x")])) {
            try checked(kept)
        }
    }
}
