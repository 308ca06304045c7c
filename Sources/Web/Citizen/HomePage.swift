import Survey

/// The first page of a server: find a counter's form by the code under its QR code. Lists nothing.
public struct HomePage: Sendable {
    public let site: Site
    /// One of the strings' languages; Vietnamese where it is none.
    public let language: String
    public let look: Look

    public init(site: Site, language: String?, look: Look = .plain) {
        self.site = site
        self.language = site.strings.language(language)
        self.look = look
    }

    public var html: HTML {
        let title = site.strings.text(.homeTitle, in: language)
        let alternatives = site.strings.languages.map { other in
            Page.Alternative(
                language: other, link: other == language ? nil : Self.link(other, look))
        }
        let page = Page(
            site: site, language: language, title: title, alternatives: alternatives, look: look,
            otherLook: { [language] in Self.link(language, $0) })
        return page.html(
            main: """
                <h1>\(title)</h1>
                <p class="lead">\(site.strings.text(.homeLead, in: language))</p>
                \(Self.codeForm(site: site, language: language, look: look, typed: ""))
                <p class="away"><a href="\(ErasePage.link(language, look))">\
                \(site.strings.text(.eraseTitle, in: language))</a></p>

                """)
    }

    private static func link(_ language: String, _ look: Look) -> Link {
        ("/" as Link).adding("lang", language).adding("look", look.name)
    }

    /// The field for typing the code under a QR code: a plain GET form to `/f?place=CODE`.
    /// - Parameter typed: what was typed before, or empty
    static func codeForm(site: Site, language: String, look: Look, typed: String) -> HTML {
        func text(_ id: StringID) -> String { site.strings.text(id, in: language) }
        let lookField = look.name.map {
            "<input type=\"hidden\" name=\"look\" value=\"\($0)\">\n" as HTML
        }
        return """
            <form class="lookup" method="get" action="/f" role="search">
            <label class="question" for="place">\(text(.homeCode))</label>
            <p class="hint" id="place-hint">\(text(.homeHint))</p>
            <input type="text" id="place" name="place" value="\(typed)" required \
            maxlength="\(Code.charactersMax)" autocomplete="off" autocapitalize="characters" \
            spellcheck="false" aria-describedby="place-hint">
            <input type="hidden" name="lang" value="\(language)">
            \(lookField)<p class="send"><button type="submit">\(text(.homeOpen))</button></p>
            </form>

            """
    }
}

extension Strings {
    /// The language of a page whose only words are these: as asked for, else Vietnamese.
    func language(_ asked: String?) -> String {
        asked.flatMap { languages.contains($0) ? $0 : nil } ?? Self.reference
    }
}
