/// A piece of HTML that can be put together from literals and escaped values only.
///
/// Literals are trusted, because whoever writes them writes the program; every interpolated value
/// is escaped so that it is safe as text and inside a double-quoted attribute. There is no way to
/// put in a string as it is: even a literal must be a `StaticString`.
///
///     let row: HTML = "<td title=\"\(unit.code)\">\(unit.name)</td>"
///
/// Addresses are written as ``Link``. Cost: one pass over each value.
public struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// The markup in UTF-8.
    public private(set) var bytes: [UInt8]

    /// Nothing.
    public init() {
        bytes = []
    }

    public init(stringLiteral literal: StaticString) {
        bytes = literal.withUTF8Buffer { Array($0) }
    }

    /// Markup that another room has made and escaped; see who calls this before you do.
    init(drawing bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(stringInterpolation: HTMLInterpolation) {
        bytes = stringInterpolation.bytes
    }

    public static func += (left: inout HTML, right: HTML) {
        left.bytes += right.bytes
    }

    /// One piece after the other.
    public static func joined(_ pieces: some Sequence<HTML>) -> HTML {
        pieces.reduce(into: HTML()) { $0 += $1 }
    }

    /// The markup as text, for tests and files.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
