import Survey

/// Words of a kiosk in all languages of its form at once, of which the script shows one: a kiosk
/// without a network changes its language too.
struct KioskWords: Sendable {
    let strings: Strings
    /// The form's languages; the first is what the next person finds.
    let languages: [String]

    /// A text of the pages.
    func text(_ id: StringID) -> HTML {
        spans { "\(strings.text(id, in: $0))" }
    }

    /// A text of the form.
    func text(_ text: LocalizedText) -> HTML {
        spans { "\(text.text(in: $0))" }
    }

    /// A text of the pages, whose placeholders become elements for the script to fill.
    ///
    /// - Parameter values: placeholder to what stands there at first; the element's class is the
    ///   placeholder's name
    func text(_ id: StringID, _ values: KeyValuePairs<String, String>) -> HTML {
        spans { language in
            var html = HTML()
            var rest = strings.text(id, in: language)[...]
            while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}")
            {
                let name = String(rest[rest.index(after: start)..<end])
                let value = values.first { $0.key == name }?.value ?? ""
                html += "\(rest[..<start])<b class=\"\(name)\">\(value)</b>" as HTML
                rest = rest[rest.index(after: end)...]
            }
            return "\(html)\(rest)"
        }
    }

    private func spans(_ make: (String) -> HTML) -> HTML {
        .joined(
            languages.enumerated().map { index, language in
                let isHidden: HTML? = index == 0 ? nil : " hidden"
                return "<span lang=\"\(language)\"\(isHidden)>\(make(language))</span>"
            })
    }
}
