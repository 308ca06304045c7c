import Testing

@testable import Web

@Suite("The pages of the methods")
struct MethodTextTests {
    private static let known: Set<String> = ["wilson", "design"]

    private static func html(_ text: String) -> String {
        MethodText(text, known: known, language: "en").rest.text
    }

    @Test("the few marks become markup, everything else is text")
    func marks() {
        let made = Self.html(
            "## Formula\nA **bold** `x < y` word,\nsee wilson.md.\n\n- one\n- two\n")
        #expect(made.contains("<h2>Formula</h2>"))
        #expect(made.contains("A <strong>bold</strong> <code>x &lt; y</code> word, see"))
        #expect(made.contains("<a href=\"/leader/methods/wilson?lang=en\">wilson</a>."))
        #expect(made.contains("<ul><li>one</li>"))
        #expect(Self.html("unknown.md, 2 * 3").contains("unknown.md, 2 * 3"))
        #expect(Self.html("```example\na <b>\n```").contains("<pre><code>a &lt;b&gt;</code></pre>"))
    }

    @Test("a file can bring no markup of its own", arguments: HTMLTests.payloads)
    func hostile(payload: String) {
        let made = Self.html("## \(payload)\n\(payload)\n- \(payload)\n`\(payload)`\n")
        #expect(!made.contains("<script") && !made.contains("<img") && !made.contains("<svg"))
    }

    @Test("every shipped page keeps the rules of every page", arguments: ["vi", "en"])
    func rules(language: String) throws {
        for id in ["wilson", "qd766", "tt01", "mean5", "suppression", "worst-case"] {
            let text = String(
                decoding: try Samples.bytes("analytics/methods/\(id).md"), as: UTF8.self)
            let page = MethodPage(
                site: try Samples.site(), language: language, id: id, text: text,
                known: Self.known)
            let rules = PageRules(page.html.bytes)
            #expect(rules.faults == [], "\(id)")
            #expect(rules.markup.all("h1").first?["lang"] == (language == "vi" ? nil : "vi"))
        }
    }
}
