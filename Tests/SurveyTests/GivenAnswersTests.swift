import Survey
import Testing

@Suite("Answers as they were sent")
struct GivenAnswersTests {
    private static let sent = [
        ("overall", "2"), ("low", "c0"), ("low", "c2"), ("again", "no"), ("why", "c3"),
    ]

    @Test("The order in which items come changes nothing", arguments: 0..<200)
    func anyOrder(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var given = GivenAnswers()
        for (item, code) in Self.sent.shuffled(using: &random) { given.add(code, to: item) }
        var inOrder = GivenAnswers()
        for (item, code) in Self.sent { inOrder.add(code, to: item) }
        #expect(try Forms.counter.checked(given) == Forms.counter.checked(inOrder))
        #expect(given["low"]?.sorted() == ["c0", "c2"])
    }

    @Test("Codes of one item that come apart are still several answers")
    func apart() {
        var given = GivenAnswers()
        for (item, code) in [("overall", "4"), ("again", "no"), ("overall", "5")] {
            given.add(code, to: item)
        }
        #expect(throws: SubmissionFault.invalid([.severalAnswers(item: "overall")])) {
            try Forms.counter.checked(given)
        }
    }

    @Test("Every unknown item is named once, wherever it stands")
    func unknown() {
        var given = GivenAnswers()
        for (item, code) in [("z", "1"), ("overall", "4"), ("a", "1"), ("z", "2")] {
            given.add(code, to: item)
        }
        #expect(
            throws: SubmissionFault.invalid([.unknownItem(item: "a"), .unknownItem(item: "z")])
        ) { try Forms.counter.checked(given) }
    }

    @Test("An item named with nothing is known and missing")
    func nothing() throws {
        var given: GivenAnswers = ["overall": [], "again": [""]]
        #expect(given.saysNothing && !given.isEmpty)
        #expect(given["overall"] == [] && given["why"] == nil)
        #expect(try Forms.counter.checked(given).allSatisfy { $0 == .missing || $0 == .notAsked })
        given["overall"] = ["5"]
        given["again"] = nil
        #expect(given == ["overall": ["5"]])
        #expect(given != ["overall": ["4"]])
        #expect(["a": ["1"], "b": ["2"]] as GivenAnswers == ["b": ["2"], "a": ["1"]])
    }
}
