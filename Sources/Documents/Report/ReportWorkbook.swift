public import Analytics
public import Survey

/// A report as an XLSX workbook for people who calculate on: sheets of units, targets, dimensions,
/// items, months with a chart, and of how it was made.
///
/// Figures are numbers with every digit that the library writes (16 significant ones, one fewer
/// than JSON at worst; spreadsheets show 15); what is rounded is their picture. What is withheld is
/// said in words in its cell, and what is unknown is empty: neither is ever 0. In the sheet of
/// months the words have a column of their own, since a chart would draw them as 0. No cell is a
/// formula, whatever names begin with.
///
/// - Complexity: about 5 µs a cell; memory for the finished file alone
public enum ReportWorkbook {
    /// The whole file.
    ///
    /// - Parameters:
    ///   - report: the report
    ///   - overallItem: the item of the index that targets are tested on, where its figure is the
    ///     share of that item: those targets stand in the chart
    ///   - language: of sheets and headings; names stay as given
    ///   - offset: at which days begin
    /// - Throws: ``DocumentFault/tooManyRows(count:maximum:)``, and where the library fails
    ///   ``DocumentFault/workbook(reason:)`` or ``DocumentFault/outOfMemory``
    public static func bytes(
        of report: Report, overallItem: String?, language: DocumentLanguage,
        offset: DayOffset = .vietNam
    ) throws(DocumentFault) -> [UInt8] {
        try checkRows(of: report)
        let sheets = ReportSheets(
            report: report, overallItem: overallItem, language: language, offset: offset)
        let book = try Workbook()
        try book.describe(
            title: sheets.title, createdAt: report.generatedAt.milliseconds / 1000)
        try sheets.addSummary(to: book)
        try sheets.addTargets(to: book)
        try sheets.addFigures(to: book)
        try sheets.addDimensions(to: book)
        try sheets.addItems(to: book)
        try sheets.addMonths(to: book)
        try sheets.addFacts(to: book)
        return try book.bytes()
    }

    /// Sees to it that the longest sheet fits, before anything is written.
    private static func checkRows(of report: Report) throws(DocumentFault) {
        let longest =
            [
                report.units.count, report.units.reduce(0) { $0 + $1.targets.count },
                report.units.reduce(0) { $0 + $1.figures.count },
                report.units.reduce(0) { $0 + $1.dimensions.count },
                report.units.reduce(0) { $0 + $1.items.count },
                report.units.reduce(0) { $0 + $1.trend.count },
            ].max() ?? 0
        let maximum = WorkbookSheet.rowsMax - WorkbookSheet.headingRow - 1
        guard longest <= maximum else { throw .tooManyRows(count: longest, maximum: maximum) }
    }
}
