import Foundation
import Testing

/// Whichever way an answer comes, no number of a person reaches the disk.
@Suite("Numbers in free words")
struct RedactionDoorTests {
    private static let numbers = [
        "0912345678", "0912.345.678", "001099012345", "a.nguyen@gmail.com",
    ]
    private static let words =
        "Gọi 0912345678 hoặc 0912.345.678, CCCD 001099012345, a.nguyen@gmail.com"
    private static let kept = "Gọi [đã ẩn] hoặc [đã ẩn], CCCD [đã ẩn], [đã ẩn]"

    private static func entry(_ number: Int, overall: Int, comment: String = words) -> String {
        """
        [{"id":"\(SmallOffice.id(number))","form":"counter-one-tap","version":1,"place":"Q1",\
        "channel":"kiosk","answeredAt":"2025-06-02T09:00:00+07:00",\
        "answers":{"overall":\(overall)},"comment":"\(comment)"}]
        """
    }

    private static func batch(_ body: String, _ server: Server) -> String? {
        Exchange(
            "POST", "/api/v1/responses", port: server.port,
            headers: ["Content-Type": "application/json"], body: body)?.body
    }

    private static func expectNone(in office: SmallOffice) throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: office.data) {
            let data = FileManager.default.contents(atPath: office.data + "/" + name) ?? Data()
            for number in numbers {
                #expect(data.range(of: Data(number.utf8)) == nil, "\(name) holds \(number)")
            }
        }
    }

    @Test("by page, by batch, by file and in the quarantine; a retry is still the same answer")
    func doors() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        for _ in 0..<2 {
            let posted = server.post(
                SmallOffice.answer(1, overall: 4, comment: Self.words), to: "/f/Q1")
            #expect(posted?.status == 303)
            let answer = Self.batch(Self.entry(2, overall: 3), server)
            #expect(answer == "{\"acked\":[\"\(SmallOffice.id(2))\"],\"refused\":[]}")
        }
        #expect(try office.counts().contains(" 0 in quarantine"))
        // Other content under both ids goes to the quarantine, without the numbers too.
        _ = server.post(SmallOffice.answer(1, overall: 1, comment: Self.words), to: "/f/Q1")
        let conflict = Self.batch(Self.entry(2, overall: 1), server)
        #expect(conflict?.contains("\"conflict\"") == true)
        #expect(try office.counts().contains(" 2 in quarantine"))
        try Self.expectNone(in: office)
        #expect(server.stop() == 0)
        let line =
            "\(SmallOffice.id(3)),counter-one-tap,1,Q1,kiosk,,,,,vi,2025-06-02T09:00:00+07:00,"
        let table = SmallOffice.responsesHeader + "\n" + line + "\"\(Self.words)\",4\n"
        #expect(try office.load("responses", table).lastLine == "stored 1, already 0, refused 0")
        #expect(try office.load("responses", table).lastLine == "stored 0, already 1, refused 0")
        try Self.expectNone(in: office)
        // What was exported is the same answer here, and comes out the same elsewhere.
        let exported = try office.export("responses")
        #expect(exported.components(separatedBy: Self.kept).count == 4)
        let again = try office.load("responses", exported)
        #expect(again.lastLine == "stored 0, already 3, refused 0", "\(again.messages)")
        let other = try SmallOffice()
        #expect(try other.load("responses", exported).lastLine == "stored 3, already 0, refused 0")
        #expect(try other.export("responses") == exported)
    }

    @Test("the page that refuses shows the words as they were typed, and stores nothing of them")
    func refused() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let fields = [
            ("id", SmallOffice.id(1)), ("version", "1"), ("overall", "9"), ("comment", Self.words),
        ]
        let answer = try #require(server.post(fields, to: "/f/Q1"))
        #expect(answer.status == 422 && answer.body.contains(Self.words))
        try Self.expectNone(in: office)
    }
}
