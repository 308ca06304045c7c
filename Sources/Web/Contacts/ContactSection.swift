import Survey

/// The end of a form: who wants to be answered says how, and agrees. Complete without a script, and
/// closed, so that nobody takes it for a question.
struct ContactSection {
    let page: FormPage

    private var fields: ContactFields { page.entered?.contact ?? ContactFields() }

    private var fault: ContactFault? {
        for case .contact(let fault) in page.problems { return fault }
        return nil
    }

    /// Nil where the office asks for none.
    var html: HTML? {
        guard page.site.contactDays > 0 else { return nil }
        let kind: HTML = fault == nil ? "contact" : "contact wrong"
        let open: HTML? = fields.isEmpty && fault == nil ? nil : " open"
        let days = ["days": String(page.site.contactDays)] as KeyValuePairs
        return """
            <details class="\(kind)"\(open)>
            <summary>\(page.text(.contactTitle))</summary>
            <p class="hint" id="contact-hint">\(page.text(.contactPurpose, days))</p>
            \(faultLine)<label class="question" for="contact">\(page.text(.contactReach))</label>
            <input type="text" id="contact" name="\(ContactFields.Name.reach)" \
            value="\(fields.reach)" maxlength="\(Contact.reachCharactersMax)"\
            \(attributes(isFaulty: fault == .missing || fault == .unreadable))>
            <label class="question" for="contact-name">\(page.text(.contactName))</label>
            <input type="text" id="contact-name" name="\(ContactFields.Name.name)" \
            value="\(fields.name)" maxlength="\(Contact.nameGraphemesMax)" \
            autocomplete="off"\(fault == .nameTooLong ? invalid : nil)>
            <label class="consent"><input type="checkbox" id="contact-consent" \
            name="\(ContactFields.Name.consent)" value="yes"\(checked)\
            \(fault == .notConsented ? invalid : nil)> <span>\(page.text(.contactConsent))</span>\
            </label>
            </details>

            """
    }

    private var checked: HTML? { fields.isConsented ? " checked" : nil }
    private var invalid: HTML { " aria-invalid=\"true\" aria-describedby=\"contact-fault\"" }

    private func attributes(isFaulty: Bool) -> HTML {
        guard fault != nil else {
            return " autocomplete=\"off\" spellcheck=\"false\" aria-describedby=\"contact-hint\""
        }
        let mark: HTML? = isFaulty ? " aria-invalid=\"true\"" : nil
        return """
             autocomplete="off" spellcheck="false" \
            aria-describedby="contact-hint contact-fault"\(mark)
            """
    }

    private var faultLine: HTML? {
        fault.map { fault in
            let words = page.site.strings.words(for: fault, in: page.language)
            return "<p class=\"fault\" id=\"contact-fault\">\(words)</p>\n"
        }
    }

    /// The control that is to be mended, for a link to it.
    static func target(of fault: ContactFault) -> Link {
        switch fault {
        case .notConsented: "#contact-consent"
        case .missing, .unreadable: "#contact"
        case .nameTooLong: "#contact-name"
        }
    }
}

extension Strings {
    /// What to do about a contact that was not taken.
    func words(for fault: ContactFault, in language: String) -> String {
        switch fault {
        case .notConsented: text(.contactNotConsented, in: language)
        case .missing: text(.contactMissing, in: language)
        case .unreadable: text(.contactUnreadable, in: language)
        case .nameTooLong: text(.contactNameLong, in: language)
        }
    }
}
