/// The frame around a page: head, sample banner, mark and whose page it is, links to other
/// languages.
public struct Page: Sendable {
    /// A language the page is also there in.
    public struct Alternative: Sendable, Equatable {
        /// The language's tag.
        public let language: String
        /// Where the page is in that language; nil for the one being shown.
        public let link: Link?

        public init(language: String, link: Link?) {
            self.language = language
            self.link = link
        }
    }

    /// Whose page it is. The names are data, so Vietnamese.
    public struct Owner: Sendable, Equatable {
        /// The unit responsible.
        public let unit: String
        /// Where it is met, if elsewhere; left out on narrow screens.
        public let centre: String?
        /// The counter, where the page is about one.
        public let place: String?

        public init(unit: String, centre: String? = nil, place: String? = nil) {
            self.unit = unit
            self.centre = centre
            self.place = place
        }
    }

    public let site: Site
    /// The tag of the language the page is in.
    public let language: String
    /// Shown by the browser; unlike on other pages.
    public let title: String
    /// Whose page it is; nil for the product's own pages.
    public let owner: Owner?
    public let alternatives: [Alternative]
    /// Whether the page holds tables, for which a column of text is too narrow.
    public let isWide: Bool

    public init(
        site: Site, language: String, title: String, owner: Owner? = nil,
        alternatives: [Alternative] = [], isWide: Bool = false
    ) {
        self.site = site
        self.language = language
        self.title = title
        self.owner = owner
        self.alternatives = alternatives
        self.isWide = isWide
    }

    /// The document around its main part.
    public func html(main: HTML) -> HTML {
        "\(opening)\(main)\(closing)"
    }

    /// Everything before the main part's content.
    public var opening: HTML {
        """
        <!doctype html>
        <html lang="\(language)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>\(title)</title>
        <link rel="icon" href="\(site.icon)" type="image/svg+xml">
        <link rel="stylesheet" href="\(site.stylesheet)">
        \(isWide ? "<link rel=\"stylesheet\" href=\"\(site.tables)\">\n" as HTML : "")</head>
        <body\(isWide ? " class=\"wide\"" as HTML : "")>
        \(sample)<header class="head">
        \(ownerLines)\(languageLinks)</header>
        <main class="sheet">

        """
    }

    /// Everything after it.
    public var closing: HTML {
        """
        </main>
        </body>
        </html>

        """
    }

    private var sample: HTML? {
        guard site.isSample else { return nil }
        let text = site.strings.text(.sampleBanner, in: language)
        return "<aside class=\"sample\">\(text)</aside>\n"
    }

    private var ownerLines: HTML {
        guard let owner else {
            let name = site.strings.text(.productName, in: language)
            return """
                <div class="owner">\(Mark.svg)<div class="names"><p>\(name)</p></div></div>

                """
        }
        let centre = owner.centre.map { "<p class=\"where\">\($0)</p>" as HTML }
        let place = owner.place.map { "<p>\($0)</p>" as HTML }
        return """
            <div class="owner office"\(Self.lang(Strings.reference, in: language))>\(Mark.svg)\
            <div class="names"><p>\(owner.unit)</p>\(centre)\(place)</div></div>

            """
    }

    private var languageLinks: HTML? {
        guard alternatives.count > 1 else { return nil }
        let items = alternatives.map { alternative -> HTML in
            let name = site.strings.name(of: alternative.language)
            let lang = Self.lang(alternative.language, in: language)
            guard let link = alternative.link else {
                return "<li><span aria-current=\"true\"\(lang)>\(name)</span></li>"
            }
            let tag = alternative.language
            return "<li><a href=\"\(link)\" hreflang=\"\(tag)\"\(lang)>\(name)</a></li>"
        }
        let label = site.strings.text(.languagesLabel, in: language)
        return "<nav aria-label=\"\(label)\"><ul class=\"languages\">\(items)</ul></nav>\n"
    }

    /// The `lang` attribute of a part, where it differs from what surrounds it.
    static func lang(_ part: String, in surrounding: String) -> HTML {
        part == surrounding ? "" : " lang=\"\(part)\""
    }
}
