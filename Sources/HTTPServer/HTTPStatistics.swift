/// What a server has done since it was made, and what it holds this moment.
///
/// Each number is exact, but they are read one after the other while the server goes on:
/// two of them may differ by a request under way.
public struct HTTPStatistics: Sendable, Equatable {
    /// How many responses were made, by status code; codes that never occurred are absent.
    ///
    /// What the library answers before any of our code sees it (unreadable lines, heads over
    /// the memory) is not among them.
    public var responsesByStatus: [Int: Int] = [:]
    /// Requests whose first line was received.
    public var requests = 0
    /// Connections that were accepted.
    public var connectionsAccepted = 0
    /// Connections that are open now.
    public var connectionsOpen = 0
    /// Requests that wait for their answer now.
    public var suspended = 0
    /// Bytes of the bodies that are held now.
    public var bodiesBytes = 0
    /// Connections cut because a request, its answer or a handshake took too long.
    public var connectionsCutByDeadline = 0
    /// Connections closed because nothing came for too long between requests.
    public var connectionsClosedIdle = 0
    /// Requests refused by the gate because their head is ambiguous, broken or too long.
    public var requestsRefusedByGate = 0

    /// Nothing done yet.
    public init() {}

    /// How many responses there were of a class.
    /// - Parameter hundreds: 2 for 200…299, and so on
    public func responses(ofClass hundreds: Int) -> Int {
        responsesByStatus.reduce(0) { $0 + ($1.key / 100 == hundreds ? $1.value : 0) }
    }
}
