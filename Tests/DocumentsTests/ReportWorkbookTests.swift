import Analytics
import Foundation
import Survey
import Testing

@testable import Documents

@Suite("ReportWorkbook", .enabled(if: WorkbookReader.isThere, "python3-openpyxl is missing"))
struct ReportWorkbookTests {
    private static func read(
        _ report: Report = Samples.report(), _ language: DocumentLanguage = .vietnamese,
        overallItem: String? = "overall"
    ) throws -> WorkbookReader {
        try WorkbookReader(
            ReportWorkbook.bytes(of: report, overallItem: overallItem, language: language))
    }

    /// A number as the library writes it: 16 significant digits, JSON's last one rounded.
    private static func written(_ number: Double) -> Double? {
        Double(String(format: "%.16G", number))
    }

    private static func named(_ name: String, code: String = "A") -> UnitReport {
        let row = Samples.province
        return UnitReport(
            unit: Samples.unit(code, name), depth: 0, responses: row.responses, valid: row.valid,
            dossiers: row.dossiers, coverage: row.coverage, estimate: row.estimate,
            dimensions: row.dimensions, items: row.items, targets: row.targets, trend: row.trend,
            isSuppressed: false, presentation: .show)
    }

    @Test(
        "worst and best case say whose gaps they are made from, and a withheld level says so",
        arguments: [(WorstCase.Basis.dossiers, ""), (.ballots, " (trong phiếu)")])
    func basis(basis: WorstCase.Basis, words: String) throws {
        let own = Samples.province
        let counts = ItemCounts(
            levels: [1, 2, 3, 4, 5], dontKnow: 0, notApplicable: 0, missing: 0)
        let item = ItemReport(
            id: "overall", text: own.items[0].text,
            counts: ItemSpread(counts, withholdsLevels: true), share: 0.6, mean: nil)
        let row = UnitReport(
            unit: own.unit, depth: 0, responses: 1_000, valid: 1_000, dossiers: nil, coverage: nil,
            estimate: own.estimate, dimensions: [], items: [item], targets: [], trend: [],
            isSuppressed: false, presentation: .show,
            worstCase: WorstCase(lower: 0.2, upper: 0.97, basis: basis))
        let book = try Self.read(Samples.report(units: [row]))
        let summary = try #require(book.sheet("Tổng hợp"))
        for heading in ["Xấu nhất có thể", "Tốt nhất có thể"] {
            #expect(summary.column(heading + words) != nil, "\(summary.headings)")
        }
        let cells = try #require(book.sheet("Câu hỏi")).table[0]
        // Answers and what is no level are numbers; the five levels and their mean are words.
        #expect(
            cells.dropFirst(4).map { $0?.kind == "n" } == [
                true, false, false, false, false, false, true, true, true, true, false,
            ])
    }

    @Test("every figure is JSON's to the last digit that the format holds")
    func figures() throws {
        let book = try Self.read()
        let json = try JSONSerialization.jsonObject(
            with: Data(ReportJSON.value(of: Samples.report()).text().utf8))
        let row = try #require(
            ((json as? [String: Any])?["units"] as? [[String: Any]])?.first)
        let summary = try #require(book.sheet("Tổng hợp"))
        for (heading, name) in [
            ("Phiếu nhận", "responses"), ("Phiếu hợp lệ", "valid"), ("Hài lòng", "share"),
            ("Cận dưới 95 %", "lower"), ("Cận trên 95 %", "upper"), ("Hồ sơ", "dossiers"),
            ("Phiếu/hồ sơ", "coverage"), ("Đến sau khi chốt", "late"),
        ] {
            let column = try #require(summary.column(heading), "\(heading)")
            let cell = try #require(summary.table[0][column], "\(heading)")
            let expected = try #require(row[name] as? Double, "\(name)")
            #expect(cell.kind == "n" && cell.number == Self.written(expected), "\(heading)")
        }
        let items = try #require(book.sheet("Câu hỏi"))
        #expect(
            items.table[0].dropFirst(4).map { $0?.number } == [
                1_000, 10, 20, 50, 420, 500, 2, 1, 0, 0.92, 4.38,
            ])
        let dimensions = try #require(book.sheet("Nhóm tiêu chí"))
        #expect(dimensions.table[0][4...7].map { $0?.number } == [3_000, 0.91, 0.9, 0.92])
        let targets = try #require(book.sheet("Mục tiêu"))
        #expect(targets.table.count == 3)
        #expect(targets.table[1][7...9].map { $0?.number } == [0.938, 0.921, 0.9512])
        #expect(
            targets.table[1][11]?.text == "chưa đủ căn cứ" && targets.table[1][12]?.number == 77)
    }

    @Test("what is withheld is said in words, nothing of it is told, and nothing is 0")
    func withheld() throws {
        let book = try Self.read()
        for sheet in book.sheets where sheet.rows.count > 4 && sheet.name != "Cách tính" {
            let rows = sheet.table.filter { $0.first??.text == "X" }
            #expect(!rows.isEmpty, "\(sheet.name)")
            let words = rows.joined().compactMap { $0?.text }
            #expect(words.contains("ẩn (dưới 5 phiếu)"), "\(sheet.name)")
            for cell in rows.joined() {
                let shown = cell?.text ?? cell?.number.map { "\($0)" } ?? ""
                for secret in Samples.secrets { #expect(!shown.contains(secret), "\(sheet.name)") }
                #expect(cell?.number != 0 || cell?.format == "#,##0", "\(sheet.name)")
            }
        }
        let summary = try #require(book.sheet("Tổng hợp")?.table.last)
        #expect(summary[4...6].map { $0?.text } == Array(repeating: "ẩn (dưới 5 phiếu)", count: 3))
    }

    /// What a spreadsheet would take for a formula, and what XML has no place for.
    static let names = [
        "=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+84 912", "-cmd|' /C calc'!A0", "@SUM(A1)",
        "\t=1", "\r=1", "\n=1", "\u{0}=1", "\u{1}x", "<f>1</f>&amp;", "\"'`", "]]>", "|x", "％1",
        "'=1", "\u{FFFE}", "_x0041_", "{=1}", "#REF!", "TRUE", "1e5", "0123", "   x", "",
    ]

    @Test("no name becomes a formula, a number or markup", arguments: names)
    func injection(name: String) throws {
        let book = try Self.read(Samples.report(units: [Self.named(name, code: name)]))
        let summary = try #require(book.sheet("Tổng hợp")?.table.first)
        for cell in summary.prefix(2) where !name.isEmpty {
            #expect(cell?.kind == "s", "\(name.debugDescription)")
        }
        // Nothing is lost but what XML cannot hold.
        if name.unicodeScalars.allSatisfy({ (" "..."\u{7E}").contains($0) }), name != "_x0041_" {
            #expect((summary[1]?.text ?? "") == name)
        }
        for sheet in book.sheets {
            #expect(!sheet.rows.joined().contains { $0?.kind == "f" || $0?.kind == "e" })
        }
        for (path, xml) in book.parts where path.hasPrefix("xl/worksheets/sheet") {
            #expect(!xml.contains("<f>") && !xml.contains("<f ") && !xml.contains("<hyperlink"))
        }
        let text = try #require(summary[5])
        #expect(text.number == 0.901534)
    }

    @Test("months have a chart of their own, with the targets of the same answers and gaps")
    func chart() throws {
        let book = try Self.read()
        let months = try #require(book.sheet("Theo tháng"))
        #expect(months.charts == 1 && book.sheets.filter { $0.charts > 0 }.count == 1)
        #expect(months.headings.suffix(2) == ["Mục tiêu 95 %", "Mục tiêu 90 %"])
        #expect(months.table[1][6...8].allSatisfy { $0 == nil })
        #expect(months.table[1][10]?.text == "ẩn (dưới 5 phiếu)")
        let xml = try #require(book.parts["xl/charts/chart1.xml"])
        // A gap is what is drawn where nothing else is asked for.
        #expect(!xml.contains("dispBlanksAs") || xml.contains("<c:dispBlanksAs val=\"gap\"/>"))
        #expect(xml.contains("!$G$5:$G$7") && xml.components(separatedBy: "<c:ser>").count == 6)
        // Beside another figure the targets would mislead.
        let other = try Self.read(overallItem: nil)
        #expect(other.sheet("Theo tháng")?.headings.last == "Lưu ý")
    }

    @Test("a share is shown with as many decimals as keep it on its side of a target")
    func format() throws {
        let months = try #require(try Self.read().sheet("Theo tháng"))
        let cell = try #require(months.table[0][6])
        #expect(cell.number == 0.8996 && cell.format == "0.00%")
        #expect(months.table[2][6]?.format == "0.0%")
        #expect(Percent.decimals(of: 0.9 - 1e-9, beside: [0.9], most: 10) == 7)
        #expect(Percent.decimals(of: 0.9.nextDown, beside: [0.9], most: 10) == 10)
    }

    @Test("the last sheet says how it was made, in both languages", arguments: ["vi", "en"])
    func facts(language: String) throws {
        let words = DocumentLanguage(rawValue: language) ?? .english
        let book = try Self.read(Samples.report(isSample: true), words)
        let told = try #require(book.sheets.last).words
        for text in [
            "wilson", "2025-04-01T08:00:00+07:00", "95 %", "2", "DỮ LIỆU MẪU – SAMPLE DATA",
        ] {
            #expect(told.contains(text), "\(text)")
        }
        #expect(told.contains { $0.contains("t2b.overallItem") })
        for sheet in book.sheets.dropLast() {
            #expect(sheet.rows[2][0]?.text == Wording.sample, "\(sheet.name)")
            #expect(sheet.frozen == "C5" && sheet.filter != nil, "\(sheet.name)")
        }
        #expect(book.sheets.map(\.name).contains(language == "vi" ? "Tổng hợp" : "Summary"))
    }

    @Test("five hundred units of 22 items make a row each, and the same report the same file")
    func large() throws {
        let item = Samples.province.items[0]
        let units = (1...500).map { number in
            let row = Samples.province
            return UnitReport(
                unit: Samples.unit("U\(number)", "Xã \(number)"), depth: 1, responses: 10,
                valid: 10, dossiers: nil, coverage: nil, estimate: row.estimate, dimensions: [],
                items: Array(repeating: item, count: 22), targets: row.targets, trend: row.trend,
                isSuppressed: false, presentation: .show)
        }
        let report = Samples.report(units: units)
        let bytes = try ReportWorkbook.bytes(of: report, overallItem: nil, language: .english)
        #expect(
            bytes == (try ReportWorkbook.bytes(of: report, overallItem: nil, language: .english)))
        let book = try WorkbookReader(bytes)
        #expect(book.sheet("Summary")?.table.count == 500)
        #expect(book.sheet("Questions")?.table.count == 11_000)
        #expect(bytes.count < 2_000_000)
    }

    @Test("one row more than a sheet holds is refused before anything is written")
    func tooMany() throws {
        let maximum = WorkbookSheet.rowsMax - 4
        let month = Samples.province.trend[0]
        let row = UnitReport(
            unit: Samples.unit("U", "U"), depth: 0, responses: 10, valid: 10, dossiers: nil,
            coverage: nil, estimate: nil, dimensions: [], items: [], targets: [],
            trend: Array(repeating: month, count: maximum + 1), isSuppressed: false,
            presentation: .show)
        #expect(throws: DocumentFault.tooManyRows(count: maximum + 1, maximum: maximum)) {
            try ReportWorkbook.bytes(
                of: Samples.report(units: [row]), overallItem: nil, language: .english)
        }
    }

    @Test("a text longer than a cell is cut and says so")
    func long() throws {
        let name = String(repeating: "ế", count: WorkbookSheet.textMax + 1)
        let book = try Self.read(Samples.report(units: [Self.named(name)]))
        let shown = try #require(book.sheet("Tổng hợp")?.table[0][1]?.text)
        #expect(shown.utf16.count == WorkbookSheet.textMax && shown.hasSuffix("…"))
    }
}
