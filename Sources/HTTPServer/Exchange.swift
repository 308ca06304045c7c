import Synchronization

/// One request and its answer.
///
/// Safe because the event thread alone touches what changes, but for `reply`, which passes
/// from one thread to the other by way of `answer`. `record` and `connection` are only
/// followed by the event thread, while the library still knows the request.
final class Exchange: @unchecked Sendable {
    /// How far the request has come.
    enum Stage {
        /// The request line is there.
        case line
        /// The headers passed and a route was found, by its place; a body may follow.
        case body(route: Int)
        /// To be refused as soon as the request is complete.
        case refused(HTTPResponse)
        /// The handler ran.
        case handled
        /// A response is queued.
        case answered
    }

    /// What is sent.
    enum Reply {
        case response(HTTPResponse)
        case prepared(PreparedResponse)
        case stamped(StampedResponse, [UInt8])
    }

    /// Who waits for whom.
    private enum Answer {
        /// The handler has not returned; nobody must be woken.
        static let open: UInt8 = 0
        /// The connection is suspended until an answer comes.
        static let awaited: UInt8 = 1
        /// The answer lies in `reply`.
        static let given: UInt8 = 2
    }

    /// How a request waits for an answer that its handler did not give at once.
    enum Waiting {
        /// It does not.
        case no
        /// The library asks for it in each turn, until this moment: cheaper than taking its socket
        /// out of the library's epoll set and in again, where the answer comes soon.
        case held(until: Int64)
        /// The library does not look at its connection.
        case suspended
    }

    let record: ConnectionRecord.Pointer
    let connection: OpaquePointer
    /// The request line, and once the gate has passed it the complete head.
    var head: RequestHead
    var isPastGate = false
    var body: [UInt8] = []
    var bodyBytesMax = 0
    var stage = Stage.line
    var waiting = Waiting.no
    /// The copy being sent; given back when the request is over.
    var copy: StampedCopy?

    private let outbox: Outbox
    /// Whether somebody has the right to answer; the first one gets it.
    private let isClaimed = Atomic(false)
    private let answer = Atomic(Answer.open)
    /// Written by whoever claimed it before `answer` becomes given, read by the event thread after.
    private var reply: Reply?

    init(
        _ record: ConnectionRecord.Pointer, _ connection: OpaquePointer, head: RequestHead,
        outbox: Outbox
    ) {
        self.record = record
        self.connection = connection
        self.head = head
        self.outbox = outbox
    }

    /// Gives the answer; the first one counts. Any thread.
    /// - Returns: whether this one was taken
    func give(_ reply: Reply, wakes: Bool) -> Bool {
        guard claim() else { return false }
        self.reply = reply
        let former = answer.exchange(Answer.given, ordering: .acquiringAndReleasing)
        if former == Answer.awaited { outbox.add(self, wakes: wakes) }
        return true
    }

    /// Wakes the event thread for answers given without doing so. Any thread.
    func wake() {
        outbox.wake()
    }

    /// Takes the answer if it is there; otherwise it is awaited from now on. An answer that
    /// another thread gives in between comes through the outbox, which the event thread
    /// reads only after it has suspended the connection.
    func takeOrAwait() -> Reply? {
        let (mustWait, _) = answer.compareExchange(
            expected: Answer.open, desired: Answer.awaited, ordering: .acquiringAndReleasing)
        return mustWait ? nil : reply.take()
    }

    /// Claims the right to answer, which nobody gets after.
    /// - Returns: false when an answer was given, or is this moment, and will come
    func claim() -> Bool {
        !isClaimed.exchange(true, ordering: .relaxed)
    }
}
