import Glibc
import Synchronization

/// A web server: one event thread, a table of routes, a limit on everything.
///
/// ```swift
/// var router = Router()
/// router.add(.get, "/healthz", answersLater: false) { _, _, responder in
///     responder.send(HTTPResponse(.text, "ok\n"))
/// }
/// let server = HTTPServer(configuration: .init(address: .anyLoopbackPort), router: router)
/// let port = try server.start()
/// ```
public final class HTTPServer: Sendable {
    private enum State {
        case new
        case running(thread: pthread_t, Outbox, TLSShown?)
        case stopped
    }

    /// What the event thread starts with.
    private final class Start {
        let loop: EventLoop
        var handles: Handles?

        init(_ loop: EventLoop, _ handles: consuming Handles) {
            self.loop = loop
            self.handles = consume handles
        }
    }

    private struct Handles: ~Copyable {
        let daemon: Daemon
        let listener: Listener
    }

    /// File descriptors that are kept for everything but connections.
    private static let descriptorsReserved = 128
    private static let numbers = Atomic<UInt64>(1)

    private let configuration: HTTPServerConfiguration
    private let router: Router
    private let state = Mutex(State.new)
    private let counters = Counters()

    /// A server that does not listen yet.
    public init(configuration: HTTPServerConfiguration, router: Router) {
        self.configuration = configuration
        self.router = router
    }

    deinit { stop(graceSeconds: 0) }

    /// Whether a server could listen at an address: tried, and given back at once.
    /// - Throws: ``HTTPServerError`` as ``start()`` would
    public static func tryListening(at address: ListenAddress) throws(HTTPServerError) {
        _ = try Listener(address)
    }

    /// Listens and serves on a thread of its own. A server starts once.
    ///
    /// For the whole process this ignores SIGPIPE, since a client that hangs up is no reason
    /// to die, and raises the soft limit of open files to the hard one.
    /// - Returns: the port, also when port 0 was asked for
    /// - Throws: ``HTTPServerError``
    public func start() throws(HTTPServerError) -> UInt16 {
        signal(SIGPIPE, SIG_IGN)
        let descriptorsMax = Self.raiseDescriptorLimit()
        let listener = try Listener(configuration.address)
        let port = listener.port
        let outbox = try Outbox()
        let number = Self.numbers.wrappingAdd(1, ordering: .relaxed).oldValue
        var shown: TLSShown?
        if let identity = configuration.tls { shown = try TLSShown(identity) }
        let loop = EventLoop(
            configuration: configuration, router: router, outbox: outbox, number: number,
            counters: counters, shown: shown)
        let daemon = try Daemon(
            listener: listener, configuration: configuration,
            connectionsMax: max(
                16, min(configuration.connectionsMax, descriptorsMax - Self.descriptorsReserved)),
            callbacks: loop.callbacks)
        let start = Start(loop, Handles(daemon: daemon, listener: listener))
        let thread = try Self.run(start)
        state.withLock { state in
            guard case .new = state else { preconditionFailure("a server starts once") }
            state = .running(thread: thread, outbox, shown)
        }
        return port
    }

    /// Stops accepting, finishes the requests under way and closes every connection.
    ///
    /// Returns when the event thread has ended; a second call returns at once. Requests that
    /// still wait for an answer after the grace get 503. Must not be called by a handler.
    /// - Parameter graceSeconds: the time that requests under way have left
    public func stop(graceSeconds: Double = 4.5) {
        let running: (thread: pthread_t, outbox: Outbox)? = state.withLock { state in
            defer { state = .stopped }
            guard case .running(let thread, let outbox, _) = state else { return nil }
            return (thread, outbox)
        }
        guard let running else { return }
        precondition(pthread_equal(running.thread, pthread_self()) == 0, "stop() in a handler")
        running.outbox.requestStop(graceMilliseconds: Int64(graceSeconds * 1000))
        pthread_join(running.thread, nil)
    }

    /// What the server has done so far and what it holds now. Any thread, at any time; costs
    /// some hundred loads and nothing to requests.
    public var statistics: HTTPStatistics { counters.snapshot }

    /// How often the event thread has gone round.
    var turns: Int { counters[.turns] }
    /// How often an idle connection gave its memory back.
    var rests: Int { counters[.rests] }

    /// Wakes the server for every response sent with `wakes: false`.
    public func wake() {
        let outbox: Outbox? = state.withLock { state in
            guard case .running(_, let outbox, _) = state else { return nil }
            return outbox
        }
        outbox?.wake()
    }

    /// Shows another certificate from the next connection on, as after a renewal. Those that are
    /// open go on as they are, and tickets stay good. Any thread.
    ///
    /// Does nothing where the server was started without TLS or does not run.
    /// - Throws: ``HTTPServerError/cannotStart`` when memory ran out; the former one is kept
    public func replaceIdentity(by identity: TLSIdentity) throws(HTTPServerError) {
        let shown: TLSShown? = state.withLock { state in
            guard case .running(_, _, let shown) = state else { return nil }
            return shown
        }
        try shown?.replace(by: identity)
    }

    private static func run(_ start: Start) throws(HTTPServerError) -> pthread_t {
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(start)
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
                if let handles = start.handles.take() {
                    start.loop.run(handles.daemon, handles.listener)
                }
                return nil
            }, retained.toOpaque())
        guard code == 0 else {
            retained.release()
            throw .system(call: "pthread_create", code: code)
        }
        return thread
    }

    /// Raises the soft limit of open files to the hard one.
    /// - Returns: the limit now in force
    private static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1024
        }
        if limit.rlim_cur < limit.rlim_max {
            let soft = limit.rlim_cur
            limit.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 {
                limit.rlim_cur = soft
            }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
