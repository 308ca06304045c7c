/// The page of one method: what a figure is, how it is made and when it fails.
struct MethodPage {
    let site: Site
    let language: String
    /// The file's name without `.md`.
    let id: String
    let text: String
    /// Names of all pages.
    let known: Set<String>

    /// Where a method's page is.
    static func link(to id: String, language: String) -> Link {
        let link: Link = "/leader/methods/\(id)"
        return link.adding("lang", language)
    }

    var html: HTML {
        let content = MethodText(text, known: known, language: language)
        let page = Page(
            site: site, language: language, title: content.title,
            alternatives: site.strings.languages.map { other in
                .init(
                    language: other,
                    link: other == language ? nil : Self.link(to: id, language: other))
            }, isWide: true)
        let list = ("/leader/methods" as Link).adding("lang", language)
        let back = ("/leader" as Link).adding("lang", language)
        // The summary is for whoever decides, the rest for whoever checks.
        let english: HTML =
            language == "en"
            ? "" : "<p class=\"care\">\(site.strings.text(.methodsEnglish, in: language))</p>\n"
        return page.html(
            main: """
                <article class="method">
                <h1\(Page.lang(Strings.reference, in: language))>\(content.title)</h1>
                <p class="lead"\(Page.lang(Strings.reference, in: language))>\
                \(content.inline(content.summary))</p>
                \(english)<div\(Page.lang("en", in: language))>
                \(content.rest)</div>
                <p class="away"><a href="\(list)">\
                \(site.strings.text(.methodsTitle, in: language))</a> · \
                <a href="\(back)">\(site.strings.text(.methodsBack, in: language))</a></p>
                </article>

                """)
    }
}

/// Every method with its summary.
struct MethodListPage {
    let site: Site
    let language: String
    /// The files by their names.
    let texts: [String: String]

    var html: HTML {
        let link: Link = "/leader/methods"
        let title = site.strings.text(.methodsTitle, in: language)
        let page = Page(
            site: site, language: language, title: title,
            alternatives: site.strings.languages.map { other in
                .init(
                    language: other, link: other == language ? nil : link.adding("lang", other))
            }, isWide: true)
        let known = Set(texts.keys)
        let rows = texts.sorted { $0.key < $1.key }.map { id, text -> HTML in
            let content = MethodText(text, known: known, language: language)
            let link = MethodPage.link(to: id, language: language)
            return """
                <dt><a href="\(link)">\(content.title)</a></dt>
                <dd>\(content.inline(content.summary))</dd>

                """
        }
        let back = ("/leader" as Link).adding("lang", language)
        return page.html(
            main: """
                <article class="method">
                <h1>\(title)</h1>
                <p class="lead">\(site.strings.text(.methodsLead, in: language))</p>
                <dl\(Page.lang(Strings.reference, in: language))>\(rows)</dl>
                <p class="away"><a href="\(back)">\
                \(site.strings.text(.methodsBack, in: language))</a></p>
                </article>

                """)
    }
}
