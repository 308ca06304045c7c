import Documents
import Foundation
import HTTPServer
import Survey
import Testing

@testable import Web

@Suite("The kiosk's page")
struct KioskPageTests {
    private func page(
        _ form: String = "counter-one-tap", place: String = "Quầy số 3",
        links: String? = "https://hailong.example", isSample: Bool = false
    ) throws -> KioskPage {
        KioskPage(
            site: try Samples.site(isSample: isSample), form: try Samples.form(form),
            venue: Samples.venue(form: form, place: place),
            links: try links.map { try PlaceLinks(baseURL: $0) }, version: "1", offset: .vietNam)
    }

    @Test("is sound HTML with every word in each language", arguments: Samples.forms)
    func sound(form: String) throws {
        let page = try page(form)
        for bytes in [page.html(build: "b").bytes, KioskLater(page: page).html.bytes] {
            let markup = Markup(bytes)
            #expect(markup.faults == [])
            let spans = markup.all("span").filter { $0["lang"] != nil }
            let languages = Dictionary(grouping: spans) { $0["lang"] ?? "" }
            #expect(languages["vi"]?.count == languages["en"]?.count)
            #expect(languages["en"]?.allSatisfy { $0.text.contains { !$0.isWhitespace } } == true)
            #expect(markup.values("style") == [] && markup.values("onclick") == [])
        }
        #expect(Markup(page.html(build: "b").bytes).values("src").count == 1)
    }

    @Test("a hostile place name stays text")
    func hostile() throws {
        let name = "\"><script>alert(1)</script>"
        let html = try page(place: name).html(build: "b")
        let scripts = Markup(html.bytes).all("script")
        #expect(scripts.count == 1 && scripts[0]["src"]?.hasPrefix("/assets/kiosk.js") == true)
    }

    @Test("five levels stand worst first, with a face and words each")
    func levels() throws {
        let markup = Markup(try page().html(build: "b").bytes)
        let levels = markup.all("button").filter { $0["data-place"] != nil }.prefix(5)
        #expect(levels.map { $0["value"] } == ["1", "2", "3", "4", "5"])
        #expect(levels[0].text.contains("Rất không hài lòng"))
        #expect(levels[4].text.contains("Very satisfied"))
        #expect(!markup.all("input").contains { $0["type"] == "text" })
    }

    @Test("a sample says so, and without a public address there is no code to scan")
    func variants() throws {
        #expect(try page(isSample: true).html(build: "b").text.contains("class=\"sample\""))
        #expect(try !page().html(build: "b").text.contains("class=\"sample\""))
        #expect(try KioskLater(page: page()).html.text.contains("class=\"qr\""))
        let without = try page(links: nil)
        #expect(!KioskLater(page: without).html.text.contains("class=\"qr\""))
        #expect(KioskLater(page: without).html.text.contains("--base-url"))
        #expect(without.html(build: "b").text.contains("Xin báo giúp cán bộ"))
    }

    @Test("the code leads to the place's form as a poster does")
    func code() throws {
        let links = try PlaceLinks(baseURL: "https://hailong.example")
        let place = Samples.venue().place
        let drawn = try #require(KioskQR(links, place: place)).svg.text
        let code = try QRCode(links.posterURL(of: place))
        // Drawn again module by module from the strokes.
        var modules = [Bool](repeating: false, count: code.sideWithQuiet * code.sideWithQuiet)
        let path = try #require(drawn.components(separatedBy: "stroke=\"#000\" d=\"").last)
        for row in path.prefix(while: { $0 != "\"" }).split(separator: "M") {
            var (x, y) = (0, 0)
            for (index, step) in row.split(whereSeparator: { "hm".contains($0) }).enumerated() {
                let numbers = step.split(separator: " ").compactMap { Double($0) }
                if index == 0 {
                    (x, y) = (Int(numbers[0]), Int(numbers[1]))
                } else if numbers.count == 2 {
                    x += Int(numbers[0])
                } else {
                    for column in x..<x + Int(numbers[0]) {
                        modules[y * code.sideWithQuiet + column] = true
                    }
                    x += Int(numbers[0])
                }
            }
        }
        for row in 0..<code.side {
            for column in 0..<code.side {
                let (x, y) = (column + QRCode.quietModules, row + QRCode.quietModules)
                #expect(
                    modules[y * code.sideWithQuiet + x] == code.modules[row * code.side + column])
            }
        }
        #expect(modules.count { $0 } == code.modules.count { $0 })
    }
}

@Suite("What a kiosk asks")
struct KioskOutlineTests {
    private func item(
        _ id: String, _ kind: Item.Kind = .score, when condition: Item.Condition? = nil
    ) -> Item {
        let choice = Item.Choice(code: "a", text: LocalizedText(["vi": "A"]))
        let choices = kind == .single || kind == .multiple || kind == .yesNo ? [choice] : []
        return Item(
            id: id, kind: kind, text: LocalizedText(["vi": id]), choices: choices,
            condition: condition)
    }

    private func form(_ items: [Item]) -> Questionnaire {
        let text = LocalizedText(["vi": "x"])
        return Questionnaire(
            id: "f", version: 1, status: .draft, source: "", languages: ["vi"], title: text,
            intro: nil, levels: Array(repeating: text, count: 5), dimensions: [], items: items)
    }

    @Test("the overall question first, wherever it stands, then what follows it")
    func overall() throws {
        let outline = try #require(
            KioskOutline(form([item("a"), item("overall"), item("b"), item("comment", .text)])))
        #expect(outline.question.id == "overall")
        #expect(outline.candidates.map(\.id) == ["b"])
    }

    @Test("of a long form three items that everybody is asked, and what hangs on them")
    func few() throws {
        let low = Item.Condition(item: "overall", test: .atMost(2))
        let elsewhere = Item.Condition(item: "before", test: .atMost(2))
        let items =
            [item("before"), item("overall"), item("low", .multiple, when: low)]
            + [item("never", when: elsewhere)] + (1...9).map { item("i\($0)") }
        let outline = try #require(KioskOutline(form(items)))
        #expect(outline.candidates.map(\.id) == ["low", "i1", "i2", "i3"])
    }

    @Test("a choice where there is no score; nothing where one touch cannot answer")
    func others() {
        let several = item("m", .multiple)
        #expect(KioskOutline(form([several, item("s", .yesNo)]))?.question.id == "s")
        #expect(KioskOutline(form([several, item("comment", .text)])) == nil)
    }
}

@Suite("Files of the kiosk")
struct KioskFileTests {
    @Test("no text of a script goes over the end of a line")
    func scripts() throws {
        for name in ["kiosk", "kiosk-post", "kiosk-staff", "kiosk-worker"] {
            let text = String(decoding: try Samples.bytes("kiosk/\(name).js"), as: UTF8.self)
            for line in text.split(separator: "\n") {
                #expect(line.filter { $0 == "`" }.count.isMultiple(of: 2), "\(name): \(line)")
            }
            #expect(!text.contains("innerHTML") && !text.contains("eval("))
            #expect(!text.contains("http:") && !text.contains("https:"))
        }
    }
}
