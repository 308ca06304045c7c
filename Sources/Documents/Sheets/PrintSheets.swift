public import Survey

/// The QR sheets of an office: one self-contained HTML file, printed by the office's own browser.
///
/// First the list of units with their numbers of sheets, then unit by unit two A5 sheets on each
/// A4 page. A sheet is for one place: its code leads to that place's form and says that the
/// answer came by a poster. The file holds no script and loads nothing.
public struct PrintSheets: Sendable {
    /// Sheets a file carries: about 30 MB, what a browser still prints.
    public static let placesMax = 5_000

    /// A unit and the places it is responsible for, in the register's order.
    struct Group {
        let code: String
        let name: String
        let places: [Place]

        var pages: Int { (places.count + 1) / 2 }
    }

    let groups: [Group]
    let register: Register
    let links: PlaceLinks
    let languages: [DocumentLanguage]
    let isSample: Bool

    /// Chooses what is to be printed.
    ///
    /// - Parameters:
    ///   - register: units, places and forms
    ///   - unit: only the places of this unit and of those below it, and those that stand in their
    ///     rooms whoever is responsible; nil for all
    ///   - languages: the first is printed large; must not be empty
    ///   - isSample: whether every sheet is marked MẪU / SAMPLE
    /// - Throws: ``DocumentFault`` for an unknown unit, no or too many places, and with the codes
    ///   of all places whose links are too long
    public init(
        register: Register, unit: String? = nil, links: PlaceLinks,
        languages: [DocumentLanguage] = [.vietnamese, .english], isSample: Bool
    ) throws(DocumentFault) {
        precondition(!languages.isEmpty, "a sheet speaks at least one language")
        if let unit, register.unit(unit) == nil { throw .unknownUnit(unit) }
        let wanted = unit.map { register.subtree(of: $0) }
        let places = register.places.filter { place in
            wanted.map { $0.contains(place.unit) || $0.contains(place.centre) } ?? true
        }
        guard !places.isEmpty else {
            let others = Self.groups(of: register.places, in: register).map(\.code)
            throw .noPlaces(unit: unit, others: others)
        }
        guard places.count <= Self.placesMax else {
            throw .tooManyPlaces(count: places.count, maximum: Self.placesMax)
        }
        let tooLong = places.filter {
            links.posterURL(of: $0).utf8.count > PlaceLinks.charactersMax
        }
        guard tooLong.isEmpty else {
            throw .linksTooLong(
                places: tooLong.map(\.code), charactersMax: PlaceLinks.charactersMax)
        }
        groups = Self.groups(of: places, in: register)
        self.register = register
        self.links = links
        self.languages = languages
        self.isSample = isSample
    }

    /// How many sheets the file holds.
    public var count: Int { groups.reduce(0) { $0 + $1.places.count } }

    /// Units in tree order, then places whose unit the register does not hold, by its code.
    private static func groups(of places: [Place], in register: Register) -> [Group] {
        var waiting = Dictionary(grouping: places, by: \.unit)
        var groups: [Group] = []
        for (unit, _) in register.unitsInTreeOrder {
            guard let own = waiting.removeValue(forKey: unit.code) else { continue }
            groups.append(Group(code: unit.code, name: unit.name, places: own))
        }
        for (code, own) in waiting.sorted(by: { $0.key < $1.key }) {
            groups.append(Group(code: code, name: code, places: own))
        }
        return groups
    }

    /// The whole file.
    ///
    /// - Complexity: about 6 kB and a tenth of a millisecond a sheet
    public func html() throws(DocumentFault) -> String {
        let main = SheetTexts(language: languages[0])
        var out =
            "<!DOCTYPE html>\n<html lang=\"\(languages[0].tag)\"><head><meta charset=\"utf-8\">"
        out += "<meta http-equiv=\"Content-Security-Policy\" "
        out += "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        out += "<meta name=\"viewport\" content=\"width=device-width\">"
        out += "<title>\(Markup.escaped(main.documentTitle))</title>\n"
        out += "<style>\n\(SheetStyle.css)\n</style></head>\n<body>\n"
        out += list
        for (order, group) in groups.enumerated() {
            out += try pages(of: group, order: order, isLast: order == groups.count - 1)
        }
        return out + "</body></html>\n"
    }

    // MARK: The list of units

    private var list: String {
        let texts = languages.map(SheetTexts.init)
        var out = "<section class=\"list\"><h1>\(Markup.escaped(texts[0].documentTitle))</h1>"
        // Inside the first section: before it, the drawing would take a page of its own.
        out += SheetStyle.faces
        if isSample { out += "<p><b>\(Markup.escaped(Wording.sample))</b></p>" }
        for (order, text) in texts.enumerated() {
            let rank = order == 0 ? "first" : "second"
            out += "<p class=\"\(rank)\" lang=\"\(text.language.tag)\">"
            out += Markup.escaped(text.printing) + "</p>"
        }
        let headings = texts[0].listHeadings.map(Markup.escaped)
        out += "<table><thead><tr><th>\(headings[0])</th><th class=\"number\">\(headings[1])</th>"
        out += "<th class=\"number\">\(headings[2])</th></tr></thead><tbody>\n"
        for (order, group) in groups.enumerated() {
            let name = "<a href=\"#u\(order + 1)\">\(Markup.escaped(group.name))</a>"
            out += row(name, sheets: group.places.count, pages: group.pages, isTotal: false)
        }
        let pages = groups.reduce(0) { $0 + $1.pages }
        out += row(Markup.escaped(texts[0].total), sheets: count, pages: pages, isTotal: true)
        return out + "</tbody></table></section>\n"
    }

    private func row(_ name: String, sheets: Int, pages: Int, isTotal: Bool) -> String {
        "<tr\(isTotal ? " class=\"total\"" : "")><td>\(name)</td>"
            + "<td class=\"number\">\(Count.text(sheets, languages[0]))</td>"
            + "<td class=\"number\">\(Count.text(pages, languages[0]))</td></tr>\n"
    }

    // MARK: Pages

    private func pages(
        of group: Group, order: Int, isLast: Bool
    ) throws(DocumentFault) -> String {
        let texts = SheetTexts(language: languages[0])
        let name = Markup.escaped(group.name)
        var out = "<section id=\"u\(order + 1)\">"
        for page in 0..<group.pages {
            let isEnd = isLast && page == group.pages - 1
            // One heading a unit makes one bookmark a unit; the pages after it only repeat it.
            let title = page == 0 ? "<h2>\(name)</h2>" : "<span>\(name)</span>"
            out += "<div class=\"page\(isEnd ? " last" : "")\"><div class=\"strip\">\(title)"
            out += "<span>\(texts.page(page + 1, of: group.pages))</span></div>"
            for (half, place) in group.places.dropFirst(2 * page).prefix(2).enumerated() {
                let sheet = PrintSheet(place: place, unitName: group.name, sheets: self)
                out += try sheet.html(isUpper: half == 0)
            }
            out += "<div class=\"cut\"></div></div>\n"
        }
        return out + "</section>\n"
    }
}
