import CMicrohttpd
import Glibc

/// Where other threads leave answers for the event thread, with the means to wake it.
///
/// The library's own wake-up is switched off in the mode we run it in. Many answers share
/// one wake-up: none is written while another has not been noticed.
final class Outbox: Sendable {
    private struct State: Sendable {
        var exchanges: [Exchange] = []
        var isWakeUnderway = false
        var isClosed = false
        /// How long the server may go on to finish what it began, once it was told to stop.
        var graceMilliseconds: Int64?
    }

    /// Readable when the event thread shall look here; -1 when the system had none to give.
    let descriptor: Int32
    private let state = Monitor(State())

    init() throws(HTTPServerError) {
        descriptor = hl_wakeup_open()
        guard descriptor >= 0 else { throw .system(call: "eventfd", code: errno) }
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Leaves an answered exchange; dropped when the server is gone.
    func add(_ exchange: Exchange, wakes: Bool) {
        let mustWrite = state.withLock { state in
            guard !state.isClosed else { return false }
            state.exchanges.append(exchange)
            return wakes && Self.beginWake(&state)
        }
        if mustWrite { write() }
    }

    /// Wakes the event thread if something lies here.
    func wake() {
        let mustWrite = state.withLock { state in
            !state.exchanges.isEmpty && Self.beginWake(&state)
        }
        if mustWrite { write() }
    }

    /// Tells the event thread to stop within a time.
    func requestStop(graceMilliseconds: Int64) {
        let mustWrite = state.withLock { state in
            state.graceMilliseconds = graceMilliseconds
            return Self.beginWake(&state)
        }
        if mustWrite { write() }
    }

    /// Takes everything; called by the event thread.
    /// - Parameter isReadable: whether the descriptor was seen to be readable
    /// - Returns: the exchanges that were left and the grace once a stop was asked for
    func take(isReadable: Bool) -> (exchanges: [Exchange], graceMilliseconds: Int64?) {
        if isReadable {
            var count: UInt64 = 0
            _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
        }
        return state.withLock { state in
            state.isWakeUnderway = false
            guard !state.exchanges.isEmpty else { return ([], state.graceMilliseconds) }
            let exchanges = state.exchanges
            state.exchanges = []
            return (exchanges, state.graceMilliseconds)
        }
    }

    /// Drops what lies here and all that is still to come.
    func close() {
        let dropped = state.withLock { state in
            state.isClosed = true
            let dropped = state.exchanges
            state.exchanges = []
            return dropped
        }
        // Released outside of the lock, since an exchange may hold the last of a handler's values.
        _ = consume dropped
    }

    private static func beginWake(_ state: inout State) -> Bool {
        let isFirst = !state.isWakeUnderway
        state.isWakeUnderway = true
        return isFirst
    }

    private func write() {
        var one: UInt64 = 1
        _ = Glibc.write(descriptor, &one, MemoryLayout<UInt64>.size)
    }
}
