/// What a kiosk's page takes in after its first question stands: `GET /k/{place}/later`, parts of a
/// page without a page around them. Apart from it so that a kiosk on a slow line can be touched
/// before they come.
struct KioskLater {
    let page: KioskPage

    var html: HTML {
        let code = page.code
        return """
            \(page.screen("retired", .kioskRetired, nil))\(rest)\(code.map(phone))\
            \(KioskStaff(words: page.words, hasCode: code != nil).html)
            """
    }

    /// Outside the office's hours: dark, and a touch anywhere wakes it.
    private var rest: HTML {
        """
        <section id="rest" hidden><button id="wake">\
        <b>\(page.words.text(.kioskClosed))</b>\
        <span>\(page.words.text(.kioskHours, ["opens": "", "closes": ""]))</span>\
        <span>\(page.words.text(.kioskWake))</span></button></section>

        """
    }

    /// The way to one's own telephone, where words can be written; drawn once for all screens.
    private func phone(_ code: KioskQR) -> HTML {
        """
        <aside id="phone" hidden><p>\(page.words.text(.kioskPhone))</p>\
        <p class="typed">\(code.typed)</p>\(code.svg)</aside>

        """
    }
}
