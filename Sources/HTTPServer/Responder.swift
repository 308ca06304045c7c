/// Answers one request, exactly once, from any thread.
///
/// A handler may answer before it returns, hand the responder on and return, or do so from
/// another thread while it still runs. A request that nobody answers gets 503 after
/// ``HTTPServerConfiguration/answerDeadlineSeconds``. Nothing breaks when the client or the
/// server has gone meanwhile.
public struct Responder: Sendable {
    let exchange: Exchange

    /// Sends a response.
    /// - Parameters:
    ///   - response: what to send
    ///   - wakes: false leaves the response until ``wake()``, so that a thread with many
    ///     answers pays for one wake-up
    /// - Returns: whether this was the first answer; any later one is dropped
    @discardableResult
    public func send(_ response: HTTPResponse, wakes: Bool = true) -> Bool {
        exchange.give(.response(response), wakes: wakes)
    }

    /// Sends a response that was built before.
    /// - Parameters:
    ///   - response: what to send
    ///   - wakes: see ``send(_:wakes:)-(HTTPResponse,_)``
    /// - Returns: whether this was the first answer; any later one is dropped
    @discardableResult
    public func send(_ response: PreparedResponse, wakes: Bool = true) -> Bool {
        exchange.give(.prepared(response), wakes: wakes)
    }

    /// Sends a response that was built before, with its stamp set to these bytes.
    /// - Parameters:
    ///   - response: what to send
    ///   - stamp: as long as its place
    /// - Returns: whether this was the first answer; any later one is dropped
    @discardableResult
    public func send(_ response: StampedResponse, stamp: [UInt8]) -> Bool {
        exchange.give(.stamped(response, stamp), wakes: true)
    }

    /// Wakes the server for every response sent with `wakes: false`, whichever request it
    /// was for; the same as ``HTTPServer/wake()``.
    public func wake() {
        exchange.wake()
    }
}
