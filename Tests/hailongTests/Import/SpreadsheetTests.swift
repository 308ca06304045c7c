import Foundation
import Testing

/// Tables come as the office's spreadsheet saves them: whatever it writes between fields.
@Suite("Files that spreadsheets save")
struct SpreadsheetTests {
    /// A way to write a table: what stands between fields, what before all, and in which bytes.
    struct Style: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var separator = ","
        var first = ""
        var lineEnd = "\r\n"
        var encoding = String.Encoding.utf8

        /// The table, from one with commas and without quotes around them.
        func written(_ table: String) -> Data {
            let lines = table.split(separator: "\n", omittingEmptySubsequences: false)
            let text =
                first
                + lines.map { line in
                    line.split(separator: ",", omittingEmptySubsequences: false)
                        .map { $0.contains(";") ? "\"\($0)\"" : String($0) }
                        .joined(separator: separator)
                }.joined(separator: lineEnd)
            return text.data(using: encoding) ?? Data()
        }
    }

    static let styles = [
        Style(testDescription: "semicolons", separator: ";", first: "\u{FEFF}"),
        Style(testDescription: "tabs", separator: "\t"),
        Style(testDescription: "a said semicolon", separator: ";", first: "\u{FEFF}sep=;\r\n"),
        Style(testDescription: "a said comma", first: "sep=,\r\n"),
        Style(testDescription: "a said bar", separator: "|", first: "sep=|\n", lineEnd: "\n"),
        Style(
            testDescription: "Unicode text", separator: "\t", first: "\u{FEFF}",
            encoding: .utf16LittleEndian),
        Style(
            testDescription: "UTF-16, the higher byte first", separator: ";", first: "\u{FEFF}",
            encoding: .utf16BigEndian),
    ]

    static let units = """
        code,name,kind,parent,valid_from,valid_to,successor
        TINH,Tỉnh 𠀋,province,,,,
        SXD,Sở Xây dựng,department,TINH,2025-03-01,,
        """
    static let dossiers = """
        unit,procedure,field,period,received,completed,on_time,early,late,online,postal,digitised
        SXD,gpxd,xay-dung,2025-06,9,8,4,3,1,0,0,0
        """
    static let points = "unit,period,index,indicator,points\nSXD,2025-07,tt01,i3,1.5\n"
    static let responses = SmallOffice.responses([
        SmallOffice.line(1, overall: "3,place;waiting"), SmallOffice.line(2, overall: "4,"),
    ]).replacing(",overall", with: ",overall,reasons-low")
    static let tables = [
        ("units", units), ("places", SmallOffice.places), ("dossiers", dossiers),
        ("points", points), ("responses", responses),
    ]

    @Test("each table is read, and is what it is between commas", arguments: styles)
    func read(style: Style) throws {
        let (plain, office) = (
            try SmallOffice(importing: false), try SmallOffice(importing: false)
        )
        for (table, text) in Self.tables {
            let expected = try plain.load(table, text)
            let result = try office.load(table, style.written(text))
            #expect(result.status == 0, "\(table): \(result.messages)")
            #expect(result.lastLine == expected.lastLine)
            #expect(try office.export(table) == plain.export(table))
        }
        #expect(try office.export("responses").contains(";place"))
    }

    @Test("a decimal comma is one where decimals may be, and refused where numbers are whole")
    func decimals() throws {
        let office = try SmallOffice(importing: false)
        let style = Self.styles[0]
        try office.load("units", Self.units)
        let points = Self.points.replacing(",", with: ";").replacing("1.5", with: "1,5")
        #expect(try office.load("points", points).status == 0)
        #expect(try office.export("points").contains(",1.5\n"))
        let thousands = try office.load("points", points.replacing("1,5", with: "1,500"))
        #expect(thousands.messages.contains("column points: “1,500”"))
        let text = String(decoding: style.written(Self.dossiers), as: UTF8.self)
        let broken = try office.load("dossiers", text.replacing(";9;", with: ";9,0;"))
        #expect(broken.status == 65)
        #expect(broken.messages.contains("column received: “9,0” is not valid"))
    }

    @Test("lines that end with two CRs and an LF are read, as some programs on Windows write them")
    func doubleReturns() throws {
        let office = try SmallOffice(importing: false)
        let result = try office.load("units", Self.units.replacing("\n", with: "\r\r\n"))
        #expect(result.status == 0, "\(result.messages)")
        #expect(try office.load("units", Self.units).lastLine.hasPrefix("stored 0, already"))
    }

    @Test("a table whose lines end with CR alone, or that is half a character, says so")
    func refused() throws {
        let office = try SmallOffice(importing: false)
        let returns = Self.units.replacing("\n", with: "\r")
        let result = try office.load("units", returns)
        #expect(result.status == 65)
        #expect(result.messages.contains("line 1: lines end with CR alone"), "\(result.messages)")
        #expect(try office.load("units", returns, ["--lang", "vi"]).messages.contains("CR"))
        let file = office.folder.path("units.csv")
        let estimated = try Program.run(["estimate", file, "--score", "name"])
        #expect(estimated.status == 65 && estimated.messages.contains("CR alone"))
        var bytes = Data([0xFF, 0xFE])
        bytes.append(try #require(Self.units.data(using: .utf16LittleEndian)))
        let odd = try office.load("units", bytes + Data([0x41]))
        #expect(odd.status == 65 && odd.messages.contains("line 3: not UTF-8"), "\(odd.messages)")
        // A high half of a pair before a plain letter.
        let half = Data("𠀋".utf16.prefix(1).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        let letter = try #require("T".data(using: .utf16LittleEndian))
        let place = try #require(bytes.range(of: letter))
        bytes.insert(contentsOf: half, at: place.lowerBound)
        let unpaired = try office.load("units", bytes)
        #expect(unpaired.messages.contains("line 2: not UTF-8"), "\(unpaired.messages)")
    }

    @Test("estimate reads UTF-16 too")
    func estimated() throws {
        let folder = try TemporaryFolder()
        let table = "id,q\n1,5\n2,4\n3,3\n"
        let plain = try folder.write(table, to: "plain.csv")
        let wide = try folder.write(Self.styles[5].written(table), to: "wide.txt")
        let options = ["--score", "q", "--format", "json"]
        let result = try Program.run(["estimate", wide] + options)
        #expect(result.status == 0, "\(result.messages)")
        #expect(try result.output == Program.run(["estimate", plain] + options).output)
    }

    @Test("lines of spaces are passed over, and places are read as the pages read them")
    func lenient() throws {
        let office = try SmallOffice()
        let lines = [
            SmallOffice.line(1, overall: "4"), "   ",
            SmallOffice.line(2, overall: "5", place: "q1"), " \t",
        ]
        let result = try office.load("responses", SmallOffice.responses(lines))
        #expect(result.status == 0, "\(result.messages)")
        #expect(result.lastLine == "stored 2, already 0, refused 0")
        let exported = try office.exportedLines()
        #expect(exported.allSatisfy { $0.line.contains(",1,Q1,kiosk,") }, "\(exported)")
        // The same answer under either spelling is one.
        let capital = SmallOffice.responses([SmallOffice.line(2, overall: "5")])
        #expect(
            try office.load("responses", capital).lastLine == "stored 0, already 1, refused 0")
    }

    @Test("a warning says that it is one, behind the refused lines, and is not counted among them")
    func warnings() throws {
        let office = try SmallOffice()
        let places =
            "code,unit,centre,name,form\nMOT-MA-RAT-DAI,SXD,,A,counter-one-tap\n"
            + "B,XYZ,,B,counter-one-tap\nC,XYZ,,C,counter-one-tap\n"
        for (language, refused, warning) in [
            ("en", "line 3: ", "warning: line 2: code “MOT-MA-RAT-DAI”"),
            ("vi", "dòng 3: ", "lưu ý: dòng 2: mã “MOT-MA-RAT-DAI”"),
        ] {
            let result = try office.load("places", places, ["--lang", language])
            #expect(result.lastLine == "stored 0, already 0, refused 2")
            let lines = result.messages.split(separator: "\n")
            #expect(lines.count == 4 && lines[0].hasPrefix(refused), "\(result.messages)")
            #expect(lines[2].hasPrefix(warning), "\(result.messages)")
        }
        let kept = try office.load("places", places, ["--keep-going"])
        #expect(kept.messages.contains("2 lines refused, the others are in"))
    }
}
