/// A text as ``Redaction`` reads it: one byte for each character, digits and Latin letters of any
/// width as ASCII, and no zero-width characters or marks.
struct FoldedText {
    /// A letter that is not in ASCII.
    static let letter: UInt8 = 0x80
    /// Anything else that is not in ASCII.
    static let other: UInt8 = 0x81

    private let scalars: [Unicode.Scalar]
    /// What each place holds.
    private(set) var marks: [UInt8] = []
    /// Where each place begins among the scalars, and at last where all end: a place takes the
    /// marks behind it along.
    private var starts: [Int] = []

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        marks.reserveCapacity(scalars.count)
        starts.reserveCapacity(scalars.count + 1)
        for (index, scalar) in scalars.enumerated() {
            guard let mark = Self.folded(scalar) else { continue }
            marks.append(mark)
            starts.append(index)
        }
        starts.append(scalars.count)
    }

    var count: Int { marks.count }

    func isDigit(at place: Int) -> Bool {
        marks.indices.contains(place) && Self.isDigit(marks[place])
    }

    /// Whether a place holds a letter of any script.
    func isLetter(at place: Int) -> Bool {
        guard marks.indices.contains(place) else { return false }
        return marks[place] == Self.letter || Self.isLatin(marks[place])
    }

    func holds(_ character: Unicode.Scalar, at place: Int) -> Bool {
        marks.indices.contains(place) && marks[place] == UInt8(ascii: character)
    }

    /// Whether a place holds neither letter nor digit, or is outside.
    func isBoundary(at place: Int) -> Bool { !isDigit(at: place) && !isLetter(at: place) }

    /// How many digits stand in a row from a place on.
    func digits(from place: Int, end: Int) -> Int {
        var last = place
        while last < end, isDigit(at: last) { last += 1 }
        return last - place
    }

    /// The words behind a place, in small letters, as they were written.
    func words(from place: Int, count: Int) -> String {
        let first = starts[min(place, marks.count)]
        let words = scalars[first...].prefix(count)
        return String(String.UnicodeScalarView(words)).lowercased()
    }

    /// The text with another in these places, which are in order and apart.
    func replacing(_ places: [Range<Int>], by other: String) -> String {
        var text = String.UnicodeScalarView()
        var kept = 0
        for place in places {
            text.append(contentsOf: scalars[kept..<starts[place.lowerBound]])
            text.append(contentsOf: other.unicodeScalars)
            kept = starts[place.upperBound]
        }
        text.append(contentsOf: scalars[kept...])
        return String(text)
    }

    static func isDigit(_ mark: UInt8?) -> Bool {
        mark.map { (0x30...0x39).contains($0) } ?? false
    }

    static func isLatin(_ mark: UInt8) -> Bool { (0x61...0x7A).contains(mark | 0x20) }

    /// One scalar as a byte; nil for what has no width of its own.
    static func folded(_ scalar: Unicode.Scalar) -> UInt8? {
        let value = scalar.value
        if value < 0x80 { return UInt8(value) }
        // Letters of Vietnamese are most of what is met.
        if (0xC0...0x1B0).contains(value) || (0x1EA0...0x1EF9).contains(value) { return letter }
        if (0xFF01...0xFF5E).contains(value) { return UInt8(value - 0xFEE0) }
        switch value {
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return UInt8(ascii: " ")
        case 0x2010...0x2015, 0x2212: return UInt8(ascii: "-")
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .format, .nonspacingMark, .enclosingMark, .spacingMark: return nil
        case .decimalNumber:
            return properties.numericValue.map { UInt8(ascii: "0") + UInt8($0) } ?? other
        default: return properties.isAlphabetic ? letter : other
        }
    }
}
