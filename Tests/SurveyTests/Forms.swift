import Survey

/// Forms, an office and submissions that several suites share.
enum Forms {
    static func form(_ items: [Item], id: String = "test", version: Int = 1) -> Questionnaire {
        Questionnaire(
            id: id, version: version, status: .draft, source: "tests", languages: ["vi"],
            title: LocalizedText(["vi": "Phiếu"]), intro: nil, levels: [], dimensions: [],
            items: items)
    }

    static func item(
        _ id: String, _ kind: Item.Kind, choices: Int = 0, offersBoth: Bool = false,
        when condition: Item.Condition? = nil
    ) -> Item {
        let codes = kind == .yesNo ? ["yes", "no"] : (0..<choices).map { "c\($0)" }
        return Item(
            id: id, kind: kind, text: LocalizedText(["vi": id]), allowsDontKnow: offersBoth,
            allowsNotApplicable: offersBoth,
            choices: codes.map { .init(code: $0, text: LocalizedText(["vi": $0])) },
            condition: condition)
    }

    /// One score, a reason for the dissatisfied, one for the satisfied, and the rest of the kinds.
    static let counter = form([
        item("overall", .score),
        item("low", .multiple, choices: 3, when: .init(item: "overall", test: .atMost(3))),
        item("high", .multiple, choices: 3, when: .init(item: "overall", test: .atLeast(4))),
        item("staff", .score, offersBoth: true),
        item("again", .yesNo),
        item("why", .single, choices: 4, when: .init(item: "again", test: .isOneOf(["no"]))),
        item("comment", .text, when: .init(item: "again", test: .isOneOf(["no"]))),
    ])

    /// A form without a free text.
    static let short = form([item("overall", .score)], id: "short")

    static let office = Register(
        units: [unit("tinh"), unit("so", parent: "tinh"), unit("xa", parent: "tinh")],
        places: [Place(code: "Q1", unit: "so", centre: "xa", name: "Quầy 1", form: "test")],
        questionnaires: [counter, short])

    static func unit(_ code: String, parent: String? = nil) -> Unit {
        Unit(
            code: code, name: "Đơn vị \(code)", kind: parent == nil ? .province : .department,
            parent: parent, validFrom: nil, validTo: nil, successor: nil)
    }

    static let id = ResponseID(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let now = Timestamp(milliseconds: 1_743_400_000_000)

    static func submission(
        _ answers: GivenAnswers = [:], comment: String? = nil
    ) -> Submission {
        Submission(
            id: id, form: "test", version: 1, place: "Q1", channel: .web, answers: answers,
            comment: comment)
    }
}
