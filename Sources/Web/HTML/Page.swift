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
    public let look: Look
    /// Where the same page is in another look; nil where it is there in one only.
    public let otherLook: (@Sendable (Look) -> Link)?
    /// Whether the page holds a form that its script shows question by question.
    public let isScripted: Bool
    /// Whether the page holds tables, for which a column of text is too narrow.
    public let isWide: Bool

    public init(
        site: Site, language: String, title: String, owner: Owner? = nil,
        alternatives: [Alternative] = [], look: Look = .plain,
        otherLook: (@Sendable (Look) -> Link)? = nil, isScripted: Bool = false,
        isWide: Bool = false
    ) {
        self.site = site
        self.language = language
        self.title = title
        self.owner = owner
        self.alternatives = alternatives
        self.look = look
        self.otherLook = otherLook
        self.isScripted = isScripted
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
        <html lang="\(language)"\(look.classes)>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>\(title)</title>
        <link rel="stylesheet" href="\(site.asset("hailong.css"))">
        \(isWide ? "<link rel=\"stylesheet\" href=\"\(site.asset("tables.css"))\">\n" as HTML : "")\
        \(icon)</head>
        <body\(isWide ? " class=\"wide\"" as HTML : "")>
        \(sample)<header class="head">
        \(ownerLines)\(lookLinks)\(languageLinks)</header>
        <main class="sheet">

        """
    }

    /// Everything after it. The script comes last, so that on a slow line it does not hold up the
    /// first question.
    public var closing: HTML {
        """
        </main>
        \(isScripted ? "<script src=\"\(site.asset("form.js"))\"></script>\n" as HTML : "")</body>
        </html>

        """
    }

    /// No mark is fetched for a list of tabs: a form is three requests on a slow line.
    private var icon: HTML {
        isScripted
            ? "<link rel=\"icon\" href=\"data:,\">\n"
            : "<link rel=\"icon\" href=\"\(site.asset("favicon.svg"))\" type=\"image/svg+xml\">\n"
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
        return """
            <nav class="languages" aria-label="\(label)"><ul>\(items)</ul></nav>

            """
    }

    /// Two switches. Each is a link to the same page in the other look and says what it leads to;
    /// `data-other` is what it says once a script has switched without leaving the page.
    private var lookLinks: HTML? {
        guard let otherLook else { return nil }
        func text(_ id: StringID) -> String { site.strings.text(id, in: language) }
        func entry(_ name: HTML, _ look: Look, _ isOn: Bool, _ on: StringID, _ off: StringID)
            -> HTML
        {
            """
            <li><a href="\(otherLook(look))" data-look="\(name)" \
            data-other="\(text(isOn ? on : off))">\(text(isOn ? off : on))</a></li>
            """
        }
        let entries = [
            entry("large", look.withOtherSize, look.isLarge, .lookLarge, .lookUsual),
            entry(
                "contrast", look.withOtherContrast, look.isHighContrast, .lookContrast,
                .lookColours),
        ]
        return """
            <nav class="looks" aria-label="\(text(.lookLabel))"><ul>\(entries)</ul></nav>

            """
    }

    /// The `lang` attribute of a part, where it differs from what surrounds it.
    static func lang(_ part: String, in surrounding: String) -> HTML {
        part == surrounding ? "" : " lang=\"\(part)\""
    }
}
