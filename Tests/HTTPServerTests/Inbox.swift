import Dispatch

@testable import HTTPServer

/// Responders that handlers leave for the test to answer.
final class Inbox: Sendable {
    struct Empty: Error {}

    private let responders = Monitor<[Responder]>([])
    private let arrivals = DispatchSemaphore(value: 0)

    /// Leaves a responder; called by a handler.
    func put(_ responder: Responder) {
        responders.withLock { $0.append(responder) }
        arrivals.signal()
    }

    /// Waits for the next responder, oldest first; gives up after ten seconds.
    func take() throws -> Responder {
        guard arrivals.wait(timeout: .now() + .seconds(10)) == .success else { throw Empty() }
        return responders.withLock { $0.removeFirst() }
    }
}
