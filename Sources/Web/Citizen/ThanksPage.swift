public import Survey

/// What a citizen sees once the answer is stored, and never before.
public struct ThanksPage: Sendable {
    public let site: Site
    public let venue: FormPage.Venue
    /// The language of the form that was sent.
    public let language: String
    /// Kept in the link to another form.
    public let invitation: Invitation
    /// The languages the form has.
    public let languages: [String]
    /// The code for erasing; nil where nothing was left that could be erased, or where it is not
    /// shown any more.
    public let receipt: ReceiptCode?
    /// What carries the code in the page's address, while there is one.
    public let ticket: String?
    /// Whether a part had been counted before, so that this was kept apart.
    public let isLate: Bool

    public init(
        site: Site, venue: FormPage.Venue, language: String, languages: [String] = [],
        invitation: Invitation, receipt: ReceiptCode? = nil, ticket: String? = nil,
        isLate: Bool = false
    ) {
        self.isLate = isLate
        self.site = site
        self.languages = languages
        self.venue = venue
        self.language = language
        self.invitation = invitation
        self.receipt = receipt
        self.ticket = ticket
    }

    /// Where a citizen is sent after the commit (303), so that reloading sends nothing again.
    public var link: Link {
        invitation.link(to: venue.place.code, language: language, isThanks: true)
            .adding("t", ticket)
    }

    /// The code, and where to take back what was left; after a while only that it was shown.
    private var keepsake: HTML? {
        func text(_ id: StringID) -> String { site.strings.text(id, in: language) }
        guard ticket != nil else { return nil }
        guard let receipt else { return "<p>\(text(.thanksCodeGone))</p>\n" }
        let link = ErasePage.link(language, invitation.look)
        return """
            <section class="receipt">
            <h2>\(text(.thanksCode))</h2>
            <p class="code" translate="no">\(receipt.text)</p>
            <p>\(text(.thanksCodeUse)) <a href="\(link)">\(text(.eraseTitle))</a></p>
            </section>

            """
    }

    public var html: HTML {
        let strings = site.strings
        let title = strings.text(.thanksTitle, in: language)
        @Sendable func link(_ language: String, _ look: Look) -> Link {
            invitation.drawn(look).link(to: venue.place.code, language: language, isThanks: true)
                .adding("t", ticket).adding("late", isLate ? "1" : nil)
        }
        let page = Page(
            site: site, language: language, title: title, owner: venue.owner,
            alternatives: languages.map { other in
                Page.Alternative(
                    language: other, link: other == language ? nil : link(other, invitation.look))
            },
            look: invitation.look, otherLook: { link(language, $0) })
        let again = invitation.link(to: venue.place.code, language: language)
        let againText = strings.text(.thanksAgain, in: language)
        let use = strings.text(isLate ? .thanksLate : .thanksUse, in: language)
        return page.html(
            main: """
                <div class="thanks">
                \(Mark.done)<h1>\(title)</h1>
                <p class="lead">\(strings.text(.thanksStored, in: language))</p>
                <p>\(use)</p>
                \(keepsake)\
                <p>\(strings.text(.thanksClose, in: language))</p>
                </div>
                <p class="away"><a href="\(again)">\(againText)</a></p>

                """)
    }
}
