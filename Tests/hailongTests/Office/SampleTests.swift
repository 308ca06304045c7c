import Foundation
import Testing

/// Sample data and real data never share a folder.
@Suite("Sample folders")
struct SampleTests {
    /// The demonstration office, made once and then left alone.
    static let demo = Result { () throws -> SmallOffice in
        let office = try SmallOffice(importing: false)
        #expect(try Server(data: office.data, ["--demo"]).stop() == 0)
        return office
    }

    /// A copy that a test may change.
    private static func copy() throws -> SmallOffice {
        let office = try SmallOffice(importing: false)
        try FileManager.default.copyItem(atPath: demo.get().data, toPath: office.data)
        return office
    }

    private static func place(of office: SmallOffice) throws -> String {
        let lines = try office.export("places").split(separator: "\n")
        return String(try #require(lines.dropFirst().first).prefix { $0 != "," })
    }

    @Test("--demo on a folder with real data is refused and changes nothing")
    func demoOnReal() throws {
        let office = try SmallOffice()
        let before = try office.counts()
        for _ in 0..<2 {
            let result = try Program.run(
                ["serve", "--demo", "--data", office.data, "--listen", "127.0.0.1:0"])
            #expect(result.status == 65)
            #expect(result.messages.contains("holds real data"))
            #expect(try office.counts() == before)
            #expect(
                !(try Program.run(["verify", "--data", office.data]).output.contains("SAMPLE")))
        }
    }

    @Test("real answers are refused line by line in a sample folder")
    func realIntoSample() throws {
        let office = try Self.copy()
        let before = try office.counts()
        let code = try Self.place(of: office)
        let lines = (1...3).map { SmallOffice.line($0, overall: "4", place: code) }
        for extra in [[], ["--keep-going"]] {
            let result = try office.load("responses", SmallOffice.responses(lines), extra)
            #expect(result.status == 65)
            #expect(result.lastLine == "stored 0, already 0, refused 3")
            for line in 2...4 {
                #expect(result.messages.contains("line \(line): this is a SAMPLE folder"))
            }
        }
        #expect(try office.counts() == before)
    }

    @Test("sample answers are refused in a folder with real ones, exported or not")
    func sampleIntoReal() throws {
        let office = try SmallOffice()
        try office.load("responses", SmallOffice.responses([SmallOffice.line(1, overall: "4")]))
        let demo = try Self.demo.get()
        for table in ["units", "places"] {
            #expect(try office.load(table, demo.export(table)).status == 0)
        }
        let sample = try demo.export("responses").split(separator: "\n").prefix(4)
            .joined(separator: "\n")
        let result = try office.load("responses", sample, ["--keep-going"])
        #expect(result.status == 65)
        #expect(result.lastLine == "stored 0, already 0, refused 3")
        #expect(result.messages.contains("it never mixes into real data"))
        #expect(try office.exportedLines().map(\.id) == [SmallOffice.id(1)])
    }

    @Test("a sample's export makes an empty folder a sample with the same report")
    func exported() throws {
        let demo = try Self.demo.get()
        let office = try SmallOffice(importing: false)
        for table in RoundTripTests.tables {
            let result = try office.load(table, demo.export(table))
            #expect(result.status == 0, "\(table): \(result.messages)")
        }
        let (from, to) = Self.wholeYear
        for index in ["overall", "sipas"] {
            let reports = try [demo, office].map {
                try $0.reportText(index: index, from: from, to: to).output.split(separator: "\n")
                    .filter { !$0.contains("\"generatedAt\"") }
            }
            #expect(reports[0] == reports[1])
            #expect(reports[0].contains { $0.contains("\"sample\": true") })
        }
        #expect(try Program.run(["verify", "--data", office.data]).output.contains("SAMPLE DATA"))
    }

    private static var wholeYear: (String, String) {
        let year = Calendar(identifier: .gregorian).component(.year, from: .now)
        return ("\(year - 2)-12-01", "\(year + 1)-01-31")
    }

