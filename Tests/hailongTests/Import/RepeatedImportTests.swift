import Foundation
import Testing

@Suite("Files imported again")
struct RepeatedImportTests {
    static let lines = (1...5).map { SmallOffice.line($0, overall: "4") }

    @Test("the same file twice stores nothing the second time")
    func twice() throws {
        let office = try SmallOffice()
        let text = SmallOffice.responses(Self.lines)
        #expect(try office.load("responses", text).lastLine == "stored 5, already 0, refused 0")
        let again = try office.load("responses", text)
        #expect(again.lastLine == "stored 0, already 5, refused 0")
        #expect(again.status == 0)
    }

    @Test("equal lines in one file are one answer")
    func equalLines() throws {
        let office = try SmallOffice()
        let text = SmallOffice.responses(Self.lines + [Self.lines[2]])
        #expect(try office.load("responses", text).lastLine == "stored 5, already 1, refused 0")
        #expect(try office.exportedLines().count == 5)
    }

    @Test("other content under a stored id is refused and the first stands")
    func conflict() throws {
        let office = try SmallOffice()
        try office.load("responses", SmallOffice.responses(Self.lines))
        let before = try office.export("responses")
        let changed = Self.lines[1].dropLast() + "1"
        let text = SmallOffice.responses([Self.lines[0], String(changed)])
        let result = try office.load("responses", text)
        #expect(result.status == 65)
        #expect(result.lastLine == "stored 0, already 1, refused 1")
        #expect(result.messages.contains("line 3: id \(SmallOffice.id(2)) is there already"))
        #expect(try office.export("responses") == before)
        // A mistake in a file is the operator's to mend: it is no case for the quarantine.
        #expect(try office.counts().contains(" 0 in quarantine"))
    }

    @Test("a unit, a place and a month's dossiers are put right by a later file")
    func replaced() throws {
        let office = try SmallOffice()
        try office.load("dossiers", RoundTripTests.dossiers)
        let units = SmallOffice.units.replacing("Sở Xây dựng, tỉnh", with: "Sở Mới")
        let places = SmallOffice.places.replacing("Quầy 1", with: "Quầy A")
        let dossiers = RoundTripTests.dossiers.replacing("2025-01,1200", with: "2025-01,1300")
        for (table, text, word) in [
            ("units", units, "Sở Mới"), ("places", places, "Quầy A"),
            ("dossiers", dossiers, "2025-01,1300"),
        ] {
            let result = try office.load(table, text)
            #expect(result.status == 0)
            #expect(result.lastLine.hasPrefix("stored 1, already "), "\(table)")
            #expect(result.messages.contains("1 line replaced"))
            #expect(try office.export(table).contains(word))
        }
    }

    @Test("columns may stand in any order, lines end with CR LF and a byte order mark stands first")
    func spreadsheet() throws {
        let office = try SmallOffice()
        let text =
            "\u{FEFF}form,name,centre,unit,code\r\ncounter-one-tap,\"Quầy, mới\",,SXD,Q9\r\n\r\n"
        let result = try office.load("places", text)
        #expect(result.lastLine == "stored 1, already 0, refused 0", "\(result.messages)")
        #expect(try office.export("places").contains("Q9,SXD,SXD,\"Quầy, mới\",counter-one-tap"))
    }

    @Test("a file that is not there, or a folder, is bad input and makes no data")
    func noFile() throws {
        let folder = try TemporaryFolder()
        for file in [folder.path("none.csv"), folder.root.path] {
            let result = try Program.run(
                ["import", "units", file, "--data", folder.path("data")])
            #expect(result.status == 65)
            #expect(result.messages.contains(file))
            #expect(!FileManager.default.fileExists(atPath: folder.path("data")))
        }
    }

    @Test("an answer keeps the unit it was given under when its counter moves")
    func moved() throws {
        let office = try SmallOffice()
        try office.load("responses", SmallOffice.responses(Self.lines))
        try office.load("places", SmallOffice.places.replacing("Q1,SXD,", with: "Q1,TINH,"))
        try office.load(
            "responses", SmallOffice.responses([SmallOffice.line(6, overall: "4")]))
        let report = try office.report()
        #expect(report["SXD"]?["responses"] as? Int == 5)
        #expect(report["TINH"]?["responses"] as? Int == 6)
    }
}
