import Survey
import Testing

/// Reads a CSV text as an import does: the header, then row by row.
func readTable<Row>(
    _ text: String, header: (CSVRecord?) throws(TableFault) -> TableHeader,
    row: (TableRow, TableHeader) throws(TableFault) -> Row
) throws(TableFault) -> [Row] {
    let bytes = Array(text.utf8)
    var rows: [Row] = []
    var fault: TableFault?
    bytes.withUnsafeBytes { buffer in
        do throws(TableFault) {
            let start = try TableStart(buffer) { _ in true }
            var reader = start.reader
            let head = try header(start.record)
            while let record = try reader.next() {
                rows.append(try row(try head.row(record), head))
            }
        } catch {
            fault = error
        }
    }
    if let fault { throw fault }
    return rows
}

/// A table written as an export does.
func writeTable(_ columns: [String], _ rows: [[String]]) -> String {
    var writer = CSVWriter()
    for row in [columns] + rows { writer.write(row) }
    return writer.take()
}

@Suite("Tables")
struct TableTests {
    private static func header(
        _ required: [String]
    ) -> (CSVRecord?) throws(TableFault) -> TableHeader {
        { (record) throws(TableFault) in
            try TableHeader(record, required: required)
        }
    }

    private func units(_ text: String) throws -> [Unit] {
        try readTable(text, header: Self.header(UnitTable.columns)) { (row, _) throws(TableFault) in
            try UnitTable.decode(row)
        }
    }

    private func places(_ text: String) throws -> [Place] {
        try readTable(text, header: Self.header(PlaceTable.columns)) {
            (row, _) throws(TableFault) in
            try PlaceTable.decode(row, register: Forms.office)
        }
    }

    private func dossiers(_ text: String) throws -> [DossierCount] {
        try readTable(text, header: Self.header(DossierTable.columns)) {
            (row, _) throws(TableFault) in
            try DossierTable.decode(row, register: Forms.office)
        }
    }

    @Test(
        "A header that will not do is refused with its reason",
        arguments: [
            ("", TableFault.Problem.empty), ("\n\n", .empty),
            (
                "code,Unit,name\n",
                .missingColumns(["unit", "centre", "form"], found: ["code", "Unit", "name"])
            ),
            ("code,unit,centre,name,form,colour\n", .unknownColumn("colour", like: nil)),
            ("code,unit,centre,name,form,\n", .unknownColumn("", like: nil)),
            ("code,unit,centre,name,form,unit\n", .columnTwice("unit")),
        ])
    func headers(text: String, problem: TableFault.Problem) {
        #expect(throws: TableFault(line: 1, problem: problem)) { try places(text) }
    }

    @Test(
        "A column is told by what it sounds like",
        arguments: [
            ("Overall", "overall"), ("ngày", "ngay"), ("NGÀY", "ngay"), ("do", "độ"),
            ("valid from", "valid_from"), ("overal", nil), ("", nil), ("_", nil),
        ] as [(String, String?)])
    func alike(name: String, column: String?) {
        let columns = ["overall", "ngay", "độ", "valid_from", ""]
        #expect(TableHeader.column(like: name, among: columns) == column)
    }

