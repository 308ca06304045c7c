import Analytics
import Documents
import Survey
import Testing

@Suite("ReportText")
struct ReportTextTests {
    @Test("a table in Vietnamese: index, then each target with its verdict")
    func vietnamese() {
        let text = ReportText.text(of: Samples.report(), language: .vietnamese)
        #expect(
            text == """
                Mức hài lòng chung
                overall, phiên bản 2, phương pháp t2b.overallItem
                Kỳ: 01/01/2025 – 31/03/2025 (đã chốt ngày 01/04/2025)

                Đơn vị                   Phiếu  Hợp lệ  Phiếu/hồ sơ           Hài lòng  Khoảng 95 %
                ───────────────────────  ─────  ──────  ───────────  ─────────────────  ───────────
                Tỉnh Khánh Hòa           1.003   1.000        8,1 %             92,0 %  90,2–93,5 %
                  Xã Phước "Dinh", <b>&      6       4            –  ẩn (dưới 5 phiếu)            –

                Mục tiêu: Hài lòng về TTHC – từ 90 %, đến 31/12/2025 (KH 12)
                Đơn vị                   Trả lời  Hài lòng       Khoảng  Kết luận
                ───────────────────────  ───────  ────────  ───────────  ────────────
                Tỉnh Khánh Hòa             1.000    92,0 %  90,2–93,5 %  đạt
                  Xã Phước "Dinh", <b>&        4         –            –  quá ít phiếu

                Mục tiêu: Hài lòng về TTHC – từ 95 %, đến 31/12/2030 (KH 12)
                Đơn vị          Trả lời  Hài lòng       Khoảng  Kết luận
                ──────────────  ───────  ────────  ───────────  ──────────────────────────────────
                Tỉnh Khánh Hòa    1.000    93,8 %  92,1–95,1 %  chưa đủ căn cứ; cần thêm khoảng 77

                """)
    }

    @Test("an open period is provisional in its head and in every verdict")
    func provisional() {
        let text = ReportText.text(of: Samples.report(isClosed: false), language: .vietnamese)
        #expect(text.contains("31/03/2025 (tạm tính)"))
        #expect(text.contains("đạt (tạm tính)"))
        #expect(text.contains("quá ít phiếu (tạm tính)"))
        #expect(
            ReportText.text(of: Samples.report(isClosed: false), language: .english)
                .contains("met (provisional)"))
    }

    @Test("a part of the ballots says so in the head: a print-out must not pass for the whole")
    func part() {
        let filter = ReportFilter(channels: [.kiosk], hours: 7..<11)
        let text = ReportText.text(
            of: Samples.report(filter: filter, design: .placeDay), language: .vietnamese)
        let head = text.split(separator: "\n").prefix(6).map(String.init)
        #expect(head.contains("Bộ lọc: kênh: kiosk; giờ: 7:00–11:00"), "\(head)")
        #expect(head.contains("Đơn vị quan sát: mọi phiếu của một điểm trong một ngày"))
        let whole = ReportText.text(of: Samples.report(), language: .vietnamese)
        #expect(!whole.contains("Bộ lọc") && !whole.contains("Đơn vị quan sát"))
    }

    @Test("what came after the closing stands in a column of its own, where anything did")
    func late() throws {
        let lines = ReportText.text(
            of: Samples.report(units: [Samples.late(1_234), Samples.suppressed]),
            language: .vietnamese
        ).split(separator: "\n")
        #expect(lines.contains { $0.hasSuffix("Khoảng 95 %  Đến sau") })
        #expect(lines.contains { $0.hasPrefix("Xã Mới") && $0.hasSuffix("    1.234") })
        #expect(lines.contains { $0.hasPrefix("Đến sau: phiếu đến sau khi chốt kỳ") })
        let text = ReportText.text(
            of: Samples.report(units: [Samples.suppressed]), language: .english)
        #expect(!text.contains("Late") && text.contains("(closed on 2025-04-01)"))
        let west = try #require(DayOffset("Z"))
        #expect(
            ReportText.text(of: Samples.report(), language: .vietnamese, offset: west)
                .contains("(đã chốt ngày 31/03/2025)"))
    }

    @Test("samples carry the banner first", arguments: DocumentLanguage.allCases)
    func banner(language: DocumentLanguage) {
        let text = ReportText.text(of: Samples.report(isSample: true), language: language)
        #expect(text.hasPrefix("*** DỮ LIỆU MẪU – SAMPLE DATA ***\n"))
        #expect(!ReportText.text(of: Samples.report(), language: language).contains("SAMPLE"))
    }

    @Test("a suppressed row shows no figure of its own", arguments: DocumentLanguage.allCases)
    func suppression(language: DocumentLanguage) {
        let text = ReportText.text(
            of: Samples.report(units: [Samples.suppressed]), language: language)
        for secret in Samples.secrets { #expect(!text.contains(secret)) }
    }

    @Test("columns stand under each other, counted in graphemes")
    func alignment() {
        // Two scalars a letter, no composed form: seven graphemes as in the name beside it.
        let name = "Buôn Ê̆đê"
        let row = named(name)
        let plain = named("Buon Ede")
        let lines = ReportText.text(
            of: Samples.report(units: [row, plain]), language: .vietnamese
        ).split(separator: "\n")
        let ends = lines.filter { $0.hasPrefix("Bu") && $0.hasSuffix("–") }.map(\.count)
        #expect(ends.count == 2)
        #expect(Set(ends).count == 1)
        #expect(name.unicodeScalars.count > name.count)
    }

    @Test("names cannot steer the terminal or break the table")
    func control() {
        let text = ReportText.text(
            of: Samples.report(units: [named("Xã\u{1B}[31m\nĐỏ\u{202E}")]), language: .vietnamese)
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
        #expect(text.contains("Xã [31m Đỏ"))
    }

    @Test("what a page would hide is given and marked", arguments: [Presentation.hide, .review])
    func marks(presentation: Presentation) {
        let text = ReportText.text(
            of: Samples.report(units: [named("Xã", presentation: presentation)]),
            language: .english)
        #expect(text.contains("89.96 % *"))
        #expect(text.contains("* Not a firm figure"))
    }

    private func named(_ name: String, presentation: Presentation = .show) -> UnitReport {
        let held = TargetReport(
            target: Samples.targets[0], responses: 9, estimate: Samples.estimate(0.8996, nil, nil),
            isPointMet: false, verdict: .undecided, needed: 12)
        return UnitReport(
            unit: Samples.unit("N", name), depth: 0, responses: 9, valid: 9, dossiers: nil,
            coverage: nil,
            estimate: Samples.estimate(0.8996, nil, nil, interval: nil),
            dimensions: [], items: [], targets: [held], trend: [], isSuppressed: false,
            presentation: presentation)
    }
}
