import Survey
import Testing

@testable import Web

@Suite struct FormPageTests {
    static let forms = ["counter-one-tap", "sipas-service"]
    static let languages = ["vi", "en"]

    private func page(
        _ form: String, _ language: String = "vi", entered: FormPage.Entered? = nil
    ) throws -> PageRules {
        let page = try Samples.page(
            Samples.form(form), language: language, entered: entered, isSample: true)
        return PageRules(page.html(id: Samples.id))
    }

    @Test("every form keeps the rules of pages", arguments: forms, languages)
    func rules(form: String, language: String) throws {
        let page = try page(form, language)
        #expect(page.faults == [])
        #expect(page.markup.all("html").first?["lang"] == language)
    }

    @Test("nothing is chosen beforehand", arguments: forms)
    func nothingChosen(form: String) throws {
        let page = try page(form)
        #expect(!page.markup.tags.contains { $0["checked"] != nil || $0["selected"] != nil })
        #expect(page.markup.all("textarea").allSatisfy { $0.text.allSatisfy(\.isWhitespace) })
    }

    @Test("every item and every answer to it stands on the page, in the form's words")
    func complete() throws {
        let form = try Samples.form("sipas-service")
        let page = try page("sipas-service", "en")
        for item in form.items where item.kind != .text {
            let controls = page.markup.all("input").filter { $0["name"] == item.id }
            let expected =
                ["1", "2", "3", "4", "5"] + (item.allowsDontKnow ? ["dk"] : [])
                + (item.allowsNotApplicable ? ["na"] : [])
            #expect(controls.compactMap { $0["value"] } == expected)
            #expect(page.markup.text.contains(item.text.text(in: "en")))
        }
        for dimension in form.dimensions {
            #expect(page.markup.all("h2").contains { $0.text == dimension.title.text(in: "en") })
        }
    }

    @Test("levels stand worst first, with their words, beside a face that is only decoration")
    func order() throws {
        let form = try Samples.form("counter-one-tap")
        let labels = try page("counter-one-tap").markup.all("label").prefix(5)
        #expect(
            labels.map { $0.text.drop { $0 == " " } }.map(String.init)
                == form.levels.map { $0.text(in: "vi") })
    }

    @Test("the unit, the place, the promise and the send button are there", arguments: languages)
    func named(language: String) throws {
        let page = try page("counter-one-tap", language)
        let form = try Samples.form("counter-one-tap")
        #expect(page.markup.text.contains("Sở Giao thông vận tải"))
        #expect(page.markup.text.contains("Quầy số 3: Lái xe"))
        for sentence in form.intro!.text(in: language).split(separator: ". ") {
            #expect(page.markup.text.contains(sentence))
        }
        #expect(page.markup.all("button").map(\.text) == [language == "vi" ? "Gửi" : "Send"])
    }

    @Test("names of units and places are marked as Vietnamese on a page in another language")
    func languageOfParts() throws {
        let owner = try page("counter-one-tap", "en").markup.tags.first {
            $0["class"] == "owner office"
        }
        #expect(owner?["lang"] == "vi")
        let link = try page("counter-one-tap", "en").markup.all("a").first { $0["hreflang"] != nil }
        #expect(link?["lang"] == "vi" && link?["hreflang"] == "vi" && link?.text == "Tiếng Việt")
    }

    @Test("a link to another language keeps what the invitation says")
    func languageLink() throws {
        let invitation = Invitation(
            query: [("c", "qr-slip"), ("o", "refused"), ("p", "1.002 é"), ("fd", "xay-dung")])
        let page = try Samples.page(Samples.form("counter-one-tap"), invitation: invitation)
        let markup = Markup(page.html(id: Samples.id))
        #expect(
            markup.all("a").first { $0["hreflang"] == "en" }?["href"]
                == "/f/Q3-7K?lang=en&c=qr-slip&o=refused&p=1.002%20%C3%A9&fd=xay-dung")
    }

    @Test("only the id differs between two pages, so a template can be kept")
    func template() throws {
        let page = try Samples.page(Samples.form("counter-one-tap"))
        let other = ResponseID("ffffffff-c3d4-7e5f-8a6b-7c8d9e0f1a2b")!
        let template = page.template()
        #expect(template.page(id: Samples.id) == page.html(id: Samples.id))
        let ids = Markup(template.page(id: other)).all("input").filter { $0["name"] == "id" }
        #expect(ids.map { $0["value"] } == [other.description])
    }

    @Test("a sample office says so at the top of the page, a real one does not")
    func sample() throws {
        #expect(try page("counter-one-tap").markup.text.contains("Trang mẫu"))
        let real = try Samples.page(Samples.form("counter-one-tap"))
        #expect(!Markup(real.html(id: Samples.id)).text.contains("Trang mẫu"))
    }

    @Test("hostile names and texts stay texts", arguments: HTMLTests.payloads)
    func hostile(payload: String) throws {
        let form = try Samples.form("counter-one-tap")
        let entered = FormPage.Entered(
            Samples.submission(["overall": [payload]], comment: payload),
            problems: [.answer(.unknownItem(item: payload)), .answer(.noComment(item: "overall"))])
        var invitation = Invitation()
        invitation.procedure = payload
        invitation.field = payload
        let page = FormPage(
            site: try Samples.site(), form: form, venue: Samples.venue(place: payload),
            language: payload, invitation: invitation, entered: entered)
        #expect(PageRules(page.html(id: Samples.id)).faults == [])
    }

    @Test(
        "a one-tap page and its stylesheet weigh no more than 30 KB together", arguments: languages)
    func weight(language: String) throws {
        let page = try Samples.page(Samples.form("counter-one-tap"), language: language)
        let style = try Samples.style("hailong.css")
        #expect(page.html(id: Samples.id).count + style.count <= 30 * 1024)
    }
}
