import Documents
import Foundation
import Survey
import Testing

@Suite("PrintSheets")
struct PrintSheetsTests {
    private let links: PlaceLinks

    init() throws {
        links = try PlaceLinks(baseURL: "https://hailong.khanhhoa.gov.vn/")
    }

    private func register(_ places: [Place], unitName: String = "Sở Nội vụ") -> Register {
        Register(
            units: [Samples.unit("SNV", unitName), Samples.unit("X", "Xã", parent: "SNV")],
            places: places, questionnaires: [Offices.form])
    }

    private func occurrences(of needle: String, in text: String) -> Int {
        text.components(separatedBy: needle).count - 1
    }

    @Test("a sheet says who, where, how, and how to do without a camera, in two languages")
    func contents() throws {
        let register = register([
            Offices.place("Q07", unit: "SNV", centre: "X", name: "Quầy số 7")
        ])
        let html = try PrintSheets(register: register, links: links, isSample: false).html()
        for text in [
            "Sở Nội vụ", "Quầy số 7", "Đặt tại: Xã", "Mời ông/bà chấm\u{A0}điểm", "Please rate",
            ">Q07<",
            ">hailong.khanhhoa.gov.vn/f/Q07<", "Không cần đăng nhập", "No sign-in",
            "Phiếu: Mức hài lòng tại quầy", "https://hailong.khanhhoa.gov.vn/f/Q07?c=qr-poster",
            "lang=\"vi\"", "lang=\"en\"",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        #expect(!html.contains("MẪU"))
    }

    @Test("the first language given is the large one")
    func languageOrder() throws {
        let register = register([Offices.place("Q07", unit: "SNV")])
        let sheets = try PrintSheets(
            register: register, links: links, languages: [.english, .vietnamese], isSample: false)
        let html = try sheets.html()
        #expect(html.contains("<html lang=\"en\">"))
        #expect(html.contains("<p class=\"invite\" lang=\"en\">Please rate"))
        #expect(html.contains("<p class=\"invite second\" lang=\"vi\">Mời"))
    }

    @Test("the file loads nothing, runs nothing and escapes every name")
    func safety() throws {
        let evil = "<img src=x onerror=alert(1)>\"'&"
        let register = register(
            [Offices.place("Q07", unit: "SNV", centre: "\"><script>", name: evil)], unitName: evil)
        let html = try PrintSheets(register: register, links: links, isSample: true).html()
        for text in ["<img", "<script", "style=\"", "src=", "url(", "@import", "<link"] {
            let found = html.replacing("&lt;img src=x", with: "")
            #expect(!found.contains(text), "\(text)")
        }
        #expect(html.contains("default-src 'none'"))
        #expect(html.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"))
    }

    @Test("samples are marked on every sheet and on the list")
    func samples() throws {
        let html = try PrintSheets(register: Offices.forty, links: links, isSample: true).html()
        #expect(occurrences(of: ">MẪU / SAMPLE<", in: html) == 80)
        #expect(html.contains("DỮ LIỆU MẪU – SAMPLE DATA"))
    }

    @Test("units stand in the tree's order, each with its numbers of sheets and pages")
    func list() throws {
        let sheets = try PrintSheets(register: Offices.forty, links: links, isSample: false)
        #expect(sheets.count == 40)
        let html = try sheets.html()
        let row = "</a></td><td class=\"number\">"
        #expect(html.contains("Sở Nội vụ\(row)15</td><td class=\"number\">8<"))
        #expect(html.contains("xã Phước Dinh\(row)11</td><td class=\"number\">6<"))
        #expect(occurrences(of: "<h2>", in: html) == 3)
        #expect(occurrences(of: "<div class=\"page", in: html) == 21)
        #expect(html.contains("<td>Cộng</td><td class=\"number\">40<"))
        #expect(html.contains("href=\"#u3\"") && html.contains("id=\"u3\""))
    }

    @Test("one unit prints what is its own, below it or in its rooms, and nothing else")
    func oneUnit() throws {
        let sheets = try PrintSheets(
            register: Offices.forty, unit: "DH", links: links, isSample: false)
        #expect(sheets.count == 14 + 6)
        let html = try sheets.html()
        #expect(html.contains("/f/Q105?") && html.contains("/f/PHUOC-DINH-Q40?"))
        #expect(!html.contains("Q101") && !html.contains("Q139"))
        #expect(
            try PrintSheets(register: Offices.forty, unit: "SNV", links: links, isSample: false)
                .count == 40)
    }

