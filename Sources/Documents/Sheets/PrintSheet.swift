import Survey

/// One A5 sheet: the place, the invitation, the code, and how to do without it.
struct PrintSheet {
    /// Graphemes of a name that are printed; the rest becomes an ellipsis.
    static let nameMax = 200

    let place: Place
    let unitName: String
    let sheets: PrintSheets

    private var texts: [SheetTexts] { sheets.languages.map(SheetTexts.init) }

    func html(isUpper: Bool) throws(DocumentFault) -> String {
        let url = sheets.links.posterURL(of: place)
        let label = "QR: \(url)"
        let classes = "sheet \(isUpper ? "upper" : "lower")\(sheets.isSample ? " marked" : "")"
        var out = "<article class=\"\(classes)\">"
        if sheets.isSample {
            out += "<p class=\"sample\" aria-hidden=\"true\">MẪU / SAMPLE</p>"
            out += "<p class=\"mark\">MẪU / SAMPLE</p>"
        }
        out += head + "<div class=\"body\"><div class=\"scan\">" + (try QRCode(url).svg(label: label))
        out += "<p class=\"code\(size(place.code, 8, 12, 20))\">\(Markup.escaped(place.code))</p>"
        out += "</div><div class=\"say\">" + invitation + "</div></div>" + foot
        return out + "</article>\n"
    }

    private var head: String {
        let name = clipped(place.name)
        var out = "<header class=\"head\(size(name, 30, 70, 120))\">"
        out += "<p class=\"unit\(size(unitName, 60, 90, 140))\">"
        out += Markup.escaped(clipped(unitName)) + "</p>"
        out += "<h3 class=\"place\">\(Markup.escaped(name))</h3>"
        if place.centre != place.unit {
            let centre = sheets.register.unit(place.centre)?.name ?? place.centre
            out += "<p class=\"centre\(size(centre, 60, 90, 140))\">"
            out += Markup.escaped("\(texts[0].standsAt): \(clipped(centre))") + "</p>"
        }
        return out + "</header>"
    }

    private var invitation: String {
        lines("invite", \.invitation)
            + "<svg class=\"faces\" aria-hidden=\"true\"><use href=\"#faces\"/></svg>"
            + "<p class=\"ends\"><span>\(both(\.worst))</span><span>\(both(\.best))</span></p>"
            + lines("steps", \.steps)
    }

    private var foot: String {
        let typed = sheets.links.typedURL(of: place)
        var out = "<div class=\"typing\"><p>\(both(\.typing))</p>"
        out += "<b class=\"url\(size(typed, 30, 44, 60))\">\(Markup.escaped(typed))</b></div>"
        out += "<footer class=\"foot\">" + lines("privacy", \.privacy)
        if let title = sheets.register.latest(place.form)?.title {
            let name = title.text(in: texts[0].language.tag)
            out += "<p>" + Markup.escaped("\(texts[0].form): \(clipped(name))") + "</p>"
        }
        return out + "</footer>"
    }

    /// A paragraph a language, the first one large.
    private func lines(_ name: String, _ text: KeyPath<SheetTexts, String>) -> String {
        texts.enumerated().map { order, texts in
            "<p class=\"\(name)\(order == 0 ? "" : " second")\" lang=\"\(texts.language.tag)\">"
                + Markup.escaped(texts[keyPath: text]) + "</p>"
        }.joined()
    }

    /// The same words in every language, on one line.
    private func both(_ text: KeyPath<SheetTexts, String>) -> String {
        texts.map { texts in
            "<span lang=\"\(texts.language.tag)\">\(Markup.escaped(texts[keyPath: text]))</span>"
        }.joined(separator: " · ")
    }

    /// The class for a text's length, so that long names are set smaller and never cut off.
    private func size(_ text: String, _ long: Int, _ longer: Int, _ longest: Int) -> String {
        switch text.count {
        case ...long: ""
        case ...longer: " long"
        case ...longest: " longer"
        default: " longest"
        }
    }

    private func clipped(_ name: String) -> String {
        name.count <= Self.nameMax ? name : name.prefix(Self.nameMax - 1) + "…"
    }
}
