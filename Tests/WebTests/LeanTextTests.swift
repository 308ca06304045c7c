import Testing

@testable import Web

@Suite("What is sent of style sheets and scripts")
struct LeanTextTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(
        "a style sheet loses its comments and the spaces and line ends that nobody reads",
        arguments: [
            ("a { b: c; } /* d */", "a{b:c}"),
            ("/* a\n b */\n\n  c {\n    d: e;\n  }\n", "c{d:e}"),
            ("a::before { content: \"/\"; }", "a::before{content:\"/\"}"),
            ("a { } /* never closed", "a{}"), ("", ""), ("/*", ""), ("/**/a{}", "a{}"),
            ("a :b {}\n", "a :b{}"),
            ("a, b > c { d: e(1, 2) -0.5rem; f: g }", "a,b > c{d:e(1,2) -0.5rem;f:g}"),
        ])
    func style(source: String, sent: String) {
        #expect(text(LeanText.style(Array(source.utf8))) == sent)
    }

    @Test(
        "a script loses lines that are comments alone and indentation",
        arguments: [
            ("// a\n  // b\n  c(); // d\n", "c(); // d\n"), ("a / b // c", "a / b // c\n"),
            ("const a = 'http://b';\n\n", "const a = 'http://b';\n"), ("", ""),
            ("if (a ? b : c) { d = (e) => f; }", "if(a?b:c){d=(e)=>f;}\n"),
            ("a + +b - -c < !--d", "a + +b - -c < !--d\n"),
            ("f(\"a = b; c\", d ? \" : \" : e)", "f(\"a = b; c\",d?\" : \":e)\n"),
            ("a = b.replace(/ = /, c)", "a = b.replace(/ = /, c)\n"),
            ("a = ` = ${ b }`", "a = ` = ${ b }`\n"), ("a = \"", "a = \"\n"),
        ])
    func script(source: String, sent: String) {
        #expect(text(LeanText.script(Array(source.utf8))) == sent)
    }

    @Test(
        "the shipped style sheet keeps every rule",
        arguments: ["tokens.css", "hailong.css", "kiosk.css", "tables.css"])
    func shipped(name: String) throws {
        let bytes = try Samples.bytes("kiosk/\(name)")
        let sent = text(LeanText.style(bytes))
        #expect(sent.filter { $0 == "{" }.count == text(bytes).filter { $0 == "{" }.count)
        #expect(!sent.contains("/*") && !sent.contains("\n "))
    }
}
