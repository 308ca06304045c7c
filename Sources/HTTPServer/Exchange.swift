import Synchronization

/// One request and its answer.
///
/// Safe because all but `answer` is touched by the event thread alone, and `answer` is
/// behind its lock. `record` and `connection` are only followed by the event thread, while
/// the library still knows the request.
final class Exchange: @unchecked Sendable {
    /// How far the request has come.
    enum Stage {
        /// The request line is there.
        case line
        /// The headers passed and a route was found; a body may follow.
        case body(Route)
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
    }

    /// Who waits for whom.
    private enum Answer {
        /// The handler has not returned; nobody must be woken.
        case open
        /// The connection is suspended until an answer comes.
        case awaited
        case given(Reply)
        /// The event thread has taken the answer or no longer wants one.
        case closed
    }

    let record: ConnectionRecord.Pointer
    let connection: OpaquePointer
    /// The request line until the gate takes it, then the complete head.
    var head: RequestHead?
    var body: [UInt8] = []
    var bodyBytesMax = 0
    var stage = Stage.line

    private let outbox: Outbox
    private let answer = Mutex(Answer.open)

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
        let (isTaken, isAwaited) = answer.withLock { answer in
            switch answer {
            case .open:
                answer = .given(reply)
                return (true, false)
            case .awaited:
                answer = .given(reply)
                return (true, true)
            case .given, .closed:
                return (false, false)
            }
        }
        if isAwaited { outbox.add(self, wakes: wakes) }
        return isTaken
    }

    /// Wakes the event thread for answers given without doing so. Any thread.
    func wake() {
        outbox.wake()
    }

    /// Takes the answer if it is there; otherwise it is awaited from now on. An answer that
    /// another thread gives in between comes through the outbox, which the event thread
    /// reads only after it has suspended the connection.
    func takeOrAwait() -> Reply? {
        answer.withLock { answer in
            switch answer {
            case .given(let reply):
                answer = .closed
                return reply
            case .open, .awaited:
                answer = .awaited
                return nil
            case .closed:
                return nil
            }
        }
    }

    /// Refuses any answer from now on.
    /// - Returns: whether none had been given
    func closeUnanswered() -> Bool {
        answer.withLock { answer in
            guard case .given = answer else {
                answer = .closed
                return true
            }
            return false
        }
    }
}
