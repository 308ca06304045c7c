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

    @Test("a server makes the columns at its start, and says so")
    func aheadOfLeaders() throws {
        let office = try Self.prepared.get().copy()
        #expect(!office.hasColumns)
        let server = try Server(data: office.data)
        try server.waits(for: "reading \(Self.answers) answers")
        try server.waits(for: "reports are quick now")
        #expect(office.hasColumns)
        #expect(server.stop() == 0)
        let again = try Server(data: office.data)
        #expect(again.get("/readyz")?.status == 200)
        #expect(again.stop() == 0)
        #expect(try !again.messages().contains("answers, so that"))
    }

    @Test("a server that shall stop does not read to the end first")
    func stopsAtOnce() throws {
        let office = try Self.prepared.get().copy()
        let server = try Server(data: office.data)
        try server.waits(for: "reading \(Self.answers) answers")
        #expect(server.stop() == 0)
        let messages = try server.messages()
        #expect(!messages.contains("reports are quick now"), "\(messages)")
        #expect(!messages.contains("cannot be made"), "\(messages)")
        #expect(!office.hasColumns)
    }
}
