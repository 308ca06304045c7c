import Survey

/// A linear congruential generator (Knuth's MMIX constants): the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        // The low bits of one step have short periods, so a result takes the high half of two.
        UInt64(step()) << 32 | UInt64(step())
    }

    private mutating func step() -> UInt32 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt32(state >> 32)
    }

    /// One of the elements.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &self)]
    }

    /// A text of scalars that notations treat specially, up to a length.
    mutating func awkwardText(upTo count: Int) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "5", " ", ",", ";", "\"", "'", "\n", "\r", "\t", "=", "\\", "/", "ế", "\u{301}",
            "\u{306}", "ê", "\u{FEFF}", "\u{2028}", "\u{200B}", "👍", "\u{10FFFF}", "\u{7F}",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...count, using: &self) { text.append(pick(scalars)) }
        return String(text)
    }

    /// A random form with a random answer to each of its items.
    mutating func form(items count: Int) -> (form: Questionnaire, answers: [Answer]) {
        var items: [Item] = []
        var answers: [Answer] = []
        for index in 0..<count {
            let kind = pick(Item.Kind.allCases.filter { $0 != .text })
            let choices = kind == .yesNo ? 2 : Int.random(in: 1...Item.choicesMax, using: &self)
            let item = Forms.item("q\(index)", kind, choices: kind == .score ? 0 : choices)
            items.append(item)
            answers.append(answer(to: item))
        }
        if Bool.random(using: &self) {
            items.append(Forms.item("comment", .text))
            answers.append(.missing)
        }
        return (Forms.form(items), answers)
    }

    private mutating func answer(to item: Item) -> Answer {
        let special: [Answer] = [.missing, .notAsked, .dontKnow, .notApplicable]
        if Int.random(in: 0..<10, using: &self) < 4 { return pick(special) }
        switch item.kind {
        case .score: return .score(Int.random(in: 1...5, using: &self))
        case .multiple:
            let first = Int.random(in: item.choices.indices, using: &self)
            return .choices(
                item.choices.indices.filter { $0 == first || Bool.random(using: &self) })
        default: return .choices([Int.random(in: item.choices.indices, using: &self)])
        }
    }
}
