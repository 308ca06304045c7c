/// What someone sees whose link or typed code names no place: how to find the right one.
public struct NotFoundPage: Sendable {
    /// Characters of a code that are shown back: no code is longer, and a page is no notice board.
    public static let shownCharactersMax = 40

    public let site: Site
    /// One of the strings' languages; Vietnamese where it is none.
    public let language: String
    /// The code as it was asked for.
    public let code: String
    public let look: Look

    public init(site: Site, language: String?, code: String, look: Look = .plain) {
        self.site = site
        self.language = site.strings.language(language)
        self.code = String(code.prefix(Self.shownCharactersMax))
        self.look = look
    }

    public var html: HTML {
        let title = text(.notFoundTitle)
        let alternatives = site.strings.languages.map { other in
            Page.Alternative(
                language: other, link: other == language ? nil : link(other, look))
        }
        let page = Page(
            site: site, language: language, title: title, alternatives: alternatives, look: look,
            otherLook: { link(language, $0) })
        return page.html(
            main: """
                <h1>\(title)</h1>
                <p class="lead">\(text(.notFoundTyped, ["code": code]))</p>
                <p>\(text(.notFoundCheck))</p>
                \(HomePage.codeForm(site: site, language: language, look: look, typed: code))\
                <p class="away">\(text(.notFoundAsk))</p>

                """)
    }

    private func link(_ language: String, _ look: Look) -> Link {
        ("/f" as Link).adding("place", code).adding("lang", language).adding("look", look.name)
    }

    private func text(_ id: StringID, _ values: KeyValuePairs<String, String> = [:]) -> String {
        site.strings.text(id, in: language, values)
    }
}
