/// What staff see of a kiosk after five touches in its corner: how the device is, and nothing of
/// what anybody answered.
struct KioskStaff {
    let words: KioskWords
    /// Whether the page shows a code to scan.
    let hasCode: Bool

    /// What the script fills in, in the order shown.
    private static let facts: [(name: StaticString, label: StringID)] = [
        ("device", .staffDevice), ("paired", .staffPaired), ("queue", .staffQueue),
        ("oldest", .staffOldest), ("rejected", .staffRejected), ("sequence", .staffSequence),
        ("contact", .staffContact), ("skew", .staffSkew), ("version", .staffVersion),
        ("secure", .staffSecure), ("persisted", .staffPersisted), ("fault", .staffFault),
    ]

    var html: HTML {
        """
        <dialog id="staff" aria-labelledby="staff-title">
        <h2 id="staff-title">\(words.text(.staffTitle))</h2>
        \(pin)<div class="facts" hidden>
        <div class="pairing" hidden><p>\(words.text(.staffPairCode))</p>
        <p><samp>hailong device pair <b class="code"></b> --place <span class="at"></span> \
        --data DATA</samp></p></div>
        \(note("retired", .staffRetired))\(note("unknown", .staffUnknown))\
        \(note("insecure", .staffInsecure))\
        \(hasCode ? nil : "<p>\(words.text(.staffNoCode))</p>\n" as HTML?)<dl>
        \(Self.facts.map { fact($0.name, $0.label) })</dl>
        <p>\(words.text(.staffKeep))</p>
        <p class="acts">\(button("send", .staffSend))\(button("export", .staffExport))\
        \(button("pair", .staffPair))\(button("reload", .staffReload))</p>
        </div>
        <p class="acts">\(button("close", .staffClose))</p>
        </dialog>

        """
    }

    /// Digits to touch: a kiosk has no keyboard.
    private var pin: HTML {
        let digits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map { digit -> HTML in
            "<button value=\"\(digit)\">\(digit)</button>"
        }
        return """
            <div class="pin" hidden><p>\(words.text(.staffPin)): <b class="typed-pin"></b></p>
            <p class="wrong" role="alert" hidden>\(words.text(.staffPinWrong))</p>
            <div class="digits">\(digits)\(button("clear", .staffClear))\
            \(button("enter", .staffEnter))</div></div>

            """
    }

    /// What the script shows where it is so.
    private func note(_ name: StaticString, _ text: StringID) -> HTML {
        "<p class=\"\(name.description)\" hidden>\(words.text(text))</p>\n"
    }

    private func fact(_ name: StaticString, _ label: StringID) -> HTML {
        "<div><dt>\(words.text(label))</dt><dd data-fact=\"\(name.description)\"></dd></div>\n"
    }

    private func button(_ name: StaticString, _ text: StringID) -> HTML {
        "<button class=\"\(name.description)\">\(words.text(text))</button>"
    }
}
