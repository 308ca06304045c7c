import CMicrohttpd
import Synchronization

/// An identity as the library's connections show it: kept until the last of them has closed.
///
/// Safe because what `pointer` leads to never changes between `init` and `deinit`.
final class TLSContext: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// - Parameter former: whose tickets are still good
    /// - Throws: ``HTTPServerError/cannotStart``
    init(_ identity: TLSIdentity, after former: TLSContext?) throws(HTTPServerError) {
        guard let made = hl_tls_make(identity.certificate, identity.key, former?.pointer) else {
            throw .cannotStart
        }
        pointer = made
    }

    deinit { hl_tls_free(pointer) }

    /// Lets a connection that was just accepted show this identity.
    func show(on connection: OpaquePointer) { hl_connection_show(connection, pointer) }
}

/// What new connections show; replaced when a certificate was renewed.
final class TLSShown: Sendable {
    private let context: Mutex<TLSContext>

    init(_ identity: TLSIdentity) throws(HTTPServerError) {
        context = Mutex(try TLSContext(identity, after: nil))
    }

    var current: TLSContext { context.withLock { $0 } }

    func replace(by identity: TLSIdentity) throws(HTTPServerError) {
        let next = try TLSContext(identity, after: current)
        context.withLock { $0 = next }
    }
}
