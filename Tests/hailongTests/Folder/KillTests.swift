import Foundation
import Synchronization
import Testing

/// The promise behind every thank-you page: what was acknowledged is stored, once, whatever happens
/// to the process.
@Suite("A server that dies under load")
struct KillTests {
    static let rounds = 20
    static let threads = 8

    /// What clients were told.
    final class Log: Sendable {
        struct Told: Sendable {
            var begun = 0
            var acknowledged: Set<Int> = []
            var unanswered: Set<Int> = []
            var otherStatuses: [Int] = []
        }

        let told = Mutex(Told())

        func begin() -> Int {
            told.withLock { told in
                told.begun += 1
                return told.begun
            }
        }

        /// - Returns: how many were acknowledged up to now
        func note(_ number: Int, _ status: Int?) -> Int {
            told.withLock { told in
                switch status {
                case 303?: told.acknowledged.insert(number)
                case let other?: told.otherStatuses.append(other)
                case nil: told.unanswered.insert(number)
                }
                return told.acknowledged.count
            }
        }
    }

    /// Posts from several threads until the server is gone.
    ///
    /// - Parameters:
    ///   - begun: after so many begun posts, or
    ///   - acknowledged: after so many acknowledged, whichever is first, the signal is sent
    static func load(
        _ server: Server, from first: Int, signal: Int32, begun: Int, acknowledged: Int
    ) -> Log.Told {
        let log = Log()
        let (port, process) = (server.port, server.process.id)
        let group = DispatchGroup()
        for _ in 0..<threads {
            group.enter()
            // Threads of their own: a pool of two cores would post two at a time.
            Thread.detachNewThread {
                defer { group.leave() }
                while true {
                    let place = log.begin()
                    if place == begun { kill(process, signal) }
                    let number = first + place
                    let answer = SmallOffice.answer(number, overall: number % 5 + 1)
                    let status = Exchange.post(answer, to: "/f/Q1", port: port)?.status
                    if log.note(number, status) == acknowledged { kill(process, signal) }
                    guard status != nil else { return }
                }
            }
        }
        group.wait()
        return log.told.withLock { $0 }
    }

    /// Each acknowledged answer once and whole, none twice, none that nobody sent.
    static func check(
        _ office: SmallOffice, acknowledged: Set<Int>, sentUpTo last: Int, round: Int
    ) throws {
        let lines = try office.exportedLines()
        let stored = Dictionary(grouping: lines, by: \.id)
        #expect(stored.count == lines.count, "round \(round): an answer is stored twice")
        let lost = acknowledged.filter { stored[SmallOffice.id($0)] == nil }
        #expect(lost.isEmpty, "round \(round): lost \(lost.count)")
        for number in acknowledged {
            let line = stored[SmallOffice.id(number)]?.first?.line ?? ""
            #expect(line.contains(",,,,\(number % 5 + 1),"), "round \(round): \(line)")
        }
        let known = Set((1...last).map(SmallOffice.id))
        #expect(known.isSuperset(of: stored.keys), "round \(round)")
        let verified = try Program.run(["verify", "--data", office.data])
        #expect(verified.status == 0, "round \(round): \(verified.messages)")
        #expect(verified.lastLine == "intact", "round \(round)")
    }

    @Test("kill -9 at a random moment, 20 times: nothing acknowledged is lost or doubled")
    func killed() throws {
        let office = try SmallOffice()
        var random = ManyResponses.Random(state: 42)
        var acknowledged: Set<Int> = []
        var unanswered: Set<Int> = []
        var last = 0
        for round in 1...Self.rounds {
            let server = try Server(data: office.data)
            // A client that heard nothing sends the same again: stored before or not, it is now.
            for number in unanswered {
                let answer = SmallOffice.answer(number, overall: number % 5 + 1)
                #expect(server.post(answer, to: "/f/Q1")?.status == 303)
                acknowledged.insert(number)
            }
            let moment = Int.random(in: 1...120, using: &random)
            let isBetween = Bool.random(using: &random)
            let told = Self.load(
                server, from: last, signal: SIGKILL, begun: isBetween ? moment : .max,
                acknowledged: isBetween ? .max : moment)
            #expect(server.process.wait() == -SIGKILL)
            #expect(told.otherStatuses.isEmpty, "round \(round): \(told.otherStatuses)")
            acknowledged.formUnion(told.acknowledged)
            unanswered = told.unanswered
            last += told.begun
            try Self.check(office, acknowledged: acknowledged, sentUpTo: last, round: round)
        }
        #expect(acknowledged.count > Self.rounds)
    }

    @Test("SIGTERM under load: answers under way are stored, the journal is emptied, exit 0")
    func stopped() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        let told = Self.load(
            server, from: 0, signal: SIGTERM, begun: .max, acknowledged: 100)
        #expect(server.process.wait() == 0)
        #expect(told.acknowledged.count >= 100)
        // While it stops it may turn a client away, but it never breaks.
        #expect(told.otherStatuses.allSatisfy { $0 == 503 })
        let journal = office.data + "/hailong.db-wal"
        let size = try? FileManager.default.attributesOfItem(atPath: journal)[.size] as? Int
        #expect((size ?? 0) == 0)
        try Self.check(
            office, acknowledged: told.acknowledged, sentUpTo: told.begun, round: 0)
    }

    @Test("SIGINT ends it as SIGTERM does")
    func interrupted() throws {
        let office = try SmallOffice()
        let server = try Server(data: office.data)
        #expect(server.post(SmallOffice.answer(1, overall: 5), to: "/f/Q1")?.status == 303)
        server.process.signal(SIGINT)
        #expect(server.process.wait() == 0)
        #expect(try office.exportedLines().map(\.id) == [SmallOffice.id(1)])
    }
}
