import Survey

/// One question: its words, what is wrong with its answer, and the native controls to answer it.
struct ItemField {
    let page: FormPage
    let item: Item
    /// "Câu 3/24", or nil.
    let number: String?
    /// Whether other items appear by its answer, which the stylesheet then must see.
    let governs: Bool

    private var problem: FormProblem? {
        page.problems.first { $0.item(in: page.form) == item.id }
    }

    private var hintID: String { item.id + "-hint" }
    private var faultID: String { item.id + "-fault" }

    var fieldset: HTML {
        let kind: HTML = problem == nil ? "item" : "item wrong"
        return """
            <fieldset class="\(kind)"\(describedBy)>
            <legend>\(heading("\(page.text(item.text))"))</legend>
            \(sound)\(hint)\(fault)\(item.kind == .score ? scale : choices)\(quiet)</fieldset>

            """
    }

    var comment: HTML {
        let kind: HTML = problem == nil ? "item" : "item wrong"
        let invalid: HTML? = problem == nil ? nil : " aria-invalid=\"true\""
        let text = page.entered?.comment ?? ""
        // A line feed right after the tag is dropped by parsers, so one of our own comes first.
        return """
            <div class="\(kind)">
            \(heading("<label for=\"\(item.id)\">\(page.text(item.text))</label>"))
            \(sound)\(hint)\(removed)\(fault)<textarea id="\(item.id)" name="\(item.id)" rows="3"\
            \(describedBy)\(invalid)\(limit)>
            \(text)</textarea>
            </div>

            """
    }

    /// The question as a heading, so that a screen reader can go from one to the next.
    private func heading(_ words: HTML) -> HTML {
        let line = number.map { "<span class=\"number\">\($0)</span> " as HTML }
        let isBelowTitle = item.dimension.map { id in
            page.form.dimensions.contains { $0.id == id }
        }
        return isBelowTitle == true
            ? "<h3>\(line)\(words)</h3>" : "<h2>\(line)\(words)</h2>"
    }

    /// What the script counts with; a page without it leaves the counting to the server.
    private var limit: HTML {
        """
         data-max="\(Submission.commentGraphemesMax)" data-left="\(page.text(.formLeft))" \
        data-over="\(page.text(.formOver))"
        """
    }

    /// The browser's own player, where the recording that the form names is there.
    private var sound: HTML? {
        guard let name = item.audio?.texts[page.language], page.site.sounds.contains(name) else {
            return nil
        }
        let link: Link = "/assets/\(name)"
        return """
            <audio controls preload="none" src="\(link)" \
            aria-label="\(page.text(.formListen))"></audio>

            """
    }

    private var hint: HTML? {
        item.hint.map { "<p class=\"hint\" id=\"\(hintID)\">\(page.text($0))</p>\n" }
    }

    /// What becomes of numbers in free words.
    private var removed: HTML {
        "<p class=\"hint\" id=\"\(removedID)\">\(page.text(.formRemoved))</p>\n"
    }

    private var removedID: String { item.id + "-removed" }

    private var fault: HTML? {
        problem.map { problem in
            let words = page.site.strings.words(for: problem, in: page.language)
            return "<p class=\"fault\" id=\"\(faultID)\">\(words)</p>\n"
        }
    }

    private var describedBy: HTML? {
        let ids =
            (item.hint == nil ? [] : [hintID]) + (item.kind == .text ? [removedID] : [])
            + (problem == nil ? [] : [faultID])
        guard !ids.isEmpty else { return nil }
        return " aria-describedby=\"\(ids.joined(separator: " "))\""
    }

    private var scale: HTML {
        let options = (1...5).map { level in
            option(
                code: String(level), place: level, face: Mark.face(level),
                text: page.text(page.form.levels[level - 1]))
        }
        return "<div class=\"scale\">\n\(options)</div>\n"
    }

    private var choices: HTML {
        let options = item.choices.enumerated().map { index, choice in
            option(
                code: choice.code, place: index + 1, face: nil,
                text: Self.choiceText(choice, on: page))
        }
        return "<div class=\"choices\">\n\(options)</div>\n"
    }

    /// "Không biết" and "không áp dụng": there for whoever needs them, and quieter than an opinion.
    private var quiet: HTML? {
        let offered: [(isOffered: Bool, code: String, text: StringID)] = [
            (item.allowsDontKnow, "dk", .formDontKnow),
            (item.allowsNotApplicable, "na", .formNotApplicable),
        ]
        let options = offered.filter(\.isOffered).map {
            option(code: $0.code, place: nil, face: nil, text: page.text($0.text))
        }
        return options.isEmpty ? nil : "<div class=\"quiet\">\n\(options)</div>\n"
    }

    /// The first control of an item bears its id, so that a link to the item puts the focus there.
    private func option(code: String, place: Int?, face: HTML?, text: String) -> HTML {
        let type: HTML = item.kind == .multiple ? "checkbox" : "radio"
        let id: HTML? = place == 1 ? " id=\"\(item.id)\"" : nil
        let key: HTML? = governs ? place.map { " data-k=\"\($0)\"" } : nil
        let isChosen = page.entered?.answers[item.id]?.contains(code) ?? false
        let checked: HTML? = isChosen ? " checked" : nil
        return """
            <label><input type="\(type)" name="\(item.id)" value="\(code)"\(id)\(key)\
            \(checked)>\(face) \(text)</label>

            """
    }

    /// The words of a choice; "có" and "không" are words of the pages, not of the form.
    static func choiceText(_ choice: Item.Choice, on page: FormPage) -> String {
        guard choice.text.texts.isEmpty else { return page.text(choice.text) }
        return page.text(choice.code == "yes" ? .formYes : .formNo)
    }
}
