import Foundation
import Testing

@Suite("Limits and health")
struct LimitTests {
    @Test("a place has its share of each second, and the place beside it has its own")
    func perPlace() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--answers-per-second", "2"])
        // Twelve at once touch two seconds, or three at the very worst: six of them may pass.
        let statuses = try (1...12).map { number in
            try #require(server.post(SmallOffice.answer(number, overall: 5), to: "/f/Q1")).status
        }
        #expect(Set(statuses) == [303, 429])
        #expect(statuses.filter { $0 == 303 }.count <= 6)
        #expect(server.post(SmallOffice.answer(13, overall: 5), to: "/f/Q2")?.status == 303)
        let stored = statuses.filter { $0 == 303 }.count + 1
        #expect(try office.exportedLines().count == stored)
    }

    @Test("0 is no limit")
    func unlimited() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, ["--answers-per-second", "0"])
        for number in 1...12 {
            let sent = server.post(SmallOffice.answer(number, overall: 5), to: "/f/Q1")
            #expect(sent?.status == 303)
        }
    }

    @Test("says that it lives and that it can store", arguments: ["/healthz", "/readyz"])
    func health(path: String) throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        #expect(server.get(path)?.status == 200)
    }
}
