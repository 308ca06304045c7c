import Synchronization

/// The numbers behind ``HTTPStatistics``: written by the event thread alone, read by any.
///
/// So an addition is a plain load and a plain store, without a locked instruction.
///
/// Safe because every place behind `cells` is atomic and lives as long as this object.
final class Counters: @unchecked Sendable {
    /// What is counted besides statuses, by its place.
    enum Counter: Int, CaseIterable {
        case requests, connectionsAccepted, connectionsOpen, suspended, bodiesBytes
        case connectionsCutByDeadline, connectionsClosedIdle, requestsRefusedByGate
        /// TLS connections that have not sent a request yet.
        case handshakes
        /// Turns of the event loop.
        case turns
        /// Idle connections that gave their memory back.
        case rests
    }

    private static let statuses = 100..<600
    private let cells: UnsafeMutablePointer<Atomic<Int>>
    private static let count = Counter.allCases.count + statuses.count

    init() {
        cells = .allocate(capacity: Self.count)
        for place in 0..<Self.count { (cells + place).initialize(to: Atomic(0)) }
    }

    deinit {
        cells.deinitialize(count: Self.count)
        cells.deallocate()
    }

    /// Adds to a number; the event thread's alone.
    func add(_ amount: Int, to counter: Counter) {
        add(amount, at: counter.rawValue)
    }

    /// Counts a response; the event thread's alone.
    func add(status: Int) {
        add(1, at: Counter.allCases.count + status - Self.statuses.lowerBound)
    }

    subscript(counter: Counter) -> Int {
        cells[counter.rawValue].load(ordering: .relaxed)
    }

    var snapshot: HTTPStatistics {
        var statistics = HTTPStatistics()
        for status in Self.statuses {
            let place = Counter.allCases.count + status - Self.statuses.lowerBound
            let count = cells[place].load(ordering: .relaxed)
            if count > 0 { statistics.responsesByStatus[status] = count }
        }
        statistics.requests = self[.requests]
        statistics.connectionsAccepted = self[.connectionsAccepted]
        statistics.connectionsOpen = self[.connectionsOpen]
        statistics.suspended = self[.suspended]
        statistics.bodiesBytes = self[.bodiesBytes]
        statistics.connectionsCutByDeadline = self[.connectionsCutByDeadline]
        statistics.connectionsClosedIdle = self[.connectionsClosedIdle]
        statistics.requestsRefusedByGate = self[.requestsRefusedByGate]
        return statistics
    }

    private func add(_ amount: Int, at place: Int) {
        let cell = cells + place
        cell.pointee.store(
            cell.pointee.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }
}
