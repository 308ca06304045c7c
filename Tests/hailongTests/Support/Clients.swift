import Foundation
import Synchronization
import Testing

/// Citizens at their telephones: threads that send answers to one server, and what they were told.
///
/// Every fault test compares this with what is stored afterwards.
final class Clients: Sendable {
    /// What their server is started with: all of them stand at one place, which has its limit.
    static let options = ["--answers-per-second", "0"]

    /// What the clients were told, each answer under its number.
    struct Told: Sendable {
        /// The last number that anybody sent.
        var last: Int
        var acknowledged: Set<Int> = []
        /// Told to come again (503 with Retry-After), and not acknowledged since.
        var refused: Set<Int> = []
        /// Their connection ended without an answer.
        var unanswered: Set<Int> = []
        var refusals = 0
        /// Anything that should never be said: other statuses, a 503 without Retry-After.
        var odd: [String] = []
    }

    private struct State {
        var told: Told
        var isEnding = false
    }

    private let state: Mutex<State>
    private let changed = NSCondition()
    private let group = DispatchGroup()
    private let port: UInt16
    private let event: @Sendable (Told) -> Void

    /// Begins at once; numbers run from `first + 1`. A client ends when its server is gone.
    ///
    /// - Parameters:
    ///   - count: threads
    ///   - event: after an answer was begun or its client heard; inside a lock, so be short
    init(
        _ server: Server, count: Int, from first: Int,
        event: @escaping @Sendable (Told) -> Void = { _ in }
    ) {
        port = server.port
        state = Mutex(State(told: Told(last: first)))
        self.event = event
        for _ in 0..<count {
            group.enter()
            // Threads of their own: a pool of two cores would post two at a time.
            Thread.detachNewThread { [self] in
                defer { group.leave() }
                while let number = begin(), send(number) {}
            }
        }
    }

    var told: Told { state.withLock { $0.told } }

    /// Returns when the clients were told what is asked for, or false after a time in which a
    /// server that works would have said it long ago.
    func wait(seconds: Double = 60, until isEnough: (Told) -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        changed.lock()
        defer { changed.unlock() }
        while !isEnough(told) {
            guard changed.wait(until: end) else { return isEnough(told) }
        }
        return true
    }

    /// Lets what is under way come to its end and says all that was told.
    @discardableResult
    func finish() -> Told {
        state.withLock { $0.isEnding = true }
        group.wait()
        return told
    }

    /// Waits until the server is gone for every client.
    func outlive() -> Told {
        group.wait()
        return told
    }

    /// The answer of a number: 1…5, so that half an answer or another's is seen.
    static func overall(_ number: Int) -> Int { number % 5 + 1 }

    private func begin() -> Int? {
        state.withLock { state in
            guard !state.isEnding else { return nil }
            state.told.last += 1
            event(state.told)
            return state.told.last
        }
    }

    /// Sends one answer until it is acknowledged, as a page or a kiosk does.
    ///
    /// - Returns: false where the server is gone
    private func send(_ number: Int) -> Bool {
        let answer = SmallOffice.answer(number, overall: Self.overall(number))
        while true {
            let exchange = Exchange.post(answer, to: "/f/Q1", port: port)
            let isEnding = state.withLock { state in
                Self.note(number, exchange, in: &state.told)
                event(state.told)
                return state.isEnding
            }
            changed.lock()
            changed.broadcast()
            changed.unlock()
            guard let exchange else { return false }
            guard exchange.status == 503, !isEnding else { return true }
            // A client that is told to come again does not come at once.
            usleep(20_000)
        }
    }

    private static func note(_ number: Int, _ exchange: Exchange?, in told: inout Told) {
        told.refused.remove(number)
        switch exchange?.status {
        case nil: told.unanswered.insert(number)
        case 303?: told.acknowledged.insert(number)
        case 503?:
            told.refusals += 1
            told.refused.insert(number)
            if exchange?.headers["retry-after"] == nil { told.odd.append("503, no Retry-After") }
        case let other?: told.odd.append("\(number): \(other)")
        }
    }
}

extension SmallOffice {
    /// Each acknowledged answer once and whole, none twice, none that nobody sent.
    ///
    /// - Parameters:
    ///   - open: answers whose clients heard nothing or a refusal: they may be there or not
    ///   - verifies: whether `hailong verify` is asked too
    func expectStored(
        _ acknowledged: Set<Int>, open: Set<Int>, verifies: Bool = true, _ round: String = ""
    ) throws {
        let lines = try exportedLines()
        let stored = Dictionary(grouping: lines, by: \.id)
        #expect(stored.count == lines.count, "\(round): an answer is stored twice")
        let lost = acknowledged.filter { stored[Self.id($0)] == nil }
        #expect(lost.isEmpty, "\(round): lost \(lost.count), such as \(lost.min() ?? 0)")
        for number in acknowledged.union(open) {
            guard let line = stored[Self.id(number)]?.first?.line else { continue }
            #expect(line.contains(",,,,\(Clients.overall(number)),"), "\(round): \(line)")
        }
        let known = Set(acknowledged.union(open).map(Self.id))
        let strange = stored.keys.filter { !known.contains($0) }
        #expect(strange.isEmpty, "\(round): nobody sent \(strange.first ?? "")")
        guard verifies else { return }
        let verified = try Program.run(["verify", "--data", data])
        #expect(verified.status == 0, "\(round): \(verified.messages)")
        #expect(verified.lastLine == "intact", "\(round)")
    }
}
