import Foundation
import Testing

/// A bad file is told with its line and its remedy, and nothing half is stored.
@Suite("Files that cannot be imported")
struct ImportFaultTests {
    /// A file with one bad line among good ones.
    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let table: String
        let bytes: Data
        /// Where the fault stands and what is said about it.
        let line: Int
        let english: String
        let vietnamese: String
        /// Good lines, which `--keep-going` takes.
        var good = 0

        init(
            _ name: String, _ table: String, _ text: String, line: Int, _ english: String,
            _ vietnamese: String, good: Int = 0
        ) {
            self.init(
                name, table, Data(text.utf8), line: line, english, vietnamese, good: good)
        }

        init(
            _ name: String, _ table: String, _ bytes: Data, line: Int, _ english: String,
            _ vietnamese: String, good: Int = 0
        ) {
            testDescription = name
            (self.table, self.bytes, self.line, self.good) = (table, bytes, line, good)
            (self.english, self.vietnamese) = (english, vietnamese)
        }
    }

    private static let unitsHeader = "code,name,kind,parent,valid_from,valid_to,successor\n"
    private static let dossiersHeader =
        "unit,procedure,field,period,received,completed,on_time,early,late,online,"
        + "postal,digitised\n"

    private static let feedbackHeader =
        "unit,period,received,on_time,unsatisfactory,late_complaints,dissatisfied_dossiers\n"

    /// A response with one line before it and one behind it, so that a fault stands in line 3.
    private static func among(_ bad: String) -> String {
        SmallOffice.responses([
            SmallOffice.line(1, overall: "4"), bad, SmallOffice.line(3, overall: "5"),
        ])
    }

    private static func line(_ overall: String, _ from: String = "", _ to: String = "") -> String {
        let line = SmallOffice.line(2, overall: overall)
        return from.isEmpty ? line : line.replacing(from, with: to)
    }

    static let headers = [
        Bad("an empty file", "units", "", line: 1, "no header line", "thiếu dòng tiêu đề"),
        Bad("an empty file of responses", "responses", "", line: 1, "empty", "tệp trống"),
        Bad(
            "a missing column", "units", "code,name,kind\nA,B,commune\n", line: 1,
            "lacks the columns “parent”, “valid_from”, “valid_to”, “successor”; "
                + "it has “code”, “name”, “kind”",
            "thiếu cột “parent”, “valid_from”, “valid_to”, “successor” ở dòng tiêu đề; đang có: "
                + "“code”, “name”, “kind”"),
        Bad(
            "columns in capitals and with accents", "places", "Code,unit,centre,náme,form\n",
            line: 1, "“Code” must be written “code”; “náme” must be written “name”",
            "“Code” phải viết là “code”; “náme” phải viết là “name”"),
        Bad(
            "an item in capitals", "responses",
            SmallOffice.responses([]).replacing("overall", with: "Overall"), line: 1,
            "“Overall” must be written “overall”", "“Overall” phải viết là “overall”"),
        Bad(
            "an unknown column", "responses",
            SmallOffice.responses([]).replacing("overall", with: "satisfaction"), line: 1,
            "“satisfaction” belongs neither to this table nor to a form", "không thuộc bảng này"),
        Bad(
            "a column that stands twice", "responses",
            SmallOffice.responses([]).replacing("comment", with: "comment,overall"), line: 1,
            "“overall” stands twice", "có hai lần"),
        Bad(
            "quoted fields between semicolons", "units", "\"code\";\"name\"\n\"A\";\"B\"\n",
            line: 1, "lacks the columns “kind”", "thiếu cột “kind”"),
        Bad(
            "text after a quote in the heading", "units", "\"code\"s,name\n\"A\",\"B\"\n", line: 1,
            "a quote within a field is written twice", "phải viết hai lần"),
        Bad(
            "UTF-16 without a mark", "units", SmallOffice.units.data(using: .utf16LittleEndian)!,
            line: 1, "not UTF-8", "không phải UTF-8"),
    ]

    static let lines = [
        Bad(
            "Latin-1", "responses",
            among(line("4", "gpxd", "s\u{F4}")).data(using: .isoLatin1)!, line: 3, "not UTF-8",
            "không phải UTF-8", good: 2),
        Bad(
            "Latin-1 among units", "units",
            (unitsHeader + "A,A,commune,TINH,,,\nB,X\u{E3} B,commune,TINH,,,\n"
                + "C,C,commune,TINH,,,\n")
                .data(using: .isoLatin1)!, line: 3, "not UTF-8", "không phải UTF-8", good: 2),
        Bad(
            "text after a quote among units", "units",
            unitsHeader + "A,A,commune,TINH,,,\nB,\"B\"x,commune,TINH,,,\nC,C,commune,TINH,,,\n",
            line: 3, "after a closing quote", "sau dấu nháy đóng", good: 2),
        Bad(
            "an unknown place", "responses", among(line("4", "Q1", "Q9")), line: 3,
            "no place “Q9”; mend the code", "không có điểm “Q9”; sửa mã", good: 2),
        Bad(
            "an unknown form", "responses", among(line("4", "counter-one-tap", "two-tap")),
            line: 3, "no form “two-tap” version 1", "không có phiếu “two-tap”", good: 2),
        Bad(
            "an unknown version", "responses", among(line("4", "tap,1", "tap,7")), line: 3,
            "no form “counter-one-tap” version 7", "phiên bản 7", good: 2),
        Bad(
            "a score of 6", "responses", among(line("6")), line: 3,
            "overall: “6” is not 1–5, dk, na or empty",
            "overall: “6” không phải 1–5, dk, na hoặc để trống", good: 2),
        Bad(
            "a score of 6 of another item", "responses",
            SmallOffice.responses([
                SmallOffice.line(1, overall: "4,"),
                SmallOffice.line(2, overall: "4,6", place: "PHIEU")
                    .replacing("counter-one-tap", with: "sipas-service"),
            ]).replacing(",overall", with: ",overall,access-seats"), line: 3,
            "access-seats: “6” is not 1–5, dk, na or empty", "1–5, dk, na hoặc", good: 1),
        Bad(
            "a score of 0", "responses", among(line("0")), line: 3, "“0” is not 1–5",
            "không phải 1–5", good: 2),
        Bad(
            "an answer that stands for none", "responses", among(line("nil")), line: 3,
            "overall: “nil” is not 1–5, dk, na", "overall: “nil” không phải 1–5, dk, na", good: 2),
        Bad(
            "an unknown channel", "responses", among(line("4", "kiosk", "fax")), line: 3,
            "column channel: “fax”", "cột channel: “fax”", good: 2),
        Bad(
            "a time without an offset", "responses", among(line("4", "+07:00", "")), line: 3,
            "column answered_at", "cột answered_at", good: 2),
        Bad(
            "an id that is no UUID", "responses", among(line("4", "01930000-", "")), line: 3,
            "expected a UUID", "cột id", good: 2),
        Bad(
            "too few fields", "responses", among("\(SmallOffice.id(2)),counter-one-tap"), line: 3,
            "2 fields, the header has 13 columns", "có 2 ô, tiêu đề có 13 cột", good: 2),
        Bad(
            "a comma without quotes", "responses", among(line("4", ",,4", ",một, hai,4")),
            line: 3, "14 fields", "có 14 ô", good: 2),
        Bad(
            "an open quote", "responses", among(line("4", ",,4", ",\"một,4")), line: 3,
            "a quote is opened and never closed", "mở mà không đóng", good: 1),
        Bad(
            "other content under one id in a file", "responses",
            among(SmallOffice.line(1, overall: "1")), line: 3, "is there already",
            "đã có (trong dữ liệu hoặc ở dòng trên)", good: 2),
        Bad(
            "an unknown unit", "places",
            "code,unit,centre,name,form\nA,SXD,,A,counter-one-tap\nB,XYZ,,B,counter-one-tap\n",
            line: 3, "no unit “XYZ”; import the units first", "không có đơn vị “XYZ”", good: 1),
        Bad(
            "a place with an unknown form", "places",
            "code,unit,centre,name,form\nA,SXD,,A,counter-one-tap\nB,SXD,,B,two-tap\n",
            line: 3, "no form “two-tap”", "không có phiếu “two-tap”", good: 1),
        Bad(
            "an unknown parent", "units",
            unitsHeader + "A,A,commune,TINH,,,\nB,B,commune,XYZ,,,\n", line: 3,
            "column parent: there is no unit “XYZ”", "cột parent: không có đơn vị “XYZ”", good: 1),
        Bad(
            "two units of one code", "units",
            unitsHeader + "A,A,commune,TINH,,,\nA,B,commune,TINH,,,\n", line: 3,
            "the same key as line 2 with other content", "cùng mã với dòng 2", good: 1),
        Bad(
            "dossiers that do not add up", "dossiers",
            dossiersHeader + "SXD,a,,2019-01,5000,4215,2063,2137,150,0,0,0\n"
                + "SXD,b,,2019-01,10,10,5,5,0,0,0,0\n", line: 2,
            "completed is 4215 but early + on_time + late = 4350",
            "completed là 4215 nhưng early + on_time + late = 4350", good: 1),
    ]

    @Test("the line and the remedy are told and nothing is stored", arguments: headers + lines)
    func refused(bad: Bad) throws {
        let office = try SmallOffice()
        let before = (try office.counts(), try office.export(bad.table))
        let result = try office.load(bad.table, bad.bytes)
        #expect(result.status == 65)
        #expect(result.lastLine == "stored 0, already 0, refused 1")
        #expect(result.messages.contains("line \(bad.line): "), "\(result.messages)")
        #expect(result.messages.contains(bad.english), "\(result.messages)")
        #expect(result.messages.contains("nothing was imported"))
        #expect(try office.counts() == before.0)
        #expect(try office.export(bad.table) == before.1)
    }

    @Test("with --keep-going the good lines come in", arguments: lines)
    func keptGoing(bad: Bad) throws {
        let office = try SmallOffice()
        let result = try office.load(bad.table, bad.bytes, ["--keep-going"])
        #expect(result.status == 65)
        #expect(result.lastLine == "stored \(bad.good), already 0, refused 1")
        #expect(result.messages.contains("line \(bad.line): "))
        // What came in is there for good: once more it is known already.
        let again = try office.load(bad.table, bad.bytes, ["--keep-going"])
        #expect(again.lastLine == "stored 0, already \(bad.good), refused 1")
    }

    @Test("messages are Vietnamese by option or environment", arguments: headers + lines)
    func vietnamese(bad: Bad) throws {
        let office = try SmallOffice()
        let asked = try office.load(bad.table, bad.bytes, ["--lang", "vi"])
        #expect(asked.status == 65)
        #expect(asked.messages.contains("dòng \(bad.line): "), "\(asked.messages)")
        #expect(asked.messages.contains(bad.vietnamese), "\(asked.messages)")
        // For scripts: these words stay.
        #expect(asked.lastLine == "stored 0, already 0, refused 1")
        let file = office.folder.path("\(bad.table).csv")
        let arguments = ["import", bad.table, file, "--data", office.data]
        let found = try Program.run(arguments, environment: ["LANG": "vi_VN.UTF-8"])
        #expect(found.messages == asked.messages)
        let english = try Program.run(
            arguments + ["--lang", "en"], environment: ["LANG": "vi_VN.UTF-8"])
        #expect(english.messages.contains(bad.english))
    }

    @Test("what can hardly be is stored and told of, with its line")
    func odd() throws {
        let office = try SmallOffice()
        func load(_ table: String, _ text: String, _ told: [String]) throws {
            let result = try office.load(table, text)
            #expect(result.status == 0, "\(result.messages)")
            let warnings = result.messages.split(separator: "\n").filter { $0.contains("warning:") }
            #expect(warnings.count == told.count, "\(result.messages)")
            for (warning, words) in zip(warnings, told) { #expect(warning.contains(words)) }
        }
        try load(
            "responses",
            SmallOffice.responses([
                SmallOffice.line(1, overall: "4"),
                SmallOffice.line(2, overall: "4").replacing("2025-06", with: "2099-06"),
                SmallOffice.line(3, overall: "4").replacing("2025-06", with: "1990-06"),
            ]), ["clock: 2, as in line 3"])
        try load(
            "dossiers",
            Self.dossiersHeader + "SXD,a,,2025-06,10,9,9,0,0,10,0,0\n"
                + "SXD,b,,2025-06,1,2,2,0,0,2,0,3\nSXD,a,,2099-01,1,1,1,0,0,0,0,0\n",
            ["line 3: digitised is 3, more than", "line 4: the month 2099-01 is still to come"])
        // What is below a unit is its own too.
        try load(
            "feedback",
            Self.feedbackHeader + "SXD,2025-06,9,9,0,0,12\nSXD,2025-07,9,9,0,0,99999\n"
                + "TINH,2025-06,9,9,0,0,13\nTINH,2099-01,9,9,0,0,\n",
            [
                "line 4: dissatisfied_dossiers is 13, more than the month's dossiers (12)",
                "line 5: the month 2099-01",
            ])
        try load(
            "points", "unit,period,index,indicator,points\nSXD,2099-01,tt01,i3,1\n",
            ["line 2: the month 2099-01"])
    }

    @Test("a unit's total beside rows of its parts is said to be counted twice")
    func totals() throws {
        let office = try SmallOffice()
        func load(_ rows: [String]) throws -> String {
            let lines = rows.map { "SXD,\($0),10,10,10,0,0,0,0,0\n" }
            let result = try office.load("dossiers", Self.dossiersHeader + lines.joined())
            #expect(result.status == 0, "\(result.messages)")
            return result.messages
        }
        #expect(try !load([",,2025-06", "a,,2025-07", "a,f,2025-07"]).contains("both are counted"))
        // The parts came with another file.
        let told = try load([",f,2025-06"])
        #expect(told.contains("1 unit-months (as SXD 2025-06)"))
        #expect(told.contains("both are counted"))
        #expect(try !load(["b,,2025-07"]).contains("both are counted"))
        let report = try office.report(from: "2025-06-01", to: "2025-06-30")["SXD"]
        #expect(report?["dossiers"] as? Int == 20)
    }
}
