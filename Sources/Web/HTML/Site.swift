/// What every page of one running server shares.
public struct Site: Sendable {
    public let strings: Strings
    /// Where the stylesheet `kiosk/hailong.css` is served.
    public let stylesheet: Link
    /// Where the stylesheet `kiosk/tables.css` of pages with tables is served.
    public let tables: Link
    /// Where the script `kiosk/form.js` of forms is served.
    public let script: Link
    /// Where the mark `kiosk/favicon.svg` is served.
    public let icon: Link
    /// The names of the recordings there are; each is served below `/assets/`.
    public let sounds: Set<String>
    /// Whether this is a sample office, whose answers count for nothing; every page says so.
    public let isSample: Bool
    /// Days after which a citizen's contact is deleted at the latest; 0 where none is asked for.
    public let contactDays: Int

    /// - Parameters:
    ///   - stylesheet: may carry a version in its query, so that browsers may keep it for long
    ///   - icon: likewise
    public init(
        strings: Strings, stylesheet: Link = "/assets/hailong.css",
        tables: Link = "/assets/tables.css", script: Link = "/assets/form.js",
        icon: Link = "/assets/favicon.svg", sounds: Set<String> = [], isSample: Bool = false,
        contactDays: Int = 180
    ) {
        self.strings = strings
        self.stylesheet = stylesheet
        self.tables = tables
        self.script = script
        self.icon = icon
        self.sounds = sounds
        self.isSample = isSample
        self.contactDays = contactDays
    }
}
