import Foundation
import Testing

/// Comments as telephones, old keyboards and attackers send them.
@Suite("Comments in every writing")
struct UnicodeTests {
    /// What is sent, in bytes, and what is kept of it.
    struct Comment: CustomTestStringConvertible {
        let name: String
        let sent: [UInt8]
        /// nil: the post is refused (400) and nothing is stored.
        let kept: String?
        var testDescription: String { name }

        init(_ name: String, _ text: String, kept: String) {
            (self.name, sent, self.kept) = (name, Array(text.utf8), kept)
        }

        init(_ name: String, refused bytes: [UInt8]) {
            (self.name, sent, kept) = (name, bytes, nil)
        }
    }

    static let comments = [
        Comment("NFC", "Tiếng Việt", kept: "Tiếng Việt"),
        Comment("NFD", "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t", kept: "Tiếng Việt"),
        Comment("marks in another order", "Vie\u{302}\u{323}t", kept: "Việt"),
        Comment("full width is kept as typed", "Ｔｏ\u{302}\u{301}t ５", kept: "Ｔｏ\u{302}\u{301}t ５"),
        Comment("a byte order mark", "\u{FEFF}Tốt", kept: "Tốt"),
        Comment("the line turned around", "\u{202E}toT\u{202C} \u{2066}a\u{2069}", kept: "toT a"),
        Comment("zero width", "T\u{200B}ố\u{200D}t\u{2060}", kept: "Tốt"),
        Comment("four bytes", "👍 tốt 👨\u{200D}👩\u{200D}👧", kept: "👍 tốt 👨\u{200D}👩\u{200D}👧"),
        Comment("no composed form", "ê\u{306} ơ\u{306}", kept: "ê\u{306} ơ\u{306}"),
        Comment("control characters", "T\u{7}ố\u{1B}[31mt", kept: "Tố[31mt"),
        // "Tốt" as VISCII and as TCVN3 write it: bytes that are no UTF-8.
        Comment("VISCII", refused: [0x54, 0xAF, 0x74]),
        Comment("TCVN3", refused: [0x54, 0xE8, 0x74]),
        Comment("overlong", refused: [0x61, 0xC0, 0xAF]),
        Comment("overlong NUL", refused: [0x61, 0xC0, 0x80]),
        Comment("a surrogate", refused: [0xED, 0xA0, 0x80]),
        Comment("cut in a character", refused: [0x54, 0xE1, 0xBB]),
        Comment("beyond Unicode", refused: [0xF4, 0x90, 0x80, 0x80]),
        Comment("a lone continuation", refused: [0x80]),
        Comment("NUL", refused: [0x61, 0x00, 0x62]),
    ]

    @Test(
        "by the page: kept in one form, or refused whole where it is no UTF-8",
        arguments: comments)
    func page(comment: Comment) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let encoded = comment.sent.map { "%" + String(format: "%02X", $0) }.joined()
        let answer = Exchange(
            "POST", "/f/Q1", port: server.port,
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: "id=\(SmallOffice.id(1))&version=1&overall=4&comment=\(encoded)")
        #expect(answer?.status == (comment.kept == nil ? 400 : 303))
        try Self.expectKept(comment.kept, in: office)
    }

    @Test("by a batch: the same", arguments: comments)
    func batch(comment: Comment) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        var body = Data(
            """
            [{"id":"\(SmallOffice.id(1))","form":"counter-one-tap","version":1,"place":"Q1",\
            "channel":"kiosk","answeredAt":"2025-06-02T09:00:00+07:00","answers":{"overall":4},\
            "comment":"
            """.utf8)
        // JSON has escapes for what may not stand in it; NUL as itself is no JSON.
        for byte in comment.sent {
            let isControl = byte < 0x20 && comment.kept != nil
            body += isControl ? Data(String(format: "\\u%04x", byte).utf8) : Data([byte])
        }
        body += Data("\"}]".utf8)
        let answer = Exchange(
            posting: body, type: "application/json", to: "/api/v1/responses", port: server.port)
        #expect(answer?.status == (comment.kept == nil ? 400 : 200), "\(answer?.body ?? "")")
        try Self.expectKept(comment.kept, in: office)
    }

    private static func expectKept(_ kept: String?, in office: SmallOffice) throws {
        let lines = try office.export("responses").split(separator: "\n").dropFirst()
        #expect(lines.count == (kept == nil ? 0 : 1))
        guard let kept, let line = lines.first else { return }
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        #expect(fields.count > 11)
        #expect(fields[11].unicodeScalars.elementsEqual(kept.unicodeScalars), "\(line)")
    }

    @Test("one comment sent in both forms under one id is one answer")
    func bothForms() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for comment in ["Tiếng Việt", "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t"] {
            let answer = SmallOffice.answer(1, overall: 4, comment: comment)
            #expect(server.post(answer, to: "/f/Q1")?.status == 303)
        }
        #expect(try office.counts().contains(" 0 in quarantine"))
    }

    @Test(
        "the limit counts what a reader counts, not bytes",
        arguments: ["👨\u{200D}👩\u{200D}👧", "ê\u{306}"])
    func limit(letter: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for (number, count, status) in [(1, 1_000, 303), (2, 1_001, 422)] {
            let answer = SmallOffice.answer(
                number, overall: 4, comment: String(repeating: letter, count: count))
            #expect(server.post(answer, to: "/f/Q1")?.status == status, "\(count)")
        }
    }
}
