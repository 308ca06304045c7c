/// The first page of a server: find a counter's form by the code under its QR code. Lists nothing.
public struct HomePage: Sendable {
    public let site: Site
    /// One of the strings' languages; Vietnamese where it is none.
    public let language: String

    public init(site: Site, language: String?) {
        self.site = site
        self.language = site.strings.language(language)
    }

    public var html: HTML {
        let title = site.strings.text(.homeTitle, in: language)
        let alternatives = site.strings.languages.map { other in
            Page.Alternative(language: other, link: other == language ? nil : "/?lang=\(other)")
        }
        let page = Page(
            site: site, language: language, title: title, alternatives: alternatives)
        return page.html(
            main: """
                <h1>\(title)</h1>
                <p class="lead">\(site.strings.text(.homeLead, in: language))</p>
                \(CodeForm(site: site, language: language, typed: "").html)
                """)
    }
}

extension Strings {
    /// The language of a page whose only words are these: as asked for, else Vietnamese.
    func language(_ asked: String?) -> String {
        asked.flatMap { languages.contains($0) ? $0 : nil } ?? Self.reference
    }
}
