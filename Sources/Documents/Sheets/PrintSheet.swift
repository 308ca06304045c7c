import Survey

/// One A5 sheet: the place, the invitation, the code, and how to do without it.
struct PrintSheet {
    /// How much of a name is printed, in widths of a small letter; the rest becomes an ellipsis.
    static let nameWidthMax = 140.0
    /// The same for the place, which is what a citizen looks for.
    static let placeWidthMax = 200.0

    let place: Place
    let unitName: String
    let sheets: PrintSheets

    private var texts: [SheetTexts] { sheets.languages.map(SheetTexts.init) }

    func html(isUpper: Bool) throws(DocumentFault) -> String {
        let url = sheets.links.posterURL(of: place)
        let label = "QR: \(url)"
        var out = "<article class=\"sheet \(isUpper ? "upper" : "lower")\">"
        if sheets.isSample {
            out += "<p class=\"sample\" aria-hidden=\"true\">MẪU / SAMPLE</p>"
        }
        out +=
            head + "<div class=\"body\"><div class=\"scan\">" + (try QRCode(url).svg(label: label))
        out += "<p class=\"code\(size(place.code, 8, 12, 20))\">\(Markup.escaped(place.code))</p>"
        out += "</div><div class=\"say\">" + invitation + "</div></div>" + foot
        return out + "</article>\n"
    }

    private var head: String {
        let name = clipped(place.name, to: Self.placeWidthMax)
        var out = "<header class=\"head\">"
        if sheets.isSample { out += "<p class=\"mark\">MẪU / SAMPLE</p>" }
        out += "<p class=\"unit\(size(unitName, 50, 66, 100))\">"
        out += Markup.escaped(clipped(unitName)) + "</p>"
        out += "<h3 class=\"place\(size(name, 30, 50, 110))\">\(Markup.escaped(name))</h3>"
        if place.centre != place.unit {
            let centre = sheets.register.unit(place.centre)?.name ?? place.centre
            out += "<p class=\"centre\(size(centre, 50, 66, 100))\">"
            out += Markup.escaped("\(texts[0].standsAt): \(clipped(centre))") + "</p>"
        }
        return out + "</header>"
    }

    private var invitation: String {
        lines("invite", \.invitation)
            + "<svg class=\"faces\" aria-hidden=\"true\"><use href=\"#faces\"/></svg>"
            + "<div class=\"ends\"><span>\(spans(\.worst))</span>"
            + "<span>\(spans(\.best))</span></div>"
            + lines("steps", \.steps)
    }

    private var foot: String {
        let typed = sheets.links.typedURL(of: place)
        var out = "<div class=\"typing\"><p>\(spans(\.typing, between: " / "))</p>"
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

    /// The same words in every language.
    private func spans(
        _ text: KeyPath<SheetTexts, String>, between separator: String = ""
    ) -> String {
        texts.enumerated().map { order, texts in
            "<span\(order == 0 ? "" : " class=\"second\"") lang=\"\(texts.language.tag)\">"
                + Markup.escaped(texts[keyPath: text]) + "</span>"
        }.joined(separator: separator)
    }

    /// The class for a text's width, so that long names are set smaller and never cut off.
    private func size(_ text: String, _ long: Double, _ longer: Double, _ longest: Double) -> String
    {
        switch text.reduce(0, { $0 + width($1) }) {
        case ...long: ""
        case ...longer: " long"
        case ...longest: " longer"
        default: " longest"
        }
    }

    private func clipped(_ name: String, to widthMax: Double = nameWidthMax) -> String {
        var used = 0.0
        for index in name.indices {
            used += width(name[index])
            if used > widthMax { return name[..<index] + "…" }
        }
        return name
    }

    /// About how wide a letter is, a small one being 1.
    private func width(_ letter: Character) -> Double {
        if letter == "W" || letter == "M" { return 1.8 }
        return letter.isUppercase ? 1.35 : 1
    }
}