    @Test("Columns may stand in any order, with spaces, behind a byte order mark")
    func anyOrder() throws {
        let found = try places("\u{FEFF} form ,name,code, unit,centre\ntest,Quầy 2, Q2 ,so,\n")
        #expect(
            found == [Place(code: "Q2", unit: "so", centre: "so", name: "Quầy 2", form: "test")])
    }

    @Test(
        "A place that will not do is refused with its line and reason",
        arguments: [
            ("Q2,so,xa,Quầy", TableFault.Problem.fieldCount(expected: 5, found: 4)),
            ("Q2,so,xa,Quầy,test,", .fieldCount(expected: 5, found: 6)),
            (
                "Q 2,so,xa,Quầy,test",
                .badValue(column: "code", value: "Q 2", expected: "1-40 of A-Z a-z 0-9 . _ -")
            ),
            (
                ",so,xa,Quầy,test",
                .badValue(column: "code", value: "", expected: "1-40 of A-Z a-z 0-9 . _ -")
            ),
            ("Q2,,xa,Quầy,test", .badValue(column: "unit", value: "", expected: "a value")),
            ("Q2,so,xa,\u{200B},test", .badValue(column: "name", value: "", expected: "a value")),
            ("Q2,no,xa,Quầy,test", .unknownUnit(column: "unit", code: "no")),
            ("Q2,so,no,Quầy,test", .unknownUnit(column: "centre", code: "no")),
            ("Q2,so,xa,Quầy,other", .unknownForm("other")),
            ("Q2,so,xa,\"Quầy\" 2,test", .textAfterQuote),
        ])
    func badPlaces(row: String, problem: TableFault.Problem) {
        let text = "code,unit,centre,name,form\nQ1,so,xa,\"Quầy\n1\",test\n\(row)\n"
        #expect(throws: TableFault(line: 4, problem: problem)) { try places(text) }
    }

    @Test(
        "A unit that will not do is refused with its reason",
        arguments: [
            (
                "a,A,city,,,,",
                TableFault.Problem.badValue(
                    column: "kind", value: "city",
                    expected: "province, department, district, commune, office")
            ),
            (
                "a,A,office,b c,,,",
                .badValue(column: "parent", value: "b c", expected: "1-40 of A-Z a-z 0-9 . _ -")
            ),
            (
                "a,A,office,,2025-02-30,,",
                .badValue(column: "valid_from", value: "2025-02-30", expected: "YYYY-MM-DD")
            ),
            (
                "a,A,office,,,01/07/2025,",
                .badValue(column: "valid_to", value: "01/07/2025", expected: "YYYY-MM-DD")
            ),
            (
                "a,A,office,,2025-07-01,2025-06-30,",
                .badValue(
                    column: "valid_to", value: "2025-06-30",
                    expected: "a day not before valid_from")
            ),
            ("a,A,office,a,,,", .circle(code: "a")), ("a,A,office,,,,a", .circle(code: "a")),
            ("a, ,office,,,,", .badValue(column: "name", value: "", expected: "a value")),
        ])
    func badUnits(row: String, problem: TableFault.Problem) {
        let text = UnitTable.columns.joined(separator: ",") + "\n\(row)\n"
        #expect(throws: TableFault(line: 2, problem: problem)) { try units(text) }
    }

    private static let count = "a whole number, 0 to 1000000000"

    @Test(
        "Dossier counts that will not do are refused with their reason",
        arguments: [
            (
                "so,p,f,2019-01,1,3,1,1,2,0,0,0",
                TableFault.Problem.doesNotAddUp(completed: 3, sum: 4)
            ),
            ("no,p,f,2019-01,1,1,1,0,0,0,0,0", .unknownUnit(column: "unit", code: "no")),
            (
                "so,p,f,01/2019,1,1,1,0,0,0,0,0",
                .badValue(column: "period", value: "01/2019", expected: "YYYY-MM")
            ),
            (
                "so,p,f,,1,1,1,0,0,0,0,0",
                .badValue(column: "period", value: "", expected: "YYYY-MM")
            ),
            (
                "so,p,f,2019-01,-1,1,1,0,0,0,0,0",
                .badValue(column: "received", value: "-1", expected: count)
            ),
            (
                "so,p,f,2019-01,1,1,1,0,0,1000000001,0,0",
                .badValue(column: "online", value: "1000000001", expected: count)
            ),
            (
                "so,p,f,2019-01,1,1,1,0,0,,0,0",
                .badValue(column: "online", value: "", expected: count)
            ),
            (
                "so,p,f,2019-01,\"1,000\",1,1,0,0,0,0,0",
                .badValue(column: "received", value: "1,000", expected: count)
            ),
        ])
    func badDossiers(row: String, problem: TableFault.Problem) {
        let text = DossierTable.columns.joined(separator: ",") + "\n\n\(row)\n"
        #expect(throws: TableFault(line: 3, problem: problem)) { try dossiers(text) }
    }

    @Test("An export is an import: units, places and dossiers come back equal")
    func roundTrip() throws {
        let day = CalendarDay("2025-07-01")
        let someUnits = [
            Forms.unit("a"), Forms.unit("b", parent: "a"),
            Unit(
                code: "c", name: "Sở \"X\", Y\nZ", kind: .district, parent: "b", validFrom: day,
                validTo: day?.advanced(by: 9), successor: "a"),
        ]
        #expect(
            try units(writeTable(UnitTable.columns, someUnits.map(UnitTable.encode))) == someUnits)
        let somePlaces =
            Forms.office.places + [
                Place(code: "-2", unit: "xa", centre: "so", name: "=1+1", form: "short")
            ]
        #expect(
            try places(writeTable(PlaceTable.columns, somePlaces.map(PlaceTable.encode)))
                == somePlaces)
        let month = try #require(CalendarMonth("2024-02"))
        let counts = ["", "1.004, \"x\""].map {
            DossierCount(
                key: .init(unit: "so", procedure: $0, field: "xay-dung", period: month),
                received: 1_000_000_000, completed: 6, onTime: 1, early: 2, late: 3, online: 4,
                postal: 5, digitised: 0)
        }
        #expect(
            try dossiers(writeTable(DossierTable.columns, counts.map(DossierTable.encode)))
                == counts)
    }
}
