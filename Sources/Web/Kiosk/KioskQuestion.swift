import Survey

/// One question of a kiosk as a screen of buttons: what is touched is answered.
///
/// Buttons and not radios: an arrow key on a radio would answer already, and browsers give back
/// what was ticked after a reload.
struct KioskQuestion {
    let item: Item
    let form: Questionnaire
    let words: KioskWords
    /// Whether the same five levels stand in the page already, for the script to copy.
    var isCopied = false

    /// The buttons, worst first like on every page of ours.
    var options: HTML {
        let own: [HTML] = isCopied && item.kind == .score ? [] : answers
        return "<div class=\"options \(layout)\">\(own)</div>\n\(quiet)"
    }

    /// The kind of an item as the script knows it.
    var kind: HTML {
        switch item.kind {
        case .multiple: "multiple"
        case .score: "score"
        default: "single"
        }
    }

    /// On which answer to which item the screen depends, for the script.
    func condition(among items: [Item]) -> HTML? {
        guard let condition = item.condition,
            let governing = items.first(where: { $0.id == condition.item })
        else { return nil }
        let places = condition.places(in: governing).map { String($0) }.joined(separator: " ")
        return " data-when-item=\"\(condition.item)\" data-when=\"\(places)\""
    }

    private var layout: HTML { item.kind == .score ? "scale" : "choices" }

    private var answers: [HTML] {
        guard item.kind != .score else {
            return (1...5).map { level in
                button(
                    String(level), place: level, face: Mark.face(level),
                    text: words.text(form.levels[level - 1]))
            }
        }
        return item.choices.enumerated().map { index, choice in
            let own = choice.text.texts.isEmpty
            let text =
                own
                ? words.text(choice.code == "yes" ? .formYes : .formNo) : words.text(choice.text)
            return button(choice.code, place: index + 1, face: nil, text: text)
        }
    }

    /// "Không biết" and "không áp dụng", quieter than an opinion.
    private var quiet: HTML? {
        var buttons: [HTML] = []
        if item.allowsDontKnow {
            buttons.append(button("dk", place: nil, face: nil, text: words.text(.formDontKnow)))
        }
        if item.allowsNotApplicable {
            buttons.append(
                button("na", place: nil, face: nil, text: words.text(.formNotApplicable)))
        }
        return buttons.isEmpty ? nil : "<div class=\"options quiet\">\n\(buttons)</div>\n"
    }

    private func button(_ code: String, place: Int?, face: HTML?, text: HTML) -> HTML {
        let place: HTML? = place.map { " data-place=\"\($0)\"" }
        let pressed: HTML? = item.kind == .multiple ? " aria-pressed=\"false\"" : nil
        return """
            <button value="\(code)"\(place)\(pressed)>\(face)<span>\(text)</span>\
            </button>

            """
    }
}
