import Survey

/// The field for typing the code under a QR code: a plain GET form to `/f?place=CODE`.
struct CodeForm {
    let site: Site
    let language: String
    /// What was typed before, or empty.
    let typed: String

    var html: HTML {
        """
        <form class="lookup" method="get" action="/f" role="search">
        <label class="question" for="place">\(text(.homeCode))</label>
        <p class="hint" id="place-hint">\(text(.homeHint))</p>
        <input type="text" id="place" name="place" value="\(typed)" required \
        maxlength="\(Code.charactersMax)" autocomplete="off" autocapitalize="characters" \
        spellcheck="false" aria-describedby="place-hint">
        <input type="hidden" name="lang" value="\(language)">
        <p class="send"><button type="submit">\(text(.homeOpen))</button></p>
        </form>

        """
    }

    private func text(_ id: StringID) -> String { site.strings.text(id, in: language) }
}
