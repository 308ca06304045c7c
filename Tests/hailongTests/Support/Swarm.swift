import Foundation

/// Many raw connections from one thread, each seen to its end.
final class Swarm {
    /// POLLRDHUP, which Linux shows to those alone who ask for its own names.
    private static let hangUp: Int16 = 0x2000

    private(set) var descriptors: [Int32] = []
    /// How many of them the server has ended.
    private(set) var endedCount = 0

    /// Tests that open thousands of connections need the system's leave.
    static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    init() { Self.raiseDescriptorLimit() }

    deinit { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }

    /// A connection to a server of this machine; nil where the server does not take it.
    static func connection(to port: UInt16) -> Int32? {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, kind, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let isOpen = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isOpen else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Opens a connection and sends something.
    /// - Returns: false where the server does not take it
    @discardableResult
    func open(port: UInt16, sending text: String) -> Bool {
        guard let descriptor = Self.connection(to: port) else { return false }
        descriptors.append(descriptor)
        send(text, on: descriptors.count - 1)
        return true
    }

    /// Sends as much as the system takes at once.
    func send(_ text: String, on number: Int) {
        guard descriptors[number] >= 0 else { return }
        let bytes = Array(text.utf8)
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        _ = Foundation.send(descriptors[number], bytes, bytes.count, flags)
    }

    /// Reads what has come on a connection, up to 64 KiB; waits for it up to a minute.
    func receive(on number: Int) -> String {
        var entry = pollfd(fd: descriptors[number], events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 60_000) > 0 else { return "" }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptors[number], &buffer, buffer.count, 0)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    /// Waits a moment for connections to end, without reading from them, and closes those that did.
    func sweep(milliseconds: Int32) {
        let ending = Self.hangUp | Int16(POLLHUP) | Int16(POLLERR)
        var entries = descriptors.map { pollfd(fd: $0, events: Self.hangUp, revents: 0) }
        guard poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return }
        for (number, entry) in entries.enumerated() where entry.revents & ending != 0 {
            close(descriptors[number])
            // A negative one is passed over by poll.
            descriptors[number] = -1
            endedCount += 1
        }
    }
}
