public import Survey

/// A citizen's form as a complete document: works without JavaScript, without CSS, with a keyboard
/// or a screen reader alone. Nothing is chosen beforehand.
public struct FormPage: Sendable {
    /// Whose counter the page belongs to.
    public struct Venue: Sendable, Equatable {
        public let place: Place
        /// The name of the unit responsible.
        public let unitName: String
        /// The name of the unit where the place stands.
        public let centreName: String

        public init(place: Place, unitName: String, centreName: String) {
            self.place = place
            self.unitName = unitName
            self.centreName = centreName
        }

        /// The names for the top of a page.
        public var owner: Page.Owner {
            Page.Owner(
                unit: unitName, centre: centreName == unitName ? nil : centreName,
                place: place.name)
        }
    }

    /// What was entered before, and what is wrong with it.
    public struct Entered: Sendable, Equatable {
        /// Item id to codes, as sent.
        public let answers: GivenAnswers
        public let comment: String
        public let contact: ContactFields
        public let problems: [FormProblem]
        /// Whether this is being saved at the citizen's wish.
        public let isSaved: Bool

        public init(
            _ submission: Submission, contact: ContactFields = ContactFields(),
            problems: [FormProblem], isSaved: Bool = false
        ) {
            self.contact = contact
            self.isSaved = isSaved
            answers = submission.answers
            comment = submission.comment ?? ""
            self.problems = problems
        }
    }

    /// From so many items on a form is long: numbered, and its promise of privacy stands whole at
    /// the top, because its end is far away.
    static let longItemsMin = 7

    public let site: Site
    public let form: Questionnaire
    public let venue: Venue
    /// The language shown: one of the form's.
    public let language: String
    public let invitation: Invitation
    public let entered: Entered?

    /// - Parameters:
    ///   - language: as asked for; the form's first language where it has no such
    ///   - entered: nil for a fresh form
    public init(
        site: Site, form: Questionnaire, venue: Venue, language: String?, invitation: Invitation,
        entered: Entered? = nil
    ) {
        self.site = site
        self.form = form
        self.venue = venue
        self.language = Self.language(language, of: form)
        self.invitation = invitation
        self.entered = entered
    }

    /// The language of a form that is shown to someone who asked for one.
    public static func language(_ asked: String?, of form: Questionnaire) -> String {
        asked.flatMap { form.languages.contains($0) ? $0 : nil } ?? form.languages[0]
    }

    /// The page for one answer.
    /// - Parameter id: made for this page; after an error the one that was sent
    public func html(id: ResponseID) -> [UInt8] { template().page(id: id) }

    /// The page but for the id. Worth keeping where the invitation is plain and nothing was
    /// entered.
    public func template() -> FormTemplate {
        let before: HTML = "\(page.opening)\(introduction)\(formOpening)"
        let after: HTML = "\(formRest)\(page.closing)"
        return FormTemplate(beforeID: before.bytes, afterID: after.bytes)
    }

    var isLong: Bool { form.items.count >= Self.longItemsMin }

    var problems: [FormProblem] { entered?.problems ?? [] }

    func text(_ id: StringID, _ values: KeyValuePairs<String, String> = [:]) -> String {
        site.strings.text(id, in: language, values)
    }

    func text(_ text: LocalizedText) -> String { text.text(in: language) }

    private var page: Page {
        let title = text(form.title)
        return Page(
            site: site, language: language,
            title: problems.isEmpty ? title : text(.faultsPageTitle, ["title": title]),
            owner: venue.owner,
            alternatives: form.languages.map { other in
                Page.Alternative(
                    language: other,
                    link: other == language
                        ? nil : invitation.link(to: venue.place.code, language: other))
            },
            look: invitation.look,
            otherLook: { [self] in
                invitation.drawn($0).link(to: venue.place.code, language: language)
            },
            isScripted: true)
    }

    private var introduction: HTML {
        let kind: HTML? = isLong ? nil : " class=\"title-short\""
        return """
            \(Mark.faceSymbols)\(summary)\(savedNote)<h1\(kind)>\(text(form.title))</h1>
            \(promise.top)
            """
    }

    /// The promise of privacy: what must be known before answering at the top, and on a short form
    /// the rest at the end, so that the first answers stand on a phone's first screen.
    private var promise: (top: HTML?, end: HTML?) {
        guard let intro = form.intro.map(text) else { return (nil, nil) }
        let (first, rest) = Self.firstSentence(of: intro)
        guard !rest.isEmpty else { return ("<p class=\"promise\">\(first)</p>\n", nil) }
        guard isLong else {
            return ("<p class=\"promise\">\(first)</p>\n", "<p class=\"promise\">\(rest)</p>\n")
        }
        // The script moves the rest below the first question, where that is the whole screen.
        return ("<p class=\"promise\">\(first) <span class=\"rest\">\(rest)</span></p>\n", nil)
    }

