/// The frame around a page: head, sample banner, mark and whose page it is, links to other languages.
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

    public let site: Site
    /// The tag of the language the page is in.
    public let language: String
    /// Shown by the browser; unlike on other pages.
    public let title: String
    /// Whose page it is: names that are data, so Vietnamese, the most important first.
    public let owner: [String]
    public let alternatives: [Alternative]
    /// Whether the page holds tables, for which a column of text is too narrow.
    public let isWide: Bool

    public init(
        site: Site, language: String, title: String, owner: [String] = [],
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
        return "<p class=\"sample\" role=\"note\">\(text)</p>\n"
    }

    private var ownerLines: HTML {
        let names = owner.isEmpty ? [site.strings.text(.productName, in: language)] : owner
        let lines = names.map { "<span>\($0)</span>" as HTML }
        return """
            <p class="owner"\(Self.lang(Strings.reference, in: language))>\(Mark.svg)\
            <span class="names">\(lines)</span></p>

            """
    }

    private var languageLinks: HTML? {
        guard alternatives.count > 1 else { return nil }
        let items = alternatives.map { alternative -> HTML in
            let name = site.strings.text(.languageName, in: alternative.language)
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