    @Test("places of an unknown unit are printed under its code and not lost")
    func unknownUnitOfAPlace() throws {
        let places = [Offices.place("A", unit: "CU"), Offices.place("B", unit: "SNV")]
        let html = try PrintSheets(register: register(places), links: links, isSample: false).html()
        #expect(html.contains("<h2>CU</h2>"))
        #expect(html.contains("/f/A?c="))
    }

    @Test("what cannot be printed is refused by name")
    func refusals() {
        let many = (0...PrintSheets.placesMax).map { Offices.place("Q\($0)", unit: "SNV") }
        let cases: [(Register, String?, DocumentFault)] = [
            (Offices.forty, "NO", .unknownUnit("NO")),
            (register([]), nil, .noPlaces(unit: nil, others: [])),
            (register([]), "SNV", .noPlaces(unit: "SNV", others: [])),
            (register(many), nil, .tooManyPlaces(count: 5_001, maximum: 5_000)),
        ]
        for (register, unit, fault) in cases {
            #expect(throws: fault) {
                try PrintSheets(register: register, unit: unit, links: links, isSample: false)
            }
        }
    }

    @Test("a link of 60 characters is printed, one of 61 refused with all such places named")
    func longLinks() throws {
        // 31 + "/f/" + 14 + "?c=qr-poster" = 60
        let fits = Offices.place("ABCDEFGHIJKLMN", unit: "SNV")
        #expect(links.posterURL(of: fits).count == 60)
        #expect(
            try PrintSheets(register: register([fits]), links: links, isSample: false).count == 1)
        let long = ["ABCDEFGHIJKLMN0", "ABCDEFGHIJKLMN1"].map { Offices.place($0, unit: "SNV") }
        #expect(
            throws: DocumentFault.linksTooLong(places: long.map(\.code), charactersMax: 60)
        ) {
            try PrintSheets(register: register([fits] + long), links: links, isSample: false)
        }
    }

    @Test(
        "a base URL that no citizen could open is refused",
        arguments: [
            "", "hailong.vn", "ftp://hailong.vn", "https://", "https:///f", "http://:8080",
            "https://a b.vn", "https://hài-lòng.vn", "https://u@a.vn", "https://a.vn/?x", "a://b",
            "https://a.vn/#f", "https://a.vn/\"", "https://a.vn/%41", "javascript://a",
        ])
    func badBase(base: String) {
        #expect(throws: DocumentFault.invalidBaseURL(base)) { try PlaceLinks(baseURL: base) }
    }

    @Test(
        "links follow the base",
        arguments: [
            ("http://127.0.0.1:8080", "127.0.0.1:8080/f/Q07"), ("https://a.vn//", "a.vn/f/Q07"),
            ("http://[::1]:8080", "[::1]:8080/f/Q07"), ("https://a.vn/hl", "a.vn/hl/f/Q07"),
        ])
    func goodBase(base: String, typed: String) throws {
        let links = try PlaceLinks(baseURL: base)
        let place = Offices.place("Q07", unit: "SNV")
        #expect(links.typedURL(of: place) == typed)
        #expect(links.url(of: place).hasSuffix("://" + typed))
        #expect(links.posterURL(of: place) == links.url(of: place) + "?c=qr-poster")
    }

    @Test("places as JSON: code, unit, centre, name, form and link")
    func json() {
        let place = Offices.place("Q07", unit: "SNV", centre: "X", name: "Quầy \"7\"")
        #expect(
            PlacesJSON.value(of: [place], links: links).text() == """
                {"schema":"hailong.places/1","places":[{"code":"Q07","unit":"SNV","centre":"X",\
                "name":"Quầy \\"7\\"","form":"counter-one-tap",\
                "url":"https://hailong.khanhhoa.gov.vn/f/Q07"}]}
                """)
    }
}