    static func firstSentence(of text: String) -> (String, String) {
        guard let stop = text.firstIndex(of: "."), text.index(after: stop) < text.endIndex else {
            return (text, "")
        }
        return (String(text[...stop]), Text.trimmed(String(text[text.index(after: stop)...])))
    }

    /// All that is to be looked at again, each with a link to its place. It takes the focus, so
    /// that it is the first thing read.
    private var summary: HTML? {
        guard !problems.isEmpty else { return nil }
        let entries = problems.map { problem -> HTML in
            let words = site.strings.words(for: problem, in: language)
            if case .contact(let fault) = problem {
                return "<li><a href=\"\(ContactSection.target(of: fault))\">\(words)</a></li>"
            }
            guard let item = problem.item(in: form), let index = form.index(of: item) else {
                return "<li>\(words)</li>"
            }
            let target: Link = "#\(item)"
            let number = number(of: index).map { "\($0): " as HTML }
            return "<li><a href=\"\(target)\">\(number)\(words)</a></li>"
        }
        return """
            <div class="faults" role="alert" tabindex="-1" autofocus>
            <h2>\(text(.faultsTitle))</h2>
            <p>\(text(.faultsKept))</p>
            <ul>\(entries)</ul>
            </div>

            """
    }

    /// That what was chosen is saved, the first thing read.
    private var savedNote: HTML? {
        guard entered?.isSaved == true else { return nil }
        return """
            <p class="saved" role="status" tabindex="-1" autofocus>\(text(.formPartSaved))</p>

            """
    }

    /// "Câu 3/24" on a long form; items that only some are asked have no number.
    func number(of index: Int) -> String? {
        guard isLong, form.items[index].condition == nil else { return nil }
        let count = form.items.count { $0.condition == nil }
        let number = form.items[...index].count { $0.condition == nil }
        return text(.formNumber, ["number": String(number), "count": String(count)])
    }

    private var formOpening: HTML {
        let action = ("/f/\(venue.place.code)" as Link).adding("look", invitation.look.name)
        let names = SubmissionForm.Name.self
        let kind: HTML = isLong ? "long" : "short"
        return """
            <form class="\(kind)" method="post" action="\(action)" autocomplete="off">
            \(hidden(names.form, form.id))\(hidden(names.version, String(form.version)))\
            \(hidden(names.channel, invitation.channel.rawValue))\
            \(hidden(names.language, language))\
            \(hidden(names.respondent, invitation.respondent?.rawValue))\
            \(hidden(names.outcome, invitation.outcome?.rawValue))\
            \(hidden(names.procedure, invitation.procedure))\
            \(hidden(names.field, invitation.field))<input type="hidden" name="id" value="
            """
    }

    /// The words that the script needs, in the page's language.
    private var scriptWords: HTML {
        let words: [(name: HTML, text: String)] = [
            ("number", site.strings.text(.formNumber, in: language)),
            ("next", text(.formNext)), ("skip", text(.formSkip)), ("back", text(.formBack)),
            ("now", text(.formSubmitNow)), ("sending", text(.formSending)),
            ("failed", text(.formNotSent)), ("empty", text(.faultNothing)),
            ("kept", text(.formPartKept)),
        ]
        return .joined(words.map { " data-\($0.name)=\"\($0.text)\"" })
    }

    /// A long form can be saved before its end without the script, which saves by itself. It stands
    /// after the button that sends, which is therefore the one that Enter presses.
    private var partButton: HTML? {
        guard isLong else { return nil }
        let action = ("/f/\(venue.place.code)" as Link).adding("look", invitation.look.name)
            .adding("part", CitizenRoutes.Part.page.rawValue)
        return """
            <button class="part" type="submit" formaction="\(action)">\
            \(text(.formPart))</button>
            """
    }

    private func hidden(_ name: String, _ value: String?) -> HTML? {
        value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">\n" }
    }

    private var formRest: HTML {
        """
        ">
        \(FormItems(page: self).html)\(ContactSection(page: self).html)\(promise.end)\
        <p class="send"\(scriptWords)><button type="submit">\(text(.formSubmit))</button>\
        \(partButton)</p>
        </form>

        """
    }
}
