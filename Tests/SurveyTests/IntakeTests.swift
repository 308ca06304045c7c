import Survey
import Testing

@Suite("Intake")
struct IntakeTests {
    private func admitted(_ submission: Submission) throws -> Response {
        try Forms.office.admitted(submission, at: Forms.now)
    }

    @Test("Unit, centre and time are stamped where the client names none")
    func stamps() throws {
        let response = try admitted(Forms.submission(["overall": ["4"]]))
        #expect(response.posting == Posting(place: "Q1", unit: "so", centre: "xa"))
        #expect(response.answeredAt == Forms.now && response.receivedAt == Forms.now)
        #expect(response.answers.count == Forms.counter.items.count)
        var submission = Forms.submission()
        submission.unit = "xa"
        submission.centre = "tinh"
        let before = Timestamp(milliseconds: Forms.now.milliseconds - 5)
        submission.answeredAt = before
        let given = try admitted(submission)
        #expect(given.posting == Posting(place: "Q1", unit: "xa", centre: "tinh"))
        #expect(given.answeredAt == before && given.receivedAt == Forms.now)
    }

    @Test(
        "a client's clock is believed from 2020 up to the office's own, else the office's stands",
        arguments: [
            (-1, -1), (-86_400_000 * 30, -86_400_000 * 30), (0, 0), (1, 0), (3_600_000, 0),
            (86_400_000 * 365 * 13, 0),
        ] as [(Int64, Int64)])
    func clientClock(ahead: Int64, kept: Int64) throws {
        var submission = Forms.submission(["overall": ["4"]])
        submission.answeredAt = Timestamp(milliseconds: Forms.now.milliseconds + ahead)
        let response = try admitted(submission)
        #expect(response.answeredAt.milliseconds == Forms.now.milliseconds + kept)
        // An operator's file is taken at its word.
        let filed = try Forms.office.admitted(submission, at: Forms.now, keepsTime: true)
        #expect(filed.answeredAt == submission.answeredAt)
    }

    @Test(
        "a clock that was never set says nothing: neither a client's nor the office's own",
        arguments: [
            ("1970-01-01T00:00:09Z", "2025-03-31T00:00:00Z", "2025-03-31T00:00:00Z"),
            ("2019-12-31T23:59:59.999Z", "2025-03-31T00:00:00Z", "2025-03-31T00:00:00Z"),
            ("2020-01-01T00:00:00Z", "2025-03-31T00:00:00Z", "2020-01-01T00:00:00Z"),
            ("2025-03-30T00:00:00Z", "1970-01-01T00:10:00Z", "2025-03-30T00:00:00Z"),
            ("1970-01-01T00:20:00Z", "1970-01-01T00:10:00Z", "1970-01-01T00:20:00Z"),
        ])
    func unsetClocks(client: String, office: String, kept: String) throws {
        var submission = Forms.submission(["overall": ["4"]])
        submission.answeredAt = Timestamp(rfc3339: client)
        let now = try #require(Timestamp(rfc3339: office))
        let response = try Forms.office.admitted(submission, at: now)
        #expect(response.answeredAt == Timestamp(rfc3339: kept) && response.receivedAt == now)
    }

