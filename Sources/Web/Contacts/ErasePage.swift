import Survey

/// Where a citizen types the code from the thanks and takes back words and contact.
public struct ErasePage: Sendable {
    /// Why the page is shown once more. A code that nobody has and one whose words are gone for
    /// long are told in the same words.
    public enum Problem: Sendable, Equatable {
        case noCode
        case notConfirmed
        case unknown
        case busy
    }

    public let site: Site
    /// One of the strings' languages.
    public let language: String
    public let look: Look
    /// What was typed before, or empty.
    public let typed: String
    public let problem: Problem?

    public init(
        site: Site, language: String?, look: Look = .plain, typed: String = "",
        problem: Problem? = nil
    ) {
        self.site = site
        self.language = site.strings.language(language)
        self.look = look
        self.typed = typed
        self.problem = problem
    }

    /// The page's own address, or that of the one which says that everything is gone.
    static func link(_ language: String, _ look: Look, isDone: Bool = false) -> Link {
        let path: Link = isDone ? "/erase/done" : "/erase"
        return path.adding("lang", language).adding("look", look.name)
    }

    private func text(_ id: StringID) -> String { site.strings.text(id, in: language) }

    private func frame(_ title: String, isDone: Bool = false) -> Page {
        Page(
            site: site, language: language, title: title,
            alternatives: site.strings.languages.map { other in
                Page.Alternative(
                    language: other,
                    link: other == language ? nil : Self.link(other, look, isDone: isDone))
            }, look: look, otherLook: { [language] in Self.link(language, $0, isDone: isDone) })
    }

    private var fault: HTML? {
        let words: StringID? =
            switch problem {
            case nil: nil
            case .noCode: .eraseNoCode
            case .notConfirmed: .eraseNotConfirmed
            case .unknown: .eraseUnknown
            case .busy: .faultBusy
            }
        return words.map {
            "<p class=\"fault\" id=\"fault\" role=\"alert\">\(text($0))</p>\n" as HTML
        }
    }

    public var html: HTML {
        let isOfCode = problem == .noCode || problem == .unknown
        let invalid: HTML = " aria-invalid=\"true\""
        let describing: HTML =
            isOfCode ? "code-hint fault" : "code-hint"
        return frame(text(.eraseTitle)).html(
            main: """
                <h1>\(text(.eraseTitle))</h1>
                <p class="lead">\(text(.eraseLead))</p>
                <form class="erase" method="post" action="\(Self.link(language, look))" \
                autocomplete="off">
                \(fault)<label class="question" for="code">\(text(.eraseCode))</label>
                <p class="hint" id="code-hint">\(text(.eraseHint))</p>
                <input type="text" id="code" name="code" value="\(typed)" \
                maxlength="\(ReceiptCode.typedMax)" autocomplete="off" \
                autocapitalize="characters" spellcheck="false" \
                aria-describedby="\(describing)"\(isOfCode ? invalid : nil)>
                <label class="consent"><input type="checkbox" id="confirm" name="confirm" \
                value="yes"\(problem == .notConfirmed ? invalid : nil)> \
                <span>\(text(.eraseConfirm))</span></label>
                <p class="send"><button type="submit">\(text(.eraseSend))</button></p>
                </form>

                """)
    }

    /// What is shown when everything is gone.
    public var done: HTML {
        frame(text(.eraseDoneTitle), isDone: true).html(
            main: """
                <div class="thanks">
                \(Mark.done)<h1>\(text(.eraseDoneTitle))</h1>
                <p class="lead">\(text(.eraseDone))</p>
                <p>\(text(.eraseBackups))</p>
                </div>

                """)
    }
}
