import Glibc

/// A client that sends exactly the bytes it is told and shows exactly what comes back.
///
/// A read that gets nothing for ten seconds ends the test rather than hanging it; no test
/// depends on that time.
final class RawClient {
    enum Failure: Error { case cannotConnect(Int32) }

    /// One response as it came over the wire.
    struct Response {
        var status = 0
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []

        var text: String { String(decoding: body, as: UTF8.self) }

        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    private let descriptor: Int32
    private var received: [UInt8] = []
    private(set) var isAtEnd = false

    /// - Parameters:
    ///   - bufferBytes: what the system may take in unread; nil leaves that to it
    ///   - readMilliseconds: how long a read waits
    init(port: UInt16, bufferBytes: Int32? = nil, readMilliseconds: Int = 10_000) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var timeout = timeval(
            tv_sec: readMilliseconds / 1_000, tv_usec: readMilliseconds % 1_000 * 1_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
        if var bytes = bufferBytes {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
        }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure.cannotConnect(errno) }
    }

    deinit { close(descriptor) }

    /// Sends bytes.
    /// - Returns: whether the system took them all
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var at = 0
        while at < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + at, bytes.count - at, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            at += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends GET for a target on a connection that stays open.
    func get(_ target: String, headers: String = "") {
        send("GET \(target) HTTP/1.1\r\nHost: test\r\n\(headers)\r\n")
    }

    /// Sends POST with a body.
    func post(
        _ target: String, _ body: String, type: String = "application/x-www-form-urlencoded"
    ) {
        send(
            "POST \(target) HTTP/1.1\r\nHost: test\r\nContent-Type: \(type)\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Lets the peer know that nothing more will be sent.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads the next response, or nil when the connection ended first.
    /// - Parameter hasBody: false for the answer to HEAD
    func response(hasBody: Bool = true) -> Response? {
        while true {
            if let end = endOfHead() {
                var response = parse(Array(received[..<end]))
                let declared = Int(response.header("Content-Length") ?? "0") ?? 0
                let count = hasBody && response.status != 204 ? declared : 0
                while received.count < end + count {
                    guard fill() else { return nil }
                }
                response.body = Array(received[end..<(end + count)])
                received.removeFirst(end + count)
                return response
            }
            guard fill() else { return nil }
        }
    }

    /// Reads until the peer closes.
    /// - Returns: every byte that was left
    func rest() -> [UInt8] {
        while fill() {}
        return received
    }

    /// Whether the peer closes without sending anything more.
    func isClosedSilently() -> Bool { rest().isEmpty && isAtEnd }

    /// Waits until something can be read, be it the end.
    func waitForEnd(milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    private func endOfHead() -> Int? {
        guard received.count >= 4 else { return nil }
        for at in 0...(received.count - 4)
        where received[at] == 13 && received[at + 1] == 10 && received[at + 2] == 13
            && received[at + 3] == 10
        {
            return at + 4
        }
        return nil
    }

    private func parse(_ head: [UInt8]) -> Response {
        var response = Response()
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        response.status = Int(lines[0].split(separator: " ")[1]) ?? 0
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            response.headers.append(
                (
                    String(line[..<colon]),
                    String(line[line.index(after: colon)...].drop { $0 == " " })
                ))
        }
        return response
    }

    /// Reads a piece. A reset is an end too.
    private func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count == 0 || (count < 0 && errno == ECONNRESET) { isAtEnd = true }
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }
}

extension RawClient {
    /// Sends a byte whenever a little time has passed, until the peer closes.
    /// - Returns: whether it closed without an answer, before a great many bytes
    func dripUntilClosed() -> Bool {
        for _ in 0..<20_000 {
            if waitForEnd(milliseconds: 5) { return isClosedSilently() }
            send("x")
        }
        return false
    }
}
