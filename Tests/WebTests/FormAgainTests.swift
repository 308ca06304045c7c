import Survey
import Testing

@testable import Web

/// A form shown once more, and the ways through a form.
@Suite struct FormAgainTests {
    private func markup(
        _ form: Questionnaire, _ submission: Submission, _ problems: [FormProblem]
    ) throws -> Markup {
        let page = try Samples.page(
            form, entered: FormPage.Entered(submission, problems: problems))
        let rules = PageRules(page.html(id: submission.id))
        #expect(rules.faults == [])
        return rules.markup
    }

    @Test("what was chosen and written is kept")
    func kept() throws {
        let sent = Samples.submission(
            ["overall": ["2"], "reasons-low": ["waiting", "papers"]],
            comment: "\nChờ <lâu> & \"mệt\"")
        let markup = try markup(Samples.form("counter-one-tap"), sent, [.busy])
        let checked = markup.all("input").filter { $0["checked"] != nil }
        #expect(checked.map { $0["value"] } == ["2", "waiting", "papers"])
        // Parsers drop the line feed after the tag, so one more than was written stands there.
        #expect(markup.all("textarea").first?.text == "\n\nChờ <lâu> & \"mệt\"")
        #expect(markup.text.contains(try Samples.strings().text(.faultBusy, in: "vi")))
    }

    @Test("a page that was saved says so, once; a fresh one and a refused one do not")
    func saved() throws {
        let form = try Samples.form("sipas-service")
        let sent = Samples.submission(["overall": ["2"]])
        for (entered, count) in [
            (FormPage.Entered(sent, problems: [], isSaved: true), 1),
            (FormPage.Entered(sent, problems: [.busy]), 0),
        ] {
            let rules = PageRules(
                try Samples.page(form, entered: entered).html(id: sent.id))
            #expect(rules.faults == [])
            let words = try Samples.strings().text(.formPartSaved, in: "vi")
            #expect(rules.markup.text.ranges(of: words).count == count)
        }
    }

    @Test("a long form can be saved by a button after the one that sends, a short one cannot")
    func savingButton() throws {
        let buttons = try ["sipas-service", "counter-one-tap"].map { name in
            let page = try Samples.page(Samples.form(name))
            return PageRules(page.html(id: Samples.id)).markup.all("button")
        }
        #expect(buttons[0].map(\.text) == ["Gửi", "Lưu phần đã trả lời"])
        #expect(buttons[0].last?["formaction"]?.hasSuffix("?part=1") == true)
        #expect(buttons[1].count == 1)
    }

    @Test("what is saved of an answer has no words, whatever a page sends")
    func unfinished() {
        var sent = Samples.submission(["overall": ["2"]], comment: "lời")
        sent.procedure = "1.004"
        let draft = sent.unfinished
        #expect(draft.comment == nil)
        sent.comment = nil
        #expect(draft == sent)
    }

    @Test("a message stands on top with a link to the item, and beside the item")
    func message() throws {
        let problem = FormProblem.answer(.notAScore(item: "access-seats", value: "9"))
        let form = try Samples.form("sipas-service")
        let markup = try markup(form, Samples.submission(["access-seats": ["9"]]), [problem])
        let words = try Samples.strings().words(for: problem, in: "vi")
        let link = markup.all("a").first { $0["href"] == "#access-seats" }
        #expect(link?.text == "Câu 2/25: " + words)
        let target = markup.tags.first { $0["id"] == "access-seats" }
        #expect(target?.name == "input")
        let fieldset = markup.all("fieldset").first { $0["class"] == "item wrong" }
        #expect(fieldset?["aria-describedby"] == "access-seats-fault")
        #expect(fieldset?.text.contains(words) == true)
        #expect(markup.all("title").first?.text.hasPrefix("Xin xem lại: ") == true)
        let summary = markup.tags.first { $0["role"] == "alert" }
        #expect(summary?["autofocus"] == "" && summary?["tabindex"] == "-1")
    }

    @Test("a comment that is too long is named with its length and the limit")
    func longComment() throws {
        let problem = FormProblem.answer(.commentTooLong(graphemes: 1203, maximum: 1000))
        let markup = try markup(
            Samples.form("counter-one-tap"), Samples.submission(comment: "x"), [problem])
        let area = markup.all("textarea").first
        #expect(area?["aria-invalid"] == "true")
        #expect(area?["aria-describedby"] == "comment-hint comment-removed comment-fault")
        #expect(area?["maxlength"] == nil)
        #expect(markup.text.contains("1203") && markup.text.contains("1000"))
    }

