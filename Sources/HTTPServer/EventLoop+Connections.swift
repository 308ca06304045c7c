import CMicrohttpd
import Glibc

/// What the library calls on the event thread, and the life of connections.
extension EventLoop {
    private static let fieldRecordBytes = 64

    /// The callbacks for a daemon, with this loop as their context, not retained.
    var callbacks: hl_callbacks {
        hl_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(),
            on_access: { context, _, url, method, version, upload, count, slot in
                guard let context, let url, let method, let version, let count,
                    let opaque = slot?.pointee
                else { return .NO }
                let loop = Unmanaged<EventLoop>.fromOpaque(context)
                let exchange = Unmanaged<Exchange>.fromOpaque(opaque)
                return loop._withUnsafeGuaranteedRef { loop in
                    exchange._withUnsafeGuaranteedRef { exchange in
                        let piece = UnsafeRawBufferPointer(start: upload, count: count.pointee)
                        count.pointee = 0
                        let line = RequestLine(method: method, target: url, version: version)
                        return loop.receive(exchange, line, piece: piece)
                    }
                }
            },
            on_target: { context, target, connection in
                Unmanaged<EventLoop>.fromOpaque(context)._withUnsafeGuaranteedRef {
                    $0.beginRequest(connection, target)
                }
            },
            on_completed: { context, _, slot, _ in
                guard let context, let opaque = slot?.pointee else { return }
                slot?.pointee = nil
                let exchange = Unmanaged<Exchange>.fromOpaque(opaque)
                Unmanaged<EventLoop>.fromOpaque(context)._withUnsafeGuaranteedRef {
                    $0.endRequest(exchange)
                }
            },
            on_connection: { context, connection, slot, event in
                guard let context, let connection, let slot else { return }
                Unmanaged<EventLoop>.fromOpaque(context)._withUnsafeGuaranteedRef { loop in
                    if event == .CONNECTION_NOTIFY_STARTED {
                        slot.pointee = UnsafeMutableRawPointer(loop.open(connection))
                    } else if let record = slot.pointee {
                        slot.pointee = nil
                        loop.close(record.assumingMemoryBound(to: ConnectionRecord.self))
                    }
                }
            })
    }

    private func open(_ connection: OpaquePointer) -> ConnectionRecord.Pointer {
        let record = ConnectionRecord.Pointer.allocate(capacity: 1)
        let peer = hl_connection_peer(connection).flatMap { NetworkAddress($0) }
        let isTrusted = peer.map { peer in
            configuration.trustedProxies.contains { $0.contains(peer) }
        }
        record.initialize(
            to: ConnectionRecord(
                descriptor: hl_connection_socket(connection), peer: peer,
                isPeerTrusted: isTrusted ?? false))
        counters.add(1, to: .connectionsAccepted)
        counters.add(1, to: .connectionsOpen)
        if let shown {
            let identity = shown.current
            identity.show(on: connection)
            record.pointee.identity = identity
            beginHandshake(record)
        }
        enter(.accepted, record, seconds: configuration.requestDeadlineSeconds)
        return record
    }

    private func close(_ record: ConnectionRecord.Pointer) {
        wheel.remove(record)
        if record.pointee.lingers { lingering.adopt(record.pointee.descriptor, now: now) }
        endHandshake(record)
        counters.add(-1, to: .connectionsOpen)
        // The library lets go of the session after this; what it shows stays to the end of the
        // turn.
        if let identity = record.pointee.identity { retired.append(identity) }
        record.deinitialize(count: 1)
        record.deallocate()
    }

    /// Makes the exchange of a request whose first line has come.
    /// - Returns: the exchange, retained for the library
    private func beginRequest(
        _ connection: OpaquePointer, _ target: UnsafePointer<CChar>
    ) -> UnsafeMutableRawPointer? {
        guard let context = hl_connection_record(connection) else { return nil }
        let record = context.assumingMemoryBound(to: ConnectionRecord.self)
        let text = String.utf8Bytes(target)
        let exchange = Exchange(
            record, connection, head: RequestHead(target: text), outbox: outbox)
        let retained = Unmanaged.passRetained(exchange)
        record.pointee.exchange = retained
        counters.add(1, to: .requests)
        endHandshake(record)
        switch record.pointee.phase {
        // The first request has been running against its deadline since the accept.
        case .accepted: record.pointee.phase = .receiving
        case .cut: break
        default: enter(.receiving, record, seconds: configuration.requestDeadlineSeconds)
        }
        // The library keeps a record of each field of a query, in the same memory as the heads.
        let size = text.count + text.count(where: { $0 == 0x26 }) * Self.fieldRecordBytes
        if size > configuration.targetBytesMax, record.pointee.phase != .cut {
            refuseTarget(exchange)
        }
        return retained.toOpaque()
    }

    private func endRequest(_ exchange: Unmanaged<Exchange>) {
        exchange._withUnsafeGuaranteedRef { exchange in
            let record = exchange.record
            record.pointee.exchange = nil
            endWaiting(exchange)
            counters.add(-exchange.body.count, to: .bodiesBytes)
            _ = exchange.claim()
            // The library reads a response no more once it has said that the request is over.
            if let copy = exchange.copy.take() { copy.origin.giveBack(copy) }
            guard record.pointee.phase != .cut else { return }
            // While stopping, a finished request is a connection's last.
            let seconds = isStopping ? 0 : configuration.idleSeconds
            enter(.idle, record, seconds: min(seconds, Self.restAfterSeconds))
        }
        exchange.release()
    }

    private func beginHandshake(_ record: ConnectionRecord.Pointer) {
        record.pointee.isInHandshake = true
        counters.add(1, to: .handshakes)
    }

    private func endHandshake(_ record: ConnectionRecord.Pointer) {
        guard record.pointee.isInHandshake else { return }
        record.pointee.isInHandshake = false
        counters.add(-1, to: .handshakes)
    }

    /// Lets a connection that has been idle for a while give its memory back.
    /// - Returns: whether it may stay open
    func rest(_ record: ConnectionRecord.Pointer) -> Bool {
        let seconds = configuration.idleSeconds - Self.restAfterSeconds
        guard record.pointee.phase == .idle, !isStopping, seconds > 0 else { return false }
        record.pointee.memory?.giveBack()
        counters.add(1, to: .rests)
        enter(.resting, record, seconds: seconds)
        return true
    }

    /// Puts a connection into a phase that must end within a time.
    func enter(
        _ phase: ConnectionRecord.Phase, _ record: ConnectionRecord.Pointer, seconds: Double
    ) {
        record.pointee.phase = phase
        wheel.schedule(record, at: now + Int64(seconds * 1000))
    }
}

extension String {
    /// The bytes of a C string, without its end.
    fileprivate static func utf8Bytes(_ text: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self),
            count: strlen(text))
    }
}
