import Foundation
import Testing

/// After an import no columns are there, and the first report must read every answer: the server
/// does that before a leader asks.
@Suite("Answers read ahead")
struct ReadAheadTests {
    private static let answers = 50_000

    private static let prepared = Result { () throws -> SmallOffice in
        let office = try SmallOffice()
        let lines = (1...answers).map { SmallOffice.line($0, overall: $0 % 5 == 0 ? "2" : "5") }
        let result = try office.load("responses", SmallOffice.responses(lines))
        #expect(result.status == 0, "\(result.messages)")
        return office
    }

    private static func office() throws -> SmallOffice {
        let office = try SmallOffice(importing: false)
        try FileManager.default.copyItem(atPath: prepared.get().data, toPath: office.data)
        return office
    }

    private static func hasColumns(_ office: SmallOffice) -> Bool {
        FileManager.default.fileExists(atPath: office.data + "/columns/manifest")
    }

    @Test("a server makes the columns at its start, and says so")
    func aheadOfLeaders() throws {
        let office = try Self.office()
        #expect(!Self.hasColumns(office))
        let server = try Server(data: office.data)
        try server.waits(for: "reading \(Self.answers) answers")
        try server.waits(for: "reports are quick now")
        #expect(Self.hasColumns(office))
        #expect(server.stop() == 0)
        let again = try Server(data: office.data)
        #expect(again.get("/readyz")?.status == 200)
        #expect(again.stop() == 0)
        #expect(try !again.messages().contains("answers, so that"))
    }

    @Test("a server that shall stop does not read to the end first")
    func stopsAtOnce() throws {
        let office = try Self.office()
        let server = try Server(data: office.data)
        try server.waits(for: "reading \(Self.answers) answers")
        #expect(server.stop() == 0)
        let messages = try server.messages()
        #expect(!messages.contains("reports are quick now"), "\(messages)")
        #expect(!messages.contains("cannot be made"), "\(messages)")
        #expect(!Self.hasColumns(office))
    }
}