    @Test("What an answer refers to must be known")
    func unknown() {
        var submission = Forms.submission()
        submission.place = "Q2"
        #expect(throws: SubmissionFault.unknownPlace("Q2")) { try admitted(submission) }
        submission = Forms.submission()
        submission.version = 2
        #expect(throws: SubmissionFault.unknownForm(id: "test", version: 2)) {
            try admitted(submission)
        }
        submission = Forms.submission()
        submission.centre = "nowhere"
        #expect(throws: SubmissionFault.unknownUnit("nowhere")) { try admitted(submission) }
    }

    @Test(
        "A comment of 1,000 characters is kept, one more is refused, however they are composed",
        arguments: ["a", "ế", "e\u{302}\u{301}", "ê\u{306}", "👍🏽"])
    func commentLimit(character: String) throws {
        let most = Submission.commentGraphemesMax
        #expect(most == 1_000)
        let longest = String(repeating: character, count: most)
        let kept = try admitted(Forms.submission(comment: " \(longest)\n")).comment
        #expect(kept == Text.normalized(longest))
        #expect(
            throws: SubmissionFault.invalid([
                .commentTooLong(graphemes: most + 1, maximum: most)
            ])
        ) { try admitted(Forms.submission(comment: longest + character)) }
    }

    @Test("A comment of many accents is bounded in bytes, so that an export is an import")
    func commentBytes() throws {
        let letter = "b" + String(repeating: "\u{306}", count: Text.marksMax)
        let count = Submission.commentBytesMax / letter.utf8.count
        let longest = String(repeating: letter, count: count)
        #expect(try admitted(Forms.submission(comment: longest)).comment == longest)
        let maximum = Submission.commentGraphemesMax
        #expect(
            throws: SubmissionFault.invalid([
                .commentTooLong(graphemes: count + 1, maximum: maximum)
            ])
        ) { try admitted(Forms.submission(comment: longest + letter)) }
        #expect(Submission.commentBytesMax <= CSVReader.fieldBytesMax)
    }

    @Test("A comment of nothing is none; a form without a free text takes none")
    func noComment() throws {
        for comment in ["", " \n ", "\u{200B}", "\u{202E} "] {
            #expect(try admitted(Forms.submission(comment: comment)).comment == nil)
        }
        var submission = Forms.submission(comment: "hay")
        submission.form = "short"
        #expect(throws: SubmissionFault.invalid([.unknownItem(item: "comment")])) {
            try admitted(submission)
        }
        submission.comment = " "
        #expect(try admitted(submission).comment == nil)
    }

    @Test("A comment is kept in NFC without characters that turn the line around")
    func commentForm() throws {
        let comment = "Ca\u{301}n bo\u{323}\u{302} \u{202E}to\u{302}\u{301}t"
        #expect(try admitted(Forms.submission(comment: comment)).comment == "Cán bộ tốt")
    }

    private static let codes: [(String, @Sendable (inout Submission, String?) -> Void)] = [
        ("procedure", { $0.procedure = $1 }), ("field", { $0.field = $1 }),
        ("language", { $0.language = $1 }), ("device", { $0.device = $1 }),
    ]

    @Test("Codes are kept trimmed and normalised; empty and too long ones are refused")
    func codes() throws {
        for (name, set) in Self.codes {
            var submission = Forms.submission()
            set(&submission, String(repeating: "x", count: Submission.codeCharactersMax))
            _ = try admitted(submission)
            for value in ["", " ", "\u{200B}", String(repeating: "x", count: 65)] {
                set(&submission, value)
                #expect(throws: SubmissionFault.badValue(name: name, value: value)) {
                    try admitted(submission)
                }
            }
        }
        var submission = Forms.submission()
        submission.procedure = " 1.004\u{200B} "
        submission.field = "xa\u{302}y"
        let kept = try admitted(submission)
        #expect(kept.procedure == "1.004" && kept.field?.unicodeScalars.count == 3)
    }

    @Test("Counts are refused below zero and beyond what a browser can count")
    func numbers() throws {
        var submission = Forms.submission()
        for number in [0, 1 << 53] {
            submission.sequence = number
            submission.elapsedMs = number
            #expect(try admitted(submission).sequence == number)
        }
        for number in [-1, 1 << 53 + 1] {
            submission.elapsedMs = number
            let fault = SubmissionFault.badValue(name: "elapsedMs", value: String(number))
            #expect(throws: fault) { try admitted(submission) }
        }
    }

    @Test("Nobody's id can be stored: neither value has a member for a person")
    func nobody() throws {
        let content: Set = [
            "id", "form", "version", "channel", "procedure", "field", "respondent", "outcome",
            "language", "answeredAt", "comment", "device", "sequence", "elapsedMs", "answers",
            "isPartial",
        ]
        let submission = Forms.submission()
        let sent = Mirror(reflecting: submission).children.compactMap(\.label)
        #expect(Set(sent) == content.union(["place", "unit", "centre"]))
        let response = try admitted(submission)
        let stored = Mirror(reflecting: response).children.compactMap(\.label)
        #expect(Set(stored) == content.union(["posting", "receivedAt"]))
        // `respondent` says for whom somebody came; it holds one of three words.
        #expect(Respondent.allCases.map(\.rawValue) == ["person", "business", "organisation"])
    }
}

@Suite("Repeated responses")
struct AgreementTests {
    private func agree(_ first: Submission, _ second: Submission) throws -> Bool {
        let stored = try Forms.office.admitted(first, at: Forms.now)
        let later = Timestamp(milliseconds: Forms.now.milliseconds + 60_000)
        let repeated = try Forms.office.admitted(second, at: later)
        return stored.agrees(with: repeated, sentBy: second)
    }

    @Test(
        "sent again, an answer whose clock was not believed is the same answer",
        arguments: [
            Forms.now.milliseconds + 3_600_000, Forms.now.milliseconds + 30_000, 0,
            Forms.now.milliseconds - 1,
        ])
    func clocks(milliseconds: Int64) throws {
        var sent = Forms.submission(["overall": ["4"]])
        sent.answeredAt = Timestamp(milliseconds: milliseconds)
        #expect(try agree(sent, sent))
        // As it comes back out of an export.
        var exported = sent
        exported.answeredAt = try Forms.office.admitted(sent, at: Forms.now).answeredAt
        #expect(try agree(sent, exported))
    }

    @Test("What the office sets at intake is no content")
    func stamps() throws {
        let plain = Forms.submission(["overall": ["4"]], comment: "tốt")
        #expect(try agree(plain, plain))
        var stamped = plain
        stamped.answeredAt = Forms.now
        stamped.unit = "so"
        stamped.centre = "xa"
        #expect(try agree(stamped, stamped))
        #expect(try agree(plain, stamped))
        #expect(try agree(stamped, plain))
    }

    @Test("The same text written otherwise agrees")
    func normalised() throws {
        let first = Forms.submission(
            ["overall": ["4"], "staff": []], comment: "to\u{302}\u{301}t ")
        let second = Forms.submission(["overall": ["4"], "high": [""]], comment: "tốt")
        #expect(try agree(first, second))
    }

    private static let changes: [@Sendable (inout Submission) -> Void] = [
        { $0.answers["overall"] = ["5"] }, { $0.answers["overall"] = nil },
        { $0.answers["staff"] = ["dk"] }, { $0.comment = "khác" }, { $0.comment = nil },
        { $0.channel = .kiosk }, { $0.procedure = "1.004" }, { $0.field = "xay-dung" },
        { $0.respondent = .business }, { $0.outcome = .refused }, { $0.language = "en" },
        { $0.device = "K1" }, { $0.sequence = 1 }, { $0.elapsedMs = 1 },
        { $0.isPartial = true },
        { $0.answeredAt = Timestamp(milliseconds: Forms.now.milliseconds - 1) }, { $0.unit = "xa" },
        { $0.centre = "so" },
        { $0.id = ResponseID(high: 1, low: 1) },
    ]

    @Test("Any other content disagrees", arguments: changes.indices)
    func differs(change: Int) throws {
        let first = Forms.submission(["overall": ["4"]], comment: "tốt")
        var second = first
        Self.changes[change](&second)
        #expect(try !agree(first, second))
    }
}
