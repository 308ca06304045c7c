import Foundation
import Testing

/// The promise behind every thank-you page: what was acknowledged is stored, once, whatever happens
/// to the process.
@Suite("A server that dies under load")
struct KillTests {
    /// Few in every run; many where the long forms run, and then at moments of the clock.
    private static let clients = FaultTools.isLong ? 50 : 8
    private static let readySecondsMax = 2.0
    private static let roundsPerOffice = 5

    /// Kills the server in the middle of the load.
    private static func load(
        _ server: Server, from first: Int, _ random: inout ManyResponses.Random
    ) -> Clients.Told {
        let process = server.process.id
        if FaultTools.isLong {
            let clients = Clients(server, count: Self.clients, from: first)
            usleep(UInt32.random(in: 0...1_000_000, using: &random))
            Foundation.kill(process, SIGKILL)
            return clients.outlive()
        }
        // Between a request's beginning and its answer, or right after an answer.
        let moment = Int.random(in: 1...120, using: &random)
        let isBetween = Bool.random(using: &random)
        let clients = Clients(server, count: Self.clients, from: first) { told in
            let reached = isBetween ? told.last - first : told.acknowledged.count
            if reached >= moment { Foundation.kill(process, SIGKILL) }
        }
        return clients.outlive()
    }

    /// What many kills found together.
    private struct Found {
        var acknowledged = 0
        var slowest = 0.0
    }

    /// Kills one office's server some times.
    private static func kill(rounds: ClosedRange<Int>, _ found: inout Found) throws {
        let office = try SmallOffice()
        var random = ManyResponses.Random(state: UInt64(rounds.lowerBound))
        var acknowledged: Set<Int> = []
        var unanswered: Set<Int> = []
        var last = 0
        for round in rounds {
            let start = ContinuousClock.now
            let server = try Server(data: office.data, Clients.options)
            #expect(server.get("/readyz")?.status == 200, "round \(round)")
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            found.slowest = max(found.slowest, seconds)
            // A client that heard nothing sends the same again: stored before or not, it is now.
            for number in unanswered {
                let answer = SmallOffice.answer(number, overall: Clients.overall(number))
                #expect(server.post(answer, to: "/f/Q1")?.status == 303)
                acknowledged.insert(number)
            }
            let told = load(server, from: last, &random)
            #expect(server.process.wait() == -SIGKILL)
            #expect(told.odd.isEmpty && told.refused.isEmpty, "round \(round): \(told.odd)")
            acknowledged.formUnion(told.acknowledged)
            unanswered = told.unanswered
            last = told.last
            try office.expectStored(
                acknowledged, open: unanswered, verifies: round == rounds.upperBound,
                "round \(round)")
        }
        found.acknowledged += acknowledged.count
    }

    @Test("kill -9 at a random moment, many times: nothing acknowledged is lost or doubled")
    func killed() throws {
        var found = Found()
        var round = 1
        // A new office now and then: to compare all of it after each kill would grow with each.
        while round <= FaultTools.kills {
            let last = min(round + Self.roundsPerOffice - 1, FaultTools.kills)
            try Self.kill(rounds: round...last, &found)
            if FaultTools.isLong {
                print(
                    "\(last) kills, \(found.acknowledged) acknowledged, slowest start",
                    "\(found.slowest) s")
            }
            round = last + 1
        }
        #expect(found.acknowledged > FaultTools.kills)
        // A start reads the journal; in a short run other tests hold the machine meanwhile.
        if FaultTools.isLong { #expect(found.slowest <= Self.readySecondsMax) }
    }

    @Test("SIGTERM under load: answers under way are stored, the journal is emptied, exit 0")
    func stopped() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        let process = server.process.id
        let clients = Clients(server, count: Self.clients, from: 0) { told in
            if told.acknowledged.count == 100 { Foundation.kill(process, SIGTERM) }
        }
        let told = clients.outlive()
        #expect(server.process.wait() == 0)
        #expect(told.acknowledged.count >= 100)
        // While it stops it may turn a client away, but it never breaks.
        #expect(told.odd.isEmpty)
        let journal = office.data + "/hailong.db-wal"
        let size = try? FileManager.default.attributesOfItem(atPath: journal)[.size] as? Int
        #expect((size ?? 0) == 0)
        try office.expectStored(
            told.acknowledged, open: told.unanswered.union(told.refused), "stopped")
    }

    @Test("SIGINT ends it as SIGTERM does")
    func interrupted() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data, Clients.options)
        #expect(server.post(SmallOffice.answer(1, overall: 5), to: "/f/Q1")?.status == 303)
        server.process.signal(SIGINT)
        #expect(server.process.wait() == 0)
        #expect(try office.exportedLines().map(\.id) == [SmallOffice.id(1)])
    }
}
