import Foundation
import Testing

/// From the counter to the director's page: what the first release must show.
@Suite("From an answer to the report")
struct JourneyTests {
    @Test("opening a form changes nothing, however often")
    func opening() throws {
        let office = try SmallOffice()
        let before = try office.counts()
        let server = try Server(data: office.data)
        var ids: Set<String> = []
        for target in ["/f/Q1", "/f/Q1", "/f/Q1?lang=en&c=qr-slip", "/f/PHIEU", "/f/Q1/thanks"] {
            let page = try #require(server.get(target))
            #expect(page.status == 200, "\(target)")
            if !target.hasSuffix("thanks") {
                let fields = Dictionary(page.hiddenFields, uniquingKeysWith: { first, _ in first })
                #expect(page.body.contains("<form ") && page.body.contains("method=\"post\""))
                #expect(fields["version"] == "1")
                ids.insert(try #require(fields["id"]))
            }
        }
        // Each page is an answer of its own.
        #expect(ids.count == 4)
        #expect(try office.counts() == before)
        #expect(server.stop() == 0)
        #expect(try office.counts() == before)
    }

    @Test("an answer given on the page stands in the report, on the leader's page and in the API")
    func journey() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for number in 0..<8 {
            let page = try #require(server.get("/f/Q1?c=qr-poster"))
            let answers = [("overall", number < 6 ? "5" : "2"), ("comment", "Tốt, \"cảm ơn\"")]
            let sent = try #require(server.post(page.hiddenFields + answers, to: "/f/Q1"))
            #expect(sent.status == 303)
            let location = try #require(sent.headers["location"])
            let thanks = try #require(server.get(location))
            #expect(thanks.status == 200)
            #expect(thanks.body.contains("Cảm ơn"))
        }
        let (from, to) = Self.thisYear
        let row = try #require(try office.report(from: from, to: to)["SXD"])
        #expect(row["responses"] as? Int == 8)
        #expect(row["share"] as? Double == 0.75)
        // Counted for the unit responsible, and by the subtree for the province.
        #expect(try office.report(from: from, to: to)["TINH"]?["responses"] as? Int == 8)

        let query = "?index=overall&from=\(from)&to=\(to)"
        let api = try #require(server.get("/api/v1/indices" + query + "&unit=SXD"))
        #expect(api.headers["content-type"]?.hasPrefix("application/json") == true)
        let json = try JSONSerialization.jsonObject(with: Data(api.body.utf8)) as? [String: Any]
        let rows = SmallOffice.rows(try #require(json))
        #expect(rows.keys.sorted() == ["SXD"])
        #expect(rows["SXD"]?["share"] as? Double == 0.75)
        #expect(json?["schema"] as? String == "hailong.report/1")

        let page = try #require(server.get("/leader" + query + "&lang=vi"))
        #expect(page.status == 200)
        #expect(page.body.contains("75,0") && page.body.contains("Sở Xây dựng, tỉnh"))
        #expect(page.body.contains("tạm tính"))
        // What citizens wrote is no part of the figures.
        #expect(!page.body.contains("cảm ơn"))
        let table = try #require(server.get("/leader/report.csv" + query))
        #expect(table.body.contains("SXD,\"Sở Xây dựng, tỉnh\",8,8,"))
        let book = try #require(server.get("/leader/report.xlsx" + query))
        #expect(book.status == 200 && book.body.hasPrefix("PK"))
        #expect(book.headers["content-type"]?.hasSuffix("spreadsheetml.sheet") == true)
        #expect(book.headers["content-disposition"] == "attachment")
        #expect(page.body.contains("href=\"/leader/report.xlsx?index=overall&amp;"))
        #expect(try office.export("responses").contains(",Q1,qr-poster,"))
    }

    /// What the API gives and what the command writes are one report.
    @Test("the API and the command give the same figures", arguments: ["overall", "sipas"])
    func sameFigures(index: String) throws {
        let office = try SmallOffice()
        try office.load("dossiers", RoundTripTests.dossiers)
        try office.load("responses", try ManyResponses(count: 300).csv(seed: 7))
        let server = try Server(data: office.data)
        let query = "?index=\(index)&from=2025-01-01&to=2025-12-31"
        let api = try #require(server.get("/api/v1/indices" + query)).body
        let command = try office.reportText(index: index).output
        func figures(_ text: String) -> [Substring] {
            text.split(separator: "\n").filter { !$0.contains("\"generatedAt\"") }
        }
        #expect(figures(api) == figures(command))
        #expect(figures(api).count > 20)
    }

    static var thisYear: (from: String, to: String) {
        let year = Calendar(identifier: .gregorian).component(.year, from: .now)
        // An answer of the last second of December belongs to one of them.
        return ("\(year - 1)-12-01", "\(year + 1)-01-31")
    }
}
