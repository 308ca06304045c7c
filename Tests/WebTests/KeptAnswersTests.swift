import HTTPServer
import Survey
import Testing

@testable import Web

@Suite("Pages that are given again")
struct KeptAnswersTests {
    private static let day = CalendarDay("2026-03-02")!

    private static func response(bytes count: Int = 1, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, contentType: .html,
            body: .shared(SharedBody([UInt8](repeating: 0x61, count: count))))
    }

    /// What is kept under a target, by the length of its body.
    private static func kept(
        _ answers: inout KeptAnswers, _ target: String, on day: CalendarDay = day,
        at version: Int64 = 1
    ) -> Int? {
        answers.answer(to: target, on: day, at: version)?.body.count
    }

    private static func filled(_ count: Int, bytes: Int = 1) -> KeptAnswers {
        var answers = KeptAnswers()
        _ = answers.answer(to: "", on: day, at: 1)
        for number in 0..<count {
            answers.keep(response(bytes: bytes), to: "/\(number)", on: day, at: 1)
        }
        return answers
    }

    @Test("an answer is given again to the same target on the same day in the same state alone")
    func same() throws {
        var answers = Self.filled(2, bytes: 7)
        #expect(Self.kept(&answers, "/0") == 7 && Self.kept(&answers, "/1") == 7)
        #expect(Self.kept(&answers, "/2") == nil)
        #expect(Self.kept(&answers, "/0", on: try #require(CalendarDay("2026-03-03"))) == nil)
        #expect(answers.given == 2)
        #expect(Self.kept(&answers, "/0", at: 2) == nil)
        // What was being made meanwhile is an old one.
        answers.keep(Self.response(), to: "/0", on: Self.day, at: 1)
        #expect(Self.kept(&answers, "/0", at: 2) == nil && Self.kept(&answers, "/0") == nil)
    }

    @Test("one more than may be kept, or a byte more, lets the oldest go")
    func limits() {
        var many = Self.filled(KeptAnswers.countMax + 1)
        #expect(Self.kept(&many, "/0") == nil && Self.kept(&many, "/1") == 1)
        #expect(Self.kept(&many, "/\(KeptAnswers.countMax)") == 1)
        let half = KeptAnswers.bytesMax / 2
        var large = Self.filled(2, bytes: half)
        #expect(Self.kept(&large, "/0") == half)
        large.keep(Self.response(), to: "/x", on: Self.day, at: 1)
        #expect(Self.kept(&large, "/0") == nil && Self.kept(&large, "/1") == half)
        #expect(Self.kept(&large, "/x") == 1)
        // The same once more takes no room.
        for _ in 0..<9 { large.keep(Self.response(bytes: half), to: "/1", on: Self.day, at: 1) }
        #expect(Self.kept(&large, "/x") == 1)
    }

    @Test("what failed, is larger than all that may be kept, or has an endless target is not kept")
    func unkept() {
        var answers = Self.filled(1)
        let longest = "/" + String(repeating: "a", count: KeptAnswers.targetBytesMax - 1)
        answers.keep(Self.response(status: 404), to: "/failed", on: Self.day, at: 1)
        answers.keep(
            Self.response(bytes: KeptAnswers.bytesMax + 1), to: "/large", on: Self.day, at: 1)
        answers.keep(Self.response(), to: longest, on: Self.day, at: 1)
        answers.keep(Self.response(), to: longest + "a", on: Self.day, at: 1)
        #expect(Self.kept(&answers, "/failed") == nil && Self.kept(&answers, "/large") == nil)
        #expect(Self.kept(&answers, longest) == 1 && Self.kept(&answers, longest + "a") == nil)
        #expect(Self.kept(&answers, "/0") == 1)
    }
}
