import HTTPServer
import Survey
import Testing

@testable import Web

@Suite("Kept pages")
struct FormPagesTests {
    private static let template = FormTemplate(
        beforeID: Array("<p>".utf8), afterID: Array("</p>".utf8))

    private static func key(
        _ place: String = "A", _ language: String = "vi", _ channel: Channel = .web
    ) -> FormPages.Key {
        FormPages.Key(place: place, language: language, channel: channel)
    }

    @Test("a form is rendered once for its place, language and channel, whatever the target")
    func forms() {
        let pages = FormPages()
        var made = 0
        func page(_ key: FormPages.Key, at target: String) -> StampedResponse {
            pages.page(key, at: target) {
                made += 1
                return Self.template
            }.plain
        }
        let first = page(Self.key(), at: "/f/A")
        #expect(page(Self.key(), at: "/f/A?lang=vi") === first)
        #expect(made == 1)
        #expect(pages.page(at: "/f/A")?.plain === first)
        #expect(pages.page(at: "/f/A?lang=vi")?.plain === first)
        #expect(pages.page(at: "/f/A?lang=en") == nil)
        let others = [Self.key("B"), Self.key("A", "en"), Self.key("A", "vi", .message)]
        for other in others { #expect(page(other, at: "/f/other") !== first) }
        #expect(made == 4)
    }

    @Test("many targets, or endless ones, are not remembered for ever")
    func targets() {
        let pages = FormPages()
        for number in 0...4_096 {
            _ = pages.page(Self.key(), at: "/f/A?x=\(number)") { Self.template }
        }
        #expect(pages.page(at: "/f/A?x=0") == nil)
        #expect(pages.page(at: "/f/A?x=4096") != nil)
        let long = "/f/A?x=" + String(repeating: "y", count: 114)
        _ = pages.page(Self.key(), at: long) { Self.template }
        #expect(pages.page(at: long) == nil)
    }

    @Test("a redirect is made once for its key; one that cannot be made is asked for again")
    func redirects() throws {
        let pages = FormPages()
        var made = 0
        func redirect(_ key: FormPages.Key) -> PreparedResponse? {
            pages.redirect(key) {
                made += 1
                return key.place == "none" ? nil : HTTPResponse(status: 303)
            }
        }
        let first = try #require(redirect(Self.key()))
        #expect(redirect(Self.key()) === first)
        #expect(redirect(Self.key("A", "en")) !== first)
        #expect(made == 2)
        #expect(redirect(Self.key("none")) == nil)
        #expect(redirect(Self.key("none")) == nil)
        #expect(made == 4)
    }

    @Test("random bytes are never given twice, across more than one call to the system")
    func random() {
        let pool = RandomPool()
        var seen: Set<[UInt8]> = []
        for _ in 0..<1_000 { #expect(seen.insert(pool.bytes(10)).inserted) }
        #expect(seen.allSatisfy { $0.count == 10 })
    }
}
