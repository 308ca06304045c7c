internal import CXLSXWriter

/// A line chart over the rows of one sheet, drawn by the program that opens the file.
struct WorkbookChart {
    /// How a line looks.
    enum Line {
        case figure, limit, target
    }

    let handle: UnsafeMutablePointer<lxw_chart>
    private let xlsx: hl_xlsx

    init(_ handle: UnsafeMutablePointer<lxw_chart>, _ xlsx: hl_xlsx) {
        self.handle = handle
        self.xlsx = xlsx
        // A month without a figure is a gap: nothing is drawn through what is not known.
        xlsx.chart_show_blanks_as(handle, UInt8(LXW_CHART_BLANKS_AS_GAP.rawValue))
        xlsx.chart_legend_set_position(handle, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
        let axis = xlsx.chart_axis_get(handle, LXW_CHART_AXIS_TYPE_Y)
        xlsx.chart_axis_set_num_format(axis, "0%")
        xlsx.chart_axis_set_max(axis, 1)
    }

    /// Its title may hold words from data.
    func set(title: String) { xlsx.chart_title_set_name(handle, WorkbookSheet.held(title)) }

    /// Where the share axis begins, 0..<1.
    func set(lowest: Double) {
        xlsx.chart_axis_set_min(xlsx.chart_axis_get(handle, LXW_CHART_AXIS_TYPE_Y), lowest)
    }

    /// One line for one column.
    ///
    /// - Parameters:
    ///   - sheet: that holds the rows
    ///   - rows: of the table, from 0
    ///   - labels: the column of what stands below the line
    ///   - column: of the values; its heading is the line's name
    func add(_ line: Line, sheet: String, rows: Range<Int>, labels: Int, column: Int) {
        guard let series = xlsx.chart_add_series(handle, nil, nil), !rows.isEmpty else { return }
        let (first, last) = (UInt32(rows.lowerBound), UInt32(rows.upperBound - 1))
        xlsx.chart_series_set_categories(series, sheet, first, UInt16(labels), last, UInt16(labels))
        xlsx.chart_series_set_values(series, sheet, first, UInt16(column), last, UInt16(column))
        xlsx.chart_series_set_name_range(
            series, sheet, UInt32(WorkbookSheet.headingRow), UInt16(column))
        var look = lxw_chart_line()
        switch line {
        case .figure:
            look.color = 0x12446B
            look.width = 2.5
            xlsx.chart_series_set_marker_type(series, UInt8(LXW_CHART_MARKER_CIRCLE.rawValue))
        case .limit:
            look.color = 0x7FA3C0
            look.width = 1
            look.dash_type = UInt8(LXW_CHART_LINE_DASH_ROUND_DOT.rawValue)
        case .target:
            look.color = 0x8F2D1C
            look.width = 1.5
            look.dash_type = UInt8(LXW_CHART_LINE_DASH_DASH.rawValue)
        }
        xlsx.chart_series_set_line(series, &look)
    }
}
