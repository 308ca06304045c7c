import CMicrohttpd
import Glibc

/// The listening socket, made by us so that a failure names its cause.
struct Listener: ~Copyable {
    /// Connections that may wait to be accepted; the system's own limit applies on top.
    static let backlog: Int32 = 1024

    let descriptor: Int32
    /// The bound port, also when port 0 was asked for.
    let port: UInt16

    /// Binds and listens, non-blocking and closed on exec.
    init(_ address: ListenAddress) throws(HTTPServerError) {
        let family = address.isIPv6 ? AF_INET6 : AF_INET
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw .system(call: "socket", code: errno) }
        do throws(HTTPServerError) {
            port = try Self.bindAndListen(descriptor, address)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    /// Stops accepting; whoever still waits in the queue is told at once.
    func shutDown() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Whether a client waits to be accepted.
    var hasWaitingClients: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    deinit { close(descriptor) }

    private static func bindAndListen(
        _ descriptor: Int32, _ address: ListenAddress
    ) throws(HTTPServerError) -> UInt16 {
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        // A restarted server must not wait for old connections to time out.
        guard setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size) == 0 else {
            throw .system(call: "setsockopt", code: errno)
        }
        let isBound = address.withSocketAddress { bind(descriptor, $0, $1) == 0 }
        guard isBound else { throw refusal(of: "bind", at: address, code: errno) }
        guard listen(descriptor, backlog) == 0 else {
            throw refusal(of: "listen", at: address, code: errno)
        }
        var bound = sockaddr_storage()
        var boundSize = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isNamed = withUnsafeMutablePointer(to: &bound) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &boundSize) == 0
            }
        }
        guard isNamed else { throw .system(call: "getsockname", code: errno) }
        // The port stands at the same place in both families.
        return withUnsafeBytes(of: bound) {
            UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self))
        }
    }

    private static func refusal(
        of call: String, at address: ListenAddress, code: Int32
    ) -> HTTPServerError {
        switch code {
        case EADDRINUSE: .addressInUse(address)
        case EACCES, EPERM: .permissionDenied(address)
        case EADDRNOTAVAIL: .addressNotAvailable(address)
        default: .system(call: call, code: code)
        }
    }
}
