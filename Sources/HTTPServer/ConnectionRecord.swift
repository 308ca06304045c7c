/// What the event thread knows of one connection.
///
/// Lives on the heap from the accept to the close, at a place that C holds; only the event
/// thread touches it.
struct ConnectionRecord {
    /// A pointer to a record, owned by the library's notifications.
    typealias Pointer = UnsafeMutablePointer<ConnectionRecord>

    /// What the connection is at; decides what its deadline means.
    enum Phase {
        /// Nothing whole was received yet.
        case accepted
        /// A response is out and no further request began.
        case idle
        /// The same for so long that its memory was given back.
        case resting
        /// A request line was received, the rest is on its way.
        case receiving
        /// Suspended until somebody answers.
        case waiting
        /// The response is on its way.
        case sending
        /// Past its deadline: the socket is shut down and nothing of it is executed.
        case cut
    }

    let descriptor: Int32
    let peer: NetworkAddress?
    /// Whether the peer is a proxy that is believed.
    let isPeerTrusted: Bool
    var phase = Phase.accepted
    /// Whether TLS is spoken and no request line has come yet.
    var isInHandshake = false
    /// What the connection shows by TLS; its session looks there as long as it lives.
    var identity: TLSContext?
    /// Whether unread bytes may follow, so that closing at once could destroy our answer.
    var lingers = false
    /// The library's memory for the connection's heads, once it was found.
    var memory: ConnectionMemory?
    /// The request under way; the library's request context owns it.
    var exchange: Unmanaged<Exchange>?

    /// When the phase must have ended, in milliseconds of ``DeadlineWheel/milliseconds()``.
    var deadline: Int64 = 0
    /// The tick of the wheel under which the record is filed, 0 when it is not.
    var tick: Int64 = 0
    var next: Pointer?
    var previous: Pointer?

    init(descriptor: Int32, peer: NetworkAddress? = nil, isPeerTrusted: Bool = false) {
        self.descriptor = descriptor
        self.peer = peer
        self.isPeerTrusted = isPeerTrusted
    }
}
