/// The media type of a response body.
public struct ContentType: Sendable, Hashable {
    let header: HTTPHeader

    /// A media type written out in the source, such as `"image/svg+xml"`.
    public init(_ literal: StaticString) {
        header = HTTPHeader(contentType: literal)
    }

    /// Web pages, in UTF-8.
    public static let html = ContentType("text/html; charset=utf-8")
    /// Plain text, in UTF-8.
    public static let text = ContentType("text/plain; charset=utf-8")
    /// JSON, always in UTF-8.
    public static let json = ContentType("application/json")
    /// Comma-separated values, in UTF-8.
    public static let csv = ContentType("text/csv; charset=utf-8")
    /// Workbooks of Office Open XML, `.xlsx`.
    public static let workbook = ContentType(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    /// Style sheets, in UTF-8.
    public static let css = ContentType("text/css; charset=utf-8")
    /// Scripts, in UTF-8.
    public static let javascript = ContentType("text/javascript; charset=utf-8")
    /// Vector graphics.
    public static let svg = ContentType("image/svg+xml")
}