    @Test("an empty form is asked back kindly at its first item")
    func nothingAnswered() throws {
        let markup = try markup(
            Samples.form("counter-one-tap"), Samples.submission(), [.nothingAnswered])
        #expect(markup.all("a").contains { $0["href"] == "#overall" })
        #expect(markup.all("fieldset").first?["class"] == "item wrong")
    }

    @Test("reasons are asked from the satisfied and the dissatisfied alike")
    func reasonsForAll() throws {
        let form = try Samples.form("counter-one-tap")
        let markup = Markup(try Samples.page(form).html(id: Samples.id))
        let branches = markup.tags.filter { $0["class"] == "branch" }
        #expect(branches.map { $0["data-when"] } == ["1 2 3", "4 5"])
        let reasons = ["reasons-low", "reasons-high"].map { name in
            markup.all("input").filter { $0["name"] == name }.map { $0["value"] }
        }
        #expect(reasons[0] == reasons[1] && !reasons[0].isEmpty)
        #expect(
            markup.tags.filter { $0["class"] == "condition" }.map(\.text) == [
                "Nếu ông/bà chọn từ “Rất không hài lòng” đến “Bình thường”:",
                "Nếu ông/bà chọn từ “Hài lòng” đến “Rất hài lòng”:",
            ])
        let keyed = markup.all("input").filter { $0["data-k"] != nil }
        #expect(keyed.map { $0["name"] } == Array(repeating: "overall", count: 5))
    }

    @Test("an item that depends on a far one is always shown, under a line that says when")
    func apart() throws {
        let form = try Self.branching()
        let markup = Markup(try Samples.page(form).html(id: Samples.id))
        let apart = markup.tags.first { $0["class"] == "apart" }
        #expect(apart?.text.contains("Ở câu “Đi lại?”: Nếu ông/bà chọn “Có”:") == true)
        let branches = markup.tags.filter { $0["class"] == "branch" }
        #expect(branches.map { $0["data-when"] } == ["1 3", "1"])
        #expect(branches[0].text.contains("Nếu ông/bà chọn “Xe” hoặc “Bộ”:"))
    }

    /// Items: travel → (how, again → why), other, then one that depends on the first.
    static func branching() throws -> Questionnaire {
        func text(_ words: String) -> String { "{\"vi\": \"\(words)\"}" }
        func item(_ id: String, _ rest: String) -> String {
            "{\"id\": \"\(id)\", \(rest)}"
        }
        let choices = [("car", "Xe"), ("boat", "Thuyền"), ("foot", "Bộ")].map {
            "{\"code\": \"\($0.0)\", \"text\": \(text($0.1))}"
        }.joined(separator: ",")
        let items = [
            item(
                "how",
                "\"kind\": \"multiple\", \"text\": \(text("Bằng gì?")), "
                    + "\"choices\": [\(choices)]"),
            item(
                "again",
                "\"kind\": \"yesNo\", \"text\": \(text("Đi lại?")), "
                    + "\"showWhen\": {\"item\": \"how\", \"is\": [\"car\", \"foot\"]}"),
            item(
                "why",
                "\"kind\": \"score\", \"text\": \(text("Vì sao?")), "
                    + "\"showWhen\": {\"item\": \"again\", \"is\": [\"yes\"]}"),
            item("other", "\"kind\": \"score\", \"text\": \(text("Câu khác?"))"),
            item(
                "far",
                "\"kind\": \"score\", \"text\": \(text("Câu xa?")), "
                    + "\"showWhen\": {\"item\": \"again\", \"is\": [\"yes\"]}"),
        ].joined(separator: ",")
        let json = """
            {"schema": "hailong.form/1", "id": "branching", "version": 1, "status": "draft",
            "source": "a test", "languages": ["vi"], "title": \(text("Phiếu")),
            "levels": {"vi": ["một", "hai", "ba", "bốn", "năm"]}, "dimensions": [],
            "items": [\(items)]}
            """
        return try QuestionnaireDecoder.decode(Array(json.utf8))
    }
}
