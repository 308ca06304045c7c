import CMicrohttpd

/// The one owner of the library's daemon; stops it in the end.
///
/// Only the event thread may use or destroy it once it runs.
struct Daemon: ~Copyable {
    private let pointer: OpaquePointer
    /// Readable when ``run()`` has something to do.
    let epoll: Int32

    /// Starts on a listening socket, which stays the caller's.
    /// - Parameters:
    ///   - callbacks: what the library calls; their context must outlive the daemon
    ///   - connectionsMax: how many connections it accepts
    init(
        listener: borrowing Listener, configuration: HTTPServerConfiguration,
        connectionsMax: Int, callbacks: hl_callbacks
    ) throws(HTTPServerError) {
        let bytes = configuration.connectionMemoryBytes
        precondition((2_048...65_535).contains(bytes), "connectionMemoryBytes: \(bytes)")
        let started = withUnsafePointer(to: callbacks) {
            hl_daemon_start(
                listener.descriptor, bytes, UInt32(connectionsMax),
                configuration.tls?.certificate, configuration.tls?.key, $0)
        }
        guard let started else { throw .cannotStart }
        pointer = started
        epoll = hl_daemon_epoll(started)
    }

    /// Stops the daemon and closes every connection that is left; none may be suspended.
    deinit { MHD_stop_daemon(pointer) }

    /// Handles whatever is ready, without waiting.
    borrowing func run() {
        _ = MHD_run(pointer)
    }

    /// How long ``run()`` may be put off, in milliseconds, or nil for any time.
    borrowing func timeoutMilliseconds() -> Int64? {
        var timeout: UInt64 = 0
        guard MHD_get_timeout(pointer, &timeout) == .YES else { return nil }
        return Int64(clamping: timeout)
    }

    /// Stops accepting; the listening socket is the caller's again.
    borrowing func quiesce() {
        _ = MHD_quiesce_daemon(pointer)
    }
}
