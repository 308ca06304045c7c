/// Our own drawings: the mark of the product and the five faces. Decoration only: always beside
/// words, hidden from screen readers, drawn in the colour of the text and alike in size, so that no
/// answer looks more right than another.
public enum Mark {
    /// The mark: a bowl that is also a smile, under a dot.
    public static let svg: HTML = """
        <svg class="mark" width="40" height="40" viewBox="0 0 48 48" aria-hidden="true">\
        <rect width="48" height="48" rx="13" fill="currentColor"/>\
        <g class="mark-lines" fill="none" stroke="#fff" stroke-width="4.5" stroke-linecap="round">\
        <path d="M12 23c2 17 22 17 24 0"/><path d="M24 13v5"/></g></svg>
        """

    /// A tick: what was sent has arrived. No face here, for who thanks does not ask for a smile.
    public static let done: HTML = """
        <svg class="done" width="80" height="80" viewBox="0 0 48 48" fill="none" \
        stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" \
        aria-hidden="true"><circle cx="24" cy="24" r="21"/><path d="M15 25l6.5 6.5 13-14.5"/></svg>
        """

    /// The five faces as symbols, once a page before the first ``face(_:)``.
    public static let faceSymbols: HTML = """
        <svg class="symbols" width="0" height="0" aria-hidden="true">\
        \((1...5).map(symbol))</svg>

        """

    /// The face of a level.
    /// - Parameter level: 1 worst … 5 best
    public static func face(_ level: Int) -> HTML {
        """
        <svg width="40" height="40" aria-hidden="true"><use href="#f\(level)"/></svg>
        """
    }

    private static func symbol(_ level: Int) -> HTML {
        """
        <symbol id="f\(level)" viewBox="0 0 48 48" fill="none" stroke="currentColor" \
        stroke-width="2.6" stroke-linecap="round"><circle cx="24" cy="24" r="20.5"/>\
        <path d="M17 18v2.6M31 18v2.6\(mouth(level))"/></symbol>
        """
    }

    private static func mouth(_ level: Int) -> HTML {
        switch level {
        case 1: "M14.5 36c3.5-8.5 15.5-8.5 19 0"
        case 2: "M16 34.5c4.5-4 11.5-4 16 0"
        case 3: "M16.5 32h15"
        case 4: "M16 29.5c4.5 4.6 11.5 4.6 16 0"
        default: "M13.5 27.5h21c-2.5 12.5-18.5 12.5-21 0z"
        }
    }
}
