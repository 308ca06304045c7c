/// A column of weights or populations: numbers with a decimal point or a decimal comma.
///
/// A column uses one mark throughout; what its first number with a mark uses is what it uses. A
/// point is always decimal. A comma is decimal too, except that between commas `1,234` might be
/// thousands: such a number stands only if another of the column shows that it cannot be.
struct NumberColumn {
    /// Numbers above it are mistakes, and their squares and sums must stay finite.
    static let valueMax = 1e15

    /// One number a row.
    private(set) var values: [Double] = []
    /// The mark that the column uses, as far as is known.
    private var mark: UInt8?
    private var isCommaShown: Bool
    /// The first number that may be thousands: its row from 0 and its text.
    private var open: (row: Int, text: String)?

    private static let comma = UInt8(ascii: ",")
    private static let point = UInt8(ascii: ".")

    /// - Parameter isCommaDecimal: whether the file's own separator leaves a comma no other sense
    init(isCommaDecimal: Bool) { isCommaShown = isCommaDecimal }

    /// Adds a row's number.
    ///
    /// - Returns: false where the text is no number from 0 to ``valueMax``, or uses another mark
    ///   than those before it
    mutating func add(_ text: String) -> Bool {
        var plain: [UInt8] = []
        var ownMark: UInt8?
        var decimals = 0
        for byte in text.utf8 {
            switch byte {
            case Self.comma, Self.point:
                guard ownMark == nil else { return false }
                ownMark = byte
                plain.append(Self.point)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if ownMark != nil { decimals += 1 }
                plain.append(byte)
            case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                plain.append(byte)
            default: return false
            }
        }
        guard ownMark == nil || mark == nil || ownMark == mark,
            let value = Double(String(decoding: plain, as: UTF8.self)),
            value >= 0, value <= Self.valueMax, plain.first != UInt8(ascii: "-")
        else { return false }
        if let ownMark { mark = ownMark }
        if ownMark == Self.comma, !isCommaShown {
            let whole = plain.count - decimals - 1
            if decimals == 3, (1...3).contains(whole), plain[0] != UInt8(ascii: "0") {
                open = open ?? (values.count, text)
            } else {
                isCommaShown = true
            }
        }
        values.append(value)
        return true
    }

    /// The first number of which nothing tells whether its comma is decimal; nil where none is
    /// left in doubt.
    var doubtful: (row: Int, text: String)? { isCommaShown ? nil : open }
}
