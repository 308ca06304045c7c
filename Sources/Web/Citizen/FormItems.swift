import Survey

/// The questions of a form as fieldsets.
///
/// Levels stand worst first, 1 to 5, on every page and sheet of ours. Readers tick what they meet
/// first a little more often (an effect known from surveys, not measured here); best
/// first would make that error one in the office's favour, in its own survey. Worst first also
/// agrees with the numbers 1 to 5 of the files and of a kiosk's keypad.
struct FormItems {
    let page: FormPage

    private var form: Questionnaire { page.form }

    var html: HTML {
        var html = HTML()
        var section: (dimension: String?, content: HTML) = (nil, HTML())
        for node in FormOutline(form).nodes {
            let dimension = form.items[node.index].dimension
            if dimension != section.dimension {
                html += closed(section.dimension, section.content)
                section = (dimension, HTML())
            }
            section.content += self.node(node, under: nil)
        }
        return "\(html)\(closed(section.dimension, section.content))"
    }

    /// Items of one dimension under its title.
    private func closed(_ dimension: String?, _ content: HTML) -> HTML {
        guard let dimension = form.dimensions.first(where: { $0.id == dimension }) else {
            return content
        }
        return """
            <section class="dimension">
            <h2>\(page.text(dimension.title))</h2>
            \(content)</section>

            """
    }

    /// - Parameter governing: the item around it, whose answer shows and hides it
    private func node(_ node: FormOutline.Node, under governing: Item?) -> HTML {
        let item = form.items[node.index]
        let own = question(item, at: node.index, governs: !node.children.isEmpty)
        let children = node.children.map { self.node($0, under: item) }
        let inner: HTML =
            children.isEmpty ? own : "<div class=\"group\">\n\(own)\(children)</div>\n"
        guard let condition = item.condition,
            let earlier = form.items.first(where: { $0.id == condition.item })
        else { return inner }
        let words = conditionWords(condition, on: earlier)
        guard governing != nil else {
            let line = page.text(
                .conditionElsewhere,
                ["question": page.text(earlier.text), "condition": words])
            return """
                <div class="apart"\(when(condition, on: earlier))><p class="condition">\(line)</p>
                \(inner)</div>

                """
        }
        return """
            <div class="branch"\(when(condition, on: earlier))><p class="condition">\(words)</p>
            \(inner)</div>

            """
    }

    /// The condition as the stylesheet and the script read it: the item and the places, from 1, of
    /// its answers that lead here.
    private func when(_ condition: Item.Condition, on earlier: Item) -> HTML {
        let places = condition.places(in: earlier).map { String($0) }.joined(separator: " ")
        return " data-on=\"\(earlier.id)\" data-when=\"\(places)\""
    }

    private func conditionWords(_ condition: Item.Condition, on earlier: Item) -> String {
        let places = condition.places(in: earlier)
        guard earlier.kind != .score || places.count == 1 else {
            return page.text(
                .conditionRange,
                [
                    "first": page.text(form.levels[places[0] - 1]),
                    "last": page.text(form.levels[places[places.count - 1] - 1]),
                ])
        }
        let quoted = places.map { place in
            let word =
                earlier.kind == .score
                ? page.text(form.levels[place - 1]) : choiceText(earlier.choices[place - 1])
            return page.text(.conditionQuoted, ["text": word])
        }
        let choices = quoted.dropFirst().reduce(quoted.first ?? "") {
            page.text(.conditionOr, ["first": $0, "second": $1])
        }
        return page.text(.conditionChoice, ["choices": choices])
    }

    private func question(_ item: Item, at index: Int, governs: Bool) -> HTML {
        let field = ItemField(
            page: page, item: item, number: page.number(of: index), governs: governs)
        return item.kind == .text ? field.comment : field.fieldset
    }

    private func choiceText(_ choice: Item.Choice) -> String {
        ItemField.choiceText(choice, on: page)
    }
}
