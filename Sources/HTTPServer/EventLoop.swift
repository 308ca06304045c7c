import CMicrohttpd
import Glibc

/// The server's one event thread: polls, runs the library, keeps deadlines, passes requests
/// to handlers and answers back.
///
/// The library's own epoll thread stalls when exactly a multiple of 128 connections are
/// ready, because it waits again after a full batch; this loop asks for the time-out anew
/// each turn. Every call into the library is made here.
final class EventLoop {
    /// Longest wait of a turn, a safety net under every wake-up.
    private static let waitMillisecondsMax: Int64 = 1_000

    /// Turns that the library may have at once although they bring nothing: enough for the pieces
    /// of a large head, and for half a megabyte of a response by TLS.
    private static let fruitlessTurnsMax = 32
    /// The longest that a turn is put off which brings nothing, in milliseconds.
    private static let stuckMillisecondsMax: Int64 = 25

    /// When an idle connection gives its memory back.
    static let restAfterSeconds = 1.0

    let configuration: HTTPServerConfiguration
    /// All headers for clients who came by TLS.
    let secureHeaders: [HTTPHeader]
    let router: Router
    let outbox: Outbox
    /// Tells prepared responses whose headers they carry.
    let number: UInt64
    let isListenerLoopback: Bool
    /// What new connections show; nil serves plain HTTP.
    let shown: TLSShown?
    let counters: Counters
    let wheel: DeadlineWheel

    /// The time of this turn.
    var now: Int64
    var lingering = LingeringSockets()
    /// Whether a stop was asked for: what is under way is finished, nothing else begun.
    var isStopping = false
    /// Whether even what is under way is given up.
    private(set) var isOver = false
    private var stopDeadline = Int64.max
    private var polled: [pollfd] = []
    /// What connections showed that have closed in this turn.
    var retired: [TLSContext] = []
    /// Whether this turn brought a piece of a body or an answer to send, after which the library
    /// may go on in the next one.
    var hasNews = false
    /// Requests that wait without being suspended.
    var held = 0
    /// Turns that the library wanted at once and that brought nothing, since it last did not.
    private var fruitlessTurns = 0
    /// What the last of them took.
    private var fruitlessMicroseconds: Int64 = 0

    init(
        configuration: HTTPServerConfiguration, router: Router, outbox: Outbox, number: UInt64,
        counters: Counters, shown: TLSShown?
    ) {
        self.configuration = configuration
        secureHeaders = configuration.responseHeaders + configuration.secureResponseHeaders
        self.router = router
        self.outbox = outbox
        self.number = number
        self.counters = counters
        self.shown = shown
        isListenerLoopback = configuration.address.isLoopback
        now = DeadlineWheel.milliseconds()
        wheel = DeadlineWheel(now: now)
    }

    /// Serves until a stop is asked for and done.
    func run(_ daemon: consuming Daemon, _ listener: consuming Listener) {
        while counters[.connectionsOpen] > 0 || !isStopping {
            let isReadable = wait(daemon)
            now = DeadlineWheel.milliseconds()
            counters.add(1, to: .turns)
            let left = outbox.take(isReadable: isReadable)
            for exchange in left.exchanges { endWaiting(exchange) }
            if let grace = left.graceMilliseconds, !isStopping {
                beginStop(daemon, listener, graceMilliseconds: grace)
            }
            while let record = wheel.popExpired(now: now) { expire(record) }
            if !lingering.isEmpty { lingering.sweep(now: now) }
            runCounting(daemon)
            configuration.afterTurn()
            retired.removeAll(keepingCapacity: true)
            if now >= stopDeadline { break }
        }
        finish(daemon)
    }

    /// Runs the library and sees whether that brought anything.
    private func runCounting(_ daemon: borrowing Daemon) {
        let isStuck = stuckMilliseconds > 0
        let began = isStuck ? DeadlineWheel.microseconds() : 0
        hasNews = false
        daemon.run()
        if hasNews {
            // Not forgotten, or every request would be paid for with as many turns again.
            fruitlessTurns = min(fruitlessTurns, Self.fruitlessTurnsMax - 2)
        } else if held == 0 {
            fruitlessTurns += 1
            if isStuck { fruitlessMicroseconds = DeadlineWheel.microseconds() - began }
        }
    }

