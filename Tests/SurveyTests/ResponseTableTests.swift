import Survey
import Testing

@Suite("Response table")
struct ResponseTableTests {
    private static let table = ResponseTable(forms: [Forms.counter, Forms.short])

    private func read(_ text: String) throws(TableFault) -> [Submission] {
        try readTable(text, header: Self.table.header) { (row, header) throws(TableFault) in
            try Self.table.decode(row, header: header)
        }
    }

    private static let sound = [
        "id": Forms.id.description, "form": "test", "version": "1", "place": "Q1",
        "channel": "web", "answered_at": "2025-03-31T23:59:59.999+07:00",
    ]

    /// A table of one row: the sound one with some fields changed.
    private func row(_ changes: [String: String]) -> String {
        let fields = Self.table.columns.map { changes[$0] ?? Self.sound[$0] ?? "" }
        return writeTable(Self.table.columns, [fields])
    }

    @Test("The columns are those of the contract, then each item of each form once")
    func columns() {
        #expect(
            Self.table.columns.joined(separator: ",")
                == "id,form,version,place,channel,procedure,field,respondent,outcome,language,"
                + "answered_at,comment,unit,centre,device,sequence,elapsed_ms,partial,"
                + "overall,low,high,staff,again,why")
    }

    @Test("An empty answer is missing, never a score")
    func missing() throws {
        let submission = try #require(try read(row([:])).first)
        #expect(submission.answers == [:])
        let response = try Forms.office.admitted(submission, at: Forms.now)
        #expect(response.answers.filter { $0 == .missing }.count == 4)
        #expect(response.answers.filter { $0 == .notAsked }.count == 3)
        #expect(try read(row(["low": ";", "staff": " "])).first?.answers == ["low": []])
    }

    @Test(
        "A field that will not do is refused with its line, column and what was expected",
        arguments: [
            ("id", "", "a UUID"), ("id", "1", "a UUID"), ("form", " ", "a value"),
            ("version", "", "a positive whole number"),
            ("version", "0", "a positive whole number"),
            ("version", "1.0", "a positive whole number"), ("place", "", "a value"),
            (
                "channel", "",
                "kiosk, tablet, qr-slip, qr-poster, web, message, paper, phone"
            ),
            (
                "channel", "Web",
                "kiosk, tablet, qr-slip, qr-poster, web, message, paper, phone"
            ),
            ("respondent", "citizen", "person, business, organisation"),
            ("outcome", "done", "returned, supplement, refused"),
            ("answered_at", "", "RFC 3339, as 2025-03-31T14:05:00+07:00"),
            ("answered_at", "31/03/2025 14:05", "RFC 3339, as 2025-03-31T14:05:00+07:00"),
            ("answered_at", "2025-03-31T14:05:00", "RFC 3339, as 2025-03-31T14:05:00+07:00"),
            ("sequence", "x", "a whole number"), ("elapsed_ms", "1.5", "a whole number"),
            ("partial", "yes", "true, false or nothing"),
        ])
    func refuses(column: String, value: String, expected: String) {
        let trimmed = value == " " ? "" : value
        let problem = TableFault.Problem.badValue(
            column: column, value: trimmed, expected: expected)
        #expect(throws: TableFault(line: 2, problem: problem)) { try read(row([column: value])) }
    }

    @Test("Optional columns and items may be absent, an unknown one is refused")
    func header() throws {
        let required = ResponseTable.required
        let fields = required.map { Self.sound[$0] ?? "" }
        let least = try read(writeTable(required, [fields]))
        #expect(least.first?.unit == nil && least.first?.answers == [:])
        let some = try read(writeTable(["staff"] + required, [["dk"] + fields]))
        #expect(some.first?.answers == ["staff": ["dk"]])
        #expect(throws: TableFault(line: 1, problem: .unknownColumn("rater"))) {
            try read(writeTable(required + ["rater"], []))
        }
        #expect(throws: TableFault(line: 1, problem: .unknownColumn("comments"))) {
            try read(writeTable(required + ["comments"], []))
        }
    }

    private func random(_ random: inout SeededGenerator) throws -> Response {
        let score = String(Int.random(in: 1...5, using: &random))
        let reasons = random.pick([["c0"], ["c2", "c1"], []])
        var answers: GivenAnswers = ["staff": [random.pick(["dk", "na", "3", ""])]]
        if Bool.random(using: &random) {
            answers["overall"] = [score]
            answers[score < "4" ? "low" : "high"] = reasons
        }
        if Bool.random(using: &random) { (answers["again"], answers["why"]) = (["no"], ["c3"]) }
        let comment = random.awkwardText(upTo: 20)
        var submission = Forms.submission(answers, comment: comment)
        submission.id = ResponseID(high: random.next(), low: random.next())
        submission.channel = random.pick(Channel.allCases)
        submission.respondent = random.pick([nil] + Respondent.allCases)
        submission.outcome = random.pick([nil] + Outcome.allCases)
        submission.procedure = random.pick([nil, "1.004", " a, \"b\" "])
        submission.field = random.pick([nil, "xay-dung"])
        submission.language = random.pick([nil, "vi"])
        submission.device = random.pick([nil, "K-1"])
        submission.unit = random.pick([nil, "tinh"])
        submission.sequence = random.pick([nil, 0, 1 << 53])
        submission.elapsedMs = random.pick([nil, 1_234])
        submission.isPartial = random.pick([false, true])
        submission.answeredAt = random.pick([
            nil, Timestamp(milliseconds: Int64.random(in: 0...4_000_000_000_000, using: &random)),
        ])
        return try Forms.office.admitted(submission, at: Forms.now)
    }

    @Test("An export is an import: responses come back equal", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let offset = try #require(DayOffset(generator.pick(["+07:00", "Z", "-03:30"])))
        let stored = try (0..<20).map { _ in try random(&generator) }
        let text = writeTable(
            Self.table.columns,
            stored.map { Self.table.encode($0, form: Forms.counter, offset: offset) })
        let submissions = try read(text)
        #expect(submissions.count == stored.count)
        for (submission, before) in zip(submissions, stored) {
            let after = try Forms.office.admitted(submission, at: Forms.now)
            #expect(after == before)
            #expect(after.agrees(with: before, sentBy: submission))
        }
    }

    @Test("Forms may share a file: columns that a form lacks stay empty")
    func severalForms() throws {
        var submission = Forms.submission(["overall": ["5"]])
        submission.form = "short"
        let response = try Forms.office.admitted(submission, at: Forms.now)
        let fields = Self.table.encode(response, form: Forms.short, offset: .vietNam)
        #expect(fields.suffix(6) == ["5", "", "", "", "", ""])
        let again = try #require(try read(writeTable(Self.table.columns, [fields])).first)
        #expect(try Forms.office.admitted(again, at: Forms.now) == response)
    }
}
