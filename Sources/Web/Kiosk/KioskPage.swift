public import Documents
public import Survey

/// The screen that stands at a counter: `GET /k/{place}`. All its words are in the page in every
/// language, so that it needs no network once it is there; `kiosk/kiosk.js` shows one screen and
/// one language of it at a time.
public struct KioskPage: Sendable {
    public let site: Site
    public let form: Questionnaire
    public let venue: FormPage.Venue
    /// Under which address citizens reach the office; nil shows no code to scan.
    public let links: PlaceLinks?
    /// Goes with the addresses of style and script, so that a browser keeps none too long.
    public let version: String
    /// Where the office's days begin: opening hours are told in it.
    public let offset: DayOffset

    public init(
        site: Site, form: Questionnaire, venue: FormPage.Venue, links: PlaceLinks?,
        version: String, offset: DayOffset
    ) {
        self.site = site
        self.form = form
        self.venue = venue
        self.links = links
        self.version = version
        self.offset = offset
    }

    /// The document: what must be there for the first touch. The rest is ``KioskLater``'s.
    /// - Parameter build: changes whenever the document does; a kiosk that sees another one at its
    ///   address loads itself anew
    public func html(build: String) -> HTML {
        "\(head)\(opening(build))\(screens)\(closing)"
    }

    var words: KioskWords { KioskWords(strings: site.strings, languages: form.languages) }

    private var head: HTML {
        let title = form.title.text(in: form.languages[0])
        return """
            <!doctype html>
            <html lang="\(form.languages[0])">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>\(title)</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="\(link("kiosk.css"))">
            <script type="module" src="\(link("kiosk.js"))"></script>
            </head>

            """
    }

    private func link(_ name: String) -> Link { "/assets/\(name)?v=\(version)" }

    private func opening(_ build: String) -> HTML {
        """
        <body data-build="\(build)" data-place="\(venue.place.code)" data-form="\(form.id)" \
        data-version="\(form.version)" data-minutes="\(offset.secondsEast / 60)">
        \(sample)<header>
        <div class="owner" lang="\(Strings.reference)"><p>\(venue.unitName)</p>\
        <p>\(venue.place.name)</p></div>
        <div class="tools">\(languageButtons)\
        <button id="large" aria-pressed="false">\(words.text(.kioskLarge))</button>\
        <button id="contrast" aria-pressed="false">\(words.text(.kioskContrast))\
        </button></div>
        </header>
        <main>
        \(Mark.faceSymbols)<noscript><p class="lead">\(words.text(.kioskNoScript)) \
        <a href="\(plainForm)">\(words.text(.kioskPlainForm))</a></p></noscript>

        """
    }

    private var plainForm: Link { "/f/\(venue.place.code)?c=kiosk" }

    private var sample: HTML? {
        site.isSample ? "<aside class=\"sample\">\(words.text(.sampleBanner))</aside>\n" : nil
    }

    private var languageButtons: HTML? {
        guard form.languages.count > 1 else { return nil }
        return .joined(
            form.languages.enumerated().map { index, language in
                let pressed: HTML = index == 0 ? "true" : "false"
                return """
                    <button class="language" lang="\(language)" value="\(language)" \
                    aria-pressed="\(pressed)">\(site.strings.name(of: language))</button>
                    """
            })
    }

    private var screens: HTML {
        guard let outline = KioskOutline(form) else {
            return screen("unfit", .kioskUnfit, nil, isShown: true)
        }
        let items = [outline.question] + outline.candidates
        return """
            \(ask(outline.question))\(kept)\(outline.candidates.map { more($0, among: items) })\
            \(pace)\(screen("thanks", .thanksTitle, words.text(.thanksStored)))\
            \(screen("failed", .kioskFailedTitle, words.text(failedAdvice)))
            """
    }

    private func ask(_ item: Item) -> HTML {
        let question = KioskQuestion(item: item, form: form, words: words)
        return """
            <section id="ask" data-item="\(item.id)" data-kind="\(question.kind)">
            <h1 tabindex="-1">\(words.text(item.text))</h1>
            <p class="hint">\(words.text(.kioskTouch))</p>
            \(question.options)</section>

            """
    }

    /// Above every further question: what was touched is stored, and who has no time may go.
    private var kept: HTML {
        "<p id=\"kept\" hidden>\(words.text(.kioskKept))</p>\n"
    }

    private func more(_ item: Item, among items: [Item]) -> HTML {
        let question = KioskQuestion(
            item: item, form: form, words: words, isCopied: items[0].kind == .score)
        let hint = item.hint.map { "<p class=\"hint\">\(words.text($0))</p>\n" as HTML }
        return """
            <section class="more" data-item="\(item.id)" data-kind="\(question.kind)"\
            \(question.condition(among: items)) hidden>
            <h1 tabindex="-1">\(words.text(item.text))</h1>
            \(hint)\(question.options)</section>

            """
    }

    /// Below every further question: how long it stays, and the two ways on.
    private var pace: HTML {
        """
        <div id="pace" hidden>
        <p role="timer">\(words.text(.kioskCountdown, ["seconds": ""]))</p>
        <button id="longer">\(words.text(.kioskContinue))</button>
        <button id="done"><span class="skip">\(words.text(.kioskSkip))</span>\
        <span class="finish" hidden>\(words.text(.kioskDone))</span></button>
        </div>

        """
    }

    func screen(
        _ id: String, _ title: StringID, _ lead: HTML?, isShown: Bool = false
    ) -> HTML {
        let hidden: HTML? = isShown ? nil : " hidden"
        let mark: HTML? = id == "thanks" ? Mark.done : nil
        return """
            <section id="\(id)" class="say"\(hidden)>\(mark)
            <h1 tabindex="-1">\(words.text(title))</h1>
            \(lead.map { "<p class=\"lead\">\($0)</p>\n" as HTML })</section>

            """
    }

    /// The code that leads to the same form on a telephone.
    var code: KioskQR? { links.flatMap { KioskQR($0, place: venue.place) } }

    private var failedAdvice: StringID { code == nil ? .kioskFailedAsk : .kioskFailedPhone }

    private var closing: HTML {
        """
        </main>
        </body>
        </html>

        """
    }
}