    @Test("every page, sheet and report of a sample says that it is one")
    func marked() throws {
        let office = try Self.copy()
        let code = try Self.place(of: office)
        let server = try Server(data: office.data)
        let pages = [
            "/", "/f/\(code)", "/f/\(code)?lang=en", "/f/\(code)/thanks", "/leader", "/f/NONE",
            "/nowhere", "/leader?from=x",
        ]
        for target in pages {
            let page = try #require(server.get(target))
            #expect(page.body.contains("class=\"sample\""), "\(target)")
        }
        let fields = try #require(server.get("/f/\(code)")).hiddenFields
        let refused = try #require(server.post(fields, to: "/f/\(code)"))
        #expect(refused.status == 422)
        #expect(refused.body.contains("class=\"sample\""))
        // Answers given there are samples themselves.
        let sent = server.post(fields + [("overall", "4")], to: "/f/\(code)")
        #expect(sent?.status == 303)

        let sheets = office.folder.path("sheets.html")
        let written = try Program.run(["qr", "--data", office.data, "--output", sheets])
        #expect(written.status == 0, "\(written.messages)")
        #expect(try String(contentsOfFile: sheets, encoding: .utf8).contains("SAMPLE DATA"))
        let (from, to) = Self.wholeYear
        let text = try office.reportText(from: from, to: to, format: "text").output
        #expect(text.contains("SAMPLE DATA"))
        let export = try Program.run(["export", "units", "--data", office.data])
        #expect(export.messages.contains("SAMPLE DATA"))
    }

    @Test("a sample's id cannot be posted into a real office, by a page or in a batch")
    func postedIDs() throws {
        let office = try SmallOffice()
        let id = try #require(try Self.demo.get().exportedLines().first?.id)
        let server = try Server(data: office.data)
        let fields = [("id", id), ("version", "1"), ("overall", "4"), ("lang", "en")]
        let sent = try #require(server.post(fields, to: "/f/Q1"))
        #expect(sent.status == 422)
        let batch = """
            [{"id": "\(id)", "form": "counter-one-tap", "version": 1, "place": "Q1",
            "channel": "kiosk", "answeredAt": "2025-06-02T09:00:00+07:00",
            "answers": {"overall": 4}}]
            """
        let answer = try #require(
            Exchange(
                "POST", "/api/v1/responses", port: server.port,
                headers: ["Content-Type": "application/json"], body: batch))
        #expect(answer.status == 200)
        #expect(answer.body.contains("\"acked\":[]") && answer.body.contains("\"invalid\""))
        #expect(try office.exportedLines().isEmpty)
        // The page that came back has an id of its own and what was answered before.
        #expect(sent.body.contains("checked"))
        let kept = sent.hiddenFields + [("overall", "4")]
        #expect(server.post(kept, to: "/f/Q1")?.status == 303)
        #expect(try office.exportedLines().count == 1)
    }

    @Test("whatever is answered in a sample is a sample: once only, and its export imports whole")
    func answeredInSample() throws {
        let sample = try Self.copy()
        let places = try sample.export("places").split(separator: "\n")
        let code = try #require(places.dropFirst().first).prefix { $0 != "," }
        let before = try sample.exportedLines().count
        do {
            let server = try Server(data: sample.data)
            for _ in 1...3 {
                let sent = server.post(SmallOffice.answer(1, overall: 4), to: "/f/\(code)")
                #expect(sent?.status == 303)
            }
            #expect(server.stop() == 0)
        }
        let lines = try sample.exportedLines()
        #expect(lines.count == before + 1)
        #expect(!lines.contains { $0.id == SmallOffice.id(1) })
        let again = try SmallOffice(importing: false)
        for table in ["units", "places", "responses"] {
            let result = try again.load(table, try sample.export(table))
            #expect(result.status == 0, "\(result.messages)")
        }
        #expect(try again.exportedLines().count == before + 1)
    }
}
