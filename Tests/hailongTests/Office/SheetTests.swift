import Foundation
import Testing

@Suite("Links and print sheets")
struct SheetTests {
    @Test("addresses that `places` gives open on the running server")
    func places() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let result = try Program.run(["places", "--data", office.data, "--format", "json"])
        #expect(result.status == 0)
        let json = try result.json()
        #expect(json["schema"] as? String == "hailong.places/1")
        let places = try #require(json["places"] as? [[String: String]])
        #expect(places.map { $0["code"] } == ["Q1", "Q2", "PHIEU"])
        #expect(places[0]["unit"] == "SXD" && places[0]["centre"] == "TINH")
        for place in places {
            let url = try #require(place["url"])
            #expect(url.hasPrefix(server.address + "/f/"))
            let page = try #require(server.get(String(url.dropFirst(server.address.count))))
            #expect(page.status == 200)
            #expect(page.body.contains(try #require(place["name"])))
        }
    }

    @Test("a public address is remembered, and one that is asked for stands before it")
    func remembered() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--base-url", "https://hailong.example/"])
        let arguments = ["places", "--data", office.data, "--format", "json"]
        #expect(try Program.run(arguments).output.contains("\"https://hailong.example/f/Q1\""))
        #expect(server.stop() == 0)
        #expect(try Program.run(arguments).output.contains("\"https://hailong.example/f/Q1\""))
        let asked = try Program.run(arguments + ["--base-url", "http://192.0.2.7:8080"])
        #expect(asked.output.contains("\"http://192.0.2.7:8080/f/Q1\""))
    }

    private static func sheets(
        _ office: SmallOffice, _ extra: [String]
    ) throws -> (result: Program.Result, html: String?) {
        let file = office.folder.path("sheets.html")
        let result = try Program.run(["qr", "--data", office.data, "--output", file] + extra)
        return (result, try? String(contentsOfFile: file, encoding: .utf8))
    }

    @Test("one file holds a sheet for each place, and --unit picks a unit and those below it")
    func units() throws {
        let office = try SmallOffice()
        let more = "code,unit,centre,name,form\nTINH-1,TINH,,Quầy tỉnh,counter-one-tap\n"
        try office.load("places", more)
        let base = ["--base-url", "https://hailong.example"]
        let codes = ["Q1", "Q2", "PHIEU", "TINH-1"]
        for (unit, held) in [([], codes), (["--unit", "TINH"], codes)]
            + [(["--unit", "SXD"], ["Q1", "Q2", "PHIEU"])]
        {
            let (result, html) = try Self.sheets(office, base + unit)
            #expect(result.status == 0, "\(result.messages)")
            #expect(result.messages.contains("\(held.count) sheets"))
            let text = try #require(html)
            for code in codes {
                #expect(
                    text.contains("hailong.example/f/\(code)<") == held.contains(code), "\(code)")
            }
            // A sheet to be printed loads nothing from elsewhere.
            #expect(!text.contains("src=\"http") && !text.contains("<script"))
            #expect(text.contains("default-src 'none'"))
        }
    }

    @Test("a base URL too long for a code that scans is refused with the way out")
    func tooLong() throws {
        let office = try SmallOffice()
        let base = "https://" + String(repeating: "a", count: 60) + ".example"
        let (result, html) = try Self.sheets(office, ["--base-url", base])
        #expect(result.status == 65)
        #expect(result.messages.contains("Q1, Q2, PHIEU"))
        #expect(result.messages.contains("Use a shorter base URL or shorter place codes"))
        #expect(html == nil)
        #expect(!FileManager.default.fileExists(atPath: office.folder.path("sheets.html.part")))
    }

    @Test("--unit prints what stands in the unit's rooms too; one without any says who has some")
    func centre() throws {
        let office = try SmallOffice()
        let more = "TTHCC,Trung tâm,office,TINH,,,\nXA,Xã,commune,TINH,,,\n"
        try office.load("units", SmallOffice.units + "\n" + more)
        let places = "code,unit,centre,name,form\nXD-1,SXD,TTHCC,Quầy 1,counter-one-tap\n"
        try office.load("places", places)
        let base = ["--base-url", "https://hailong.example", "--unit"]
        let (result, html) = try Self.sheets(office, base + ["TTHCC"])
        #expect(result.status == 0, "\(result.messages)")
        #expect(result.messages.contains(": 1 sheet. "), "\(result.messages)")
        #expect(html?.contains("/f/XD-1<") == true && html?.contains("/f/Q1<") == false)
        for (language, words) in [
            ("en", "Unit XA has no places of its own, and none stands in its rooms. "),
            ("vi", "Đơn vị XA không có điểm nào của mình và không có điểm nào đặt tại đó. "),
        ] {
            let none = try Self.sheets(office, base + ["XA", "--lang", language]).result
            #expect(none.status == 65)
            #expect(none.messages.contains(words), "\(none.messages)")
            #expect(none.messages.contains(": SXD."))
        }
    }

    @Test("an office without places has nothing to print")
    func noPlaces() throws {
        let office = try SmallOffice(importing: false)
        try office.load("units", SmallOffice.units)
        let (result, html) = try Self.sheets(office, [])
        #expect(result.status == 65)
        #expect(result.messages.contains("import places first"))
        #expect(html == nil)
    }
}
