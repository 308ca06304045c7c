import Foundation
import Testing

@testable import Web

@Suite struct HTMLTests {
    /// Texts that break out of a text, an attribute or an address where one forgets to escape.
    static let payloads = [
        "<script>window.__x=1</script>", "</title><script>window.__x=1</script>",
        "\" onmouseover=\"window.__x=1", "' onmouseover='window.__x=1", "\"><img src=x onerror=1>",
        "javascript:window.__x=1", "JaVaScRiPt:window.__x=1", "data:text/html,<script>1</script>",
        "//evil.example/", "\\\\evil.example", "https://evil.example/?a=1&b=2", "a&quot;b", "&#x3C;b>",
        "<!--", "-->", "]]>", "</textarea><b>", "</fieldset></form>", "`", "\u{0}<b>", "a\u{8}b",
        "\r\nSet-Cookie: a=b", "../../etc/passwd", "%3Cscript%3E", "\u{202E}<b>", "ế<ộ>\"ữ\"",
        "{{7*7}}", "\\u003cscript\\u003e", "<svg/onload=1>", "x\" autofocus onfocus=\"1",
    ]

    @Test("a text stays a text, whatever it holds", arguments: payloads)
    func text(payload: String) {
        let html: HTML = "<p>\(payload)</p>"
        let inner = html.text.dropFirst(3).dropLast(4)
        #expect(!inner.contains("<") && !inner.contains(">"))
        #expect(Markup(html.bytes).text == payload.filteredAsHTML)
    }

    @Test("a text stays inside a double-quoted attribute", arguments: payloads)
    func attribute(payload: String) {
        let html: HTML = "<p title=\"\(payload)\">x</p>"
        let markup = Markup(html.bytes)
        #expect(markup.faults.isEmpty)
        #expect(markup.tags[0].attributes.map(\.name) == ["title"])
        #expect(markup.tags[0]["title"] == payload.filteredAsHTML)
    }

    @Test("a value in an address is one path segment or one query value", arguments: payloads)
    func address(payload: String) {
        let link: Link = "/f/\(payload)?a=\(payload)"
        let parts = link.text.split(separator: "?", omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        #expect(parts[0].count(where: { $0 == "/" }) == 2)
        #expect(!parts[1].contains("&") && !parts[1].contains("#"))
        #expect(link.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(link.text.removingPercentEncoding == "/f/\(payload)?a=\(payload)")
        let markup = Markup(("<a href=\"\(link)\">x</a>" as HTML).bytes)
        #expect(markup.faults.isEmpty)
        #expect(markup.tags[0]["href"] == link.text)
    }

    @Test("a text at the start of an address ends the program, because no escaping helps there")
    func addressFromText() async {
        await #expect(processExitsWith: .failure) {
            let untrusted = "javascript:alert(1)"
            let html: HTML = "<a href=\"\(untrusted)\">x</a>"
            print(html.text)
        }
    }

    @Test("numbers, pieces, lists and nothing are put in as they are")
    func pieces() {
        let bold: HTML = "<b>\("a&b")</b>"
        let nothing: HTML? = nil
        let html: HTML = "\(-3)\(bold)\([bold, bold])\(nothing)\(UInt8(7))"
        #expect(html.text == "-3<b>a&amp;b</b><b>a&amp;b</b><b>a&amp;b</b>7")
        #expect(HTML.joined([bold, "x"]).text == "<b>a&amp;b</b>x")
    }

    @Test("a query value is added behind ? or &, and nil adds nothing")
    func query() {
        let link = ("/f" as Link).adding("place", "a b").adding("lang", nil).adding("c", "é")
        #expect(link.text == "/f?place=a%20b&c=%C3%A9")
        #expect(("<a href=\"\(link)\">" as HTML).text == "<a href=\"/f?place=a%20b&amp;c=%C3%A9\">")
    }
}

extension String {
    /// What a page shows of a text: no control characters but tab and line ends.
    fileprivate var filteredAsHTML: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 || scalar.value == 0x7F
                    return isControl && !["\t", "\n", "\r"].contains(scalar) ? "\u{FFFD}" : scalar
                }))
    }
}
