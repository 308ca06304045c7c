import Survey
import Testing

@testable import Web

@Suite struct SubmissionFormTests {
    static let hidden = [
        (name: "id", value: "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"), (name: "version", value: "1"),
    ]
    static let place = Samples.venue().place

    private func decode(_ fields: [(name: String, value: String)]) throws -> Submission {
        try SubmissionForm.decode(fields, at: Self.place)
    }

    @Test("what a page sends becomes a submission")
    func whole() throws {
        let sent = try decode(
            Self.hidden + [
                ("form", "other-form"), ("channel", "qr-slip"), ("lang", "en"),
                ("respondent", "business"), ("outcome", "refused"), ("procedure", "1.0042"),
                ("field", "xay-dung"), ("overall", "2"), ("reasons-low", "waiting"),
                ("reasons-low", "papers"), ("comment", "Chờ lâu"), ("empty", ""),
            ])
        var expected = Submission(
            id: Samples.id, form: "other-form", version: 1, place: "Q3-7K", channel: .qrSlip,
            answers: ["overall": ["2"], "reasons-low": ["waiting", "papers"]], comment: "Chờ lâu")
        expected.language = "en"
        expected.respondent = .business
        expected.outcome = .refused
        expected.procedure = "1.0042"
        expected.field = "xay-dung"
        #expect(sent == expected)
    }

    @Test("the place names the form and the web is the channel where the page names none")
    func defaults() throws {
        let sent = try decode(Self.hidden)
        #expect(sent.form == "counter-one-tap" && sent.channel == .web && sent.language == nil)
        #expect(sent.saysNothing)
    }

    @Test(
        "a damaged page is refused with the field's name",
        arguments: [
            ([("version", "1")], SubmissionFormFault.missing(name: "id")),
            ([hidden[0]], .missing(name: "version")),
            ([("id", "7"), hidden[1]], .badValue(name: "id", value: "7")),
            ([hidden[0], ("version", "0")], .badValue(name: "version", value: "0")),
            ([hidden[0], ("version", "+1")], .badValue(name: "version", value: "+1")),
            (
                [hidden[0], ("version", "99999999999999999999")],
                .badValue(name: "version", value: "99999999999999999999")
            ),
            (hidden + [("channel", "fax")], .badValue(name: "channel", value: "fax")),
            (hidden + [("channel", "paper")], .badValue(name: "channel", value: "paper")),
            (hidden + [("channel", "phone")], .badValue(name: "channel", value: "phone")),
            (hidden + [("outcome", "x")], .badValue(name: "outcome", value: "x")),
            (hidden + [("respondent", "x")], .badValue(name: "respondent", value: "x")),
            (
                hidden + [("procedure", String(repeating: "1", count: 65))],
                .badValue(name: "procedure", value: String(repeating: "1", count: 65))
            ),
            (
                hidden + [("lang", String(repeating: "v", count: 33))],
                .badValue(name: "lang", value: String(repeating: "v", count: 33))
            ),
            (hidden + [hidden[0]], .twice(name: "id")),
            (hidden + [("comment", "a"), ("comment", "b")], .twice(name: "comment")),
        ] as [([(name: String, value: String)], SubmissionFormFault)])
    func damaged(fields: [(name: String, value: String)], fault: SubmissionFormFault) {
        #expect(throws: fault) { try SubmissionForm.decode(fields, at: Self.place) }
    }

    @Test("the most fields a page may send are taken, one more is refused")
    func fieldsMax() throws {
        let many = Self.hidden + (3...SubmissionForm.fieldsMax).map { ("i\($0)", "1") }
        #expect(try decode(many).answers.items.count == SubmissionForm.fieldsMax - 2)
        #expect(throws: SubmissionFormFault.tooManyFields(SubmissionForm.fieldsMax + 1)) {
            try SubmissionForm.decode(many + [("x", "1")], at: Self.place)
        }
    }

    @Test("the largest form sends fewer fields than may be sent")
    func largestForm() {
        let hidden = SubmissionForm.Name.all.count + 1
        #expect(
            Questionnaire.itemsMax * Item.choicesMax + hidden <= SubmissionForm.fieldsMax)
    }

    @Test("what branching no longer reaches is dropped, not refused")
    func reached() throws {
        let form = try Samples.form("counter-one-tap")
        let sent = Samples.submission(["overall": ["5"], "reasons-low": ["waiting"]])
        #expect(sent.reached(in: form).answers == ["overall": ["5"]])
    }

    @Test(
        "a form says nothing where nothing is answered and only blanks are written",
        arguments: [
            ([:], nil, true), ([:], " \n", true), (["overall": [""]], nil, true),
            (["overall": ["dk"]], nil, false), ([:], "x", false),
        ] as [(GivenAnswers, String?, Bool)])
    func saysNothing(answers: GivenAnswers, comment: String?, expected: Bool) {
        #expect(Samples.submission(answers, comment: comment).saysNothing == expected)
    }

    @Test(
        "every control of every shipped page is understood by the office", arguments: ["vi", "en"])
    func pageToOffice(language: String) throws {
        for id in FormPageTests.forms {
            let form = try Samples.form(id)
            let venue = Samples.venue(form: id)
            let register = Register(units: [], places: [venue.place], questionnaires: [form])
            let page = try Samples.page(
                form, language: language, invitation: Invitation(query: [("c", "tablet")]))
            let controls = Markup(page.html(id: Samples.id)).all("input").map {
                (name: $0["name"] ?? "", value: $0["value"] ?? "", type: $0["type"] ?? "")
            }
            let hidden = controls.filter { $0.type == "hidden" }.map { ($0.name, $0.value) }
            // What the office needs for an answer of its own is read apart.
            let answers = controls.filter {
                $0.type != "hidden" && !ContactFields.isField($0.name)
            }
            #expect(controls.count - answers.count == hidden.count + 3)
            for control in answers {
                let overall = control.name == "reasons-low" ? "1" : "5"
                let governing = control.name.hasPrefix("reasons") ? [("overall", overall)] : []
                let sent = try SubmissionForm.decode(
                    hidden + governing + [(control.name, control.value)], at: venue.place)
                let stored = try register.admitted(
                    sent.reached(in: form), at: Timestamp(milliseconds: 0))
                let index = try #require(form.index(of: control.name))
                #expect(form.items[index].codes(of: stored.answers[index]) == [control.value])
                #expect(stored.channel == .tablet && stored.language == language)
            }
        }
    }

    @Test(
        "a link's query is read, and what is wrong in it passed over",
        arguments: [
            ("c", "kiosk", "/f/Q3-7K?c=kiosk"), ("c", "paper", "/f/Q3-7K"), ("c", "x", "/f/Q3-7K"),
            ("r", "person", "/f/Q3-7K?r=person"), ("r", "x", "/f/Q3-7K"),
            ("o", "supplement", "/f/Q3-7K?o=supplement"), ("p", "", "/f/Q3-7K"),
            ("p", String(repeating: "x", count: 65), "/f/Q3-7K"), ("fd", "đ", "/f/Q3-7K?fd=%C4%91"),
        ])
    func invitation(name: String, value: String, link: String) {
        let invitation = Invitation(query: [(name, value)])
        #expect(invitation.link(to: "Q3-7K", language: nil).text == link)
        #expect(invitation.isPlain == (link == "/f/Q3-7K" || name == "c"))
    }
}
