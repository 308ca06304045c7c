import Survey
import Testing

@Suite("Register")
struct RegisterTests {
    private func register(_ units: [(String, String?)]) -> Register {
        Register(
            units: units.map { Forms.unit($0.0, parent: $0.1) }, places: [], questionnaires: [])
    }

    private func order(_ register: Register) -> [String] {
        register.unitsInTreeOrder.map { "\($0.depth)\($0.unit.code)" }
    }

    @Test("A subtree is a unit and all below it, a line is it and all above")
    func tree() {
        let office = register([
            ("c", "b"), ("a", nil), ("b", "a"), ("d", "b"), ("e", "a"), ("f", nil),
        ])
        #expect(office.subtree(of: "b") == ["b", "c", "d"])
        #expect(office.subtree(of: "a") == ["a", "b", "c", "d", "e"])
        #expect(office.subtree(of: "f") == ["f"])
        #expect(office.ancestry(of: "d").map(\.code) == ["d", "b", "a"])
        #expect(office.ancestry(of: "nowhere").isEmpty)
        #expect(order(office) == ["0a", "1b", "2c", "2d", "1e", "0f"])
    }

    @Test("A unit under an unknown one stands at the top, and its line ends there")
    func unknownParent() {
        let office = register([("a", nil), ("b", "gone"), ("c", "b")])
        #expect(order(office) == ["0a", "0b", "1c"])
        #expect(office.ancestry(of: "c").map(\.code) == ["c", "b"])
        #expect(office.subtree(of: "gone") == ["gone", "b", "c"])
    }

    @Test("Units in a circle end every walk, and each keeps one place")
    func circle() {
        let office = register([
            ("x", "z"), ("a", nil), ("y", "x"), ("z", "y"), ("s", "s"), ("t", "z"),
        ])
        #expect(office.subtree(of: "y") == ["x", "y", "z", "t"])
        #expect(office.ancestry(of: "t").map(\.code) == ["t", "z", "y", "x"])
        #expect(office.ancestry(of: "s").map(\.code) == ["s"])
        #expect(order(office) == ["0a", "0x", "1y", "2z", "3t", "0s"])
    }

    @Test("A chain of 50,000 units does not use up the stack")
    func chain() {
        let count = 50_000
        let office = register((0..<count).map { ("u\($0)", $0 == 0 ? nil : "u\($0 - 1)") })
        #expect(office.unitsInTreeOrder.last?.depth == count - 1)
        #expect(office.subtree(of: "u0").count == count)
        #expect(office.ancestry(of: "u\(count - 1)").count == count)
    }

    @Test("A typed code may differ in capitals; an exact one comes first")
    func typed() {
        func place(_ code: String) -> Place {
            Place(code: code, unit: "a", centre: "a", name: code, form: "test")
        }
        let office = Register(
            units: [], places: [place("Q1-a"), place("q1-A"), place("K2")], questionnaires: [])
        #expect(office.place(typed: "q1-A")?.code == "q1-A")
        #expect(office.place(typed: "Q1-A")?.code == "Q1-a")
        #expect(office.place(typed: "k2")?.code == "K2")
        #expect(office.place("k2") == nil)
        #expect(office.place(typed: "K3") == nil)
    }

    @Test("Every version of a form is found, and the highest is today's")
    func versions() {
        let forms = [(2, "a"), (10, "a"), (1, "a"), (3, "b")].map {
            Forms.form([Forms.item("q", .score)], id: $0.1, version: $0.0)
        }
        let office = Register(units: [], places: [], questionnaires: forms)
        #expect(office.latest("a")?.version == 10)
        #expect(office.latest("b")?.version == 3)
        #expect(office.latest("c") == nil)
        for form in forms { #expect(office.questionnaire(form.id, version: form.version) == form) }
        #expect(office.questionnaire("a", version: 3) == nil)
    }

    @Test(
        "Numbers of words in the store never change",
        arguments: [
            (
                Channel.allCases.map { "\($0.number)\($0.rawValue)" }.joined(separator: " "),
                "1kiosk 2tablet 3qr-slip 4qr-poster 5web 6message 7paper 8phone"
            ),
            (
                Respondent.allCases.map { "\($0.number)\($0.rawValue)" }.joined(separator: " "),
                "1person 2business 3organisation"
            ),
            (
                Outcome.allCases.map { "\($0.number)\($0.rawValue)" }.joined(separator: " "),
                "1returned 2supplement 3refused"
            ),
        ])
    func numbers(found: String, expected: String) {
        #expect(found == expected)
        for channel in Channel.allCases { #expect(Channel(number: channel.number) == channel) }
        for word in Respondent.allCases { #expect(Respondent(number: word.number) == word) }
        for word in Outcome.allCases { #expect(Outcome(number: word.number) == word) }
        for number in [Int.min, -1, 0, 9, Int.max] {
            #expect(Channel(number: number) == nil)
        }
    }

    @Test(
        "A code is 1 to 40 of A-Z a-z 0-9 . _ - and begins with no dot",
        arguments: [
            ("Q1", true), ("a.b_c-D9", true), ("-", true),
            (String(repeating: "x", count: 40), true),
            (String(repeating: "x", count: 41), false), ("", false), (".", false), ("..", false),
            (".a", false), ("a/b", false), ("a b", false), ("é", false), ("a\n", false),
            ("a%2f", false),
        ])
    func codes(code: String, isValid: Bool) {
        #expect(Code.isValid(code) == isValid)
    }
}
