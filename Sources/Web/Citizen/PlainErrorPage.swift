/// A page for what went wrong before a language was known: in every language at once, kind, and
/// with a way out.
public struct PlainErrorPage: Sendable {
    /// What went wrong; the raw value is the HTTP status.
    public enum Trouble: Int, Sendable, CaseIterable {
        case badRequest = 400
        /// A page that answers only on the machine itself.
        case onlyHere = 403
        case missingPage = 404
        case method = 405
        case tooLarge = 413
        case tooMany = 429
        case broken = 500
        case unavailable = 503

        /// The words for any status: those of its own, else of its class.
        public init(status: Int) {
            self = Trouble(rawValue: status) ?? (status < 500 ? .badRequest : .broken)
        }
    }

    public let site: Site
    public let trouble: Trouble
    /// Where to go from here.
    public let wayOut: Link

    public init(site: Site, trouble: Trouble, wayOut: Link = "/") {
        self.site = site
        self.trouble = trouble
        self.wayOut = wayOut
    }

    public var html: HTML {
        let words = words
        let main = site.strings.languages.map { language -> HTML in
            let title = site.strings.text(words.title, in: language)
            let isFirst = language == Strings.reference
            let heading: HTML = isFirst ? "<h1>\(title)</h1>" : "<h2>\(title)</h2>"
            let home = wayOut.adding("lang", isFirst ? nil : language)
            let homeText = site.strings.text(.troubleHome, in: language)
            return """
                <section class="trouble"\(Page.lang(language, in: Strings.reference))>
                \(heading)
                <p class="lead">\(site.strings.text(words.advice, in: language))</p>
                <p class="away"><a href="\(home)">\(homeText)</a></p>
                </section>

                """
        }
        let page = Page(
            site: site, language: Strings.reference,
            title: site.strings.text(words.title, in: Strings.reference))
        return page.html(main: .joined(main))
    }

    /// What went wrong and what to do, as plain text.
    func advice(in language: String) -> String { site.strings.text(words.advice, in: language) }

    private var words: (title: StringID, advice: StringID) {
        switch trouble {
        case .badRequest: (.badRequestTitle, .badRequestAdvice)
        case .onlyHere: (.onlyHereTitle, .onlyHereAdvice)
        case .missingPage: (.missingPageTitle, .missingPageAdvice)
        case .method: (.methodTitle, .methodAdvice)
        case .tooLarge: (.tooLargeTitle, .tooLargeAdvice)
        case .tooMany: (.tooManyTitle, .tooManyAdvice)
        case .broken: (.brokenTitle, .brokenAdvice)
        case .unavailable: (.unavailableTitle, .unavailableAdvice)
        }
    }
}
