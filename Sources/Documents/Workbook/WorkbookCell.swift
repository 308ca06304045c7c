internal import Analytics
internal import Survey

/// What stands in a cell. A number keeps every digit that the format holds (16); only its picture
/// is rounded.
enum WorkbookCell {
    /// Words that come from data. They are stored as text whatever they begin with, so that no name
    /// becomes a formula.
    case text(String)
    /// The name of a unit, set in by its level of the tree.
    case name(String, depth: Int)
    /// Words of the program.
    case words(String)
    /// Why there is no figure.
    case reason(String)
    case verdict(Verdict, String)
    case count(Int)
    /// 0...1, shown as percent with as many decimals as keep it on its side of each threshold.
    case share(Double, beside: [Double])
    case number(Double)
    case day(CalendarDay)
    case empty

    /// A figure, or what stands in its place.
    static func share(_ share: Double?, beside: [Double] = [], or other: WorkbookCell = .empty)
        -> WorkbookCell
    {
        share.map { .share($0, beside: beside) } ?? other
    }

    static func count(_ count: Int?, or other: WorkbookCell = .empty) -> WorkbookCell {
        count.map { .count($0) } ?? other
    }

    static func number(_ number: Double?, or other: WorkbookCell = .empty) -> WorkbookCell {
        number.map { .number($0) } ?? other
    }
}
