/// A column of weights or populations: numbers with a decimal point or a decimal comma.
///
/// A column uses one mark throughout: that of its first number with a mark. It is decimal, except
/// that `1,234` and `1.234` might be thousands: such a number stands only if another of the column
/// shows that it cannot be, or if the file's separator tells how whoever wrote it writes numbers.
/// Between semicolons a comma is decimal, between commas a point; but dossiers are whole, and their
/// thousands are marked as often as not.
struct NumberColumn {
    /// What the numbers are.
    enum Content {
        /// From 0 up.
        case weights
        /// Sizes of strata: whole numbers.
        case populations
    }

    /// Numbers above it are mistakes, and their squares and sums must stay finite.
    static let valueMax = 1e15

    /// One number a row.
    private(set) var values: [Double] = []
    private let content: Content
    /// The mark that surely is decimal in this file, before any number is read.
    private let usualMark: UInt8?
    /// The mark that the column uses, as far as is known.
    private var mark: UInt8?
    /// Whether a number has shown that the mark is decimal.
    private var isShown = false
    /// The first number that may be thousands: its row from 0 and its text.
    private var open: (row: Int, text: String)?

    private static let comma = UInt8(ascii: ",")
    private static let point = UInt8(ascii: ".")

    /// - Parameter separator: of the file's fields
    init(of content: Content, separator: UInt8) {
        self.content = content
        switch (content, separator) {
        case (.weights, UInt8(ascii: ";")): usualMark = Self.comma
        case (.weights, Self.comma): usualMark = Self.point
        default: usualMark = nil
        }
    }

    /// Adds a row's number.
    ///
    /// - Returns: false where the text is no number from 0 to ``valueMax``, no whole one of a
    ///   population, or uses another mark than those before it
    mutating func add(_ text: String) -> Bool {
        var plain: [UInt8] = []
        var markAt: Int?
        var hasExponent = false
        for byte in text.utf8 {
            switch byte {
            case Self.comma, Self.point:
                guard markAt == nil, mark == nil || byte == mark else { return false }
                markAt = plain.count
                plain.append(Self.point)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): plain.append(byte)
            case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                hasExponent = true
                plain.append(byte)
            default: return false
            }
        }
        guard let value = Double(String(decoding: plain, as: UTF8.self)),
            value >= 0, value <= Self.valueMax, plain.first != UInt8(ascii: "-"),
            content == .weights || value == value.rounded()
        else { return false }
        if let markAt {
            mark = text.utf8.first { $0 == Self.comma || $0 == Self.point }
            let mayBeThousands =
                !hasExponent && plain.count - markAt == 4 && (1...3).contains(markAt)
                && plain[0] != UInt8(ascii: "0")
            if mayBeThousands { open = open ?? (values.count, text) } else { isShown = true }
        }
        values.append(value)
        return true
    }

    /// The first number of which nothing tells whether its mark is decimal; nil where none is left
    /// in doubt.
    var doubtful: (row: Int, text: String)? { isShown || mark == usualMark ? nil : open }
}
