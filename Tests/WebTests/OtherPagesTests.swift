import Survey
import Testing

@testable import Web

@Suite struct OtherPagesTests {
    @Test("thanks say that the answer is stored, in the form's language", arguments: ["vi", "en"])
    func thanks(language: String) throws {
        var invitation = Invitation(channel: .tablet)
        invitation.outcome = .refused
        let page = ThanksPage(
            site: try Samples.site(), venue: Samples.venue(), language: language,
            invitation: invitation)
        let rules = PageRules(page.html.bytes)
        #expect(rules.faults == [])
        #expect(rules.markup.all("html").first?["lang"] == language)
        #expect(rules.markup.text.contains(try Samples.strings().text(.thanksStored, in: language)))
        #expect(rules.markup.all("form").isEmpty)
        let query = "?lang=\(language)&c=tablet&o=refused"
        #expect(rules.markup.all("a").last?["href"] == "/f/Q3-7K" + query)
        #expect(page.link.text == "/f/Q3-7K/thanks" + query)
    }

    @Test("the first page asks for a code and lists nothing", arguments: ["vi", "en", nil, "xx"])
    func home(language: String?) throws {
        let page = HomePage(site: try Samples.site(isSample: true), language: language)
        let rules = PageRules(page.html.bytes)
        #expect(rules.faults == [])
        #expect(rules.markup.all("html").first?["lang"] == (language == "en" ? "en" : "vi"))
        let form = rules.markup.all("form").first
        #expect(form?["method"] == "get" && form?["action"] == "/f")
        #expect(rules.markup.all("input").map { $0["name"] } == ["place", "lang"])
    }

    @Test("an unknown code is shown back as text, shortened", arguments: HTMLTests.payloads)
    func notFound(payload: String) throws {
        let page = NotFoundPage(site: try Samples.site(), language: "en", code: payload)
        let rules = PageRules(page.html.bytes)
        #expect(rules.faults == [])
        #expect(page.code.count <= NotFoundPage.shownCharactersMax)
        #expect(rules.markup.all("a").first?["href"]?.hasPrefix("/f?place=") == true)
    }

    @Test(
        "what went wrong is said in every language at once, with a way out",
        arguments: PlainErrorPage.Trouble.allCases)
    func trouble(trouble: PlainErrorPage.Trouble) throws {
        let page = PlainErrorPage(site: try Samples.site(), trouble: trouble, wayOut: "/f/\("a b")")
        let rules = PageRules(page.html.bytes)
        #expect(rules.faults == [])
        let sections = rules.markup.all("section")
        #expect(sections.map { $0["lang"] } == [nil, "en"])
        #expect(sections.allSatisfy { !$0.text.contains(String(trouble.rawValue)) })
        #expect(
            rules.markup.all("a").map { $0["href"] } == ["/f/a%20b", "/f/a%20b?lang=en"])
    }

    @Test("the titles of all pages differ")
    func titles() throws {
        let site = try Samples.site()
        var pages = PlainErrorPage.Trouble.allCases.map {
            PlainErrorPage(site: site, trouble: $0).html
        }
        pages.append(HomePage(site: site, language: "vi").html)
        pages.append(NotFoundPage(site: site, language: "vi", code: "x").html)
        pages.append(
            ThanksPage(
                site: site, venue: Samples.venue(), language: "vi", invitation: Invitation()
            ).html)
        let titles = pages.map { Markup($0.bytes).all("title")[0].text }
        #expect(Set(titles).count == pages.count)
    }

    @Test(
        "a status without words of its own borrows those of its class",
        arguments: [(400, 400), (404, 404), (415, 400), (431, 400), (502, 500), (503, 503)])
    func status(status: Int, shown: Int) {
        #expect(PlainErrorPage.Trouble(status: status).rawValue == shown)
    }
}
