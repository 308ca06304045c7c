import Survey

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
    /// Whether a part had been counted before, so that this was kept apart.
    public let isLate: Bool

    public init(
        site: Site, venue: FormPage.Venue, language: String, languages: [String] = [],
        invitation: Invitation, isLate: Bool = false
    ) {
        self.isLate = isLate
        self.site = site
        self.languages = languages
        self.venue = venue
        self.language = language
        self.invitation = invitation
    }

    /// Where a citizen is sent after the commit (303), so that reloading sends nothing again.
    public var link: Link {
        invitation.link(to: venue.place.code, language: language, isThanks: true)
    }

    public var html: HTML {
        let strings = site.strings
        let title = strings.text(.thanksTitle, in: language)
        @Sendable func link(_ language: String, _ look: Look) -> Link {
            invitation.drawn(look).link(to: venue.place.code, language: language, isThanks: true)
                .adding("late", isLate ? "1" : nil)
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
                <p>\(strings.text(.thanksClose, in: language))</p>
                </div>
                <p class="away"><a href="\(again)">\(againText)</a></p>

                """)
    }
}
