internal import CXLSXWriter
internal import Survey

/// One sheet, written row by row from the top: title, state of the figures, sample mark, headings,
/// and then the table.
final class WorkbookSheet {
    /// A column of the table.
    struct Column {
        let title: String
        /// In characters of the usual type.
        let width: Double

        init(_ title: String, _ width: Double = 11) {
            self.title = title
            self.width = width
        }
    }

    /// Rows a sheet holds.
    static let rowsMax = Int(LXW_ROW_MAX)
    /// UTF-16 units a cell holds; longer text is cut and says so by an ellipsis.
    static let textMax = 32_767
    /// The row of the headings, from 0; the same on every sheet with a table.
    static let headingRow = 3

    let name: String
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let styles: WorkbookStyles
    private let xlsx: hl_xlsx
    /// The first write that failed.
    private(set) var fault = LXW_NO_ERROR
    /// The row to be written next, from 0.
    private(set) var row = 0

    init(
        _ sheet: UnsafeMutablePointer<lxw_worksheet>, name: String, styles: WorkbookStyles,
        xlsx: hl_xlsx
    ) {
        self.sheet = sheet
        self.xlsx = xlsx
        self.name = name
        self.styles = styles
        xlsx.worksheet_set_landscape(sheet)
        xlsx.worksheet_set_paper(sheet, 9)  // A4
        xlsx.worksheet_fit_to_pages(sheet, 1, 0)
        note(xlsx.worksheet_set_footer(sheet, "&L&A&R&P/&N"))
    }

    /// Writes what stands above a table, and its headings, which stay in sight and on each page.
    ///
    /// - Parameters:
    ///   - mark: that of a sample office, or empty
    ///   - pinned: columns that stay in sight
    func begin(title: String, state: String, mark: String, columns: [Column], pinned: Int) {
        for (index, column) in columns.enumerated() {
            let place = UInt16(index)
            note(xlsx.worksheet_set_column(sheet, place, place, column.width, nil))
        }
        add([.words(title)], style: styles.title)
        add([.words(state)])
        add([.words(mark)], style: styles.care)
        add(columns.map { .words($0.title) }, style: styles.heading)
        xlsx.worksheet_freeze_panes(sheet, UInt32(row), UInt16(pinned))
        note(xlsx.worksheet_repeat_rows(sheet, UInt32(Self.headingRow), UInt32(Self.headingRow)))
    }

    /// Sets the widths of a sheet without headings.
    func set(widths: [Double]) {
        for (index, width) in widths.enumerated() {
            note(xlsx.worksheet_set_column(sheet, UInt16(index), UInt16(index), width, nil))
        }
    }

    /// Lets whoever opens the file choose rows by their values.
    func addFilter(columns: Int) {
        guard row > Self.headingRow + 1, columns > 0 else { return }
        note(
            xlsx.worksheet_autofilter(
                sheet, UInt32(Self.headingRow), 0, UInt32(row - 1), UInt16(columns - 1)))
    }

    /// Appends a row.
    ///
    /// - Parameter style: for all of its words instead of their own
    func add(_ cells: [WorkbookCell], style: WorkbookStyles.Format? = nil) {
        for (column, cell) in cells.enumerated() {
            note(write(cell, UInt32(row), UInt16(column), style))
        }
        row += 1
    }

    /// Puts a chart with its upper left corner on a cell.
    func insert(_ chart: WorkbookChart, row: Int, column: Int) {
        note(xlsx.worksheet_insert_chart(sheet, UInt32(row), UInt16(column), chart.handle))
    }

    private func write(
        _ cell: WorkbookCell, _ row: UInt32, _ column: UInt16, _ style: WorkbookStyles.Format?
    ) -> lxw_error {
        func text(_ text: String, _ own: WorkbookStyles.Format) -> lxw_error {
            guard !text.isEmpty else { return LXW_NO_ERROR }
            return xlsx.worksheet_write_string(sheet, row, column, Self.held(text), style ?? own)
        }
        func number(_ number: Double, _ own: WorkbookStyles.Format) -> lxw_error {
            xlsx.worksheet_write_number(sheet, row, column, number, own)
        }
        switch cell {
        case .text(let value): return text(value, styles.text)
        case .name(let value, let depth):
            return text(value, styles.names[min(max(0, depth), styles.names.count - 1)])
        case .words(let value): return text(value, styles.plain)
        case .reason(let value): return text(value, styles.reason)
        case .verdict(let verdict, let value):
            return text(value, styles.verdicts[verdict] ?? styles.plain)
        case .count(let value): return number(Double(value), styles.count)
        case .share(let value, let thresholds):
            let decimals = Percent.decimals(
                of: value, beside: thresholds, most: styles.shares.count)
            return number(value, styles.shares[decimals - 1])
        case .number(let value): return number(value, styles.number)
        // Spreadsheets count days from 1899-12-30.
        case .day(let day): return number(Double(day.daysSince1970 + 25_569), styles.day)
        case .empty: return LXW_NO_ERROR
        }
    }

    /// Text as a cell can hold it: no more than fits, and without what XML has no place for.
    static func held(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += scalar.value > 0xFFFF ? 2 : 1
            guard count < textMax else {
                out.append("…")
                break
            }
            switch scalar {
            case "\t", "\n": out.append(scalar)
            case "\r": out.append("\n")
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}":
                out.append("\u{FFFD}")
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    private func note(_ result: lxw_error) {
        if fault == LXW_NO_ERROR { fault = result }
    }
}