    /// Polls until something is ready or due.
    /// - Returns: whether the outbox's descriptor is readable
    private func wait(_ daemon: borrowing Daemon) -> Bool {
        var timeout = Self.waitMillisecondsMax
        let most = daemon.timeoutMilliseconds()
        if most != 0 { fruitlessTurns = 0 }
        if let most {
            let least = max(handshakeMilliseconds, stuckMilliseconds, heldMilliseconds)
            if most == 0, least == 0 { return false }
            timeout = min(timeout, max(most, least))
        }
        timeout = wheel.waitMilliseconds(now: now, most: timeout)
        if isStopping { timeout = min(timeout, max(0, stopDeadline - now)) }
        polled.removeAll(keepingCapacity: true)
        polled.append(pollfd(fd: daemon.epoll, events: Int16(POLLIN), revents: 0))
        polled.append(pollfd(fd: outbox.descriptor, events: Int16(POLLIN), revents: 0))
        lingering.append(to: &polled)
        poll(&polled, nfds_t(polled.count), Int32(timeout))
        return polled[1].revents != 0
    }

    /// How long a turn may be put off that the library wants at once.
    ///
    /// It takes a handshake that waits for its client for one that can go on, and would have the
    /// loop spin until then. News end the wait; only what takes several turns gets slower.
    private var handshakeMilliseconds: Int64 {
        let count = counters[.handshakes]
        return count == 0 ? 0 : Int64(max(1, min(25, count / 40)))
    }

    /// How long a turn may be put off that the library wants at once, when many before it brought
    /// nothing.
    ///
    /// The line of a chunk that fills a connection's memory is neither read on nor refused by the
    /// library, which wants turns for it until the deadline cuts it: one client would keep a
    /// processor busy. Ten times what such a turn takes, lest many do so; news end the wait.
    private var stuckMilliseconds: Int64 {
        guard fruitlessTurns > Self.fruitlessTurnsMax else { return 0 }
        return max(1, min(Self.stuckMillisecondsMax, fruitlessMicroseconds / 100))
    }

    /// How long a turn may be put off that the library wants at once for those who are held: the
    /// answer that they wait for ends the wait.
    private var heldMilliseconds: Int64 {
        held > 0 && !hasNews ? configuration.heldMilliseconds : 0
    }

    /// Deals with a connection whose time is over.
    private func expire(_ record: ConnectionRecord.Pointer) {
        switch record.pointee.phase {
        case .waiting: abandon(record)
        case .idle, .resting:
            if rest(record) { return }
            counters.add(1, to: .connectionsClosedIdle)
            cut(record)
        default:
            counters.add(1, to: .connectionsCutByDeadline)
            cut(record)
        }
    }

    /// Shuts a connection's socket down; the library then finds it closed.
    private func cut(_ record: ConnectionRecord.Pointer) {
        wheel.remove(record)
        record.pointee.phase = .cut
        shutdown(record.pointee.descriptor, Int32(SHUT_RDWR))
    }

    /// Answers for a handler that did not; an answer already on its way is sent instead.
    private func abandon(_ record: ConnectionRecord.Pointer) {
        guard let unmanaged = record.pointee.exchange else { return }
        let exchange = unmanaged.takeUnretainedValue()
        guard exchange.claim() else { return }
        exchange.stage = .refused(refusal(503, request(of: exchange)))
        endWaiting(exchange)
    }

    /// Stops accepting and closes whatever has no request under way.
    private func beginStop(
        _ daemon: borrowing Daemon, _ listener: borrowing Listener, graceMilliseconds: Int64
    ) {
        stopDeadline = now + graceMilliseconds
        // Whoever has connected may have sent a request: take it in before the door closes.
        var turns = 0
        while listener.hasWaitingClients, turns < 256 {
            daemon.run()
            turns += 1
        }
        daemon.run()
        isStopping = true
        daemon.quiesce()
        listener.shutDown()
        for record in wheel.all where [.idle, .resting, .accepted].contains(record.pointee.phase) {
            cut(record)
        }
    }

    /// Answers whoever still waits and stops the daemon, which closes all connections.
    private func finish(_ daemon: consuming Daemon) {
        isOver = true
        for record in wheel.all where record.pointee.phase == .waiting { abandon(record) }
        // An answer given this moment by another thread is about to reach the outbox.
        while counters[.suspended] > 0 {
            for exchange in outbox.take(isReadable: false).exchanges { endWaiting(exchange) }
        }
        outbox.close()
        // Resumed in the first turn, sent in the second.
        for _ in 0..<3 { daemon.run() }
    }
}
